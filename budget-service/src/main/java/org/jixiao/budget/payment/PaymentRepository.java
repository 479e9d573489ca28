package org.jixiao.budget.payment;

import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import org.jixiao.budget.ledger.LedgerRepository;
import org.jixiao.budget.ledger.Movement;
import org.jixiao.budget.ledger.MovementKind;
import org.jixiao.chassis.sql.SqlClient;

/** Records payments and refunds in the ledger and keeps count of what came back. */
@ApplicationScoped
class PaymentRepository {

    private static final String FIND = """
        SELECT p.id, p.appropriation_id, m.document_date, p.amount, p.refunded_amount, p.refund_count,
               m.document_number, m.reason, m.maker, m.recorded_at
          FROM payment p
          JOIN movement m ON m.department_code = p.department_code AND m.fiscal_year = p.fiscal_year AND m.id = p.id
         WHERE p.department_code = ? AND p.fiscal_year = ? AND p.id = ?""";

    private final SqlClient sql;
    private final LedgerRepository ledger;

    PaymentRepository(SqlClient sql, LedgerRepository ledger) {
        this.sql = sql;
        this.ledger = ledger;
    }

    LedgerRepository.Posted pay(String departmentCode, int fiscalYear, long appropriationId, BigDecimal amount,
                                String documentNumber, LocalDate documentDate, String purpose, String maker) {
        LedgerRepository.Posted posted = ledger.post(departmentCode, fiscalYear, new Movement(MovementKind.PAYMENT,
            documentNumber, documentDate, purpose, null, List.of(new Movement.Line(appropriationId, amount, ""))), maker);
        sql.change("""
            INSERT INTO payment (department_code, fiscal_year, id, appropriation_id, amount) VALUES (?, ?, ?, ?, ?)""",
            departmentCode, fiscalYear, posted.id(), appropriationId, amount);
        return posted;
    }

    /**
     * Keeps B6 under any number of refunds at once: the refund takes its part of the payment by one
     * conditional UPDATE, after the ledger has looked whether the year is open and the document
     * new, and before the balance changes.
     */
    LedgerRepository.Posted refund(String departmentCode, int fiscalYear, Payment payment, BigDecimal amount,
                                   String documentNumber, LocalDate documentDate, String reason, String maker) {
        return ledger.post(departmentCode, fiscalYear, new Movement(MovementKind.REFUND,
            documentNumber, documentDate, reason, payment.id(),
            List.of(new Movement.Line(payment.appropriationId(), amount, ""))), maker,
            () -> take(departmentCode, fiscalYear, payment, amount, documentDate));
    }

    private void take(String departmentCode, int fiscalYear, Payment payment, BigDecimal amount, LocalDate documentDate) {
        payment.requireRefundable(amount, documentDate);
        int taken = sql.change("""
            UPDATE payment SET refunded_amount = refunded_amount + ?, refund_count = refund_count + 1
             WHERE department_code = ? AND fiscal_year = ? AND id = ? AND refunded_amount + ? <= amount""",
            amount, departmentCode, fiscalYear, payment.id(), amount);
        if (taken == 0) {
            find(departmentCode, fiscalYear, payment.id()).requireRefundable(amount, documentDate);
            throw new IllegalStateException("the database refuses what the payment allows");
        }
    }

    Payment find(String departmentCode, int fiscalYear, long id) {
        return sql.row(FIND, row -> new Payment(row.getLong(1), row.getLong(2), row.getObject(3, LocalDate.class),
            row.getBigDecimal(4), row.getBigDecimal(5), row.getInt(6), row.getString(7), row.getString(8),
            row.getString(9), row.getObject(10, OffsetDateTime.class).toInstant()), departmentCode, fiscalYear, id);
    }
}
