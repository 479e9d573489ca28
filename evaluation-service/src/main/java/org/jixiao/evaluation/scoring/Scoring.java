package org.jixiao.evaluation.scoring;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jixiao.evaluation.form.Form;
import org.jixiao.evaluation.form.Form.IndicatorGroup;
import org.jixiao.evaluation.form.Printed;
import org.jixiao.evaluation.scheme.Scheme;
import org.jixiao.evaluation.scheme.Scheme.QualitativeBand;
import org.jixiao.evaluation.scheme.Scheme.ReverseMethod;

/**
 * Scores a form by a scheme and explains each step in the words of the person who fills it in.
 * Keeps E2 to E7. Never changes a stated score and never fails on a form that is incomplete.
 */
public final class Scoring {

    /** Keeps every digit that can matter before the one rounding that the scheme prescribes. */
    private static final MathContext EXACT = MathContext.DECIMAL128;
    private static final BigDecimal HUNDRED = new BigDecimal("100");

    private final Scheme.SchemeRules rules;

    public Scoring(Scheme scheme) {
        this.rules = scheme.rules();
    }

    public Score score(Form form) {
        Score.ExecutionScore execution = execution(form.funds());
        List<Score.IndicatorScore> indicators = form.indicators().stream().map(this::indicator).toList();
        List<Score.GroupScore> groups = groups(form, indicators);
        BigDecimal total = execution.computedScore();
        StringBuilder sum = new StringBuilder(Printed.of(total));
        for (Score.GroupScore group : groups) {
            total = total.add(group.computedScore());
            sum.append(" + ").append(Printed.of(group.computedScore()));
        }
        total = rules.rounding().round(total);
        Scheme.RatingThreshold rating = rules.rating(total);
        List<String> steps = List.of(
                sum.append(" = ").append(Printed.of(total)).toString(),
                Printed.of(total) + " ≥ " + Printed.of(rating.from()) + "，等级“" + rating.label() + "”");
        return new Score(form.statedTotalScore(), total, rating.rating(), execution, groups, indicators, steps);
    }

    /**
     * Keeps E2: executed ÷ adjusted × weight, never more than the weight. With nothing budgeted and nothing
     * executed the rate does not apply and earns nothing; money executed without a budget earns nothing either
     * (the checks report it).
     */
    private Score.ExecutionScore execution(Form.Funds funds) {
        if (funds == null || funds.adjustedBudget() == null || funds.executedAmount() == null) {
            BigDecimal weight = funds == null ? null : funds.weight();
            BigDecimal stated = funds == null ? null : funds.statedScore();
            return new Score.ExecutionScore(weight, stated, rules.rounding().round(Printed.orZero(stated)), null, false,
                    List.of("全年预算数或全年执行数空白，无法推算，按自评得分 " + Printed.of(stated) + " 计入合计"));
        }
        BigDecimal adjusted = funds.adjustedBudget();
        BigDecimal executed = funds.executedAmount();
        BigDecimal weight = funds.weight() == null ? rules.executionWeight() : funds.weight();
        if (adjusted.signum() == 0) {
            String step = executed.signum() == 0
                    ? "全年预算数与全年执行数均为 0，执行率不适用，得 " + zero() + " 分"
                    : "全年预算数为 0 而全年执行数为 " + Printed.of(executed) + "，无预算支出，得 " + zero() + " 分";
            return new Score.ExecutionScore(funds.weight(), funds.statedScore(), zero(), null, true, List.of(step));
        }
        BigDecimal rate = executed.multiply(HUNDRED).divide(adjusted, EXACT);
        BigDecimal raw = rules.rounding().round(executed.multiply(weight).divide(adjusted, EXACT));
        BigDecimal score = raw.min(rules.rounding().round(weight)).max(zero());
        List<String> steps = new ArrayList<>();
        steps.add(Printed.of(executed) + " ÷ " + Printed.of(adjusted) + " = "
                + Printed.shortest(rules.rounding().round(rate)) + " %");
        steps.add(Printed.of(executed) + " ÷ " + Printed.of(adjusted) + " × " + Printed.of(weight) + " = " + raw);
        if (raw.compareTo(score) > 0) {
            steps.add("得分不超过分值 " + Printed.of(weight) + "，得 " + score + " 分");
        }
        return new Score.ExecutionScore(funds.weight(), funds.statedScore(), score, rules.rounding().round(rate), true, steps);
    }

