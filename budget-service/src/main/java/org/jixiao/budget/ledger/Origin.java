package org.jixiao.budget.ledger;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;

/**
 * A recorded movement that a later one refers to, and how much of it others have taken back.
 *
 * @param refersTo   what it refers to itself, or null
 * @param usedAmount what refunds, releases, payments or its reversal have taken of it
 * @param reversed   whether it has been reversed
 */
public record Origin(long id, MovementKind kind, LocalDate documentDate, Long refersTo, List<Entry> entries,
                     BigDecimal usedAmount, boolean reversed) {

    public Origin {
        entries = List.copyOf(entries);
    }

    /** All that there is of it to take back. */
    public BigDecimal amount() {
        return entries.stream().map(entry -> entry.amount().abs()).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    public BigDecimal unusedAmount() {
        return amount().subtract(usedAmount);
    }
}
