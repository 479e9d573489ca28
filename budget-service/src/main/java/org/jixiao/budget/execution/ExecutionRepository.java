package org.jixiao.budget.execution;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jixiao.budget.BudgetProblem;
import org.jixiao.budget.appropriation.Selection;
import org.jixiao.budget.fiscalyear.FiscalYear;
import org.jixiao.budget.statement.PriorSource;
import org.jixiao.chassis.paging.ListQuery;
import org.jixiao.chassis.problem.ChassisProblem;
import org.jixiao.chassis.problem.Violation;
import org.jixiao.chassis.sql.SqlClient;

/**
 * Sums up what is asked in one SQL statement, so that all figures are of one moment. What is stored summed up is read
 * as it is: balances for the whole year, the months' sums for whole months, and only of a month that is wanted in part
 * the entries. For what was known at an earlier time either the entries recorded since are taken off again or those
 * recorded by then are summed up, whichever lies nearer to that time.
 */
@ApplicationScoped
class ExecutionRepository {

    /** How many groups one answer holds. */
    static final int GROUPS_MAX = 1000;

    private static final String[] MEASURES = {"initial", "adjusted", "allotted", "committed", "executed", "lapsed"};
    private static final String SUMS = "sum(initial), sum(adjusted), sum(allotted), sum(committed), sum(executed), sum(lapsed), sum(carried), "
        + "sum(entries)";

    private static final String NAMES = """
         LEFT JOIN (SELECT fiscal_year, code, min(name) AS name FROM picked GROUP BY fiscal_year, code) n
                ON n.fiscal_year = c.fiscal_year AND n.code = c.code""";

    private static final String ANSWER = """
        SELECT (coalesce(?::timestamptz, now()) AT TIME ZONE 'Asia/Shanghai')::date AS today,
               (SELECT min(code) FROM unnest(?) code
                 WHERE NOT EXISTS (SELECT FROM agency g WHERE g.department_code = y.department_code AND g.code = code.code)) AS unknown_agency,
               (SELECT min(code) FROM unnest(?) code
                 WHERE NOT EXISTS (SELECT FROM project p WHERE p.department_code = y.department_code AND p.code = code.code)) AS unknown_project,
               (SELECT count(DISTINCT code) FROM grouped) AS group_count,
               CASE WHEN (SELECT count(DISTINCT code) FROM grouped) <= ? THEN
                   (SELECT json_agg(g) FROM (SELECT c.*, {name} AS name FROM grouped c {names}) g) END AS groups,
               {months} AS months,
               EXISTS (SELECT FROM fiscal_year b WHERE b.department_code = y.department_code AND b.fiscal_year = y.fiscal_year - 1
                          AND b.recorded_at <= coalesce(?::timestamptz, 'infinity')) AS has_last_year,
               CASE WHEN y.recorded_at <= coalesce(?::timestamptz, 'infinity') THEN y.comparative_initial_budget END AS comparative_initial,
               y.comparative_executed_amount AS comparative_executed
          FROM fiscal_year y
         WHERE y.department_code = ? AND y.fiscal_year = ?""";

    private final SqlClient sql;
    private final ObjectMapper json;

    ExecutionRepository(SqlClient sql, ObjectMapper json) {
        this.sql = sql;
        this.json = json;
    }

    /** A statement in the making, with what is bound to it. */
    private static final class Sql {

        private final StringBuilder text = new StringBuilder();
        private final List<Object> bound = new ArrayList<>();

        Sql add(String part, Object... values) {
            text.append(part);
            Collections.addAll(bound, values);
            return this;
        }
    }

