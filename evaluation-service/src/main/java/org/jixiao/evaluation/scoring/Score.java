package org.jixiao.evaluation.scoring;

import java.math.BigDecimal;
import java.util.List;
import org.jixiao.evaluation.form.Form.IndicatorGroup;
import org.jixiao.evaluation.scheme.Scheme.Rating;

/**
 * The computed score beside the stated one, each with the arithmetic that leads to it.
 * Computed figures have the scale of the scheme; stated figures keep their printed digits.
 */
public record Score(
        BigDecimal statedTotal,
        BigDecimal computedTotal,
        Rating rating,
        ExecutionScore execution,
        List<GroupScore> groups,
        List<IndicatorScore> indicators,
        List<String> steps) {

    /** @param rate in percent; absent where there is no budget to divide by */
    public record ExecutionScore(
            BigDecimal weight,
            BigDecimal statedScore,
            BigDecimal computedScore,
            BigDecimal rate,
            boolean derivable,
            List<String> steps) {}

    public record GroupScore(IndicatorGroup group, BigDecimal weight, BigDecimal statedScore, BigDecimal computedScore) {}

    /** @param computedScore absent where no rule derives it; the stated score then counts in the sums */
    public record IndicatorScore(
            Integer number,
            BigDecimal weight,
            BigDecimal statedScore,
            BigDecimal computedScore,
            boolean derivable,
            boolean overAchieved,
            List<String> steps) {

        BigDecimal counted() {
            return computedScore != null ? computedScore : statedScore == null ? BigDecimal.ZERO : statedScore;
        }
    }
}
