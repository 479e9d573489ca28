package org.jixiao.evaluation.consistency;

import static org.jixiao.evaluation.consistency.Finding.Severity.ERROR;
import static org.jixiao.evaluation.consistency.Finding.Severity.WARNING;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jixiao.evaluation.form.Form;
import org.jixiao.evaluation.form.Printed;
import org.jixiao.evaluation.scheme.Scheme;
import org.jixiao.evaluation.scoring.Score;

/** Weights and scores: C1 to C4, C6, C7 and C15. */
final class MarkChecks {

    private static final BigDecimal HUNDRED = new BigDecimal("100");

    private MarkChecks() {}

    /** C1: no indicator, nor the execution row, earns more than its weight. */
    static Stream<Finding> scoreLeWeight(Subject s) {
        List<Finding> findings = new ArrayList<>();
        s.eachIndicator((indicator, index) -> {
            if (exceeds(indicator.statedScore(), indicator.weight())) {
                findings.add(above("SCORE_LE_WEIGHT", Subject.place(indicator), "/indicators/" + index + "/statedScore",
                        indicator.statedScore(), indicator.weight()));
            }
        });
        if (exceeds(s.funds().statedScore(), s.funds().weight())) {
            findings.add(above("SCORE_LE_WEIGHT", "funds", "/funds/statedScore",
                    s.funds().statedScore(), s.funds().weight()));
        }
        return findings.stream();
    }

    private static Finding above(String rule, String place, String pointer, BigDecimal score, BigDecimal weight) {
        return new Finding(rule, ERROR, place, pointer, Printed.of(score), Printed.of(weight),
                Printed.signed(score.subtract(weight)), Printed.of(score) + " > " + Printed.of(weight), null, false);
    }

    /** C2: the scores of a group's indicators do not add to more than the group's weight. */
    static Stream<Finding> groupScoreLeWeight(Subject s) {
        List<Finding> findings = new ArrayList<>();
        s.eachGroup((group, index) -> {
            List<BigDecimal> scores = s.form().indicators().stream()
                    .filter(i -> i.group() == group.group()).map(Form.Indicator::statedScore).toList();
            BigDecimal sum = Printed.sum(scores);
            if (exceeds(sum, group.weight())) {
                findings.add(new Finding("GROUP_SCORE_LE_WEIGHT", ERROR, Subject.place(group), "/groups/" + index,
                        Printed.of(group.weight()), Printed.of(sum), Printed.signed(sum.subtract(group.weight())),
                        Printed.addends(scores) + " = " + Printed.of(sum) + " > " + Printed.of(group.weight()),
                        null, false));
            }
        });
        return findings.stream();
    }

    /**
     * C3: the stated total is the stated execution score plus the stated scores of the indicators. The sum is
     * reported; which of the stated figures is the wrong one is not guessed.
     */
    static Stream<Finding> totalScoreSum(Subject s) {
        BigDecimal stated = s.form().statedTotalScore();
        BigDecimal sum = Printed.orZero(s.funds().statedScore());
        StringBuilder computation = new StringBuilder(Printed.of(s.funds().statedScore())).append("（执行率）");
        for (Score.GroupScore group : s.score().groups()) {
            sum = sum.add(group.statedScore());
            computation.append(" + ").append(Printed.of(group.statedScore()))
                    .append("（").append(label(s, group)).append("）");
        }
        if (stated == null || stated.compareTo(sum) == 0) {
            return Stream.empty();
        }
        return Stream.of(new Finding("TOTAL_SCORE_SUM", ERROR, "total", "/statedTotalScore", Printed.of(stated),
                Printed.of(sum), Printed.signed(sum.subtract(stated)),
                computation.append(" = ").append(Printed.of(sum)).toString(), null, false));
    }

    private static String label(Subject s, Score.GroupScore group) {
        return s.form().groups().stream().filter(g -> g.group() == group.group()).map(Form.Group::label)
                .filter(l -> !Printed.blank(l)).findFirst()
                .or(() -> s.rules().group(group.group()).map(Scheme.GroupWeight::label))
                .orElse(String.valueOf(group.group()));
    }

    /** C4: an indicator below its weight says why. */
    static Stream<Finding> deviationReasonRequired(Subject s) {
        List<Finding> findings = new ArrayList<>();
        s.eachIndicator((indicator, index) -> {
            if (exceeds(indicator.weight(), indicator.statedScore()) && Printed.blank(indicator.deviationReason())) {
                findings.add(new Finding("DEVIATION_REASON_REQUIRED", ERROR, Subject.place(indicator),
                        "/indicators/" + index + "/deviationReason",
                        "得分 " + Printed.of(indicator.statedScore()) + " / 分值 " + Printed.of(indicator.weight())
                                + "，偏差原因空白",
                        "须填写偏差原因", null,
                        Printed.of(indicator.statedScore()) + " < " + Printed.of(indicator.weight()) + "，偏差原因空白",
                        null, false));
            }
        });
        return findings.stream();
    }

    /** C6: execution weight and indicator weights add to the scheme's total, and so does the stated total of weights. */
    static Stream<Finding> weightSum100(Subject s) {
        List<Finding> findings = new ArrayList<>();
        List<BigDecimal> weights = s.form().indicators().stream().map(Form.Indicator::weight).toList();
        BigDecimal sum = Printed.orZero(s.funds().weight()).add(Printed.sum(weights));
        BigDecimal total = s.rules().total();
        if (sum.compareTo(total) != 0) {
            findings.add(new Finding("WEIGHT_SUM_100", ERROR, "total", "/indicators", Printed.of(sum),
                    Printed.of(total), Printed.signed(sum.subtract(total)),
                    Printed.of(s.funds().weight()) + " + (" + Printed.addends(weights) + ") = " + Printed.of(sum)
                            + " ≠ " + Printed.of(total), null, false));
        }
        BigDecimal stated = s.form().statedTotalWeight();
        if (stated != null && stated.compareTo(total) != 0) {
            findings.add(new Finding("WEIGHT_SUM_100", ERROR, "total", "/statedTotalWeight", Printed.of(stated),
                    Printed.of(total), Printed.signed(stated.subtract(total)),
                    Printed.of(stated) + " ≠ " + Printed.of(total), null, false));
        }
        return findings.stream();
    }

