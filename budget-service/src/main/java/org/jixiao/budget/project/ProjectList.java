package org.jixiao.budget.project;

import java.util.List;
import java.util.function.Supplier;
import org.jixiao.budget.department.Department;
import org.jixiao.chassis.paging.Criterion;
import org.jixiao.chassis.paging.Listing;
import org.jixiao.chassis.paging.SortKey;
import org.jixiao.chassis.paging.ValueKind;

/** What the list of projects can be asked for. */
final class ProjectList implements Supplier<Listing> {

    @Override
    public Listing get() {
        return Listing.by(new SortKey("code", ValueKind.TEXT, "code"))
            .sort("name", ValueKind.TEXT, "name")
            .filter(Criterion.codes("implementingAgencyCode", "implementing_agency_code", Department.CODE,
                "Only projects that these units carry out", "YF-XZSP-01"))
            .filter(Criterion.text("q", List.of("name", "code"), "Only projects with this in name or code", "硬件"));
    }
}
