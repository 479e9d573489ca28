package org.jixiao.report.rendering;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jixiao.report.assembly.Evaluation;
import org.jixiao.report.assembly.Evaluation.IndicatorScore;
import org.jixiao.report.crosscheck.EvaluationForm;
import org.jixiao.report.crosscheck.EvaluationForm.Funds;
import org.jixiao.report.crosscheck.EvaluationForm.Goal;
import org.jixiao.report.crosscheck.EvaluationForm.Indicator;
import org.jixiao.report.rendering.Table.Cell;
import org.jixiao.report.rendering.Table.Row;

/**
 * The self-evaluation form in the layout that officials know (附件1, 附件2), with one column added: the computed score
 * beside the stated one. Stated figures are printed as they were stated; blanks stay blank.
 */
final class FormTable {

    private static final List<Integer> WIDTHS = List.of(48, 84, 94, 148, 226, 108, 60, 62, 60, 150);
    private static final String NOT_DERIVABLE = "—";

    private final Evaluation evaluation;
    private final EvaluationForm form;
    private final Map<Integer, IndicatorScore> scores;
    private final List<Row> rows = new ArrayList<>();

    private FormTable(Evaluation evaluation) {
        this.evaluation = evaluation;
        this.form = evaluation.form();
        this.scores = evaluation.score() == null ? Map.of() : evaluation.score().indicators().stream()
                .collect(Collectors.toMap(IndicatorScore::number, Function.identity(), (first, second) -> first));
    }

    static Table of(Evaluation evaluation) {
        FormTable table = new FormTable(evaluation);
        table.identity();
        table.funds();
        table.goals();
        table.indicators();
        table.total();
        return new Table(table.form.title() + "（" + table.form.fiscalYear() + "年度）", Wording.TEN_THOUSAND, WIDTHS, List.of(), table.rows);
    }

    /** How the computed scores came about, one row for each score that has steps. */
    static Table steps(Evaluation evaluation) {
        List<Row> rows = new ArrayList<>();
        if (evaluation.score() != null) {
            Evaluation.Execution execution = evaluation.score().execution();
            if (execution != null) {
                rows.add(step("预算执行率", execution.statedScore(), execution.computedScore(), execution.steps()));
            }
            Map<Integer, String> names = evaluation.form().indicators().stream()
                    .collect(Collectors.toMap(Indicator::number, indicator -> orEmpty(indicator.name()), (first, second) -> first));
            for (IndicatorScore score : evaluation.score().indicators()) {
                if (!score.steps().isEmpty()) {
                    rows.add(step(score.number() + ". " + names.getOrDefault(score.number(), ""),
                            score.statedScore(), score.computedScore(), score.steps()));
                }
            }
        }
        return Table.of("得分复算过程", List.of(200, 60, 60, 380), List.of("指标", "得分", "复算得分", "复算过程"), rows);
    }

    private static Row step(String name, BigDecimal stated, BigDecimal computed, List<String> steps) {
        return Row.of(Cell.label(name), Cell.number(stated), computed(stated, computed, true),
                Cell.text(String.join("\n", steps)));
    }

    private void identity() {
        if (form.projectName() == null) {
            rows.add(Row.of(Cell.label("预算部门名称").across(3), Cell.text(form.departmentName()).across(7)));
            return;
        }
        rows.add(Row.of(Cell.label("项目支出名称").across(3), Cell.text(form.projectName()).across(7)));
        rows.add(Row.of(Cell.label("主管部门").across(3), Cell.text(form.lineDepartmentName()).across(2),
                Cell.label("实施单位"), Cell.text(form.implementingUnit()).across(4)));
    }

    private void funds() {
        Funds funds = form.funds();
        if (funds == null) {
            return;
        }
        Evaluation.Execution execution = evaluation.score() == null ? null : evaluation.score().execution();
        List<Row> block = new ArrayList<>();
        block.add(Row.of(Cell.text("").across(2), Cell.title("年初预算数"), Cell.title("全年预算数"),
                Cell.title("全年执行数"), Cell.title("分值"), Cell.title("执行率"), Cell.title("得分"),
                Cell.title("复算得分")));
        block.add(Row.of(Cell.label("年度资金总额").across(2), Cell.number(funds.initialBudget()),
                Cell.number(funds.adjustedBudget()), Cell.number(funds.executedAmount()), Cell.number(funds.weight()),
                Cell.percent(funds.statedRate()), Cell.number(funds.statedScore()),
                computed(funds.statedScore(), execution == null ? null : execution.computedScore(),
                        execution != null)));
        for (EvaluationForm.ComponentAmount component : funds.components()) {
            String label = component == funds.components().get(0) ? "其中：" + component.label() : component.label();
            block.add(Row.of(Cell.label(label).across(2), Cell.text(""), Cell.number(component.amount()),
                    Cell.text(""), Cell.text("").across(4)));
        }
        int lines = Math.max(funds.bySource().size(), funds.byExpenditure().size());
        if (lines > 0) {
            block.add(Row.of(Cell.title("按收入性质分").across(4), Cell.title("按支出性质分").across(5)));
        }
        for (int i = 0; i < lines; i++) {
            List<Cell> cells = new ArrayList<>();
            boolean source = i < funds.bySource().size();
            cells.add(source ? Cell.label(funds.bySource().get(i).label()).across(3) : Cell.text("").across(3));
            cells.add(Cell.number(source ? funds.bySource().get(i).amount() : null));
            boolean expenditure = i < funds.byExpenditure().size();
            cells.add(expenditure ? Cell.label(funds.byExpenditure().get(i).label()).across(3)
                    : Cell.text("").across(3));
            cells.add(Cell.number(expenditure ? funds.byExpenditure().get(i).amount() : null).across(2));
            block.add(new Row(cells));
        }
        if (funds.adjustmentReason() != null) {
            block.add(Row.of(Cell.label("预算调整原因").across(2), Cell.text(funds.adjustmentReason()).across(7)));
        }
        under("年度\n预算\n申请\n（万元）", block);
    }

