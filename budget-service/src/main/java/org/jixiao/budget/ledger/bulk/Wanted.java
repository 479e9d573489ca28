package org.jixiao.budget.ledger.bulk;

import java.math.BigDecimal;
import java.time.LocalDate;
import org.jixiao.budget.ledger.MovementKind;

/**
 * One line of a document that is to be recorded among many.
 *
 * @param kind        OPENING, SUPPLEMENT or PAYMENT
 * @param explanation why although a policy or a closing period speaks against it, or null
 * @param amount      above zero
 */
public record Wanted(MovementKind kind, String documentNumber, LocalDate documentDate, String reason, String explanation,
                     long appropriationId, BigDecimal amount) {
}
