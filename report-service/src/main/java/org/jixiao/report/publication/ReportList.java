package org.jixiao.report.publication;

import java.util.List;
import java.util.function.Supplier;
import org.jixiao.chassis.paging.Criterion;
import org.jixiao.chassis.paging.Listing;
import org.jixiao.chassis.paging.SortKey;
import org.jixiao.chassis.paging.ValueKind;

/** What the list of published reports can be asked for. */
public final class ReportList implements Supplier<Listing> {

    @Override
    public Listing get() {
        return Listing.by(new SortKey("fiscalYear", ValueKind.INTEGER, "fiscal_year"),
                        new SortKey("departmentCode", ValueKind.TEXT, "department_code"))
                .sort("departmentName", ValueKind.TEXT, "department_name")
                .sort("publishedAt", ValueKind.INSTANT, "published_at")
                .sortedUnlessAsked("-fiscalYear,departmentCode")
                .filter(Criterion.codes("department", "department_code", "[A-Z0-9][A-Z0-9-]{0,20}", "Only of these departments", "YF-XZSP"))
                .filter(Criterion.years("fiscalYear", "fiscal_year", "Only of these fiscal years", "2021"))
                .range("publishedAt", ValueKind.INSTANT, "published_at", "Only those published at this instant", "2022-05-12T02:15:00Z")
                .filter(Criterion.text("q", List.of("department_name", "title"), "Only with this in the name of the department or in the title", "审批"));
    }
}
