package org.jixiao.budget.ledger;

import java.math.BigDecimal;
import org.jixiao.budget.Amount;
import org.jixiao.budget.appropriation.FundNature;

/** What an appropriation's entries sum up to. Keeps B1: available is the sum of all of them. */
public record Balance(long appropriationId, FundNature fundNature, BigDecimal initial, BigDecimal adjusted,
                      BigDecimal executed, int entryCount) {

    public static Balance empty(long appropriationId, FundNature fundNature) {
        return new Balance(appropriationId, fundNature, Amount.ZERO, Amount.ZERO, Amount.ZERO, 0);
    }

    public BigDecimal available() {
        return adjusted.subtract(executed);
    }

    public Balance after(Entry entry) {
        MovementKind kind = entry.kind();
        return new Balance(appropriationId, fundNature,
            initial.add(times(entry.amount(), kind.initialFactor())),
            adjusted.add(times(entry.amount(), kind.adjustedFactor())),
            executed.add(times(entry.amount(), kind.executedFactor())),
            entryCount + 1);
    }

    private static BigDecimal times(BigDecimal amount, int factor) {
        return amount.multiply(BigDecimal.valueOf(factor));
    }
}
