package org.jixiao.chassis.bulk;

import java.util.List;

/** What became of the items of a batch, in the order of the request. */
public record Batch<R>(List<BatchItem<R>> items, int doneCount, int refusedCount) {

    static <R> Batch<R> of(List<BatchItem<R>> items) {
        int refused = (int) items.stream().filter(item -> item.problem() != null).count();
        return new Batch<>(List.copyOf(items), items.size() - refused, refused);
    }
}
