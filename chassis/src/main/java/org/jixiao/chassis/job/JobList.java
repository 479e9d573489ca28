package org.jixiao.chassis.job;

import java.util.function.Supplier;
import org.jixiao.chassis.paging.Criterion;
import org.jixiao.chassis.paging.Listing;
import org.jixiao.chassis.paging.SortKey;
import org.jixiao.chassis.paging.ValueKind;

/** What the list of one's own jobs can be asked for. */
final class JobList implements Supplier<Listing> {

    @Override
    public Listing get() {
        return Listing.by(new SortKey("id", ValueKind.TEXT, "id::text"))
            .sort("createdAt", ValueKind.INSTANT, "created_at").sortedUnlessAsked("-createdAt")
            .filter(Criterion.oneOf("state", "state", JobState.class, "Only in these states"));
    }
}
