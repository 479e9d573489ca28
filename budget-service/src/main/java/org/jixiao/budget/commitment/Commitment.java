package org.jixiao.budget.commitment;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;

/**
 * Money reserved on an appropriation, as for a contract that is signed.
 *
 * @param id             of its movement
 * @param paidAmount     what payments have taken out of it
 * @param releasedAmount what was given free again
 * @param useCount       how often one of them has changed
 */
public record Commitment(long id, long appropriationId, LocalDate documentDate, BigDecimal amount, BigDecimal paidAmount,
                         BigDecimal releasedAmount, boolean reversed, int useCount, String documentNumber, String reason,
                         String maker, Instant recordedAt) {

    /** What is still reserved. */
    public BigDecimal openAmount() {
        return reversed ? BigDecimal.ZERO.setScale(amount.scale()) : amount.subtract(paidAmount).subtract(releasedAmount);
    }
}
