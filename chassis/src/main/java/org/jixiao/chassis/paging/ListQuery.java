package org.jixiao.chassis.paging;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jixiao.chassis.problem.ChassisProblem;
import org.jixiao.chassis.problem.Violation;

/**
 * One question to a list, read from a request's query parameters, and the parts of the SQL that answers it. A page
 * starts after the keys of the last row seen (keyset), so rows that come and go meanwhile are neither repeated nor
 * skipped, and the hundredth page costs what the first one does.
 */
public final class ListQuery {

    private static final int SHOWN_MAX = 40;

    private record Order(SortKey key, boolean descending) {

        String sql() {
            return key.column() + (descending ? " desc" : "");
        }
    }

    private final String question;
    private final int limit;
    private final List<Order> orders;
    private final Map<String, String> filters = new TreeMap<>();
    private final StringBuilder conditions = new StringBuilder();
    private final List<Object> bound = new ArrayList<>();

    private ListQuery(Listing listing, String address, Map<String, String> asked) {
        this.limit = limit(asked.get(Listing.LIMIT));
        String sort = asked.getOrDefault(Listing.SORT, listing.defaultSort());
        this.orders = orders(listing, sort);
        for (Criterion filter : listing.filters()) {
            String value = asked.get(filter.name());
            if (value != null) {
                filter.apply(value, conditions, bound);
                filters.put(filter.name(), value);
            }
        }
        this.question = address + " " + sort + " " + filters;
        String cursor = asked.get(Listing.CURSOR);
        if (cursor != null) {
            after(Cursor.decode(question, cursor, orders.size()));
        }
    }

    /**
     * Reads what is asked.
     *
     * @param address where the list is, so that the cursor of another department's list is refused
     * @param asked   the query parameters; names that the list does not know have been refused already
     */
    public static ListQuery read(Listing listing, String address, Map<String, String> asked) {
        return new ListQuery(listing, address, asked);
    }

    public int limit() {
        return limit;
    }

    /** What to select beside the row: its sort keys as text, and its place. */
    public String keys() {
        StringBuilder columns = new StringBuilder();
        for (int i = 0; i < orders.size(); i++) {
            SortKey key = orders.get(i).key();
            columns.append(key.kind().readable(key.column())).append(" as key_").append(i).append(", ");
        }
        return columns.append("row_number() over (").append(orderBy()).append(") as place").toString();
    }

    /** Conditions to add to a where clause, each beginning with {@code and}. */
    public String conditions() {
        return conditions.toString();
    }

    public String orderBy() {
        return "order by " + orders.stream().map(Order::sql).collect(Collectors.joining(", "));
    }

    /** What is bound to the conditions. */
    public List<Object> bound() {
        return Collections.unmodifiableList(bound);
    }

    /** The filters that were given, each as it was asked. */
    public Map<String, String> filters() {
        return Collections.unmodifiableMap(filters);
    }

    /** The cursor for what comes after the row that the result set stands on. */
    public String cursorAfter(ResultSet row) throws SQLException {
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < orders.size(); i++) {
            keys.add(row.getString("key_" + i));
        }
        return Cursor.encode(question, keys);
    }

    private static int limit(String asked) {
        if (asked == null) {
            return Listing.LIMIT_DEFAULT;
        }
        if (!asked.matches("[0-9]{1,4}") || Integer.parseInt(asked) < 1 || Integer.parseInt(asked) > Listing.LIMIT_MAX) {
            throw new Violation(ChassisProblem.INVALID_VALUE).at("?" + Listing.LIMIT)
                .with("value", shortened(asked)).with("expected", "1–" + Listing.LIMIT_MAX);
        }
        return Integer.parseInt(asked);
    }

    /** The id follows in the direction of the last key asked for, so that a single key is one index scan either way. */
    private static List<Order> orders(Listing listing, String sort) {
        List<Order> orders = new ArrayList<>();
        Set<String> sortedBy = new HashSet<>();
        boolean descending = false;
        for (String asked : sort.split(",", -1)) {
            descending = asked.startsWith("-");
            SortKey key = listing.key(descending ? asked.substring(1) : asked);
            if (key == null || !sortedBy.add(key.name()) || orders.size() == Listing.SORT_MAX) {
                throw new Violation(ChassisProblem.UNKNOWN_SORT).at("?" + Listing.SORT)
                    .with("sort", shortened(asked)).with("allowed", listing.sortNames());
            }
            orders.add(new Order(key, descending));
        }
        for (SortKey key : listing.idWithout(sortedBy)) {
            orders.add(new Order(key, descending));
        }
        return orders;
    }

    private void after(List<String> keys) {
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < orders.size(); i++) {
            Object value = orders.get(i).key().kind().value(keys.get(i));
            if (value == null) {
                throw Cursor.invalid();
            }
            values.add(value);
        }
        if (orders.stream().map(Order::descending).distinct().count() == 1) {
            conditions.append(" and (").append(joined(order -> order.key().column())).append(") ")
                .append(orders.get(0).descending() ? "<" : ">")
                .append(" (").append(joined(order -> order.key().kind().placeholder())).append(")");
            bound.addAll(values);
            return;
        }
        // a row comparison has one direction for all keys; this says the same step by step, led by a bound that an index serves
        conditions.append(" and ").append(step(0, orders.get(0).descending() ? "<=" : ">="));
        bound.add(values.get(0));
        List<String> alternatives = new ArrayList<>();
        for (int i = 0; i < orders.size(); i++) {
            StringBuilder alternative = new StringBuilder();
            for (int equal = 0; equal < i; equal++) {
                alternative.append(step(equal, "=")).append(" and ");
                bound.add(values.get(equal));
            }
            alternatives.add(alternative.append(step(i, orders.get(i).descending() ? "<" : ">")).toString());
            bound.add(values.get(i));
        }
        conditions.append(" and (").append(String.join(" or ", alternatives)).append(")");
    }

    private String step(int i, String operator) {
        return orders.get(i).key().column() + " " + operator + " " + orders.get(i).key().kind().placeholder();
    }

    private String joined(Function<Order, String> part) {
        return orders.stream().map(part).collect(Collectors.joining(", "));
    }

    static String shortened(String value) {
        return Text.shortened(value, SHOWN_MAX);
    }
}
