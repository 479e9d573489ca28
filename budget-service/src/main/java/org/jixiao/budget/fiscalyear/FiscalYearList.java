package org.jixiao.budget.fiscalyear;

import java.util.function.Supplier;
import org.jixiao.chassis.paging.Criterion;
import org.jixiao.chassis.paging.Listing;
import org.jixiao.chassis.paging.SortKey;
import org.jixiao.chassis.paging.ValueKind;

/** What the list of fiscal years can be asked for. */
final class FiscalYearList implements Supplier<Listing> {

    @Override
    public Listing get() {
        return Listing.by(new SortKey("fiscalYear", ValueKind.INTEGER, "fiscal_year"))
            .filter(Criterion.oneOf("status", "status", PeriodStatus.class, "Only years in these states"));
    }
}
