package org.jixiao.budget.department;

import java.util.List;
import java.util.function.Supplier;
import org.jixiao.chassis.paging.Criterion;
import org.jixiao.chassis.paging.Listing;
import org.jixiao.chassis.paging.SortKey;
import org.jixiao.chassis.paging.ValueKind;

/** What the list of budget units can be asked for. */
final class AgencyList implements Supplier<Listing> {

    @Override
    public Listing get() {
        return Listing.by(new SortKey("code", ValueKind.TEXT, "code"))
            .sort("name", ValueKind.TEXT, "name")
            .filter(Criterion.codes("parentCode", "parent_code", Department.CODE, "Only units right below these", "YF-XZSP-01"))
            .filter(Criterion.text("q", List.of("name", "code"), "Only units with this in name or code", "本级"));
    }
}
