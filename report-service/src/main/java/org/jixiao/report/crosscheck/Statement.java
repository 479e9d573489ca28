package org.jixiao.report.crosscheck;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/**
 * The ledger's execution statement of a closed department-year. Amounts are yuan, scale 2.
 *
 * @param version   rises when the year is closed again after a correction
 * @param priorYear null when the ledger knows nothing about the year before
 */
public record Statement(String departmentCode, String departmentName, int fiscalYear, int version, Figures total,
                        Figures basic, Figures project, List<Line> byFundNature, List<Line> byExpenditureKind,
                        List<Line> byEconomicClass, List<Line> byProject, List<Adjustment> adjustments,
                        PriorYear priorYear, int entryCount, String closedBy, Instant closedAt) {

    public Statement {
        byFundNature = byFundNature == null ? List.of() : List.copyOf(byFundNature);
        byExpenditureKind = byExpenditureKind == null ? List.of() : List.copyOf(byExpenditureKind);
        byEconomicClass = byEconomicClass == null ? List.of() : List.copyOf(byEconomicClass);
        byProject = byProject == null ? List.of() : List.copyOf(byProject);
        adjustments = adjustments == null ? List.of() : List.copyOf(adjustments);
    }

    /** @param executionRate executed ÷ adjusted, scale 4; null when nothing was budgeted */
    public record Figures(BigDecimal initialBudget, BigDecimal adjustedBudget, BigDecimal executedAmount,
                          BigDecimal executionRate) {
    }

    /**
     * One line of a split.
     *
     * @param code fund nature, expenditure kind (PERSONNEL, OPERATING, PROJECT), economic class or project code
     * @param name null for fund natures and expenditure kinds, whose code says it
     */
    public record Line(String code, String name, Figures figures) {
    }

    /**
     * An in-year change of the budget.
     *
     * @param kind   SUPPLEMENT, REDUCTION, VIREMENT, CARRY_OVER or REVERSAL
     * @param amount signed, net
     */
    public record Adjustment(String kind, String documentNumber, LocalDate documentDate, String reason,
                             BigDecimal amount) {
    }

    /**
     * The year before, for comparison.
     *
     * @param source     LEDGER or COMPARATIVE
     * @param growthRate scale 4; null when the year before was 0
     */
    public record PriorYear(int fiscalYear, BigDecimal initialBudget, BigDecimal executedAmount, String source,
                            BigDecimal growthAmount, BigDecimal growthRate) {
    }
}
