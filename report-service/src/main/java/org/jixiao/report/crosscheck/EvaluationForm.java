package org.jixiao.report.crosscheck;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/**
 * A self-evaluation form as it was filled: stated figures, blanks as null. Amounts are in 万元 with the printed scale.
 *
 * @param departmentName         on the department form only
 * @param projectName            on project forms only
 * @param lineDepartmentName     on project forms only (主管部门)
 * @param implementingUnit   on project forms only (实施单位)
 */
public record EvaluationForm(String title, int fiscalYear, String departmentName, String projectName,
                             String lineDepartmentName, String implementingUnit, Funds funds, List<Goal> goals,
                             List<Group> groups, List<Indicator> indicators, BigDecimal statedTotalWeight,
                             BigDecimal statedTotalScore) {

    public EvaluationForm {
        goals = goals == null ? List.of() : List.copyOf(goals);
        groups = groups == null ? List.of() : List.copyOf(groups);
        indicators = indicators == null ? List.of() : List.copyOf(indicators);
    }

    /**
     * The money row of the form.
     *
     * @param unit       TEN_THOUSAND_CNY
     * @param statedRate in percent
     */
    public record Funds(String unit, BigDecimal initialBudget, BigDecimal adjustedBudget, BigDecimal executedAmount,
                        BigDecimal weight, BigDecimal statedRate, BigDecimal statedScore, String adjustmentReason,
                        List<SourceAmount> bySource, List<ExpenditureAmount> byExpenditure,
                        List<ComponentAmount> components) {

        public Funds {
            bySource = bySource == null ? List.of() : List.copyOf(bySource);
            byExpenditure = byExpenditure == null ? List.of() : List.copyOf(byExpenditure);
            components = components == null ? List.of() : List.copyOf(components);
        }

        /** The amount beside a label of the expenditure split, BASIC or PROJECT. */
        public Optional<BigDecimal> expenditure(String kind) {
            return byExpenditure.stream().filter(line -> kind.equals(line.kind()) && line.amount() != null)
                    .map(ExpenditureAmount::amount).findFirst();
        }

        /** The amount beside a label of the revenue split, for example GOVERNMENT_FUND. */
        public Optional<BigDecimal> source(String source) {
            return bySource.stream().filter(line -> source.equals(line.source()) && line.amount() != null)
                    .map(SourceAmount::amount).findFirst();
        }
    }

    /** 按收入性质分. */
    public record SourceAmount(String source, String label, BigDecimal amount) {
    }

    /** 按支出性质分; kind is BASIC or PROJECT. */
    public record ExpenditureAmount(String kind, String label, BigDecimal amount) {
    }

    /** The three rows below the total of a project form. */
    public record ComponentAmount(String component, String label, BigDecimal amount) {
    }

    public record Goal(int number, String expected, String actual) {
    }

    /** A first-level indicator: OUTPUT, BENEFIT, SATISFACTION or COST, with the weight of its caption. */
    public record Group(String group, String label, BigDecimal weight) {
    }

    /** A third-level indicator row. */
    public record Indicator(int number, String group, String category, String name, String targetText,
                            String targetOperator, BigDecimal targetValue, String targetUnit, String actualText,
                            BigDecimal actualValue, String actualUnit, String band, BigDecimal weight,
                            BigDecimal statedScore, String deviationReason, String correctiveAction) {
    }
}
