package org.jixiao.budget.statement;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jixiao.chassis.sheet.Column;
import org.jixiao.chassis.sheet.Columns;
import org.jixiao.chassis.sheet.SheetFormat;

/** The statement as one table: the total, and each split below it, which adds up to it (B13). Yuan. */
final class StatementTable {

    static final Columns COLUMNS = Columns.of(
        Column.text("part", "分组"), Column.text("code", "代码").optional(), Column.text("name", "名称").optional(),
        Column.money("initialBudget", "年初预算数（元）"), Column.money("adjustedBudget", "全年预算数（元）"),
        Column.money("executedAmount", "全年执行数（元）"), Column.decimal("executionRate", "执行率").optional());

    /** The words of each part and of the codes that have no name of their own. */
    private static final Map<String, String> WORDS = Map.ofEntries(
        Map.entry("TOTAL", "合计"), Map.entry("BASIC", "其中：基本支出"), Map.entry("PROJECT_EXPENDITURE", "其中：项目支出"),
        Map.entry("FUND_NATURE", "按资金性质"), Map.entry("EXPENDITURE_KIND", "按支出类别"),
        Map.entry("ECONOMIC_CLASS", "按部门经济分类"), Map.entry("BY_PROJECT", "按项目"),
        Map.entry("GENERAL_PUBLIC_BUDGET", "一般公共预算"), Map.entry("GOVERNMENT_FUND", "政府性基金"),
        Map.entry("STATE_CAPITAL_OPERATING", "国有资本经营"), Map.entry("SOCIAL_INSURANCE_FUND", "社会保险基金"),
        Map.entry("SPECIAL_ACCOUNT_NON_TAX", "财政专户管理的非税收入"), Map.entry("AGENCY_OWN_FUNDS", "单位资金"),
        Map.entry("OTHER", "其他资金"), Map.entry("PERSONNEL", "人员经费"), Map.entry("OPERATING", "公用经费"),
        Map.entry("PROJECT", "项目支出"));

    private final List<Object[]> rows = new ArrayList<>();
    private final boolean words;

    private StatementTable(boolean words) {
        this.words = words;
    }

    static List<Object[]> rows(Statement statement, SheetFormat format) {
        StatementTable table = new StatementTable(format != SheetFormat.JSON);
        table.row("TOTAL", null, null, statement.total());
        table.row("BASIC", null, null, statement.basic());
        table.row("PROJECT_EXPENDITURE", null, null, statement.project());
        table.split("FUND_NATURE", statement.byFundNature());
        table.split("EXPENDITURE_KIND", statement.byExpenditureKind());
        table.split("ECONOMIC_CLASS", statement.byEconomicClass());
        table.split("BY_PROJECT", statement.byProject());
        return table.rows;
    }

    private void split(String part, List<Statement.Part> parts) {
        parts.forEach(one -> row(part, one.code(), one.name() == null && words ? WORDS.get(one.code()) : one.name(), one.figures()));
    }

    private void row(String part, String code, String name, Figures figures) {
        rows.add(new Object[] {words ? WORDS.get(part) : part, code, name, figures.initialBudget(), figures.adjustedBudget(),
            figures.executedAmount(), figures.executionRate()});
    }
}
