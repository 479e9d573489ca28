package org.jixiao.chassis.paging;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jixiao.chassis.problem.ChassisProblem;
import org.jixiao.chassis.problem.Violation;

/**
 * The top-level fields that a reader wants; nested ones come whole.
 *
 * @param names what is to be given, ids included
 */
public record FieldSelection(Set<String> names) {

    public FieldSelection {
        names = Set.copyOf(names);
    }

    /** Reads {@code fields}; null where everything is wanted. */
    public static FieldSelection read(String asked, Class<? extends Record> view, String... always) {
        if (asked == null) {
            return null;
        }
        List<String> known = fields(view);
        Set<String> names = new LinkedHashSet<>(List.of(always));
        for (String name : asked.split(",", -1)) {
            if (!known.contains(name)) {
                throw new Violation(ChassisProblem.UNKNOWN_FIELD_SELECTION).at("?" + Listing.FIELDS)
                    .with("field", ListQuery.shortened(name)).with("allowed", known);
            }
            names.add(name);
        }
        return new FieldSelection(names);
    }

    /** The fields of a view in their order. */
    public static List<String> fields(Class<? extends Record> view) {
        return Arrays.stream(view.getRecordComponents()).map(RecordComponent::getName).toList();
    }
}
