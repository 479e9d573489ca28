package org.jixiao.evaluation.scheme;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jixiao.evaluation.form.Form.Band;
import org.jixiao.evaluation.form.Form.IndicatorGroup;

/**
 * A scoring scheme: every number that scoring and checking need, as versioned data.
 * Keeps E1: an evaluation is scored by the version that it was opened with, so that old years replay unchanged.
 */
public record Scheme(String code, int version, LocalDate validFrom, LocalDate validTo, SchemeRules rules) {

    /**
     * @param total                 points of a whole form, execution included
     * @param executionWeight       points of budget execution
     * @param reverseMethod         how a "not more than" target loses points when exceeded
     * @param overAchievementRatio  from this actual ÷ target on, the target is to be reviewed
     * @param adjustmentExplainRate from this |adjusted - initial| ÷ initial on, the form must say why
     * @param amountRounding        half a unit of the last digit to which amounts are printed
     */
    public record SchemeRules(
            String name,
            String basis,
            BigDecimal total,
            BigDecimal executionWeight,
            List<GroupWeight> groups,
            Rounding rounding,
            ReverseMethod reverseMethod,
            List<QualitativeBand> bands,
            List<RatingThreshold> ratings,
            BigDecimal overAchievementRatio,
            BigDecimal adjustmentExplainRate,
            BigDecimal amountRounding) {

        public Optional<GroupWeight> group(IndicatorGroup group) {
            return groups.stream().filter(g -> g.group() == group).findFirst();
        }

        public Optional<QualitativeBand> band(Band band) {
            return bands.stream().filter(b -> b.band() == band).findFirst();
        }

        /** The rating of a total: the highest threshold that it reaches. */
        public RatingThreshold rating(BigDecimal total) {
            return ratings.stream()
                    .sorted(Comparator.comparing(RatingThreshold::from).reversed())
                    .filter(r -> total.compareTo(r.from()) >= 0)
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("no rating covers " + total));
        }
    }

    public record GroupWeight(IndicatorGroup group, String label, BigDecimal weight) {}

    public record Rounding(int scale, RoundingMode mode) {
        public BigDecimal round(BigDecimal number) {
            return number.setScale(scale, mode);
        }
    }

    /**
     * LINEAR: weight × (1 - (actual - target) ÷ target), nothing from twice the target on.
     * PROPORTIONAL: weight × target ÷ actual.
     */
    public enum ReverseMethod { LINEAR, PROPORTIONAL }

    /** Share of the weight that a band allows: from inclusive, to inclusive only in the highest band. */
    public record QualitativeBand(Band band, String label, BigDecimal from, BigDecimal to, boolean toInclusive) {}

    public enum Rating { EXCELLENT, GOOD, FAIR, POOR }

    public record RatingThreshold(Rating rating, String label, BigDecimal from) {}
}
