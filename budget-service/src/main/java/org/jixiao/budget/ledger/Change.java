package org.jixiao.budget.ledger;

import java.math.BigDecimal;
import org.jixiao.budget.Amount;

/**
 * By how much each measure of an appropriation changes, or what it has in all. Yuan, scale 2.
 *
 * @param initial   年初预算数
 * @param adjusted  全年预算数
 * @param allotted  released for spending (已下达)
 * @param committed reserved and neither paid nor released again
 * @param executed  payments less refunds (全年执行数)
 * @param lapsed    surrendered at the end of the year
 */
public record Change(BigDecimal initial, BigDecimal adjusted, BigDecimal allotted, BigDecimal committed, BigDecimal executed,
                     BigDecimal lapsed) {

    public static final Change NONE = new Change(Amount.ZERO, Amount.ZERO, Amount.ZERO, Amount.ZERO, Amount.ZERO, Amount.ZERO);

    public Change plus(Change other) {
        return new Change(initial.add(other.initial), adjusted.add(other.adjusted), allotted.add(other.allotted),
            committed.add(other.committed), executed.add(other.executed), lapsed.add(other.lapsed));
    }

    public Change negate() {
        return new Change(initial.negate(), adjusted.negate(), allotted.negate(), committed.negate(), executed.negate(),
            lapsed.negate());
    }

    /** What it leaves to be spent. Keeps B1. */
    public BigDecimal available() {
        return adjusted.subtract(committed).subtract(executed).subtract(lapsed);
    }

    /** What of the allotment it takes. */
    public BigDecimal spoken() {
        return committed.add(executed);
    }
}