    /**
     * The figures; refuses unknown units and projects, and more groups than one answer holds.
     *
     * @param selection the filters of the question, as SQL
     */
    Execution answer(Question question, ListQuery selection) {
        Sql statement = new Sql();
        picked(statement, question, selection);
        OffsetDateTime asOf = asOf(question);
        if (asOf != null) {
            way(statement, question, asOf);
        }
        statement.add(", vector (fiscal_year, code, month, initial, adjusted, allotted, committed, executed, lapsed, carried, entries) AS (");
        int year = question.fiscalYear();
        if (asOf == null && question.wholeMonths() == FiscalYear.MONTHS && !question.months()) {
            statement.add("SELECT p.fiscal_year, p.code, 0, " + columns("p.%s")
                + ", CASE WHEN ? THEN p.carried ELSE 0.00 END, p.entries FROM picked p", question.until() == null);
        } else {
            summed(statement, question, asOf, year, question.months());
            summed(statement.add(" UNION ALL "), question, asOf, year - 1, false);
            carried(statement, question, asOf);
        }
        statement.add("), cube AS MATERIALIZED (SELECT fiscal_year, code, month, ");
        statement.add(named(SUMS)).add(" FROM vector GROUP BY fiscal_year, code, month), grouped AS MATERIALIZED (SELECT fiscal_year, code, ");
        statement.add(texts()).add(" FROM cube GROUP BY fiscal_year, code HAVING sum(entries) <> 0)\n");
        statement.add(ANSWER.replace("{name}", name(question.grouping()))
                .replace("{names}", question.grouping() == Grouping.ECONOMIC_CLASS_5 ? NAMES : "").replace("{months}", question.months() ? """
                    (SELECT json_agg(m) FROM (SELECT month, %s FROM cube WHERE fiscal_year = y.fiscal_year AND month > 0 GROUP BY month) m)"""
                    .formatted(texts()) : "NULL"),
            asOf, codes(question, Selection.AGENCY, Selection.WITHIN_AGENCY), codes(question, Selection.PROJECT), GROUPS_MAX, asOf, asOf,
            question.departmentCode(), year);
        Execution answer = sql.row(statement.text.toString(), row -> read(row, question), statement.bound.toArray());
        if (answer == null) {
            throw new Violation(ChassisProblem.NOT_FOUND).with("id", String.valueOf(year));
        }
        return answer;
    }

    /** The appropriations of both years that are meant, each with the code of its group. */
    private static void picked(Sql statement, Question question, ListQuery selection) {
        statement.add("WITH picked AS (SELECT a.* FROM fiscal_year y CROSS JOIN LATERAL (");
        String part = """
            SELECT a.fiscal_year, a.id, %s AS code, a.economic_class_name, a.initial_budget, a.adjusted_budget, coalesce(a.allotted_amount, 0.00),
                   a.committed_amount, a.executed_amount, a.lapsed_amount, a.carried_forward_amount, a.entry_count
              FROM appropriation a
             WHERE a.department_code = ? AND a.fiscal_year = ?%s""".formatted(code(question.grouping()), selection.conditions());
        statement.add(part, question.departmentCode(), question.fiscalYear());
        statement.bound.addAll(selection.bound());
        statement.add(" UNION ALL ").add(part, question.departmentCode(), question.fiscalYear() - 1);
        statement.bound.addAll(selection.bound());
        statement.add("""
            ) a (fiscal_year, id, code, name, initial, adjusted, allotted, committed, executed, lapsed, carried, entries)
             WHERE y.department_code = ? AND y.fiscal_year = ?)""", question.departmentCode(), question.fiscalYear());
    }

    /** Whether it is shorter to go back from now than to begin with the first entry, by the times between the first and the last. */
    private static void way(Sql statement, Question question, OffsetDateTime asOf) {
        String part = """
            SELECT ?::integer AS fiscal_year, coalesce(?::timestamptz
                       - (SELECT e.recorded_at FROM ledger_entry e WHERE e.department_code = ? AND e.fiscal_year = ? ORDER BY e.recorded_at LIMIT 1)
                   >= (SELECT e.recorded_at FROM ledger_entry e WHERE e.department_code = ? AND e.fiscal_year = ? ORDER BY e.recorded_at DESC LIMIT 1)
                       - ?::timestamptz, true) AS back""";
        String department = question.departmentCode();
        statement.add(", way AS MATERIALIZED (");
        for (int year = question.fiscalYear(); year >= question.fiscalYear() - 1; year--) {
            statement.add(year == question.fiscalYear() ? "" : " UNION ALL ");
            statement.add(part, year, asOf, department, year, department, year, asOf);
        }
        statement.add(")");
    }