    private void goals() {
        List<Row> block = new ArrayList<>();
        block.add(Row.of(Cell.title("预期目标").across(3), Cell.title("实际完成情况").across(6)));
        for (Goal goal : form.goals()) {
            String number = "目标" + goal.number() + "：";
            block.add(Row.of(Cell.text(number + orEmpty(goal.expected())).across(3),
                    Cell.text(number + orEmpty(goal.actual())).across(6)));
        }
        under("年度\n总体\n目标", block);
    }

    private void indicators() {
        List<Row> block = new ArrayList<>();
        block.add(Row.titles(List.of("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分",
                "复算\n得分", "偏差原因分析\n及改进措施")));
        List<Indicator> indicators = form.indicators();
        for (int i = 0; i < indicators.size(); i++) {
            Indicator indicator = indicators.get(i);
            List<Cell> cells = new ArrayList<>();
            int inGroup = run(indicators, i, Indicator::group);
            if (inGroup > 0) {
                cells.add(Cell.group(group(indicator.group())).down(inGroup));
            }
            int inCategory = run(indicators, i, each -> each.group() + " " + each.category());
            if (inCategory > 0) {
                cells.add(Cell.group(wrapped(Wording.term(indicator.category()))).down(inCategory));
            }
            IndicatorScore score = scores.get(indicator.number());
            cells.add(Cell.text(indicator.name()));
            cells.add(Cell.text(value(indicator.targetText(), indicator.targetOperator(), indicator.targetValue(),
                    indicator.targetUnit())));
            cells.add(Cell.text(value(indicator.actualText(), null, indicator.actualValue(),
                    indicator.actualUnit())));
            cells.add(Cell.number(indicator.weight()));
            cells.add(Cell.number(indicator.statedScore()));
            cells.add(computed(indicator.statedScore(), score == null ? null : score.computedScore(),
                    score != null));
            cells.add(Cell.text(Stream.of(indicator.deviationReason(), indicator.correctiveAction())
                    .filter(text -> text != null && !text.isBlank()).collect(Collectors.joining("\n"))));
            block.add(new Row(cells));
        }
        under("绩效\n指标", block);
    }

    private void total() {
        BigDecimal computed = evaluation.score() == null ? null : evaluation.score().computedTotal();
        rows.add(Row.of(Cell.label("总分").across(6), Cell.number(form.statedTotalWeight()), Cell.number(form.statedTotalScore()),
                computed(form.statedTotalScore(), computed, evaluation.score() != null), Cell.text("")));
    }

    /** Puts one label in the first column beside all rows of the block. */
    private void under(String label, List<Row> block) {
        for (int i = 0; i < block.size(); i++) {
            List<Cell> cells = new ArrayList<>();
            if (i == 0) {
                cells.add(Cell.group(label).down(block.size()));
            }
            cells.addAll(block.get(i).cells());
            rows.add(new Row(cells));
        }
    }

    /** How many rows from here on share the key, or 0 if the row above shares it already. */
    private static int run(List<Indicator> indicators, int from, Function<Indicator, String> key) {
        String own = key.apply(indicators.get(from));
        if (from > 0 && Objects.equals(own, key.apply(indicators.get(from - 1)))) {
            return 0;
        }
        int to = from;
        while (to < indicators.size() && Objects.equals(own, key.apply(indicators.get(to)))) {
            to++;
        }
        return to - from;
    }

    private String group(String code) {
        return form.groups().stream().filter(group -> Objects.equals(group.group(), code)).findFirst()
                .map(group -> wrapped(group.label() == null ? Wording.term(code) : group.label())
                        + (group.weight() == null ? "" : "\n（" + Wording.marks(group.weight()) + "分）"))
                .orElse(wrapped(Wording.term(code)));
    }

    /** Breaks a long name before 指标, as the form does, and not where the column happens to end. */
    private static String wrapped(String name) {
        return name.length() > 4 && name.endsWith("指标") ? name.substring(0, name.length() - 2) + "\n指标" : name;
    }

    /** The text as written; where there is none, the measured value. */
    private static String value(String text, String operator, BigDecimal value, String unit) {
        if (text != null || value == null) {
            return orEmpty(text);
        }
        String sign = operator == null ? "" : Map.of("GE", "≥", "GT", ">", "EQ", "=", "LE", "≤", "LT", "<")
                .getOrDefault(operator, operator + " ");
        return sign + Wording.number(value) + orEmpty(unit);
    }

    private static Cell computed(BigDecimal stated, BigDecimal computed, boolean scored) {
        if (computed == null) {
            return Cell.centred(scored ? NOT_DERIVABLE : "");
        }
        return Cell.number(computed).markedIf(stated == null || stated.compareTo(computed) != 0);
    }

    private static String orEmpty(String text) {
        return text == null ? "" : text;
    }
}
