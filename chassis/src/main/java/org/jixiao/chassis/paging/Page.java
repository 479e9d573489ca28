package org.jixiao.chassis.paging;

import java.util.List;
import java.util.function.Function;

/**
 * One page of a list.
 *
 * @param items      the entries, in the list's order
 * @param nextCursor where the next page starts; absent on the last page
 */
public record Page<T>(List<T> items, String nextCursor) implements Paged {

    public static <T> Page<T> empty() {
        return new Page<>(List.of(), null);
    }

    public <R> Page<R> map(Function<T, R> view) {
        return new Page<>(items.stream().map(view).toList(), nextCursor);
    }
}
