package org.jixiao.budget.execution;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jixiao.budget.appropriation.Appropriation;
import org.jixiao.budget.fiscalyear.FiscalYear;
import org.jixiao.budget.statement.PriorSource;

/**
 * The figures that answer a question. Keeps B23: they are the sums of exactly the entries that the question selects,
 * by the date of their documents and the time of their recording.
 *
 * @param today     the day of the clock that the question is asked by: of the database, or that of {@code asOf}
 * @param groups    in the order of their codes; what has no entry in either year is in none
 * @param changes   of each month, January first; empty unless asked for
 * @param lastYear  null where nothing is known of the year before
 */
public record Execution(Question question, LocalDate today, List<Group> groups, List<ExecutionFigures> changes, LastYear lastYear) {

    /**
     * Those figures that agree in what the question groups by.
     *
     * @param code     null for what has none
     * @param lastYear null where the year before has no ledger
     */
    public record Group(String code, String name, ExecutionFigures figures, LastYear lastYear) {
    }

    /**
     * The same selection in the year before, up to the same day of it.
     *
     * @param adjustedBudget null where it is not known
     */
    public record LastYear(BigDecimal initialBudget, BigDecimal adjustedBudget, BigDecimal executedAmount, PriorSource source) {

        static LastYear of(ExecutionFigures figures) {
            return new LastYear(figures.initialBudget(), figures.adjustedBudget(), figures.executedAmount(), PriorSource.LEDGER);
        }

        /** Keeps B12. */
        public BigDecimal executionRate() {
            return adjustedBudget == null ? null : Appropriation.rate(executedAmount, adjustedBudget);
        }

        /** By how much more is spent now. */
        public BigDecimal growthAmount(ExecutionFigures now) {
            return now.executedAmount().subtract(executedAmount);
        }

        /** Growth over what was spent then, four decimals, half-up; null where there is nothing to divide by. */
        public BigDecimal growthRate(ExecutionFigures now) {
            return executedAmount.signum() == 0 ? null
                : growthAmount(now).divide(executedAmount, Appropriation.RATE_SCALE, RoundingMode.HALF_UP);
        }
    }

    public Execution {
        groups = List.copyOf(groups);
        changes = List.copyOf(changes);
    }

    public ExecutionFigures total() {
        return groups.stream().map(Group::figures).reduce(ExecutionFigures.NONE, ExecutionFigures::plus);
    }

    /** What the months have brought together by the end of each. */
    public List<ExecutionFigures> cumulative() {
        List<ExecutionFigures> sums = new ArrayList<>();
        ExecutionFigures sum = ExecutionFigures.NONE;
        for (ExecutionFigures change : changes) {
            sum = sum.plus(change);
            sums.add(sum);
        }
        return sums;
    }

    /** How many months of the year count as gone: by the day that the question ends with, or else by the clock. */
    public int monthsGone() {
        if (question.until() != null) {
            return question.until().getMonthValue();
        }
        return today.getYear() > question.fiscalYear() ? FiscalYear.MONTHS : today.getYear() < question.fiscalYear() ? 0 : today.getMonthValue();
    }
}
