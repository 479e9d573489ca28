package org.jixiao.budget.statement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.math.BigDecimal;
import java.util.List;
import org.jixiao.budget.appropriation.ExpenditureKind;
import org.jixiao.budget.appropriation.FundNature;
import org.jixiao.budget.fiscalyear.FiscalYear;
import org.junit.jupiter.api.Test;

class StatementTest {

    private static final Statement.Line WAGES = line(FundNature.GENERAL_PUBLIC_BUDGET, ExpenditureKind.PERSONNEL, "30101", null, "10.00", "3.00");
    private static final Statement.Line OFFICE = line(FundNature.AGENCY_OWN_FUNDS, ExpenditureKind.OPERATING, "30201", null, "5.00", "5.00");
    private static final Statement.Line HALL = line(FundNature.GENERAL_PUBLIC_BUDGET, ExpenditureKind.PROJECT, "30201", "P1", "30.00", "20.00");

    @Test
    void everySplitOfTheTotalAddsUpToIt() {
        Statement statement = statement(WAGES, OFFICE, HALL);
        assertEquals(List.of(statement.total(), statement.total(), statement.total()),
            List.of(sum(statement.byFundNature()), sum(statement.byExpenditureKind()), sum(statement.byEconomicClass())));
    }

    @Test
    void projectsAddUpToProjectExpenditure() {
        Statement statement = statement(WAGES, OFFICE, HALL);
        assertEquals(statement.project(), sum(statement.byProject()));
    }

    @Test
    void basicAndProjectAddUpToTheTotal() {
        Statement statement = statement(WAGES, OFFICE, HALL);
        assertEquals(statement.total(), statement.basic().plus(statement.project()));
    }

    @Test
    void partsStandInTheOrderOfTheField() {
        assertEquals(List.of("GENERAL_PUBLIC_BUDGET", "AGENCY_OWN_FUNDS"),
            statement(OFFICE, HALL, WAGES).byFundNature().stream().map(Statement.Part::code).toList());
    }

    @Test
    void theRateIsRoundedHalfUpToFourDecimals() {
        assertEquals("0.6667", new Figures(new BigDecimal("0.00"), new BigDecimal("3.00"), new BigDecimal("2.00"))
            .executionRate().toPlainString());
    }

    @Test
    void thereIsNoRateWithoutABudget() {
        assertNull(Figures.NONE.executionRate());
    }

    @Test
    void thereIsNoGrowthWithoutAYearBefore() {
        assertNull(statement(WAGES).growthAmount());
    }

    @Test
    void anEmptyYearHasZeroFigures() {
        assertEquals(Figures.NONE, statement().total());
    }

    private static Statement statement(Statement.Line... lines) {
        return new Statement(FiscalYear.open("D", 2021, null), "部门", List.of(lines),
            List.of(), null);
    }

    private static Statement.Line line(FundNature nature, ExpenditureKind kind, String economicClass, String project,
                                       String adjusted, String executed) {
        return new Statement.Line(nature, kind, economicClass, "名称", project, project,
            new Figures(new BigDecimal("1.00"), new BigDecimal(adjusted), new BigDecimal(executed)), 2);
    }

    private static Figures sum(List<Statement.Part> parts) {
        return parts.stream().map(Statement.Part::figures).reduce(Figures.NONE, Figures::plus);
    }
}
