package org.jixiao.budget.fiscalyear;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jixiao.budget.BudgetProblem;
import org.jixiao.chassis.access.Caller;
import org.jixiao.chassis.access.Role;
import org.jixiao.chassis.problem.Violation;

/**
 * A budget year of one department: open until it is closed.
 *
 * @param statementVersion how many statements of this year have been announced
 * @param comparative      figures of the year before, or null
 * @param closedBy         null while open
 * @param closedAt         null while open
 */
public record FiscalYear(String departmentCode, int fiscalYear, FiscalYearStatus status, int statementVersion,
                         Comparative comparative, String closedBy, Instant closedAt) {

    /**
     * Figures of the year before, for a first year whose predecessor has no ledger here. Keeps B14.
     *
     * @param source where the figures stand, in the reader's words
     */
    public record Comparative(BigDecimal initialBudget, BigDecimal executedAmount, String source) {
    }

    /** Refuses whatever changes the ledger of a closed year. Keeps B9. */
    public void requireOpen() {
        if (status != FiscalYearStatus.OPEN) {
            throw new Violation(BudgetProblem.FISCAL_YEAR_CLOSED)
                .with("fiscalYear", fiscalYear).with("closedBy", closedBy).with("closedAt", String.valueOf(closedAt))
                .with("statementVersion", statementVersion);
        }
    }

    /** Refuses a document of another year. Keeps B8. */
    public void requireInside(LocalDate documentDate, String pointer) {
        if (documentDate.getYear() != fiscalYear) {
            throw new Violation(BudgetProblem.DATE_OUTSIDE_FISCAL_YEAR).at(pointer)
                .with("documentDate", documentDate.toString()).with("fiscalYear", fiscalYear)
                .with("dateMin", LocalDate.of(fiscalYear, 1, 1).toString())
                .with("dateMax", LocalDate.of(fiscalYear, 12, 31).toString());
        }
    }

    /** What this caller may do in this year now; whoever does something else is refused. */
    public List<FiscalYearAction> allowedActions(Caller caller) {
        return status == FiscalYearStatus.OPEN && caller.has(Role.BUDGET_OFFICER) && caller.mayTouch(departmentCode)
            ? List.of(FiscalYearAction.values()) : List.of();
    }
}
