package org.jixiao.budget.payment;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;

/**
 * A recorded payment, and how much of it has come back.
 *
 * @param id           of its movement
 * @param commitmentId what it came out of, or null
 * @param useCount     how often a refund or a reversal has changed what is left of it
 * @param paidDate     the date of its document
 */
public record Payment(long id, long appropriationId, Long commitmentId, LocalDate paidDate, BigDecimal amount,
                      BigDecimal refundedAmount, boolean reversed, int useCount, String documentNumber, String purpose, String maker,
                      Instant recordedAt) {
}
