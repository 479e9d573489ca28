package org.jixiao.budget.fiscalyear;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.jixiao.budget.BudgetProblem;
import org.jixiao.chassis.access.Caller;
import org.jixiao.chassis.access.Role;
import org.jixiao.chassis.problem.ChassisProblem;
import org.jixiao.chassis.problem.Violation;

/**
 * A budget year of one department and its twelve months: open until they are closed, and again when they are reopened.
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

    /** Whether there can be a year of this number at all. */
    public static boolean isPossible(int fiscalYear) {
        return fiscalYear >= 1949 && fiscalYear <= 2999;
    }

    /** A year of which nothing is closed. */
    public static FiscalYear open(String departmentCode, int fiscalYear, Comparative comparative) {
        return new FiscalYear(departmentCode, fiscalYear, PeriodStatus.OPEN, Collections.nCopies(MONTHS, PeriodStatus.OPEN), 0, 0,
            comparative, null, null);
    }

    /** Refuses whatever changes a closed year. Keeps B9. */
    public void requireNotClosed() {
        if (status == PeriodStatus.CLOSED) {
            throw closed();
        }
    }

    /** Refuses what belongs to no month where the year is closed, or is closing and the caller is not of finance. Keeps B9. */
    public void requireTakesFrom(Caller caller) {
        requireNotClosed();
        if (status == PeriodStatus.SOFT_CLOSED && !caller.has(Role.FINANCE_REVIEWER)) {
            throw new Violation(BudgetProblem.FISCAL_YEAR_SOFT_CLOSED).with("fiscalYear", fiscalYear);
        }
    }

    private Violation closed() {
        return new Violation(BudgetProblem.FISCAL_YEAR_CLOSED)
            .with("fiscalYear", fiscalYear).with("closedBy", closedBy).with("closedAt", String.valueOf(closedAt))
            .with("statementVersion", statementVersion);
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
        return status(documentDate.getMonthValue());
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

    /**
     * The status of a month.
     *
     * @param month 1 to 12, or null for the year itself
     */
    public PeriodStatus status(Integer month) {
        return month == null ? status : months.get(month - 1);
    }

    /** What this caller may do in this year and to it now; whoever does something else is refused. */
    public List<FiscalYearAction> allowedActions(Caller caller) {
        List<FiscalYearAction> allowed = new ArrayList<>();
        if (caller.mayTouch(departmentCode) && caller.has(Role.BUDGET_OFFICER)
            && (status == PeriodStatus.OPEN || status == PeriodStatus.SOFT_CLOSED && caller.has(Role.FINANCE_REVIEWER))) {
            allowed.addAll(List.of(FiscalYearAction.ADD_APPROPRIATION, FiscalYearAction.POST_MOVEMENT, FiscalYearAction.PAY,
                FiscalYearAction.REFUND));
        }
        allowedActions(caller, null).forEach(action -> allowed.add(FiscalYearAction.valueOf(action.name())));
        return allowed;
    }

    /**
     * What this caller may do to the year or to a month now. Keeps B9: officers close, only finance reopens.
     *
     * @param month 1 to 12, or null for the year itself
     */
    public List<PeriodAction> allowedActions(Caller caller, Integer month) {
        return Stream.of(PeriodAction.values())
            .filter(action -> caller.mayTouch(departmentCode) && caller.has(action.role()) && isPossible(action, month)).toList();
    }

    /**
     * Refuses what {@link #allowedActions} does not name.
     *
     * @param month 1 to 12, or null for the year itself
     */
    public void require(PeriodAction action, Integer month, Caller caller) {
        if (!caller.mayTouch(departmentCode) || !caller.has(action.role())) {
            throw new Violation(ChassisProblem.FORBIDDEN);
        }
        if (isPossible(action, month)) {
            return;
        }
        boolean ofClosedYear = status == PeriodStatus.CLOSED && action == (month == null ? PeriodAction.CLOSE : PeriodAction.REOPEN);
        throw (ofClosedYear ? closed() : new Violation(BudgetProblem.PERIOD_ACTION_NOT_ALLOWED))
            .with("period", month == null ? String.valueOf(fiscalYear) : "%d-%02d".formatted(fiscalYear, month))
            .with("action", action.name()).with("periodStatus", status(month).name())
            .with("requestedStatus", action.becomes().name()).with("allowedActions", allowedActions(caller, month));
    }

    /** A month of a closed year can be made tighter but not looser: reopening the year then opens only what is wanted. */
    private boolean isPossible(PeriodAction action, Integer month) {
        PeriodStatus was = status(month);
        return switch (action) {
            case SOFT_CLOSE -> was == PeriodStatus.OPEN;
            case CLOSE -> was != PeriodStatus.CLOSED;
            case REOPEN -> was != PeriodStatus.OPEN && (month == null || status != PeriodStatus.CLOSED);
        };
    }
}
