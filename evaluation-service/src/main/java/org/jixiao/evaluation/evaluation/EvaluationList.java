package org.jixiao.evaluation.evaluation;

import java.util.List;
import java.util.function.Supplier;
import org.jixiao.chassis.paging.Criterion;
import org.jixiao.chassis.paging.Listing;
import org.jixiao.chassis.paging.SortKey;
import org.jixiao.chassis.paging.ValueKind;
import org.jixiao.evaluation.evaluation.LifeCycle.EvaluationStatus;
import org.jixiao.evaluation.form.Form;

/** What the list of self-evaluations can be asked for. */
final class EvaluationList implements Supplier<Listing> {

    @Override
    public Listing get() {
        return Listing.by(new SortKey("id", ValueKind.INTEGER, "id"))
                .sort("departmentCode", ValueKind.TEXT, "department_code")
                .sort("fiscalYear", ValueKind.INTEGER, "fiscal_year")
                .sort("projectCode", ValueKind.TEXT, "coalesce(project_code, '')")
                .sort("status", ValueKind.TEXT, "status")
                .sort("createdAt", ValueKind.INSTANT, "created_at")
                .filter(Criterion.codes("departmentCode", "department_code", "[A-Z0-9][A-Z0-9-]{0,20}", "Only of these departments", "YF-XZSP"))
                .filter(Criterion.years("fiscalYear", "fiscal_year", "Only of these fiscal years", "2021"))
                .filter(Criterion.oneOf("kind", "kind", Form.EvaluationKind.class, "Only of these kinds"))
                .filter(Criterion.oneOf("status", "status", EvaluationStatus.class, "Only in these states"))
                .filter(Criterion.codes("projectCode", "project_code", "[A-Z0-9][A-Z0-9-]{0,40}", "Only of these projects", "YF-2021-01"))
                .range("createdAt", ValueKind.INSTANT, "created_at", "Only those opened at this instant", "2022-04-12T08:30:00Z")
                .filter(Criterion.text("q", List.of("department_name", "project_name"), "Only with this in the name of department or project", "审批"));
    }
}
