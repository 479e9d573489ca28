package org.jixiao.budget.control;

import java.util.function.Supplier;
import org.jixiao.chassis.paging.Listing;
import org.jixiao.chassis.paging.SortKey;
import org.jixiao.chassis.paging.ValueKind;

/** What the list of control policies can be asked for. */
final class ControlPolicyList implements Supplier<Listing> {

    @Override
    public Listing get() {
        return Listing.by(new SortKey("version", ValueKind.INTEGER, "version")).sortedUnlessAsked("-version")
            .range("validFrom", ValueKind.DATE, "valid_from", "Only those that hold from this day", "2021-01-01");
    }
}
