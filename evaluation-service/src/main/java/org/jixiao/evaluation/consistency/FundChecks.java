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
import java.util.stream.Stream;
import org.jixiao.evaluation.form.Form;
import org.jixiao.evaluation.form.Form.EvaluationKind;
import org.jixiao.evaluation.form.Printed;

/** The money row of a form: C8 to C11 and C14. */
final class FundChecks {

    private static final BigDecimal HUNDRED = new BigDecimal("100");

    private FundChecks() {}

    /** C8: rate and score of the funds row follow from its amounts; nothing is executed beyond the adjusted budget. */
    static Stream<Finding> executionRate(Subject s) {
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
    static Stream<Finding> fundSumRevenue(Subject s) {
        if (s.kind() != EvaluationKind.DEPARTMENT) {
            return Stream.empty();
        }
        return fundSum("FUND_SUM_REVENUE", "/funds/bySource", s,
                Subject.orEmpty(s.funds().bySource()).stream().map(Form.SourceAmount::amount).toList());
    }

    /** C10: basic and project expenditure of the department add to the adjusted budget. */
    static Stream<Finding> fundSumExpenditure(Subject s) {
        if (s.kind() != EvaluationKind.DEPARTMENT) {
            return Stream.empty();
        }
        return fundSum("FUND_SUM_EXPENDITURE", "/funds/byExpenditure", s,
                Subject.orEmpty(s.funds().byExpenditure()).stream().map(Form.ExpenditureAmount::amount).toList());
    }

    /** C11: the components of a project's funds add to its adjusted budget; all blank is a warning. */
    static Stream<Finding> fundComponents(Subject s) {
        if (s.kind() != EvaluationKind.PROJECT || s.funds().adjustedBudget() == null) {
            return Stream.empty();
        }
        List<BigDecimal> amounts = Subject.orEmpty(s.funds().components()).stream().map(Form.ComponentAmount::amount).toList();
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

    /**
     * C14: a budget that moved by more than the scheme's share of the initial one says why. From an initial budget
     * of 0 there is no rate, and the project's own documents are the explanation.
     */
    static Stream<Finding> adjustmentExplain(Subject s) {
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
}
