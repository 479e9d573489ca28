package org.jixiao.budget.intake;

import java.util.function.Supplier;
import org.jixiao.chassis.paging.Criterion;
import org.jixiao.chassis.paging.Listing;
import org.jixiao.chassis.paging.SortKey;
import org.jixiao.chassis.paging.ValueKind;

/** What the list of intakes can be asked for. */
final class IntakeList implements Supplier<Listing> {

    @Override
    public Listing get() {
        return Listing.by(new SortKey("id", ValueKind.TEXT, "i.id::text"))
            .sort("recordedAt", ValueKind.INSTANT, "i.recorded_at").sortedUnlessAsked("-recordedAt")
            .filter(Criterion.oneOf("kind", "i.kind", IntakeKind.class, "Only files of these kinds"));
    }
}
