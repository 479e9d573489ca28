package org.jixiao.budget.department;

import java.util.List;
import java.util.function.Supplier;
import org.jixiao.chassis.paging.Criterion;
import org.jixiao.chassis.paging.Listing;
import org.jixiao.chassis.paging.SortKey;
import org.jixiao.chassis.paging.ValueKind;

/** What the list of departments can be asked for. */
final class DepartmentList implements Supplier<Listing> {

    @Override
    public Listing get() {
        return Listing.by(new SortKey("code", ValueKind.TEXT, "department_code"))
            .sort("name", ValueKind.TEXT, "name")
            .filter(Criterion.text("q", List.of("name", "department_code"), "Only departments with this in name or code", "审批"));
    }
}
