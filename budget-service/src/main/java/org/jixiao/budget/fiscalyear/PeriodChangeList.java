package org.jixiao.budget.fiscalyear;

import java.util.function.Supplier;
import org.jixiao.chassis.paging.Criterion;
import org.jixiao.chassis.paging.Listing;
import org.jixiao.chassis.paging.SortKey;
import org.jixiao.chassis.paging.ValueKind;

/** What the history of a year's periods can be asked for. */
final class PeriodChangeList implements Supplier<Listing> {

    @Override
    public Listing get() {
        return Listing.by(new SortKey("version", ValueKind.INTEGER, "version"))
            .sort("recordedAt", ValueKind.INSTANT, "recorded_at")
            .filter(Criterion.oneOf("was", "was", PeriodStatus.class, "Only of periods that were in these states"))
            .filter(Criterion.oneOf("becomes", "becomes", PeriodStatus.class, "Only of periods that came into these states"))
            .range("month", ValueKind.INTEGER, "month", "Only changes of this month, of 1 to 12", "6")
            .range("recordedAt", ValueKind.INSTANT, "recorded_at", "Only what was recorded at this time", "2022-01-10T01:30:00Z");
    }
}