    private List<Score.GroupScore> groups(Form form, List<Score.IndicatorScore> indicators) {
        Set<IndicatorGroup> order = form.groups().stream().map(Form.Group::group)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        form.indicators().forEach(i -> order.add(i.group()));
        List<Score.GroupScore> groups = new ArrayList<>();
        for (IndicatorGroup group : order) {
            BigDecimal stated = BigDecimal.ZERO;
            BigDecimal computed = zero();
            for (int i = 0; i < indicators.size(); i++) {
                if (form.indicators().get(i).group() == group) {
                    stated = stated.add(Printed.orZero(indicators.get(i).statedScore()));
                    computed = computed.add(indicators.get(i).counted());
                }
            }
            BigDecimal weight = form.groups().stream().filter(g -> g.group() == group).findFirst()
                    .map(Form.Group::weight).orElse(null);
            groups.add(new Score.GroupScore(group, weight, stated, rules.rounding().round(computed)));
        }
        return groups;
    }

    Score.IndicatorScore indicator(Form.Indicator indicator) {
        if (indicator.weight() == null) {
            return notDerivable(indicator, "分值空白");
        }
        if (indicator.targetValue() != null && indicator.targetOperator() != null) {
            return quantitative(indicator);
        }
        if (indicator.band() != null) {
            return qualitative(indicator);
        }
        return notDerivable(indicator, Printed.blank(indicator.targetText())
                ? "年度指标值空白" : "年度指标值为文字且未选定达成档次");
    }

    /** Keeps E6: what no rule derives has no computed score; the stated one counts, and the step says so. */
    private Score.IndicatorScore notDerivable(Form.Indicator indicator, String reason) {
        return new Score.IndicatorScore(indicator.number(), indicator.weight(), indicator.statedScore(), null, false, false,
                List.of(reason + "，无法推算，按自评得分 " + Printed.of(indicator.statedScore()) + " 计入合计"));
    }

    private Score.IndicatorScore quantitative(Form.Indicator indicator) {
        BigDecimal target = indicator.targetValue();
        if (indicator.actualValue() == null) {
            return notDerivable(indicator, "实际完成值不是数值");
        }
        if (!Printed.blank(indicator.targetUnit()) && !Printed.blank(indicator.actualUnit())
                && !indicator.targetUnit().strip().equals(indicator.actualUnit().strip())) {
            return notDerivable(indicator, "指标值单位“" + indicator.targetUnit() + "”与完成值单位“"
                    + indicator.actualUnit() + "”不同");
        }
        if (target.signum() < 0) {
            return notDerivable(indicator, "指标值 " + Printed.of(target) + " 为负，规则未作规定");
        }
        List<String> steps = new ArrayList<>();
        BigDecimal actual = indicator.actualValue();
        if (actual.signum() < 0) {
            steps.add("完成值 " + Printed.of(actual) + " 为负，按 0 计");
            actual = BigDecimal.ZERO;
        }
        return switch (indicator.targetOperator()) {
            case GE, GT -> positive(indicator, actual, target, steps);
            case EQ -> target.signum() == 0
                    ? allOrNothing(indicator, actual, target, steps) : positive(indicator, actual, target, steps);
            case LE, LT -> target.signum() == 0
                    ? allOrNothing(indicator, actual, target, steps) : reverse(indicator, actual, target, steps);
        };
    }

    /** Keeps E3: reached earns the weight; below it the weight in proportion; far above it the target is to be reviewed. */
    private Score.IndicatorScore positive(Form.Indicator indicator, BigDecimal actual, BigDecimal target, List<String> steps) {
        BigDecimal weight = indicator.weight();
        if (actual.compareTo(target) < 0) {
            BigDecimal score = rules.rounding().round(weight.multiply(actual).divide(target, EXACT));
            steps.add(Printed.of(weight) + " × " + Printed.of(actual) + " ÷ " + Printed.of(target) + " = " + score);
            return derived(indicator, score, false, steps);
        }
        steps.add(Printed.of(actual) + " ≥ " + Printed.of(target) + "，得满分 " + full(weight));
        boolean over = target.signum() > 0
                && actual.compareTo(target.multiply(rules.overAchievementRatio())) >= 0;
        if (over) {
            steps.add(Printed.of(actual) + " ÷ " + Printed.of(target) + " = "
                    + percent(actual.divide(target, EXACT)) + " ≥ " + percent(rules.overAchievementRatio())
                    + "，超额较多，须说明并复核指标值");
        }
        return derived(indicator, full(weight), over, steps);
    }