    /** C7: the caption of a group is the sum of its indicators and the weight that the scheme gives it; execution likewise. */
    static Stream<Finding> groupWeight(Subject s) {
        List<Finding> findings = new ArrayList<>();
        s.eachGroup((group, index) -> {
            List<BigDecimal> weights = s.form().indicators().stream()
                    .filter(i -> i.group() == group.group()).map(Form.Indicator::weight).toList();
            BigDecimal sum = Printed.sum(weights);
            if (group.weight() != null && group.weight().compareTo(sum) != 0) {
                findings.add(unequal(Subject.place(group), "/groups/" + index + "/weight", group.weight(), sum,
                        Printed.addends(weights) + " = " + Printed.of(sum) + " ≠ " + Printed.of(group.weight())));
            }
        });
        Stream.concat(s.rules().groups().stream().map(Scheme.GroupWeight::group),
                        s.form().indicators().stream().map(Form.Indicator::group))
                .filter(Objects::nonNull).distinct().forEach(expected -> {
                    BigDecimal scheme = s.rules().group(expected).map(Scheme.GroupWeight::weight).orElse(BigDecimal.ZERO);
                    String name = s.rules().group(expected).map(Scheme.GroupWeight::label).orElse(expected.name());
                    Form.Group group = s.form().groups().stream().filter(g -> g.group() == expected).findFirst().orElse(null);
                    if (group == null) {
                        findings.add(new Finding("GROUP_WEIGHT", ERROR, "groups[" + name + "]", "/groups", Printed.BLANK,
                                Printed.of(scheme), Printed.signed(scheme.negate()), "表中没有该一级指标", null, false));
                    } else if (group.weight() != null && group.weight().compareTo(scheme) != 0) {
                        findings.add(unequal(Subject.place(group), "/groups/" + s.form().groups().indexOf(group) + "/weight",
                                group.weight(), scheme,
                                Printed.of(group.weight()) + " ≠ " + Printed.of(scheme) + "（评分办法）"));
                    }
                });
        BigDecimal execution = s.funds().weight();
        if (execution != null && execution.compareTo(s.rules().executionWeight()) != 0) {
            findings.add(unequal("funds", "/funds/weight", execution, s.rules().executionWeight(),
                    Printed.of(execution) + " ≠ " + Printed.of(s.rules().executionWeight()) + "（评分办法）"));
        }
        return findings.stream();
    }

    private static Finding unequal(String place, String pointer, BigDecimal stated, BigDecimal computed, String computation) {
        return new Finding("GROUP_WEIGHT", ERROR, place, pointer, Printed.of(stated), Printed.of(computed),
                Printed.signed(stated.subtract(computed)), computation, null, false);
    }

    /**
     * C15: a stated score is one that a rule yields. Where rule and figures are there, it is the computed score;
     * where only a percentage is there, it must be what some target up to 100 % would yield.
     */
    static Stream<Finding> scoreNotDerivable(Subject s) {
        List<Finding> findings = new ArrayList<>();
        s.eachIndicator((indicator, index) -> {
            BigDecimal stated = indicator.statedScore();
            if (stated == null || indicator.weight() == null) {
                return;
            }
            Score.IndicatorScore score = s.score().indicators().get(index);
            if (score.derivable()) {
                if (stated.compareTo(score.computedScore()) != 0) {
                    findings.add(notDerivable(indicator, index, stated.toPlainString(), Printed.of(score.computedScore()),
                            Printed.signed(stated.subtract(score.computedScore())), String.join("；", score.steps())));
                }
            } else if (percentage(indicator)) {
                BigDecimal weight = indicator.weight();
                BigDecimal least = s.rules().rounding().round(weight.multiply(indicator.actualValue()).divide(HUNDRED, MathContext.DECIMAL64));
                if (stated.compareTo(least) < 0) {
                    findings.add(notDerivable(indicator, index,
                            "完成值 " + Printed.of(indicator.actualValue()) + " %，得分 " + Printed.of(stated) + " / "
                                    + Printed.of(weight),
                            "没有规则得出 " + Printed.of(stated), null,
                            "指标值 100 % → " + Printed.of(least) + "；指标值 ≤ " + Printed.of(indicator.actualValue())
                                    + " % → " + Printed.of(weight) + "；" + Printed.of(stated) + " < " + Printed.of(least)));
                }
            }
        });
        return findings.stream();
    }

    private static boolean percentage(Form.Indicator indicator) {
        return indicator.actualValue() != null && indicator.targetValue() == null && indicator.actualUnit() != null
                && (indicator.actualUnit().strip().equals("%") || indicator.actualUnit().strip().equals("％"))
                && indicator.actualValue().signum() >= 0 && indicator.actualValue().compareTo(HUNDRED) <= 0;
    }

    private static Finding notDerivable(Form.Indicator indicator, int index, String stated, String computed,
            String difference, String computation) {
        return new Finding("SCORE_NOT_DERIVABLE", WARNING, Subject.place(indicator), "/indicators/" + index + "/statedScore",
                stated, computed, difference, computation, null, true);
    }

    private static boolean exceeds(BigDecimal value, BigDecimal limit) {
        return value != null && limit != null && value.compareTo(limit) > 0;
    }
}
