package org.jixiao.budget.commitment;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import org.jixiao.chassis.sql.SqlClient;

/** Finds commitments, with what became of them. */
@ApplicationScoped
class CommitmentRepository {

    private static final String FIND = """
        SELECT m.id, e.appropriation_id, m.document_date, -e.amount AS amount, taken.paid, taken.released, taken.reversed,
               coalesce(u.use_count, 0) AS use_count, m.document_number, m.reason, m.maker, m.recorded_at
          FROM movement m
          JOIN ledger_entry e ON e.department_code = m.department_code AND e.fiscal_year = m.fiscal_year AND e.movement_id = m.id
          LEFT JOIN movement_use u ON u.department_code = m.department_code AND u.fiscal_year = m.fiscal_year AND u.movement_id = m.id
         CROSS JOIN LATERAL (
               SELECT coalesce(-sum(te.amount) FILTER (WHERE t.kind = 'PAYMENT'), 0.00) AS paid,
                      coalesce(sum(te.amount) FILTER (WHERE t.kind = 'RELEASE'), 0.00) AS released,
                      coalesce(bool_or(t.kind = 'REVERSAL'), false) AS reversed
                 FROM movement t
                 JOIN ledger_entry te ON te.department_code = t.department_code AND te.fiscal_year = t.fiscal_year AND te.movement_id = t.id
                WHERE t.department_code = m.department_code AND t.fiscal_year = m.fiscal_year AND t.refers_to = m.id
                  AND NOT EXISTS (SELECT FROM movement r
                                   WHERE r.department_code = t.department_code AND r.fiscal_year = t.fiscal_year AND r.refers_to = t.id
                                     AND r.kind = 'REVERSAL')) taken
         WHERE m.department_code = ? AND m.fiscal_year = ? AND m.id = ? AND m.kind = 'COMMITMENT'""";

    private final SqlClient sql;

    CommitmentRepository(SqlClient sql) {
        this.sql = sql;
    }

    Commitment find(String departmentCode, int fiscalYear, long id) {
        return sql.row(FIND, row -> new Commitment(row.getLong("id"), row.getLong("appropriation_id"),
            row.getObject("document_date", LocalDate.class), row.getBigDecimal("amount"), row.getBigDecimal("paid"),
            row.getBigDecimal("released"), row.getBoolean("reversed"), row.getInt("use_count"), row.getString("document_number"),
            row.getString("reason"), row.getString("maker"), row.getObject("recorded_at", OffsetDateTime.class).toInstant()),
            departmentCode, fiscalYear, id);
    }
}
