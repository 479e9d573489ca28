package org.jixiao.evaluation.form;

import java.math.BigDecimal;
import java.util.List;

/**
 * A self-evaluation form as it was filled in: one for the whole department (部门整体支出绩效自评表) or one
 * for a project (专项资金绩效自评表). What is blank on paper is absent here; numbers keep the digits that
 * were printed. A form is read, written and frozen as a whole.
 *
 * <p>Amounts are in the unit that {@link Funds#unit()} states, rates in percent, weights and scores in points.
 */
public record Form(
        String title,
        Integer fiscalYear,
        String departmentName,
        String projectName,
        String lineDepartmentName,
        String implementingUnit,
        Funds funds,
        List<Goal> goals,
        List<Group> groups,
        List<Indicator> indicators,
        BigDecimal statedTotalWeight,
        BigDecimal statedTotalScore) {

    public Form {
        goals = goals == null ? List.of() : List.copyOf(goals);
        groups = groups == null ? List.of() : List.copyOf(groups);
        indicators = indicators == null ? List.of() : List.copyOf(indicators);
    }

    /** Whom the form evaluates. */
    public enum EvaluationKind { DEPARTMENT, PROJECT }

    public enum FundsUnit { TEN_THOUSAND_CNY }

    public enum FundSource {
        GENERAL_PUBLIC_BUDGET, GOVERNMENT_FUND, STATE_CAPITAL_OPERATING, SOCIAL_INSURANCE_FUND,
        SPECIAL_ACCOUNT_NON_TAX, OTHER
    }

    public enum ExpenditureNature { BASIC, PROJECT }

    public enum FundComponent { CURRENT_YEAR_APPROPRIATION, PRIOR_YEAR_CARRY_OVER, OTHER }

    /** Level 1 of the indicator tree (一级指标). */
    public enum IndicatorGroup { OUTPUT, BENEFIT, SATISFACTION, COST }

    /** Level 2 of the indicator tree (二级指标). */
    public enum IndicatorCategory {
        QUANTITY, QUALITY, TIMELINESS, COST, ECONOMIC, SOCIAL, ECOLOGICAL, SUSTAINABILITY, SERVICE_RECIPIENT
    }

    public enum TargetOperator { GE, GT, EQ, LE, LT }

    /** How far a qualitative target was reached (达成 / 部分达成 / 未达成). */
    public enum Band { ACHIEVED, PARTIALLY_ACHIEVED, NOT_ACHIEVED }

    /** The funds row: money of the year, the weight of its execution and what was stated for it. */
    public record Funds(
            FundsUnit unit,
            BigDecimal initialBudget,
            BigDecimal adjustedBudget,
            BigDecimal executedAmount,
            BigDecimal weight,
            BigDecimal statedRate,
            BigDecimal statedScore,
            List<SourceAmount> bySource,
            List<ExpenditureAmount> byExpenditure,
            List<ComponentAmount> components,
            String adjustmentReason) {

        /** A table that the form does not have stays absent, so that the form comes back as it came. */
        public Funds {
            bySource = bySource == null ? null : List.copyOf(bySource);
            byExpenditure = byExpenditure == null ? null : List.copyOf(byExpenditure);
            components = components == null ? null : List.copyOf(components);
        }
    }

    public record SourceAmount(FundSource source, String label, BigDecimal amount) {}

    public record ExpenditureAmount(ExpenditureNature kind, String label, BigDecimal amount) {}

    public record ComponentAmount(FundComponent component, String label, BigDecimal amount) {}

    public record Goal(Integer number, String expected, String actual) {}

    public record Group(IndicatorGroup group, String label, BigDecimal weight) {}

    /** A leaf of the indicator tree: the target as text always, as operator, value and unit where it can be measured. */
    public record Indicator(
            Integer number,
            IndicatorGroup group,
            IndicatorCategory category,
            String name,
            String targetText,
            TargetOperator targetOperator,
            BigDecimal targetValue,
            String targetUnit,
            String actualText,
            BigDecimal actualValue,
            String actualUnit,
            Band band,
            BigDecimal weight,
            BigDecimal statedScore,
            String deviationReason,
            String correctiveAction) {}
}
