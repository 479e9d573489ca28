package org.jixiao.budget.department;

import java.util.function.Supplier;
import java.util.List;
import org.jixiao.chassis.paging.Filter;
import org.jixiao.chassis.paging.Listing;
import org.jixiao.chassis.paging.SortKey;
import org.jixiao.chassis.paging.ValueKind;

/** What the list of budget units can be asked for. */
final class AgencyList implements Supplier<Listing> {

    @Override
    public Listing get() {
        return Listing.by(new SortKey("code", ValueKind.TEXT, "code"))
            .sort("name", ValueKind.TEXT, "name")
            .filter(Filter.codes("parentCode", "parent_code", Department.CODE, "Only units right below these", "YF-XZSP-01"))
            .filter(Filter.text("q", List.of("name", "code"), "Only units with this in name or code", "本级"));
    }
}
