package org.jixiao.evaluation.form;

import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jixiao.chassis.paging.Text;
import org.jixiao.chassis.problem.ChassisProblem;
import org.jixiao.chassis.problem.Violation;
import org.jixiao.evaluation.EvaluationProblem;

/**
 * What every form keeps however faulty its figures are: sizes, signs and digits, and numbers that name each row.
 * Wrong figures are findings and may be stored; what is refused here could not have been printed on a form.
 */
public final class FormLimits {

    static final int TEXT_MAX = 4000;
    static final int NAME_MAX = 200;
    static final int ROWS_MAX = 200;
    static final int FAULTS_MAX = 50;
    private static final int TEXT_SHOWN_MAX = 20;
    private static final BigDecimal POINTS_MAX = new BigDecimal("1000");
    private static final BigDecimal AMOUNT_MAX = new BigDecimal("1000000000000");
    private static final int POINTS_SCALE = 2;
    private static final int RATE_SCALE = 4;
    private static final int AMOUNT_SCALE = 6;
    private static final int DIGITS_MAX = 24;

    private final Violation violation = new Violation(ChassisProblem.VALIDATION_FAILED);
    private final Violation repeated = new Violation(EvaluationProblem.ROW_REPEATED);

    private FormLimits() {}

    /** Refuses a form outside the limits, naming every place by its pointer. */
    public static void require(Form form) {
        FormLimits limits = new FormLimits();
        limits.form(form);
        if (!limits.violation.details().isEmpty()) {
            throw limits.violation.at(limits.violation.details().get(0).pointer());
        }
        if (!limits.repeated.details().isEmpty()) {
            Violation.Detail first = limits.repeated.details().get(0);
            throw limits.repeated.at(first.pointer()).with("value", first.params().get("value"));
        }
    }

    private void form(Form form) {
        name("/title", form.title());
        if (form.fiscalYear() == null) {
            fault("/fiscalYear", "", "2000–2100");
        }
        name("/departmentName", form.departmentName());
        name("/projectName", form.projectName());
        name("/lineDepartmentName", form.lineDepartmentName());
        name("/implementingUnit", form.implementingUnit());
        if (form.funds() != null) {
            funds(form.funds());
        }
        rows("/goals", form.goals());
        rows("/groups", form.groups());
        rows("/indicators", form.indicators());
        for (int i = 0; i < form.goals().size(); i++) {
            Form.Goal goal = form.goals().get(i);
            present("/goals/" + i + "/number", goal.number(), "1, 2, 3, …");
            text("/goals/" + i + "/expected", goal.expected());
            text("/goals/" + i + "/actual", goal.actual());
        }
        groups(form.groups());
        indicators(form.indicators());
        number("/statedTotalWeight", form.statedTotalWeight(), POINTS_MAX, POINTS_SCALE);
        number("/statedTotalScore", form.statedTotalScore(), POINTS_MAX, POINTS_SCALE);
    }

    private void funds(Form.Funds funds) {
        present("/funds/unit", funds.unit(), "TEN_THOUSAND_CNY");
        number("/funds/initialBudget", funds.initialBudget(), AMOUNT_MAX, AMOUNT_SCALE);
        number("/funds/adjustedBudget", funds.adjustedBudget(), AMOUNT_MAX, AMOUNT_SCALE);
        number("/funds/executedAmount", funds.executedAmount(), AMOUNT_MAX, AMOUNT_SCALE);
        number("/funds/weight", funds.weight(), POINTS_MAX, POINTS_SCALE);
        number("/funds/statedRate", funds.statedRate(), AMOUNT_MAX, RATE_SCALE);
        number("/funds/statedScore", funds.statedScore(), POINTS_MAX, POINTS_SCALE);
        text("/funds/adjustmentReason", funds.adjustmentReason());
        rows("/funds/bySource", funds.bySource());
        rows("/funds/byExpenditure", funds.byExpenditure());
        rows("/funds/components", funds.components());
        for (int i = 0; funds.bySource() != null && i < funds.bySource().size(); i++) {
            Form.SourceAmount row = funds.bySource().get(i);
            present("/funds/bySource/" + i + "/source", row.source(), "FundSource");
            name("/funds/bySource/" + i + "/label", row.label());
            number("/funds/bySource/" + i + "/amount", row.amount(), AMOUNT_MAX, AMOUNT_SCALE);
        }
        for (int i = 0; funds.byExpenditure() != null && i < funds.byExpenditure().size(); i++) {
            Form.ExpenditureAmount row = funds.byExpenditure().get(i);
            present("/funds/byExpenditure/" + i + "/kind", row.kind(), "BASIC | PROJECT");
            name("/funds/byExpenditure/" + i + "/label", row.label());
            number("/funds/byExpenditure/" + i + "/amount", row.amount(), AMOUNT_MAX, AMOUNT_SCALE);
        }
        for (int i = 0; funds.components() != null && i < funds.components().size(); i++) {
            Form.ComponentAmount row = funds.components().get(i);
            present("/funds/components/" + i + "/component", row.component(), "FundComponent");
            name("/funds/components/" + i + "/label", row.label());
            number("/funds/components/" + i + "/amount", row.amount(), AMOUNT_MAX, AMOUNT_SCALE);
        }
    }

