package org.jixiao.budget.appropriation;

import java.util.List;
import java.util.function.Supplier;
import org.jixiao.budget.department.Department;
import org.jixiao.chassis.paging.Criterion;
import org.jixiao.chassis.paging.Listing;
import org.jixiao.chassis.paging.SortKey;
import org.jixiao.chassis.paging.ValueKind;

/** What the list of appropriations can be asked for. */
final class AppropriationList implements Supplier<Listing> {

    private static final String AVAILABLE = "available_amount";

    @Override
    public Listing get() {
        return Listing.by(new SortKey("id", ValueKind.INTEGER, "id"))
            .sort("agencyCode", ValueKind.TEXT, "agency_code")
            .sort("projectCode", ValueKind.TEXT, "coalesce(project_code, '')")
            .sort("functionalClass", ValueKind.TEXT, "functional_class")
            .sort("economicClass", ValueKind.TEXT, "economic_class")
            .sort("adjustedBudget", ValueKind.DECIMAL, "adjusted_budget")
            .sort("executedAmount", ValueKind.DECIMAL, "executed_amount")
            .sort("availableAmount", ValueKind.DECIMAL, AVAILABLE)
            .filter(Criterion.codes("agencyCode", "agency_code", Department.CODE, "Only what these units may spend", "YF-XZSP-01"))
            .filter(Criterion.codes("projectCode", "project_code", Department.CODE, "Only of these projects", "YF-2021-01"))
            .filter(Criterion.oneOf("fundNature", "fund_nature", FundNature.class, "Only money from these sources"))
            .filter(Criterion.oneOf("expenditureKind", "expenditure_kind", ExpenditureKind.class, "Only money for these purposes"))
            .filter(Criterion.codes("functionalClass", "functional_class", "[0-9]{3}([0-9]{2}){0,2}",
                "Only of these functional classes", "2010301"))
            .filter(Criterion.codes("economicClass", "economic_class", "[0-9]{3}([0-9]{2})?", "Only of these economic classes", "31002"))
            .range("availableAmount", ValueKind.DECIMAL, AVAILABLE, "Only with this many yuan left", "0.01")
            .filter(Criterion.text("q", List.of("economic_class_name"), "Only with this in the name of the economic class", "设备"));
    }
}
