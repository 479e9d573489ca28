package org.jixiao.evaluation.scoring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.List;
import org.jixiao.evaluation.Examples;
import org.jixiao.evaluation.form.Form;
import org.jixiao.evaluation.form.Form.Band;
import org.jixiao.evaluation.form.Form.IndicatorGroup;
import org.jixiao.evaluation.form.Form.TargetOperator;
import org.jixiao.evaluation.scheme.Scheme;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScoringTest {

    private final Scoring scoring = new Scoring(Examples.scheme());

    @ParameterizedTest(name = "{0} {1}, actual {2}, weight {3}: {4} points")
    @CsvSource(delimiter = '|', textBlock = """
            # reached or exceeded
            GE | 100  | 100   | 10   | 10.00 | false | 100 ≥ 100，得满分 10.00
            GT | 100  | 119.9 | 10   | 10.00 | false | 119.9 ≥ 100，得满分 10.00
            GE | 100  | 120   | 10   | 10.00 | true  | 100 = 120 % ≥ 120 %
            GE | 0    | 30    | 5    | 5.00  | false | 30 ≥ 0，得满分 5.00
            # below: in proportion, rounded once, half up
            GE | 100  | 99    | 10   | 9.90  | false | 10 × 99 ÷ 100 = 9.90
            GE | 3    | 2     | 5    | 3.33  | false | 5 × 2 ÷ 3 = 3.33
            GE | 8    | 1     | 22.5 | 2.81  | false | 22.5 × 1 ÷ 8 = 2.81
            GE | 200  | 1     | 1    | 0.01  | false | 1 × 1 ÷ 200 = 0.01
            GE | 100  | 0     | 10   | 0.00  | false | 10 × 0 ÷ 100 = 0.00
            GE | 100  | -5    | 10   | 0.00  | false | 完成值 -5 为负，按 0 计
            # equal
            EQ | 5    | 5     | 10   | 10.00 | false | 5 ≥ 5，得满分 10.00
            EQ | 5    | 4     | 10   | 8.00  | false | 10 × 4 ÷ 5 = 8.00
            EQ | 0    | 0     | 10   | 10.00 | false | 0 ≤ 0，得满分 10.00
            EQ | 0    | 1     | 10   | 0.00  | false | 1 > 0，得 0.00 分
            # not more than
            LE | 20   | 20    | 10   | 10.00 | false | 20 ≤ 20，得满分 10.00
            LE | 20   | 25    | 10   | 7.50  | false | 10 × (1 - (25 - 20) ÷ 20) = 7.50
            LT | 20   | 39.99 | 10   | 0.01  | false | = 0.01
            LE | 20   | 40    | 10   | 0.00  | false | 40 ≥ 2 × 20，得 0.00 分
            LE | 0    | 0     | 10   | 10.00 | false | 0 ≤ 0，得满分 10.00
            LE | 0    | 0.01  | 10   | 0.00  | false | 0.01 > 0，得 0.00 分
            LE | 20   | -1    | 10   | 10.00 | false | 完成值 -1 为负，按 0 计
            """)
    void scoresMeasurableTargetsByOperator(TargetOperator operator, BigDecimal target, BigDecimal actual, BigDecimal weight,
            BigDecimal score, boolean overAchieved, String step) {
        Score.IndicatorScore scored = scoring.indicator(measured(operator, target, actual, weight));

        assertEquals(score, scored.computedScore());
        assertEquals(overAchieved, scored.overAchieved());
        assertTrue(scored.derivable());
        assertTrue(String.join("；", scored.steps()).contains(step), scored.steps()::toString);
    }

    @ParameterizedTest(name = "{0} with {1} of {2}: {3}")
    @CsvSource(delimiter = '|', textBlock = """
            ACHIEVED           | 10   | 10 | 10.00 | 在区间内
            ACHIEVED           | 8    | 10 | 8.00  | 在区间内
            ACHIEVED           | 7.99 | 10 | 8.00  | 低于区间
            ACHIEVED           | 11   | 10 | 10.00 | 高于区间
            PARTIALLY_ACHIEVED | 6    | 10 | 6.00  | 在区间内
            PARTIALLY_ACHIEVED | 7.99 | 10 | 7.99  | 在区间内
            PARTIALLY_ACHIEVED | 8    | 10 | 7.99  | 高于区间
            PARTIALLY_ACHIEVED | 5    | 10 | 6.00  | 低于区间
            NOT_ACHIEVED       | 0    | 10 | 0.00  | 在区间内
            NOT_ACHIEVED       | 6    | 10 | 5.99  | 高于区间
            """)
    void scoresQualitativeTargetsInsideTheirBand(Band band, BigDecimal stated, BigDecimal weight, BigDecimal score, String verdict) {
        Score.IndicatorScore scored = scoring.indicator(qualitative(band, stated, weight));

        assertEquals(score, scored.computedScore());
        assertTrue(scored.steps().get(1).contains(verdict), scored.steps()::toString);
    }

    @Test
    void aTextTargetWithoutBandIsNotDerivableAndItsStatedScoreCounts() {
        Score score = scoring.score(Examples.form("department"));

        Score.IndicatorScore first = score.indicators().get(0);
        assertFalse(first.derivable());
        assertNull(first.computedScore());
        assertEquals("年度指标值为文字且未选定达成档次，无法推算，按自评得分 5 计入合计", first.steps().get(0));
        assertEquals(new BigDecimal("50.00"), score.groups().get(0).computedScore());
    }

    @Test
    void differentUnitsAreNotCompared() {
        Form.Indicator indicator = new Form.Indicator(1, IndicatorGroup.OUTPUT, null, "设备", "10 台", TargetOperator.GE,
                BigDecimal.TEN, "台", "9 套", new BigDecimal("9"), "套", null, BigDecimal.TEN, new BigDecimal("9"), null, null);

        assertFalse(scoring.indicator(indicator).derivable());
    }

    @Test
    void aNegativeTargetIsNotDerivable() {
        assertFalse(scoring.indicator(measured(TargetOperator.LE, new BigDecimal("-5"), BigDecimal.ZERO, BigDecimal.TEN)).derivable());
    }

    @Test
    void theOtherSchoolOfReverseTargetsDividesTargetByActual() {
        Scheme.SchemeRules r = Examples.scheme().rules();
        Scheme.SchemeRules proportional = new Scheme.SchemeRules(r.name(), r.basis(), r.total(), r.executionWeight(), r.groups(), r.rounding(),
                Scheme.ReverseMethod.PROPORTIONAL, r.bands(), r.ratings(), r.overAchievementRatio(), r.adjustmentExplainRate(),
                r.amountRounding());

        Score.IndicatorScore scored = new Scoring(new Scheme("X", 1, null, null, proportional))
                .indicator(measured(TargetOperator.LE, new BigDecimal("20"), new BigDecimal("25"), BigDecimal.TEN));

        assertEquals(new BigDecimal("8.00"), scored.computedScore());
    }

    @ParameterizedTest(name = "{1} of {0}: rate {2}, score {3}")
    @CsvSource(nullValues = "-", textBlock = """
            419.99, 419.99, 100.00, 10.00
            419.99, 400,    95.24,  9.52
            3,      1,      33.33,  3.33
            100,    120,    120.00, 10.00
            0,      0,      -,      0.00
            0,      5,      -,      0.00
            """)
    void scoresBudgetExecution(BigDecimal adjusted, BigDecimal executed, BigDecimal rate, BigDecimal score) {
        Score.ExecutionScore execution = scoring.score(funds(adjusted, executed)).execution();

        assertEquals(rate, execution.rate());
        assertEquals(score, execution.computedScore());
    }

    @Test
    void executionWithoutItsAmountsCountsAsStated() {
        Score.ExecutionScore execution = scoring.score(funds(null, BigDecimal.TEN)).execution();

        assertFalse(execution.derivable());
        assertEquals(new BigDecimal("10.00"), execution.computedScore());
    }

    @Test
    void eachStepShowsItsArithmetic() {
        Score score = scoring.score(Examples.form("department"));

        assertEquals(List.of("419.99 ÷ 419.99 = 100 %", "419.99 ÷ 419.99 × 10 = 10.00"), score.execution().steps());
        assertEquals(List.of("10.00 + 50.00 + 39.00 + 9.00 = 108.00", "108.00 ≥ 90，等级“优”"), score.steps());
    }

    @ParameterizedTest(name = "{0} points: {1}")
    @CsvSource({"100, EXCELLENT", "90, EXCELLENT", "89.99, GOOD", "80, GOOD", "79.99, FAIR", "60, FAIR", "59.99, POOR", "0, POOR"})
    void ratesATotalByTheSchemesThresholds(BigDecimal total, Scheme.Rating rating) {
        assertEquals(rating, Examples.scheme().rules().rating(total).rating());
    }

    @Test
    void anEmptyFormIsScoredWithoutFailing() {
        Form empty = new Form(null, null, null, null, null, null, null, null, null, null, null, null);

        assertEquals(new BigDecimal("0.00"), scoring.score(empty).computedTotal());
    }

    private static Form.Indicator measured(TargetOperator operator, BigDecimal target, BigDecimal actual, BigDecimal weight) {
        return new Form.Indicator(1, IndicatorGroup.OUTPUT, null, "指标", "目标", operator, target, "%", "完成", actual, "%", null,
                weight, weight, null, null);
    }

    private static Form.Indicator qualitative(Band band, BigDecimal stated, BigDecimal weight) {
        return new Form.Indicator(1, IndicatorGroup.OUTPUT, null, "指标", "目标", null, null, null, "完成", null, null, band,
                weight, stated, null, null);
    }

    private static Form funds(BigDecimal adjusted, BigDecimal executed) {
        Form.Funds funds = new Form.Funds(Form.FundsUnit.TEN_THOUSAND_CNY, BigDecimal.ZERO, adjusted, executed, BigDecimal.TEN,
                null, BigDecimal.TEN, null, null, null, null);
        return new Form(null, null, null, null, null, null, funds, null, null, null, null, null);
    }
}
