package org.jixiao.evaluation.scheme;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jixiao.chassis.paging.Text;
import org.jixiao.evaluation.scheme.Scheme.GroupWeight;
import org.jixiao.evaluation.scheme.Scheme.QualitativeBand;
import org.jixiao.evaluation.scheme.Scheme.RatingThreshold;
import org.jixiao.evaluation.scheme.Scheme.SchemeRules;

/** Keeps E12: a scheme is whole and agrees with itself before anything is scored by it. */
public final class SchemeChecks {

    private static final BigDecimal TOTAL_MAX = new BigDecimal("1000");
    private static final BigDecimal ONE = BigDecimal.ONE;
    private static final int SCALE_MAX = 4;
    private static final int NAME_MAX = 200;

    /** One place that does not hold. */
    public record Fault(String pointer, String message) {}

    private final List<Fault> faults = new ArrayList<>();

    private SchemeChecks() {
    }

    /** What is missing or contradicts itself; pointers are into the rules. */
    public static List<Fault> check(SchemeRules rules) {
        SchemeChecks checks = new SchemeChecks();
        checks.present("/name", rules.name());
        checks.present("/basis", rules.basis());
        checks.present("/reverseMethod", rules.reverseMethod());
        checks.between("/total", rules.total(), BigDecimal.ZERO, TOTAL_MAX);
        checks.between("/executionWeight", rules.executionWeight(), BigDecimal.ZERO, TOTAL_MAX);
        checks.between("/overAchievementRatio", rules.overAchievementRatio(), ONE, BigDecimal.TEN);
        checks.between("/adjustmentExplainRate", rules.adjustmentExplainRate(), BigDecimal.ZERO, ONE);
        checks.between("/amountRounding", rules.amountRounding(), BigDecimal.ZERO, ONE);
        if (rules.rounding() == null || rules.rounding().mode() == null || rules.rounding().scale() < 0
                || rules.rounding().scale() > SCALE_MAX) {
            checks.fault("/rounding", "a mode, and a scale from 0 to " + SCALE_MAX);
        }
        checks.groups(rules);
        checks.bands(rules.bands());
        checks.ratings(rules.ratings());
        return checks.faults;
    }

    private void groups(SchemeRules rules) {
        if (!once("/groups", rules.groups(), GroupWeight::group)) {
            return;
        }
        BigDecimal sum = rules.executionWeight() == null ? BigDecimal.ZERO : rules.executionWeight();
        for (int i = 0; i < rules.groups().size(); i++) {
            GroupWeight group = rules.groups().get(i);
            present("/groups/" + i + "/label", group.label());
            between("/groups/" + i + "/weight", group.weight(), BigDecimal.ZERO, TOTAL_MAX);
            sum = group.weight() == null ? sum : sum.add(group.weight());
        }
        if (rules.total() != null && sum.compareTo(rules.total()) != 0) {
            fault("/total", "executionWeight and the groups' weights add up to " + sum.toPlainString());
        }
    }

    private void bands(List<QualitativeBand> bands) {
        if (!once("/bands", bands, QualitativeBand::band)) {
            return;
        }
        for (int i = 0; i < bands.size(); i++) {
            QualitativeBand band = bands.get(i);
            present("/bands/" + i + "/label", band.label());
            between("/bands/" + i + "/from", band.from(), BigDecimal.ZERO, ONE);
            between("/bands/" + i + "/to", band.to(), BigDecimal.ZERO, ONE);
            if (band.from() != null && band.to() != null && band.from().compareTo(band.to()) >= 0) {
                fault("/bands/" + i, "from is below to");
            }
        }
    }

    private void ratings(List<RatingThreshold> ratings) {
        if (!once("/ratings", ratings, RatingThreshold::rating)) {
            return;
        }
        Set<BigDecimal> thresholds = new HashSet<>();
        for (int i = 0; i < ratings.size(); i++) {
            BigDecimal from = ratings.get(i).from();
            present("/ratings/" + i + "/label", ratings.get(i).label());
            between("/ratings/" + i + "/from", from, BigDecimal.ZERO, TOTAL_MAX);
            if (from != null && !thresholds.add(from.stripTrailingZeros())) {
                fault("/ratings/" + i + "/from", "each threshold once");
            }
        }
        if (thresholds.stream().noneMatch(from -> from.signum() == 0)) {
            fault("/ratings", "one rating starts at 0, so that every total has one");
        }
    }

    private <T> boolean once(String pointer, List<T> items, Function<T, Object> key) {
        if (items == null || items.isEmpty() || items.stream().anyMatch(item -> item == null || key.apply(item) == null)) {
            fault(pointer, "at least one, none without its kind");
            return false;
        }
        if (items.stream().map(key).distinct().count() != items.size()) {
            fault(pointer, "each kind once");
        }
        return true;
    }

    private void present(String pointer, Object value) {
        if (value == null || value instanceof String text && (Text.isBlank(text) || Text.isLongerThan(text, NAME_MAX))) {
            fault(pointer, "is needed, up to " + NAME_MAX + " characters");
        }
    }

    private void between(String pointer, BigDecimal value, BigDecimal min, BigDecimal max) {
        if (value == null || value.compareTo(min) < 0 || value.compareTo(max) > 0 || value.scale() > SCALE_MAX) {
            fault(pointer, "from " + min + " to " + max + ", up to " + SCALE_MAX + " decimals");
        }
    }

    private void fault(String pointer, String message) {
        faults.add(new Fault(pointer, message));
    }
}
