package org.jixiao.chassis.paging;

import java.lang.reflect.Constructor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What one list can be asked for: by what it is sorted and by what it is narrowed. Reading a request, the SQL and
 * the API document all follow from it, so that they cannot differ.
 */
public final class Listing {

    public static final String LIMIT = "limit";
    public static final String CURSOR = "cursor";
    public static final String SORT = "sort";
    public static final String FIELDS = "fields";
    public static final int LIMIT_DEFAULT = 20;
    public static final int LIMIT_MAX = 100;
    /** How many keys a client may sort by; the id comes last by itself. */
    public static final int SORT_MAX = 3;

    private final List<SortKey> id;
    private final Map<String, SortKey> keys = new LinkedHashMap<>();
    private final Map<String, Criterion> filters = new LinkedHashMap<>();
    private String defaultSort;

    private Listing(List<SortKey> id) {
        this.id = id;
        id.forEach(this::sort);
        this.defaultSort = id.get(0).name();
    }

    /** A list whose rows the keys tell apart; sorted by them unless asked otherwise. */
    public static Listing by(SortKey... id) {
        return new Listing(List.of(id));
    }

    /** What an operation's list can be asked for. */
    public static Listing of(Listed operation) {
        return made(operation.value());
    }

    /** What narrows the sums of an operation. */
    public static Listing of(Narrowed operation) {
        return made(operation.value());
    }

    private static Listing made(Class<? extends Supplier<Listing>> declaration) {
        try {
            Constructor<? extends Supplier<Listing>> constructor = declaration.getDeclaredConstructor();
            constructor.setAccessible(true);
            return constructor.newInstance().get();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(declaration + " must have a constructor without parameters", e);
        }
    }

    public Listing sort(SortKey key) {
        keys.put(key.name(), key);
        return this;
    }

    public Listing sort(String name, ValueKind kind, String column) {
        return sort(new SortKey(name, kind, column));
    }

    /** The order when nothing is asked, in the grammar of the parameter. */
    public Listing sortedUnlessAsked(String sort) {
        this.defaultSort = sort;
        return this;
    }

    public Listing filter(Criterion filter) {
        filters.put(filter.name(), filter);
        return this;
    }

    public Listing range(String name, ValueKind kind, String column, String description, String example) {
        Criterion.range(name, kind, column, description, example).forEach(this::filter);
        return this;
    }

    public String defaultSort() {
        return defaultSort;
    }

    public List<Criterion> filters() {
        return List.copyOf(filters.values());
    }

    /** Everything that {@code sort} takes, each upwards and downwards. */
    public List<String> sortNames() {
        return keys.keySet().stream().flatMap(name -> Stream.of(name, "-" + name)).toList();
    }

    /** The query parameters that the list knows. */
    public Set<String> parameters() {
        Set<String> names = new LinkedHashSet<>(filters.keySet());
        names.addAll(List.of(SORT, LIMIT, CURSOR));
        return names;
    }

    SortKey key(String name) {
        return keys.get(name);
    }

    /** The id's keys that are not sorted by already. */
    List<SortKey> idWithout(Set<String> sortedBy) {
        return new ArrayList<>(id.stream().filter(key -> !sortedBy.contains(key.name())).toList());
    }
}
