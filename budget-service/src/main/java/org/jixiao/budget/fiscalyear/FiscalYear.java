package org.jixiao.budget.fiscalyear;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import org.jixiao.budget.BudgetProblem;
import org.jixiao.chassis.access.Caller;
import org.jixiao.chassis.access.Role;
import org.jixiao.chassis.problem.Violation;

/**
 * A budget year of one department and its twelve months: open until they are closed.
 *
 * @param months           of January to December
 * @param version          how often the status of the year or of a month has changed
 * @param statementVersion how many statements of this year have been announced
 * @param comparative      figures of the year before, or null
 * @param closedBy         null unless closed
 * @param closedAt         null unless closed
 */
public record FiscalYear(String departmentCode, int fiscalYear, PeriodStatus status, List<PeriodStatus> months, int version,
                         int statementVersion, Comparative comparative, String closedBy, Instant closedAt) {

    public static final int MONTHS = 12;

    /**
     * Figures of the year before, for a first year whose predecessor has no ledger here. Keeps B14.
     *
     * @param source where the figures stand, in the reader's words
     */
    public record Comparative(BigDecimal initialBudget, BigDecimal executedAmount, String source) {
    }

    public FiscalYear {
        months = List.copyOf(months);
    }

    /** A year of which nothing is closed. */
    public static FiscalYear open(String departmentCode, int fiscalYear, Comparative comparative) {
        return new FiscalYear(departmentCode, fiscalYear, PeriodStatus.OPEN, Collections.nCopies(MONTHS, PeriodStatus.OPEN), 0, 0,
            comparative, null, null);
    }

    /** Refuses whatever changes a closed year. Keeps B9. */
    public void requireNotClosed() {
        if (status == PeriodStatus.CLOSED) {
            throw new Violation(BudgetProblem.FISCAL_YEAR_CLOSED)
                .with("fiscalYear", fiscalYear).with("closedBy", closedBy).with("closedAt", String.valueOf(closedAt))
                .with("statementVersion", statementVersion);
        }
    }

    /** Refuses a document that is dated into a closed month or year. Keeps B9. */
    public void requireNotClosed(LocalDate documentDate) {
        requireNotClosed();
        if (month(documentDate) == PeriodStatus.CLOSED) {
            throw new Violation(BudgetProblem.PERIOD_CLOSED).at("/documentDate")
                .with("fiscalYear", fiscalYear).with("month", documentDate.getMonthValue())
                .with("documentDate", documentDate.toString());
        }
    }

    /** Whether a document of this day comes late: its month or the year is closing. */
    public boolean isSoftClosed(LocalDate documentDate) {
        return status == PeriodStatus.SOFT_CLOSED || month(documentDate) == PeriodStatus.SOFT_CLOSED;
    }

    private PeriodStatus month(LocalDate documentDate) {
        return months.get(documentDate.getMonthValue() - 1);
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
        return status != PeriodStatus.CLOSED && caller.has(Role.BUDGET_OFFICER) && caller.mayTouch(departmentCode)
            ? List.of(FiscalYearAction.values()) : List.of();
    }
}
