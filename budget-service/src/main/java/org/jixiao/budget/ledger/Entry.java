package org.jixiao.budget.ledger;

import java.math.BigDecimal;

/**
 * One line of the ledger, never changed and never deleted (B2).
 *
 * @param amount signed by its effect on what is available
 */
public record Entry(long appropriationId, MovementKind kind, BigDecimal amount) {
}
