package org.jixiao.budget.ledger;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jixiao.chassis.paging.Text;

/**
 * What somebody wants to record: one document with one or more lines.
 *
 * @param reason      why; for a payment, what it was for
 * @param refersTo    the movement that it takes back wholly or in part, or the commitment that a payment
 *                    comes out of; else null
 * @param explanation why it is recorded although a policy or a closing period speaks against it, or null
 * @param intakeId    the intake that it came with, or null
 * @param lines       none in a reversal, which has those of its origin
 */
public record Movement(MovementKind kind, String documentNumber, LocalDate documentDate, String reason,
                       Long refersTo, String explanation, UUID intakeId, List<Line> lines) {

    /**
     * One line of the document.
     *
     * @param amount   above zero; signed only in a virement and an allotment
     * @param sourceId the appropriation of the year before that a carry-over comes from, or null
     * @param pointer  where the line stands in the request, to blame it
     */
    public record Line(long appropriationId, BigDecimal amount, Long sourceId, String pointer) {
    }

    public Movement {
        explanation = explanation == null || Text.isBlank(explanation) ? null : explanation;
        lines = List.copyOf(lines);
    }
}
