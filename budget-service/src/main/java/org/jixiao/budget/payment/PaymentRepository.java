package org.jixiao.budget.payment;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import org.jixiao.chassis.sql.SqlClient;

/** Finds payments, with what came back of them. */
@ApplicationScoped
class PaymentRepository {

    private static final String FIND = """
        SELECT m.id, e.appropriation_id, m.refers_to, m.document_date, -e.amount AS amount,
               CASE WHEN r.id IS NULL THEN coalesce(u.used_amount, 0.00) ELSE 0.00 END AS refunded_amount,
               r.id IS NOT NULL AS reversed, coalesce(u.use_count, 0) AS use_count,
               m.document_number, m.reason, m.maker, m.recorded_at
          FROM movement m
          JOIN ledger_entry e ON e.department_code = m.department_code AND e.fiscal_year = m.fiscal_year AND e.movement_id = m.id
          LEFT JOIN movement_use u ON u.department_code = m.department_code AND u.fiscal_year = m.fiscal_year AND u.movement_id = m.id
          LEFT JOIN movement r ON r.department_code = m.department_code AND r.fiscal_year = m.fiscal_year AND r.refers_to = m.id
                              AND r.kind = 'REVERSAL'
         WHERE m.department_code = ? AND m.fiscal_year = ? AND m.id = ? AND m.kind = 'PAYMENT'""";

    private final SqlClient sql;

    PaymentRepository(SqlClient sql) {
        this.sql = sql;
    }

    Payment find(String departmentCode, int fiscalYear, long id) {
        return sql.row(FIND, row -> new Payment(row.getLong("id"), row.getLong("appropriation_id"),
            row.getObject("refers_to", Long.class), row.getObject("document_date", LocalDate.class), row.getBigDecimal("amount"),
            row.getBigDecimal("refunded_amount"), row.getBoolean("reversed"), row.getInt("use_count"),
            row.getString("document_number"), row.getString("reason"), row.getString("maker"),
            row.getObject("recorded_at", OffsetDateTime.class).toInstant()), departmentCode, fiscalYear, id);
    }
}
