package org.jixiao.budget.reconciliation;

import java.util.function.Supplier;
import org.jixiao.chassis.paging.Listing;
import org.jixiao.chassis.paging.SortKey;
import org.jixiao.chassis.paging.ValueKind;

/** What the list of reconciliations can be asked for. */
final class ReconciliationList implements Supplier<Listing> {

    @Override
    public Listing get() {
        return Listing.by(new SortKey("id", ValueKind.INTEGER, "id"))
            .sort("startedAt", ValueKind.INSTANT, "started_at").sortedUnlessAsked("-id")
            .range("startedAt", ValueKind.INSTANT, "started_at", "Only runs that began at this instant", "2022-01-10T18:30:00Z")
            .range("differences", ValueKind.INTEGER, "differences", "Only runs that found this many differences", "1");
    }
}
