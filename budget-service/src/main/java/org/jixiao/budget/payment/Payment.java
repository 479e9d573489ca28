package org.jixiao.budget.payment;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import org.jixiao.budget.BudgetProblem;
import org.jixiao.chassis.problem.Violation;

/**
 * A recorded payment, and how much of it has come back. Keeps B6.
 *
 * @param id       of its movement
 * @param paidDate the date of its document
 */
public record Payment(long id, long appropriationId, LocalDate paidDate, BigDecimal amount, BigDecimal refundedAmount,
                      int refundCount, String documentNumber, String purpose, String maker, Instant recordedAt) {

    public BigDecimal refundableAmount() {
        return amount.subtract(refundedAmount);
    }

    /** Refuses to give back more than was paid, or before it was paid. */
    public void requireRefundable(BigDecimal refundAmount, LocalDate refundDate) {
        if (refundDate.isBefore(paidDate)) {
            throw new Violation(BudgetProblem.REFUND_BEFORE_PAYMENT).at("/documentDate")
                .with("documentDate", refundDate.toString()).with("paidDate", paidDate.toString())
                .with("paymentId", String.valueOf(id));
        }
        if (refundAmount.compareTo(refundableAmount()) > 0) {
            throw new Violation(BudgetProblem.REFUND_EXCEEDS_PAYMENT).at("/amount")
                .with("available", refundableAmount()).with("requested", refundAmount)
                .with("paidAmount", amount).with("refundedAmount", refundedAmount)
                .with("paymentId", String.valueOf(id));
        }
    }
}
