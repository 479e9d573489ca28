package org.jixiao.budget.ledger;

import java.math.BigDecimal;
import org.jixiao.budget.Amount;
import org.jixiao.budget.appropriation.ExpenditureKind;
import org.jixiao.budget.appropriation.FundNature;

/**
 * What an appropriation's entries sum up to.
 *
 * @param total          the sum of the entries' changes
 * @param allotted       whether anything was ever released: from then on only what is released can be spent
 * @param carriedForward what the next year has taken over
 * @param opened         whether it ever had an opening
 */
public record Balance(long appropriationId, FundNature fundNature, ExpenditureKind expenditureKind, String functionalClass,
                      Change total, boolean allotted, BigDecimal carriedForward, boolean opened, int entryCount) {

    public static Balance empty(long appropriationId, FundNature fundNature, ExpenditureKind expenditureKind, String functionalClass) {
        return new Balance(appropriationId, fundNature, expenditureKind, functionalClass, Change.NONE, false, Amount.ZERO, false, 0);
    }

    /** Keeps B1: what can still be spent, reserved or taken away. */
    public BigDecimal available() {
        return total.available().subtract(carriedForward);
    }

    /** What of the allotment is left; of no meaning where nothing was released. */
    public BigDecimal allotmentLeft() {
        return total.allotted().subtract(total.spoken());
    }

    public Balance after(Entry entry) {
        return new Balance(appropriationId, fundNature, expenditureKind, functionalClass, total.plus(entry.change()),
            allotted || entry.change().allotted().signum() != 0, carriedForward, opened || entry.kind() == MovementKind.OPENING,
            entryCount + 1);
    }

    public Balance carriedForward(BigDecimal amount) {
        return new Balance(appropriationId, fundNature, expenditureKind, functionalClass, total, allotted,
            carriedForward.add(amount), opened, entryCount);
    }
}
