package org.jixiao.evaluation.consistency;

import static org.jixiao.evaluation.consistency.Finding.Severity.ERROR;
import static org.jixiao.evaluation.consistency.Finding.Severity.INFO;
import static org.jixiao.evaluation.consistency.Finding.Severity.WARNING;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jixiao.evaluation.consistency.Finding.Severity;
import org.jixiao.evaluation.form.Form;
import org.jixiao.evaluation.form.Form.EvaluationKind;
import org.jixiao.evaluation.form.Printed;
import org.jixiao.evaluation.scheme.Scheme;
import org.jixiao.evaluation.scoring.Score;
import org.jixiao.evaluation.scoring.Scoring;

/**
 * The checks of one form against itself and its scheme (表内勾稽关系): data in, findings out. Keeps C1 to C15.
 * A check says nothing when its rule holds, and nothing when the figures that it compares are missing (the
 * checks for blanks say that); it never fails on bad data.
 */
public final class FormChecks {

    /** One rule and the function that looks for places where it does not hold. */
    record Check(String rule, Function<Subject, Stream<Finding>> find) {}

    /** What a check may look at. */
    record Subject(Form form, EvaluationKind kind, Scheme.SchemeRules rules, Score score) {
        Form.Funds funds() {
            return form.funds() == null ? NO_FUNDS : form.funds();
        }
    }

    static final List<Check> CHECKS = List.of(
            new Check("SCORE_LE_WEIGHT", FormChecks::scoreLeWeight),
            new Check("GROUP_SCORE_LE_WEIGHT", FormChecks::groupScoreLeWeight),
            new Check("TOTAL_SCORE_SUM", FormChecks::totalScoreSum),
            new Check("DEVIATION_REASON_REQUIRED", FormChecks::deviationReasonRequired),
            new Check("TARGET_REQUIRED", FormChecks::targetRequired),
            new Check("WEIGHT_SUM_100", FormChecks::weightSum100),
            new Check("GROUP_WEIGHT", FormChecks::groupWeight),
            new Check("EXECUTION_RATE", FormChecks::executionRate),
            new Check("FUND_SUM_REVENUE", FormChecks::fundSumRevenue),
            new Check("FUND_SUM_EXPENDITURE", FormChecks::fundSumExpenditure),
            new Check("FUND_COMPONENTS", FormChecks::fundComponents),
            new Check("BLANK_NUMERIC", FormChecks::blankNumeric),
            new Check("REQUIRED_FIELD", FormChecks::requiredField),
            new Check("ADJUSTMENT_EXPLAIN", FormChecks::adjustmentExplain),
            new Check("SCORE_NOT_DERIVABLE", FormChecks::scoreNotDerivable));

    private static final Form.Funds NO_FUNDS =
            new Form.Funds(null, null, null, null, null, null, null, null, null, null, null);
    private static final BigDecimal HUNDRED = new BigDecimal("100");

    private FormChecks() {}

    /** Every finding of every check, in the order of the list above and then of the form. */
    public static List<Finding> check(Form form, EvaluationKind kind, Scheme scheme) {
        Subject subject = new Subject(form, kind, scheme.rules(), new Scoring(scheme).score(form));
        return CHECKS.stream().flatMap(check -> check.find().apply(subject)).toList();
    }