    private void groups(List<Form.Group> groups) {
        Set<Form.IndicatorGroup> seen = new HashSet<>();
        for (int i = 0; i < groups.size(); i++) {
            Form.Group group = groups.get(i);
            present("/groups/" + i + "/group", group.group(), "IndicatorGroup");
            if (group.group() != null && !seen.add(group.group())) {
                repeated("/groups/" + i + "/group", group.group().name());
            }
            name("/groups/" + i + "/label", group.label());
            number("/groups/" + i + "/weight", group.weight(), POINTS_MAX, POINTS_SCALE);
        }
    }

    private void indicators(List<Form.Indicator> indicators) {
        Set<Integer> seen = new HashSet<>();
        for (int i = 0; i < indicators.size(); i++) {
            String at = "/indicators/" + i;
            Form.Indicator indicator = indicators.get(i);
            if (indicator.number() == null || indicator.number() < 1) {
                fault(at + "/number", indicator.number() == null ? "" : String.valueOf(indicator.number()), "1, 2, 3, …");
            } else if (!seen.add(indicator.number())) {
                repeated(at + "/number", String.valueOf(indicator.number()));
            }
            present(at + "/group", indicator.group(), "IndicatorGroup");
            name(at + "/name", indicator.name());
            text(at + "/targetText", indicator.targetText());
            text(at + "/actualText", indicator.actualText());
            name(at + "/targetUnit", indicator.targetUnit());
            name(at + "/actualUnit", indicator.actualUnit());
            measure(at + "/targetValue", indicator.targetValue());
            measure(at + "/actualValue", indicator.actualValue());
            if ((indicator.targetValue() == null) != (indicator.targetOperator() == null)) {
                String missing = indicator.targetValue() == null ? "/targetValue" : "/targetOperator";
                fault(at + missing, "", "targetOperator + targetValue");
            }
            number(at + "/weight", indicator.weight(), POINTS_MAX, POINTS_SCALE);
            number(at + "/statedScore", indicator.statedScore(), POINTS_MAX, POINTS_SCALE);
            text(at + "/deviationReason", indicator.deviationReason());
            text(at + "/correctiveAction", indicator.correctiveAction());
        }
    }

    private void rows(String pointer, List<?> rows) {
        if (rows != null && rows.size() > ROWS_MAX) {
            fault(pointer, String.valueOf(rows.size()), "≤ " + ROWS_MAX);
        }
    }

    private void present(String pointer, Object value, String expected) {
        if (value == null) {
            fault(pointer, "", expected);
        }
    }

    private void name(String pointer, String text) {
        length(pointer, text, NAME_MAX);
    }

    private void text(String pointer, String text) {
        length(pointer, text, TEXT_MAX);
    }

    private void length(String pointer, String text, int max) {
        if (text == null) {
            return;
        }
        if (Text.isLongerThan(text, max)) {
            fault(pointer, Text.shortened(text, TEXT_SHOWN_MAX), "≤ " + max + " (" + Text.length(text) + ")");
        } else if (text.indexOf('\0') >= 0) {
            fault(pointer, "U+0000", "Unicode text");
        }
    }

    private void number(String pointer, BigDecimal value, BigDecimal max, int scale) {
        if (value != null && (value.scale() < 0 || value.scale() > scale || value.signum() < 0 || value.compareTo(max) > 0)) {
            fault(pointer, shortened(value), "0 ≤ x ≤ " + max.toPlainString() + ", 0." + "0".repeat(scale));
        }
    }

    private void measure(String pointer, BigDecimal value) {
        if (value != null && (value.scale() < 0 || value.scale() > AMOUNT_SCALE || value.precision() - value.scale() > DIGITS_MAX)) {
            fault(pointer, shortened(value), "0." + "0".repeat(AMOUNT_SCALE));
        }
    }

    private static String shortened(BigDecimal value) {
        String text = value.toString();
        return text.length() <= 40 ? text : text.substring(0, 40) + "…";
    }

    private void repeated(String pointer, String value) {
        if (repeated.details().size() < FAULTS_MAX) {
            repeated.error(pointer, EvaluationProblem.ROW_REPEATED, "value", value);
        }
    }

    private void fault(String pointer, String value, String expected) {
        if (violation.details().size() < FAULTS_MAX) {
            violation.error(pointer, ChassisProblem.INVALID_VALUE, "value", value, "expected", expected);
        }
    }
}
