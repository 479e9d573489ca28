package org.jixiao.budget.statement;

import java.math.BigDecimal;
import org.jixiao.budget.Amount;
import org.jixiao.budget.appropriation.Appropriation;

/** What was budgeted at first, what in the end, and what was spent of it. Yuan, scale 2. */
public record Figures(BigDecimal initialBudget, BigDecimal adjustedBudget, BigDecimal executedAmount) {

    public static final Figures NONE = new Figures(Amount.ZERO, Amount.ZERO, Amount.ZERO);

    public Figures plus(Figures other) {
        return new Figures(initialBudget.add(other.initialBudget), adjustedBudget.add(other.adjustedBudget),
            executedAmount.add(other.executedAmount));
    }

    /** Keeps B12. */
    public BigDecimal executionRate() {
        return Appropriation.rate(executedAmount, adjustedBudget);
    }
}
