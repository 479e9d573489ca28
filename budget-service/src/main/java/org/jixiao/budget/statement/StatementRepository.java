package org.jixiao.budget.statement;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jixiao.budget.appropriation.ExpenditureKind;
import org.jixiao.budget.appropriation.FundNature;
import org.jixiao.budget.fiscalyear.FiscalYear;
import org.jixiao.budget.fiscalyear.FiscalYearRepository;
import org.jixiao.budget.ledger.MovementKind;
import org.jixiao.chassis.problem.ChassisProblem;
import org.jixiao.chassis.problem.Violation;
import org.jixiao.chassis.sql.SqlClient;

/** Reads all that a statement is made of in one SQL statement, so that it is of one moment. */
@ApplicationScoped
class StatementRepository {

    private static final String READ = """
        SELECT %s, d.name AS department_name,
               (SELECT json_agg(g ORDER BY g.first_id)
                  FROM (SELECT a.fund_nature, a.expenditure_kind, a.economic_class,
                               (array_agg(a.economic_class_name ORDER BY a.id))[1] AS economic_class_name,
                               a.project_code, p.name AS project_name,
                               sum(a.initial_budget)::text AS initial_budget,
                               sum(a.adjusted_budget)::text AS adjusted_budget,
                               sum(a.executed_amount)::text AS executed_amount,
                               sum(a.entry_count)::integer AS entry_count, min(a.id) AS first_id
                          FROM appropriation a
                          LEFT JOIN project p ON p.department_code = a.department_code AND p.code = a.project_code
                         WHERE a.department_code = y.department_code AND a.fiscal_year = y.fiscal_year
                         GROUP BY a.fund_nature, a.expenditure_kind, a.economic_class, a.project_code, p.name) g) AS lines,
               (SELECT json_agg(c ORDER BY c.document_date, c.id)
                  FROM (SELECT m.id, m.kind, m.document_number, m.document_date, m.reason,
                               sum(e.adjusted_change)::text AS amount
                          FROM movement m
                          JOIN ledger_entry e ON e.department_code = m.department_code AND e.fiscal_year = m.fiscal_year
                                             AND e.movement_id = m.id
                         WHERE m.department_code = y.department_code AND m.fiscal_year = y.fiscal_year
                           AND m.kind NOT IN ('PAYMENT', 'REFUND', 'COMMITMENT', 'RELEASE')
                           AND m.kind NOT IN ('OPENING', 'LAPSE', 'ALLOTMENT')
                         GROUP BY m.fiscal_year, m.department_code, m.id
                        HAVING bool_or(e.adjusted_change <> e.initial_change)) c) AS adjustments,
               (SELECT json_build_object('initial_budget', coalesce(sum(a.initial_budget), 0.00)::text,
                                         'executed_amount', coalesce(sum(a.executed_amount), 0.00)::text)
                  FROM fiscal_year b
                  LEFT JOIN appropriation a ON a.department_code = b.department_code AND a.fiscal_year = b.fiscal_year
                 WHERE b.department_code = y.department_code AND b.fiscal_year = y.fiscal_year - 1
                 GROUP BY b.fiscal_year) AS year_before
          FROM fiscal_year y
          JOIN department d ON d.department_code = y.department_code
         WHERE y.department_code = ? AND y.fiscal_year = ?""".formatted(FiscalYearRepository.COLUMNS);

    private final SqlClient sql;
    private final ObjectMapper json;

    StatementRepository(SqlClient sql, ObjectMapper json) {
        this.sql = sql;
        this.json = json;
    }

    Statement find(String departmentCode, int fiscalYear) {
        Statement found = sql.row(READ, this::statement, departmentCode, fiscalYear);
        if (found == null) {
            throw new Violation(ChassisProblem.NOT_FOUND).with("id", String.valueOf(fiscalYear));
        }
        return found;
    }

    private Statement statement(ResultSet row) throws SQLException {
        FiscalYear year = FiscalYearRepository.read(row);
        List<Statement.Line> lines = new ArrayList<>();
        for (JsonNode line : list(row.getString("lines"))) {
            lines.add(new Statement.Line(FundNature.valueOf(line.get("fund_nature").textValue()),
                ExpenditureKind.valueOf(line.get("expenditure_kind").textValue()), line.get("economic_class").textValue(),
                line.get("economic_class_name").textValue(), line.get("project_code").textValue(),
                line.get("project_name").textValue(), new Figures(amount(line, "initial_budget"),
                    amount(line, "adjusted_budget"), amount(line, "executed_amount")),
                line.get("entry_count").intValue()));
        }
        List<Statement.Adjustment> adjustments = new ArrayList<>();
        for (JsonNode change : list(row.getString("adjustments"))) {
            adjustments.add(new Statement.Adjustment(MovementKind.valueOf(change.get("kind").textValue()),
                change.get("document_number").textValue(), LocalDate.parse(change.get("document_date").textValue()),
                change.get("reason").textValue(), amount(change, "amount")));
        }
        return new Statement(year, row.getString("department_name"), lines, adjustments,
            priorYear(year, list(row.getString("year_before"))));
    }

    /** Keeps B14: the ledger of the year before where there is one, else what was entered for comparison. */
    private static Statement.PriorYear priorYear(FiscalYear year, JsonNode yearBefore) {
        int before = year.fiscalYear() - 1;
        if (!yearBefore.isEmpty()) {
            return new Statement.PriorYear(before, amount(yearBefore, "initial_budget"),
                amount(yearBefore, "executed_amount"), PriorSource.LEDGER);
        }
        FiscalYear.Comparative comparative = year.comparative();
        return comparative == null ? null : new Statement.PriorYear(before, comparative.initialBudget(),
            comparative.executedAmount(), PriorSource.COMPARATIVE);
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
