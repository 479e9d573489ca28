package org.jixiao.budget.execution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jixiao.budget.Amount;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class ProgressTest {

    @TestFactory
    Stream<DynamicTest> theLightFollowsSpendingAgainstTheTimeOfYear() {
        return Stream.of(
            row("59.99", "100.00", 12, "59.99 RED"), row("60.00", "100.00", 12, "60.00 YELLOW"), row("79.99", "100.00", 12, "79.99 YELLOW"),
            row("80.00", "100.00", 12, "80.00 GREEN"), row("100.00", "100.00", 12, "100.00 GREEN"),
            // a step below the limit stays below it, however small the step
            row("5999999.99", "10000000.00", 12, "59.99 RED"), row("7999999.99", "10000000.00", 12, "79.99 YELLOW"),
            row("5.00", "100.00", 1, "60.00 YELLOW"), row("40.00", "100.00", 6, "80.00 GREEN"), row("39.99", "100.00", 6, "79.98 YELLOW"),
            row("100.00", "100.00", 1, "1200.00 GREEN"), row("0.00", "100.00", 7, "0.00 RED"), row("-1.00", "100.00", 7, "-1.72 RED"),
            row("9999999999999999.99", "9999999999999999.99", 12, "100.00 GREEN"));
    }

    @Test
    void withoutABudgetThereIsNoLight() {
        Progress progress = Progress.of(figures("0.00", "0.00"), 6);
        assertEquals("6 0.5000 null null", progress.month() + " " + progress.timeOfYear() + " " + progress.progressIndex() + " " + progress.light());
    }

    @Test
    void spendingWithoutABudgetHasNoLightEither() {
        assertNull(Progress.of(figures("5.00", "0.00"), 6).light());
    }

    @Test
    void beforeTheYearBeginsThereIsNoProgress() {
        assertNull(Progress.of(figures("0.00", "100.00"), 0));
    }

    @TestFactory
    Stream<DynamicTest> theTimeOfYearIsThatOfTheQuestion() {
        return Stream.of(
            gone("2021-06-30", "2023-05-05", 6), gone("2021-06-15", "2021-01-05", 6), gone(null, "2021-01-01", 1), gone(null, "2021-11-30", 11),
            gone(null, "2022-01-01", 12), gone(null, "2020-12-31", 0));
    }

    @TestFactory
    Stream<DynamicTest> wholeMonthsAreReadAsTheyAreStored() {
        return Stream.of(
            whole(null, 12, false), whole("2021-12-31", 12, false), whole("2021-12-30", 11, true), whole("2021-02-28", 2, false),
            whole("2021-01-01", 0, true), whole("2021-01-31", 1, false));
    }

    @TestFactory
    Stream<DynamicTest> lastYearEndsOnTheSameDay() {
        return Stream.of(
            day(2021, "2021-06-15", "2020-06-15"), day(2021, "2021-02-28", "2020-02-29"), day(2020, "2020-02-29", "2019-02-28"),
            day(2020, "2020-02-28", "2019-02-28"));
    }

    @TestFactory
    Stream<DynamicTest> aGroupIsFoundByItsOwnQuestion() {
        return Stream.of(
            narrowed(Grouping.NONE, Map.of("agencyCode", "U1"), null, "{agencyCode=U1}"),
            narrowed(Grouping.AGENCY, Map.of("withinAgency", "U1"), "U2", "{agencyCode=U2, withinAgency=U1}"),
            narrowed(Grouping.FUND_NATURE, Map.of("fundNature", "OTHER,GOVERNMENT_FUND"), "OTHER", "{fundNature=OTHER}"),
            narrowed(Grouping.PROJECT, Map.of(), null, "{expenditureKind=PERSONNEL,OPERATING}"),
            narrowed(Grouping.PROJECT, Map.of("expenditureKind", "PROJECT,OPERATING"), null, "{expenditureKind=OPERATING}"),
            narrowed(Grouping.FUNCTIONAL_CLASS_5, Map.of(), "20103", "{withinFunctionalClass=20103}"),
            narrowed(Grouping.FUNCTIONAL_CLASS_5, Map.of(), "201", "{functionalClass=201}"),
            narrowed(Grouping.FUNCTIONAL_CLASS_5, Map.of("withinFunctionalClass", "208,201"), "20103", "{withinFunctionalClass=20103}"),
            narrowed(Grouping.FUNCTIONAL_CLASS_3, Map.of("withinFunctionalClass", "20103,2010401,208"), "201", "{withinFunctionalClass=20103,2010401}"),
            narrowed(Grouping.FUNCTIONAL_CLASS_3, Map.of("functionalClass", "2010301"), "201", "{functionalClass=2010301, withinFunctionalClass=201}"),
            narrowed(Grouping.ECONOMIC_CLASS_3, Map.of(), "301", "{withinEconomicClass=301}"));
    }

    private static DynamicTest row(String executed, String adjusted, int month, String expected) {
        return DynamicTest.dynamicTest(executed + " of " + adjusted + " after " + month + " months", () -> {
            Progress progress = Progress.of(figures(executed, adjusted), month);
            assertEquals(expected, progress.progressIndex().toPlainString() + " " + progress.light());
        });
    }

    private static DynamicTest gone(String until, String today, int months) {
        return DynamicTest.dynamicTest(until + " on " + today, () -> assertEquals(months,
            new Execution(question(2021, until), LocalDate.parse(today), List.of(), List.of(), null).monthsGone()));
    }

    private static DynamicTest whole(String until, int months, boolean andPart) {
        return DynamicTest.dynamicTest("until " + until, () -> assertEquals(months + " " + andPart,
            question(2021, until).wholeMonths() + " " + question(2021, until).hasPartOfAMonth()));
    }

    private static DynamicTest day(int year, String until, String before) {
        return DynamicTest.dynamicTest(until, () -> assertEquals(LocalDate.parse(before), question(year, until).until(year - 1)));
    }

    private static DynamicTest narrowed(Grouping grouping, Map<String, String> asked, String code, String expected) {
        return DynamicTest.dynamicTest(grouping + " " + asked + " " + code,
            () -> assertEquals(expected, new TreeMap<>(grouping.narrowed(asked, code)).toString()));
    }

    private static Question question(int year, String until) {
        return new Question("D", year, Map.of(), Grouping.NONE, null, until == null ? null : LocalDate.parse(until), false);
    }

    private static ExecutionFigures figures(String executed, String adjusted) {
        return new ExecutionFigures(Amount.ZERO, new BigDecimal(adjusted), Amount.ZERO, Amount.ZERO, new BigDecimal(executed), Amount.ZERO,
            Amount.ZERO, 0);
    }
}
