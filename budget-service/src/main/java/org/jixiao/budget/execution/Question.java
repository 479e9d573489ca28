package org.jixiao.budget.execution;

import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Map;
import org.jixiao.budget.fiscalyear.FiscalYear;

/**
 * What is asked of the execution of a year.
 *
 * @param filters which appropriations are meant, as {@code Selection} names them
 * @param asOf    only what was recorded by then; null for all that is recorded now
 * @param until   only documents dated by then, a day of the fiscal year; null for all of the year, and what the next year has taken over
 * @param months  whether the months are wanted one by one
 */
public record Question(String departmentCode, int fiscalYear, Map<String, String> filters, Grouping grouping, Instant asOf, LocalDate until,
                       boolean months) {

    public Question {
        filters = Map.copyOf(filters);
        FiscalYear year = FiscalYear.open(departmentCode, fiscalYear, null);
        if (until != null) {
            year.requireInside(until, "?until");
        }
    }

    /** How many months from January on lie wholly within what is asked. */
    int wholeMonths() {
        return until == null ? FiscalYear.MONTHS : endsWithAMonth() ? until.getMonthValue() : until.getMonthValue() - 1;
    }

    /** Whether some days of a month are wanted and the others are not. */
    boolean hasPartOfAMonth() {
        return until != null && !endsWithAMonth();
    }

    /** The last day of the whole months of a year, of which there is one at least. */
    LocalDate wholeUntil(int year) {
        return YearMonth.of(year, wholeMonths()).atEndOfMonth();
    }

    /** The first day of the month that is wanted in part. */
    LocalDate partFrom(int year) {
        return LocalDate.of(year, until.getMonthValue(), 1);
    }

    /** The day that ends what is wanted of a year: in another year the same day, or the same end of a month. */
    LocalDate until(int year) {
        if (until == null) {
            return null;
        }
        YearMonth month = YearMonth.of(year, until.getMonthValue());
        return endsWithAMonth() ? month.atEndOfMonth() : month.atDay(Math.min(until.getDayOfMonth(), month.lengthOfMonth()));
    }

    /** The last day of a month that is asked about. */
    LocalDate lastOf(int month) {
        LocalDate end = YearMonth.of(fiscalYear, month).atEndOfMonth();
        return until == null || end.isBefore(until) ? end : until;
    }

    /** Whether the whole department is meant, of which comparative figures may be known. */
    boolean isOfTheWholeYear() {
        return filters.isEmpty() && until == null;
    }

    private boolean endsWithAMonth() {
        return until.equals(YearMonth.from(until).atEndOfMonth());
    }
}