    /** Keeps E4: not more than the target earns the weight; above it the scheme's method takes points off. */
    private Score.IndicatorScore reverse(Form.Indicator indicator, BigDecimal actual, BigDecimal target, List<String> steps) {
        BigDecimal weight = indicator.weight();
        String a = Printed.of(actual);
        String t = Printed.of(target);
        BigDecimal score;
        if (actual.compareTo(target) <= 0) {
            score = full(weight);
            steps.add(a + " ≤ " + t + "，得满分 " + score);
        } else if (rules.reverseMethod() == ReverseMethod.PROPORTIONAL) {
            score = rules.rounding().round(weight.multiply(target).divide(actual, EXACT));
            steps.add(Printed.of(weight) + " × " + t + " ÷ " + a + " = " + score);
        } else if (actual.compareTo(target.add(target)) >= 0) {
            score = zero();
            steps.add(a + " ≥ 2 × " + t + "，得 " + score + " 分");
        } else {
            score = rules.rounding().round(weight.multiply(target.add(target).subtract(actual)).divide(target, EXACT));
            steps.add(Printed.of(weight) + " × (1 - (" + a + " - " + t + ") ÷ " + t + ") = " + score);
        }
        return derived(indicator, score, false, steps);
    }

    /** A target of zero leaves nothing to divide by: kept or not kept. */
    private Score.IndicatorScore allOrNothing(Form.Indicator indicator, BigDecimal actual, BigDecimal target, List<String> steps) {
        boolean kept = actual.signum() <= 0;
        BigDecimal score = kept ? full(indicator.weight()) : zero();
        steps.add(Printed.of(actual) + (kept ? " ≤ " : " > ") + Printed.of(target)
                + (kept ? "，得满分 " + score : "，得 " + score + " 分"));
        return derived(indicator, score, false, steps);
    }

    /** Keeps E5: the filler chooses the band and a score inside it; outside it the nearest allowed score is computed. */
    private Score.IndicatorScore qualitative(Form.Indicator indicator) {
        QualitativeBand band = rules.band(indicator.band()).orElse(null);
        if (band == null) {
            return notDerivable(indicator, "评分办法没有该达成档次");
        }
        if (indicator.statedScore() == null) {
            return notDerivable(indicator, "自评得分空白");
        }
        BigDecimal weight = indicator.weight();
        BigDecimal stated = indicator.statedScore();
        BigDecimal from = rules.rounding().round(weight.multiply(band.from()));
        BigDecimal to = rules.rounding().round(weight.multiply(band.to()));
        BigDecimal unit = BigDecimal.ONE.movePointLeft(rules.rounding().scale());
        BigDecimal highest = band.toInclusive() ? to : to.subtract(unit).max(from);
        BigDecimal score = rules.rounding().round(stated).max(from).min(highest);
        String interval = band.label() + "：" + Printed.of(weight) + " × " + percent(band.from()) + " = " + from + "，"
                + Printed.of(weight) + " × " + percent(band.to()) + " = " + to + "，区间 [" + from + ", " + to
                + (band.toInclusive() ? "]" : ")");
        boolean inside = stated.compareTo(from) >= 0
                && (band.toInclusive() ? stated.compareTo(to) <= 0 : stated.compareTo(to) < 0);
        String verdict = inside
                ? "自评得分 " + Printed.of(stated) + " 在区间内"
                : "自评得分 " + Printed.of(stated) + (stated.compareTo(from) < 0 ? " 低于" : " 高于") + "区间，按 " + score + " 计";
        return derived(indicator, score, false, List.of(interval, verdict));
    }

    private Score.IndicatorScore derived(Form.Indicator indicator, BigDecimal score, boolean over, List<String> steps) {
        return new Score.IndicatorScore(indicator.number(), indicator.weight(), indicator.statedScore(), score, true, over,
                List.copyOf(steps));
    }

    private BigDecimal full(BigDecimal weight) {
        return rules.rounding().round(weight);
    }

    private BigDecimal zero() {
        return rules.rounding().round(BigDecimal.ZERO);
    }

    private static String percent(BigDecimal share) {
        return Printed.shortest(share.multiply(HUNDRED).setScale(2, RoundingMode.HALF_UP)) + " %";
    }
}
