package org.jixiao.chassis.paging;

import java.util.List;
import java.util.function.Function;

/**
 * One page of a list.
 *
 * @param items      the entries, in the list's order
 * @param nextCursor where the next page starts; absent on the last page
 */
public record Page<T>(List<T> items, String nextCursor) {

    /** Makes a page from one row more than asked for: the extra row only says that there is a next page. */
    public static <T> Page<T> of(List<T> rows, int limit, Function<T, String> cursorOf) {
        if (rows.size() <= limit) {
            return new Page<>(rows, null);
        }
        List<T> items = List.copyOf(rows.subList(0, limit));
        return new Page<>(items, cursorOf.apply(items.get(limit - 1)));
    }
}
