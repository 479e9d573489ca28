package org.jixiao.budget.execution;

import java.util.function.Supplier;
import org.jixiao.budget.appropriation.Selection;
import org.jixiao.chassis.paging.Listing;
import org.jixiao.chassis.paging.SortKey;
import org.jixiao.chassis.paging.ValueKind;

/** What narrows the figures of execution. */
final class ExecutionList implements Supplier<Listing> {

    @Override
    public Listing get() {
        return Selection.of(Listing.by(new SortKey("id", ValueKind.INTEGER, "a.id")));
    }
}
