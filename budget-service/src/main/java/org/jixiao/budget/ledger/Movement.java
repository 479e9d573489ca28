package org.jixiao.budget.ledger;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;

/**
 * What somebody wants to record: one document with one or more lines.
 *
 * @param reason   why; for a payment, what it was for
 * @param refundOf the payment that a refund gives back, else null
 */
public record Movement(MovementKind kind, String documentNumber, LocalDate documentDate, String reason,
                       Long refundOf, List<Line> lines) {

    /**
     * One line of the document.
     *
     * @param amount  above zero; signed only in a virement
     * @param pointer where the line stands in the request, to blame it
     */
    public record Line(long appropriationId, BigDecimal amount, String pointer) {
    }

    public Movement {
        lines = List.copyOf(lines);
    }
}
