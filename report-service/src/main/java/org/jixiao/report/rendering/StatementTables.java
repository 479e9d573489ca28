package org.jixiao.report.rendering;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jixiao.report.crosscheck.Statement;
import org.jixiao.report.crosscheck.Statement.Adjustment;
import org.jixiao.report.crosscheck.Statement.Figures;
import org.jixiao.report.crosscheck.Statement.Line;
import org.jixiao.report.crosscheck.Statement.PriorYear;
import org.jixiao.report.rendering.Table.Cell;
import org.jixiao.report.rendering.Table.Row;

/** The ledger's execution statement as tables, in yuan to the fen: what the forms state in 万元 can be checked here. */
final class StatementTables {

    private static final List<Integer> FIGURE_WIDTHS = List.of(310, 160, 160, 160, 100);

    private StatementTables() {
    }

    /** The tables that have rows, in the order in which they are printed. */
    static List<Table> of(Statement statement) {
        return Stream.of(
                overview(statement),
                split("按资金性质", "资金性质", statement.byFundNature()),
                split("按支出类别", "支出类别", statement.byExpenditureKind()),
                split("按部门经济分类", "经济分类科目", statement.byEconomicClass()),
                split("按项目", "项目", statement.byProject()),
                priorYear(statement),
                adjustments(statement.adjustments()))
                .filter(table -> !table.empty())
                .toList();
    }

    private static Table overview(Statement statement) {
        List<Row> rows = new ArrayList<>();
        if (statement.total() != null) {
            rows.add(row("合计", statement.total()));
        }
        if (statement.basic() != null) {
            rows.add(row("其中：基本支出", statement.basic()));
        }
        if (statement.project() != null) {
            rows.add(row("　　　项目支出", statement.project()));
        }
        return figures("预算执行总体情况", "项目", rows);
    }

    private static Table split(String caption, String title, List<Line> lines) {
        return figures(caption, title, lines.stream().map(line -> row(name(line), line.figures())).toList());
    }

    private static Table figures(String caption, String title, List<Row> rows) {
        return Table.of(caption, FIGURE_WIDTHS, List.of(title, "年初预算数", "全年预算数", "全年执行数", "执行率"), rows)
                .in(Wording.YUAN);
    }

    private static Row row(String label, Figures figures) {
        return Row.of(Cell.label(label), Cell.number(figures.initialBudget()), Cell.number(figures.adjustedBudget()),
                Cell.number(figures.executedAmount()), Cell.percent(Wording.percent(figures.executionRate())));
    }

    private static String name(Line line) {
        return line.name() == null ? Wording.term(line.code()) : line.code() + " " + line.name();
    }

    private static Table priorYear(Statement statement) {
        PriorYear prior = statement.priorYear();
        List<Row> rows = prior == null || statement.total() == null ? List.of() : List.of(
                Row.of(Cell.label("全年执行数"), Cell.number(prior.executedAmount()),
                        Cell.number(statement.total().executedAmount()), Cell.number(prior.growthAmount()),
                        Cell.percent(Wording.percent(prior.growthRate()))),
                Row.of(Cell.label("年初预算数"), Cell.number(prior.initialBudget()),
                        Cell.number(statement.total().initialBudget()),
                        Cell.number(prior.initialBudget() == null || statement.total().initialBudget() == null ? null
                                : statement.total().initialBudget().subtract(prior.initialBudget())),
                        Cell.text("")));
        List<String> titles = prior == null ? List.of("项目", "上年", "本年", "增减额", "增减率")
                : List.of("项目", prior.fiscalYear() + "年（" + Wording.term(prior.source()) + "）",
                        statement.fiscalYear() + "年", "增减额", "增减率");
        return Table.of("与上年对比", FIGURE_WIDTHS, titles, rows).in(Wording.YUAN);
    }

    private static Table adjustments(List<Adjustment> adjustments) {
        List<Row> rows = adjustments.stream().map(adjustment -> Row.of(
                Cell.label(Wording.term(adjustment.kind())),
                Cell.text(adjustment.documentNumber()),
                Cell.centred(Wording.day(adjustment.documentDate())),
                Cell.text(adjustment.reason()),
                Cell.number(adjustment.amount()))).toList();
        return Table.of("预算调整及原因", List.of(90, 190, 140, 280, 140),
                List.of("调整类型", "文号", "日期", "原因", "金额（净额）"), rows).in(Wording.YUAN);
    }
}