    private static void summed(Sql statement, Question question, OffsetDateTime asOf, int year, boolean byMonth) {
        String department = question.departmentCode();
        String back = asOf == null ? "" : " AND (SELECT back FROM way WHERE fiscal_year = ?)";
        Object[] backOf = asOf == null ? new Object[0] : new Object[] {year};
        if (question.wholeMonths() == FiscalYear.MONTHS && !byMonth) {
            statement.add("SELECT p.fiscal_year, p.code, 0, " + columns("p.%s") + ", 0.00, p.entries FROM picked p WHERE p.fiscal_year = ?", year)
                .add(back, backOf);
        } else {
            statement.add("SELECT p.fiscal_year, p.code, m.month::integer, " + columns("m.%s_change") + """
                , 0.00, m.entry_count FROM picked p
                  JOIN appropriation_month m ON m.department_code = ? AND m.fiscal_year = ? AND m.appropriation_id = p.id
                 WHERE p.fiscal_year = ? AND m.month <= ?""", department, year, year, question.wholeMonths()).add(back, backOf);
        }
        if (question.hasPartOfAMonth()) {
            entries(statement, question, year, 1).add(" AND e.document_date BETWEEN ? AND ?", question.partFrom(year), question.until(year));
            if (asOf != null) {
                statement.add(" AND e.recorded_at <= ?", asOf).add(back, backOf);
            }
        }
        if (asOf == null) {
            return;
        }
        if (question.wholeMonths() > 0) {
            entries(statement, question, year, -1).add(" AND e.recorded_at > ?", asOf).add(back, backOf);
            if (question.until() != null) {
                statement.add(" AND e.document_date <= ?", question.wholeUntil(year));
            }
        }
        entries(statement, question, year, 1).add(" AND e.recorded_at <= ? AND NOT (SELECT back FROM way WHERE fiscal_year = ?)", asOf, year);
        if (question.until() != null) {
            statement.add(" AND e.document_date <= ?", question.until(year));
        }
    }

    /** Entries of a year, with their sign or against it. */
    private static Sql entries(Sql statement, Question question, int year, int sign) {
        return statement.add("\n UNION ALL SELECT p.fiscal_year, p.code, extract(month FROM e.document_date)::integer, "
            + columns(sign < 0 ? "- e.%s_change" : "e.%s_change") + ", 0.00, " + sign + """

                  FROM ledger_entry e JOIN picked p ON p.fiscal_year = ? AND p.id = e.appropriation_id
                 WHERE e.department_code = ? AND e.fiscal_year = ?""", year, question.departmentCode(), year);
    }

    /** What the next year has taken over: dated in that year, so that no day of this year knows of it. */
    private static void carried(Sql statement, Question question, OffsetDateTime asOf) {
        if (question.until() != null) {
            return;
        }
        String nothing = "\n UNION ALL SELECT p.fiscal_year, p.code, 0, 0.00, 0.00, 0.00, 0.00, 0.00, 0.00, ";
        if (asOf == null) {
            statement.add(nothing + "p.carried, 0 FROM picked p WHERE p.fiscal_year = ? AND p.carried <> 0", question.fiscalYear());
        } else {
            statement.add(nothing + """
                e.amount, 0 FROM ledger_entry e JOIN picked p ON p.fiscal_year = ? AND p.id = e.source_appropriation_id
                 WHERE e.department_code = ? AND e.fiscal_year = ? AND e.source_appropriation_id IS NOT NULL AND e.recorded_at <= ?""",
                question.fiscalYear(), question.departmentCode(), question.fiscalYear() + 1, asOf);
        }
    }

    private static String columns(String form) {
        List<String> columns = new ArrayList<>();
        for (String measure : MEASURES) {
            columns.add(form.formatted(measure));
        }
        return String.join(", ", columns);
    }

    private static String named(String sums) {
        return sums.replaceAll("sum\\((\\w+)\\)", "sum($1) AS $1");
    }

    /** Decimals as text: JSON must not cost a digit. */
    private static String texts() {
        return SUMS.replaceAll("sum\\((\\w+)\\)", "sum($1)::text AS $1");
    }

    private static String code(Grouping grouping) {
        return switch (grouping) {
            case NONE -> "''";
            case AGENCY -> "a.agency_code";
            case PROJECT -> "coalesce(a.project_code, '')";
            case FUND_NATURE -> "a.fund_nature";
            case EXPENDITURE_KIND -> "a.expenditure_kind";
            case FUNCTIONAL_CLASS_3, FUNCTIONAL_CLASS_5, FUNCTIONAL_CLASS_7 -> "left(a.functional_class, " + grouping.digits() + ")";
            case ECONOMIC_CLASS_3, ECONOMIC_CLASS_5 -> "left(a.economic_class, " + grouping.digits() + ")";
        };
    }

    private static String name(Grouping grouping) {
        return switch (grouping) {
            case AGENCY -> "(SELECT g.name FROM agency g WHERE g.department_code = y.department_code AND g.code = c.code)";
            case PROJECT -> "(SELECT p.name FROM project p WHERE p.department_code = y.department_code AND p.code = c.code)";
            case ECONOMIC_CLASS_5 -> "n.name";
            default -> "NULL";
        };
    }

