package org.jixiao.evaluation.scheme;

import java.util.List;
import java.util.function.Supplier;
import org.jixiao.chassis.paging.Criterion;
import org.jixiao.chassis.paging.Listing;
import org.jixiao.chassis.paging.SortKey;
import org.jixiao.chassis.paging.ValueKind;

/** What the list of scoring schemes can be asked for. */
final class SchemeList implements Supplier<Listing> {

    @Override
    public Listing get() {
        return Listing.by(new SortKey("code", ValueKind.TEXT, "code"), new SortKey("version", ValueKind.INTEGER, "version"))
                .sort("validFrom", ValueKind.DATE, "valid_from")
                .filter(Criterion.codes("code", "code", "[A-Z0-9][A-Z0-9-]{0,39}", "Only versions of these schemes", "CN-2020-10"))
                .range("validFrom", ValueKind.DATE, "valid_from", "Only those whose first day is this", "2020-01-01")
                .filter(Criterion.text("q", List.of("document ->> 'name'", "document ->> 'basis'"), "Only with this in name or basis", "单位自评"));
    }
}
