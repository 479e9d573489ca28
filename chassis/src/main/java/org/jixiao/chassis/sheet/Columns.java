package org.jixiao.chassis.sheet;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The wanted columns of a table, in order. No field and no heading occurs twice. */
public final class Columns {

    private final List<Column> all;
    private final Map<String, Integer> byField = new HashMap<>();
    private final Map<String, Integer> byHeading = new HashMap<>();

    private Columns(List<Column> all) {
        this.all = List.copyOf(all);
        for (int i = 0; i < all.size(); i++) {
            if (byField.put(all.get(i).field(), i) != null) {
                throw new IllegalArgumentException("two columns have the name " + all.get(i).field());
            }
            for (String heading : all.get(i).headings()) {
                Integer other = byHeading.put(Heading.read(heading).name(), i);
                if (other != null && other != i) {
                    throw new IllegalArgumentException("two columns have the heading " + heading);
                }
            }
        }
    }

    public static Columns of(Column... columns) {
        return new Columns(List.of(columns));
    }

    public static Columns of(List<Column> columns) {
        return new Columns(columns);
    }

    public List<Column> all() {
        return all;
    }

    public int size() {
        return all.size();
    }

    public Column get(int index) {
        return all.get(index);
    }

    public List<String> fields() {
        return all.stream().map(Column::field).toList();
    }

    /** The place of a field; one that is not among them is a fault of the caller's code. */
    public int indexOf(String field) {
        Integer index = byField.get(field);
        if (index == null) {
            throw new IllegalArgumentException("there is no column " + field);
        }
        return index;
    }

    /** The place of the column with this heading, or -1. */
    int withHeading(String name) {
        return name.isEmpty() ? -1 : byHeading.getOrDefault(name, -1);
    }

    /** The accepted headings of some columns, by the first of each. */
    Map<String, List<String>> accepted(List<Integer> indexes) {
        Map<String, List<String>> accepted = new LinkedHashMap<>();
        for (int index : indexes) {
            accepted.put(all.get(index).heading(), new ArrayList<>(all.get(index).headings()));
        }
        return accepted;
    }
}