    /** C1: no indicator, nor the execution row, earns more than its weight. */
    private static Stream<Finding> scoreLeWeight(Subject s) {
        List<Finding> findings = new ArrayList<>();
        eachIndicator(s, (indicator, index) -> {
            if (exceeds(indicator.statedScore(), indicator.weight())) {
                findings.add(above("SCORE_LE_WEIGHT", place(indicator), "/indicators/" + index + "/statedScore",
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
    private static Stream<Finding> groupScoreLeWeight(Subject s) {
        List<Finding> findings = new ArrayList<>();
        eachGroup(s, (group, index) -> {
            List<BigDecimal> scores = s.form().indicators().stream()
                    .filter(i -> i.group() == group.group()).map(Form.Indicator::statedScore).toList();
            BigDecimal sum = Printed.sum(scores);
            if (exceeds(sum, group.weight())) {
                findings.add(new Finding("GROUP_SCORE_LE_WEIGHT", ERROR, place(group), "/groups/" + index,
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
    private static Stream<Finding> totalScoreSum(Subject s) {
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
    private static Stream<Finding> deviationReasonRequired(Subject s) {
        List<Finding> findings = new ArrayList<>();
        eachIndicator(s, (indicator, index) -> {
            if (exceeds(indicator.weight(), indicator.statedScore()) && Printed.blank(indicator.deviationReason())) {
                findings.add(new Finding("DEVIATION_REASON_REQUIRED", ERROR, place(indicator),
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

    /**
     * C5: every indicator has a target. A target that was never fixed cannot honestly be written afterwards, so
     * the lack of it may be explained.
     */
    private static Stream<Finding> targetRequired(Subject s) {
        List<Finding> findings = new ArrayList<>();
        eachIndicator(s, (indicator, index) -> {
            if (Printed.blank(indicator.targetText()) && indicator.targetValue() == null) {
                String actual = Printed.blank(indicator.actualText()) ? "" : "，实际完成值“" + indicator.actualText() + "”无从比较";
                findings.add(new Finding("TARGET_REQUIRED", ERROR, place(indicator),
                        "/indicators/" + index + "/targetText", "年度指标值" + Printed.BLANK, "须填写年度指标值", null,
                        "年度指标值空白" + actual, null, true));
            }
        });
        return findings.stream();
    }

    /** C6: execution weight and indicator weights add to the scheme's total, and so does the stated total of weights. */
    private static Stream<Finding> weightSum100(Subject s) {
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
    private static Stream<Finding> groupWeight(Subject s) {
        List<Finding> findings = new ArrayList<>();
        eachGroup(s, (group, index) -> {
            List<BigDecimal> weights = s.form().indicators().stream()
                    .filter(i -> i.group() == group.group()).map(Form.Indicator::weight).toList();
            BigDecimal sum = Printed.sum(weights);
            if (group.weight() != null && group.weight().compareTo(sum) != 0) {
                findings.add(unequal(place(group), "/groups/" + index + "/weight", group.weight(), sum,
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
                        findings.add(unequal(place(group), "/groups/" + s.form().groups().indexOf(group) + "/weight",
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

    /** C8: rate and score of the funds row follow from its amounts; nothing is executed beyond the adjusted budget. */
    private static Stream<Finding> executionRate(Subject s) {
        Form.Funds funds = s.funds();
        BigDecimal adjusted = funds.adjustedBudget();
        BigDecimal executed = funds.executedAmount();
        if (adjusted == null || executed == null) {
            return Stream.empty();
        }
        if (executed.compareTo(adjusted) > 0) {
            return Stream.of(new Finding("EXECUTION_RATE", ERROR, "funds", "/funds/executedAmount", Printed.of(executed),
                    "≤ " + Printed.of(adjusted), Printed.signed(executed.subtract(adjusted)),
                    Printed.of(executed) + " > " + Printed.of(adjusted) + (adjusted.signum() == 0 ? "，无预算支出" : ""),
                    null, false));
        }
        List<Finding> findings = new ArrayList<>();
        if (funds.statedRate() != null && adjusted.signum() > 0) {
            rate(s, funds, adjusted, executed).ifPresent(findings::add);
        }
        BigDecimal computed = s.score().execution().computedScore();
        BigDecimal stated = funds.statedScore();
        if (stated != null && stated.compareTo(computed) != 0) {
            boolean rounded = computed.setScale(Math.max(stated.scale(), 0), RoundingMode.HALF_UP).compareTo(stated) == 0;
            String computation = s.score().execution().steps().get(s.score().execution().steps().size() - 1);
            findings.add(new Finding("EXECUTION_RATE", rounded ? INFO : ERROR, "funds", "/funds/statedScore",
                    Printed.of(stated), Printed.of(computed), Printed.signed(stated.subtract(computed)), computation,
                    rounded ? "按所列位数四舍五入：" + Printed.of(computed) + " → " + Printed.of(stated) : null, false));
        }
        return findings.stream();
    }

    private static Optional<Finding> rate(Subject s, Form.Funds funds, BigDecimal adjusted, BigDecimal executed) {
        BigDecimal stated = funds.statedRate();
        int printedScale = Math.max(stated.scale(), 0);
        BigDecimal exact = executed.multiply(HUNDRED).divide(adjusted, MathContext.DECIMAL64);
        if (exact.setScale(printedScale, RoundingMode.HALF_UP).compareTo(stated) == 0) {
            return Optional.empty();
        }
        BigDecimal half = s.rules().amountRounding();
        BigDecimal halfStated = new BigDecimal("0.5").movePointLeft(printedScale);
        BigDecimal lowest = executed.subtract(half).multiply(HUNDRED)
                .divide(adjusted.add(half), MathContext.DECIMAL64).subtract(halfStated);
        BigDecimal highest = adjusted.compareTo(half) <= 0 ? exact : executed.add(half).multiply(HUNDRED)
                .divide(adjusted.subtract(half), MathContext.DECIMAL64).add(halfStated);
        boolean rounded = stated.compareTo(lowest) >= 0 && stated.compareTo(highest) <= 0;
        BigDecimal computed = exact.setScale(Math.max(2, printedScale), RoundingMode.HALF_UP);
        return Optional.of(new Finding("EXECUTION_RATE", rounded ? INFO : ERROR, "funds", "/funds/statedRate",
                Printed.of(stated) + "%", Printed.of(computed) + "%", Printed.signed(stated.subtract(computed)) + " pp",
                Printed.of(executed) + " ÷ " + Printed.of(adjusted) + " = " + Printed.of(computed) + " %",
                rounded ? "金额各按 ±" + Printed.of(half) + "：" + Printed.of(lowest.setScale(3, RoundingMode.FLOOR))
                        + " % … " + Printed.of(highest.setScale(3, RoundingMode.CEILING)) + " %" : null, false));
    }

    /** C9: the department's funds by source add to the adjusted budget; a blank counts as 0. */
    private static Stream<Finding> fundSumRevenue(Subject s) {
        if (s.kind() != EvaluationKind.DEPARTMENT) {
            return Stream.empty();
        }
        return fundSum("FUND_SUM_REVENUE", "/funds/bySource", s,
                orEmpty(s.funds().bySource()).stream().map(Form.SourceAmount::amount).toList());
    }

    /** C10: basic and project expenditure of the department add to the adjusted budget. */
    private static Stream<Finding> fundSumExpenditure(Subject s) {
        if (s.kind() != EvaluationKind.DEPARTMENT) {
            return Stream.empty();
        }
        return fundSum("FUND_SUM_EXPENDITURE", "/funds/byExpenditure", s,
                orEmpty(s.funds().byExpenditure()).stream().map(Form.ExpenditureAmount::amount).toList());
    }

    /** C11: the components of a project's funds add to its adjusted budget; all blank is a warning. */
    private static Stream<Finding> fundComponents(Subject s) {
        if (s.kind() != EvaluationKind.PROJECT || s.funds().adjustedBudget() == null) {
            return Stream.empty();
        }
        List<BigDecimal> amounts = orEmpty(s.funds().components()).stream().map(Form.ComponentAmount::amount).toList();
        if (amounts.stream().allMatch(Objects::isNull)) {
            String adjusted = Printed.of(s.funds().adjustedBudget());
            return Stream.of(new Finding("FUND_COMPONENTS", WARNING, "funds", "/funds/components", Printed.BLANK, adjusted,
                    adjusted, amounts.isEmpty() ? Printed.BLANK : Printed.addends(amounts), null, true));
        }
        return fundSum("FUND_COMPONENTS", "/funds/components", s, amounts);
    }

    private static Stream<Finding> fundSum(String rule, String pointer, Subject s, List<BigDecimal> amounts) {
        BigDecimal adjusted = s.funds().adjustedBudget();
        BigDecimal sum = Printed.sum(amounts);
        if (adjusted == null || sum.compareTo(adjusted) == 0) {
            return Stream.empty();
        }
        BigDecimal difference = sum.subtract(adjusted);
        long addends = amounts.stream().filter(a -> a != null && a.signum() != 0).count();
        BigDecimal tolerance = s.rules().amountRounding().multiply(BigDecimal.valueOf(addends + 1));
        boolean rounded = addends > 1 && difference.abs().compareTo(tolerance) <= 0;
        return Stream.of(new Finding(rule, rounded ? INFO : ERROR, "funds", pointer, Printed.of(adjusted), Printed.of(sum),
                Printed.signed(difference),
                (amounts.isEmpty() ? Printed.BLANK : Printed.addends(amounts)) + " = " + Printed.of(sum)
                        + " ≠ " + Printed.of(adjusted),
                rounded ? addends + " 项各按 ±" + Printed.of(s.rules().amountRounding()) + " 及合计："
                        + "|差额| ≤ " + Printed.of(tolerance) : null, false));
    }

    /** C12: an amount among stated amounts is stated too, if only as 0. */
    private static Stream<Finding> blankNumeric(Subject s) {
        List<Finding> findings = new ArrayList<>();
        Form.Funds funds = s.funds();
        if (s.form().funds() != null && funds.initialBudget() == null) {
            findings.add(blank("funds", "/funds/initialBudget", "年初预算数空白"));
        }
        blanks(findings, "/funds/bySource/", orEmpty(funds.bySource()), Form.SourceAmount::label, Form.SourceAmount::amount);
        blanks(findings, "/funds/byExpenditure/", orEmpty(funds.byExpenditure()),
                Form.ExpenditureAmount::label, Form.ExpenditureAmount::amount);
        blanks(findings, "/funds/components/", orEmpty(funds.components()),
                Form.ComponentAmount::label, Form.ComponentAmount::amount);
        return findings.stream();
    }

    private static <T> void blanks(List<Finding> findings, String pointer, List<T> rows,
            Function<T, String> label, Function<T, BigDecimal> amount) {
        if (rows.stream().map(amount).allMatch(Objects::isNull)) {
            return;
        }
        for (int i = 0; i < rows.size(); i++) {
            if (amount.apply(rows.get(i)) == null) {
                String name = label.apply(rows.get(i));
                findings.add(blank(Printed.blank(name) ? "funds" : "funds " + name, pointer + i + "/amount", "同表其他行已填列"));
            }
        }
    }

    private static Finding blank(String place, String pointer, String computation) {
        return new Finding("BLANK_NUMERIC", WARNING, place, pointer, Printed.BLANK, "0", null, computation, null, true);
    }

    /** C13: what nothing can be computed or published without is there; the implementing unit of a project should be. */
    private static Stream<Finding> requiredField(Subject s) {
        List<Finding> findings = new ArrayList<>();
        BiConsumer<String, Boolean> need = (pointer, missing) -> {
            if (missing) {
                findings.add(required(ERROR, "form", pointer, false));
            }
        };
        need.accept("/title", Printed.blank(s.form().title()));
        if (s.kind() == EvaluationKind.DEPARTMENT) {
            need.accept("/departmentName", Printed.blank(s.form().departmentName()));
        } else {
            need.accept("/projectName", Printed.blank(s.form().projectName()));
            need.accept("/lineDepartmentName", Printed.blank(s.form().lineDepartmentName()));
            if (Printed.blank(s.form().implementingUnit())) {
                findings.add(required(WARNING, "实施单位", "/implementingUnit", true));
            }
        }
        need.accept("/funds/adjustedBudget", s.funds().adjustedBudget() == null);
        need.accept("/funds/executedAmount", s.funds().executedAmount() == null);
        need.accept("/funds/weight", s.funds().weight() == null);
        need.accept("/funds/statedScore", s.funds().statedScore() == null);
        need.accept("/indicators", s.form().indicators().isEmpty());
        eachGroup(s, (group, index) -> need.accept("/groups/" + index + "/weight", group.weight() == null));
        eachIndicator(s, (indicator, index) -> {
            String at = "/indicators/" + index;
            if (Printed.blank(indicator.name())) {
                findings.add(required(ERROR, place(indicator), at + "/name", false));
            }
            if (Printed.blank(indicator.actualText()) && indicator.actualValue() == null) {
                findings.add(required(ERROR, place(indicator), at + "/actualText", false));
            }
            if (indicator.weight() == null) {
                findings.add(required(ERROR, place(indicator), at + "/weight", false));
            }
            if (indicator.statedScore() == null) {
                findings.add(required(ERROR, place(indicator), at + "/statedScore", false));
            }
        });
        need.accept("/statedTotalWeight", s.form().statedTotalWeight() == null);
        need.accept("/statedTotalScore", s.form().statedTotalScore() == null);
        return findings.stream();
    }

    private static Finding required(Severity severity, String place, String pointer, boolean explainable) {
        return new Finding("REQUIRED_FIELD", severity, place, pointer, Printed.BLANK, "须填写", null, null, null, explainable);
    }

    /**
     * C14: a budget that moved by more than the scheme's share of the initial one says why. From an initial budget
     * of 0 there is no rate, and the project's own documents are the explanation.
     */
    private static Stream<Finding> adjustmentExplain(Subject s) {
        BigDecimal initial = s.funds().initialBudget();
        BigDecimal adjusted = s.funds().adjustedBudget();
        if (initial == null || adjusted == null || initial.signum() <= 0 || !Printed.blank(s.funds().adjustmentReason())) {
            return Stream.empty();
        }
        BigDecimal change = adjusted.subtract(initial);
        BigDecimal share = change.divide(initial, MathContext.DECIMAL64);
        if (change.signum() == 0 || share.abs().compareTo(s.rules().adjustmentExplainRate()) < 0) {
            return Stream.empty();
        }
        String rate = Printed.signed(percent(share));
        StringBuilder computation = new StringBuilder("(" + Printed.of(adjusted) + " - " + Printed.of(initial) + ") ÷ "
                + Printed.of(initial) + " = " + rate + " %");
        BigDecimal executed = s.funds().executedAmount();
        if (executed != null && adjusted.signum() > 0) {
            computation.append("；执行数 ÷ 年初预算数 = ").append(percent(executed.divide(initial, MathContext.DECIMAL64)))
                    .append(" %；执行数 ÷ 全年预算数 = ")
                    .append(Printed.shortest(percent(executed.divide(adjusted, MathContext.DECIMAL64)))).append(" %");
        }
        return Stream.of(new Finding("ADJUSTMENT_EXPLAIN", WARNING, "funds", "/funds/adjustmentReason",
                Printed.of(initial) + " → " + Printed.of(adjusted), Printed.signed(change) + " = " + rate + " %",
                Printed.of(change), computation.toString(), null, true));
    }

    private static BigDecimal percent(BigDecimal share) {
        return share.multiply(HUNDRED).setScale(2, RoundingMode.HALF_UP);
    }

    /**
     * C15: a stated score is one that a rule yields. Where rule and figures are there, it is the computed score;
     * where only a percentage is there, it must be what some target up to 100 % would yield.
     */
    private static Stream<Finding> scoreNotDerivable(Subject s) {
        List<Finding> findings = new ArrayList<>();
        eachIndicator(s, (indicator, index) -> {
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
        return new Finding("SCORE_NOT_DERIVABLE", WARNING, place(indicator), "/indicators/" + index + "/statedScore",
                stated, computed, difference, computation, null, true);
    }

    private static boolean exceeds(BigDecimal value, BigDecimal limit) {
        return value != null && limit != null && value.compareTo(limit) > 0;
    }

    private static String place(Form.Indicator indicator) {
        return "indicators[" + indicator.number() + "] " + (indicator.name() == null ? "" : indicator.name());
    }

    private static String place(Form.Group group) {
        return "groups[" + (Printed.blank(group.label()) ? String.valueOf(group.group()) : group.label()) + "]";
    }

    private static <T> List<T> orEmpty(List<T> rows) {
        return rows == null ? List.of() : rows;
    }

    private static void eachIndicator(Subject s, BiConsumer<Form.Indicator, Integer> look) {
        List<Form.Indicator> indicators = s.form().indicators();
        for (int i = 0; i < indicators.size(); i++) {
            look.accept(indicators.get(i), i);
        }
    }

    private static void eachGroup(Subject s, BiConsumer<Form.Group, Integer> look) {
        List<Form.Group> groups = s.form().groups();
        for (int i = 0; i < groups.size(); i++) {
            look.accept(groups.get(i), i);
        }
    }
}
