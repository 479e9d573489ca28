package org.jixiao.evaluation.consistency;

import static org.jixiao.evaluation.consistency.Finding.Severity.ERROR;
import static org.jixiao.evaluation.consistency.Finding.Severity.WARNING;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jixiao.evaluation.consistency.Finding.Severity;
import org.jixiao.evaluation.form.Form;
import org.jixiao.evaluation.form.Form.EvaluationKind;
import org.jixiao.evaluation.form.Printed;

/** What must not be blank: C5, C12 and C13. */
final class CellChecks {

    private CellChecks() {}

    /**
     * C5: every indicator has a target. A target that was never fixed cannot honestly be written afterwards, so
     * the lack of it may be explained.
     */
    static Stream<Finding> targetRequired(Subject s) {
        List<Finding> findings = new ArrayList<>();
        s.eachIndicator((indicator, index) -> {
            if (Printed.blank(indicator.targetText()) && indicator.targetValue() == null) {
                String actual = Printed.blank(indicator.actualText()) ? "" : "，实际完成值“" + indicator.actualText() + "”无从比较";
                findings.add(new Finding("TARGET_REQUIRED", ERROR, Subject.place(indicator),
                        "/indicators/" + index + "/targetText", "年度指标值" + Printed.BLANK, "须填写年度指标值", null,
                        "年度指标值空白" + actual, null, true));
            }
        });
        return findings.stream();
    }

    /** C12: an amount among stated amounts is stated too, if only as 0. */
    static Stream<Finding> blankNumeric(Subject s) {
        List<Finding> findings = new ArrayList<>();
        Form.Funds funds = s.funds();
        if (s.form().funds() != null && funds.initialBudget() == null) {
            findings.add(blank("funds", "/funds/initialBudget", "年初预算数空白"));
        }
        blanks(findings, "/funds/bySource/", Subject.orEmpty(funds.bySource()), Form.SourceAmount::label, Form.SourceAmount::amount);
        blanks(findings, "/funds/byExpenditure/", Subject.orEmpty(funds.byExpenditure()),
                Form.ExpenditureAmount::label, Form.ExpenditureAmount::amount);
        blanks(findings, "/funds/components/", Subject.orEmpty(funds.components()),
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
    static Stream<Finding> requiredField(Subject s) {
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
        s.eachGroup((group, index) -> need.accept("/groups/" + index + "/weight", group.weight() == null));
        s.eachIndicator((indicator, index) -> {
            String at = "/indicators/" + index;
            if (Printed.blank(indicator.name())) {
                findings.add(required(ERROR, Subject.place(indicator), at + "/name", false));
            }
            if (Printed.blank(indicator.actualText()) && indicator.actualValue() == null) {
                findings.add(required(ERROR, Subject.place(indicator), at + "/actualText", false));
            }
            if (indicator.weight() == null) {
                findings.add(required(ERROR, Subject.place(indicator), at + "/weight", false));
            }
            if (indicator.statedScore() == null) {
                findings.add(required(ERROR, Subject.place(indicator), at + "/statedScore", false));
            }
        });
        need.accept("/statedTotalWeight", s.form().statedTotalWeight() == null);
        need.accept("/statedTotalScore", s.form().statedTotalScore() == null);
        return findings.stream();
    }

    private static Finding required(Severity severity, String place, String pointer, boolean explainable) {
        return new Finding("REQUIRED_FIELD", severity, place, pointer, Printed.BLANK, "须填写", null, null, null, explainable);
    }
}
