package org.jixiao.budget.ledger;

import java.math.BigDecimal;

/**
 * One line of the ledger, never changed and never deleted (B2).
 *
 * @param amount   what the document says of this appropriation, below zero where it takes
 * @param change   what it does to each measure
 * @param sourceId the appropriation of the year before that a carry-over comes from, or null
 */
public record Entry(long appropriationId, MovementKind kind, BigDecimal amount, Change change, Long sourceId) {

    /** The same with the other sign. */
    Entry reversed() {
        return new Entry(appropriationId, MovementKind.REVERSAL, amount.negate(), change.negate(), sourceId);
    }
}