    private static OffsetDateTime asOf(Question question) {
        return question.asOf() == null ? null : question.asOf().atOffset(ZoneOffset.UTC);
    }

    private static String[] codes(Question question, String... filters) {
        List<String> codes = new ArrayList<>();
        for (String filter : filters) {
            if (question.filters().containsKey(filter)) {
                Collections.addAll(codes, question.filters().get(filter).split(","));
            }
        }
        return codes.toArray(String[]::new);
    }

    private Execution read(ResultSet row, Question question) throws SQLException {
        requireKnown(BudgetProblem.UNKNOWN_AGENCY, row.getString("unknown_agency"), question, Selection.AGENCY, Selection.WITHIN_AGENCY);
        requireKnown(BudgetProblem.UNKNOWN_PROJECT, row.getString("unknown_project"), question, Selection.PROJECT, Selection.PROJECT);
        if (row.getLong("group_count") > GROUPS_MAX) {
            throw new Violation(BudgetProblem.TOO_MANY_GROUPS).at("?groupBy").with("groupCount", row.getLong("group_count"))
                .with("groupCountMax", GROUPS_MAX);
        }
        boolean hasLastYear = row.getBoolean("has_last_year");
        SortedMap<String, ExecutionFigures> now = new TreeMap<>();
        Map<String, ExecutionFigures> then = new TreeMap<>();
        Map<String, String> names = new TreeMap<>();
        ExecutionFigures before = ExecutionFigures.NONE;
        for (JsonNode group : list(row.getString("groups"))) {
            String code = group.get("code").textValue();
            boolean ofThisYear = group.get("fiscal_year").intValue() == question.fiscalYear();
            now.putIfAbsent(code, ExecutionFigures.NONE);
            (ofThisYear ? now : then).put(code, figures(group));
            before = ofThisYear ? before : before.plus(figures(group));
            if (ofThisYear || !names.containsKey(code)) {
                names.put(code, group.get("name").textValue());
            }
        }
        List<Execution.Group> groups = new ArrayList<>();
        now.forEach((code, figures) -> groups.add(new Execution.Group(code.isEmpty() ? null : code, names.get(code), figures,
            hasLastYear ? Execution.LastYear.of(then.getOrDefault(code, ExecutionFigures.NONE)) : null)));
        return new Execution(question, row.getObject("today", LocalDate.class), groups, changes(row, question),
            hasLastYear ? Execution.LastYear.of(before) : comparative(row, question));
    }

    private static void requireKnown(BudgetProblem code, String unknown, Question question, String filter, String otherFilter) {
        if (unknown != null) {
            String at = List.of(question.filters().getOrDefault(filter, "").split(",")).contains(unknown) ? filter : otherFilter;
            throw new Violation(code).at("?" + at).with(code == BudgetProblem.UNKNOWN_AGENCY ? Selection.AGENCY : Selection.PROJECT, unknown);
        }
    }

    /** Of each month from January on; those of which nothing is asked are left out. */
    private List<ExecutionFigures> changes(ResultSet row, Question question) throws SQLException {
        if (!question.months()) {
            return List.of();
        }
        int last = question.until() == null ? FiscalYear.MONTHS : question.until().getMonthValue();
        List<ExecutionFigures> changes = new ArrayList<>(Collections.nCopies(last, ExecutionFigures.NONE));
        for (JsonNode month : list(row.getString("months"))) {
            changes.set(month.get("month").intValue() - 1, figures(month));
        }
        return changes;
    }

    /** Keeps B14: what was entered for comparison, which is of whole departments and years only. */
    private static Execution.LastYear comparative(ResultSet row, Question question) throws SQLException {
        BigDecimal initial = row.getBigDecimal("comparative_initial");
        return initial == null || !question.isOfTheWholeYear() ? null
            : new Execution.LastYear(initial, null, row.getBigDecimal("comparative_executed"), PriorSource.COMPARATIVE);
    }

    private static ExecutionFigures figures(JsonNode node) {
        return new ExecutionFigures(amount(node, "initial"), amount(node, "adjusted"), amount(node, "allotted"), amount(node, "committed"),
            amount(node, "executed"), amount(node, "lapsed"), amount(node, "carried"), Integer.parseInt(node.get("entries").textValue()));
    }

    private JsonNode list(String text) {
        try {
            return text == null ? json.createArrayNode() : json.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the database wrote JSON that cannot be read", e);
        }
    }

    private static BigDecimal amount(JsonNode node, String name) {
        return new BigDecimal(node.get(name).textValue());
    }
}
