package org.jixiao.budget.execution;

import java.math.BigDecimal;
import org.jixiao.budget.Amount;
import org.jixiao.budget.appropriation.Appropriation;

/**
 * What the entries of some appropriations sum up to. Yuan, scale 2.
 *
 * @param allottedAmount       released for spending; zero where nothing was ever released
 * @param carriedForwardAmount what the next year has taken over, which is no entry of this year
 * @param entryCount           how many entries are summed up
 */
public record ExecutionFigures(BigDecimal initialBudget, BigDecimal adjustedBudget, BigDecimal allottedAmount, BigDecimal committedAmount,
                               BigDecimal executedAmount, BigDecimal lapsedAmount, BigDecimal carriedForwardAmount, int entryCount) {

    public static final ExecutionFigures NONE = new ExecutionFigures(Amount.ZERO, Amount.ZERO, Amount.ZERO, Amount.ZERO, Amount.ZERO,
        Amount.ZERO, Amount.ZERO, 0);

    public ExecutionFigures plus(ExecutionFigures other) {
        return new ExecutionFigures(initialBudget.add(other.initialBudget), adjustedBudget.add(other.adjustedBudget),
            allottedAmount.add(other.allottedAmount), committedAmount.add(other.committedAmount), executedAmount.add(other.executedAmount),
            lapsedAmount.add(other.lapsedAmount), carriedForwardAmount.add(other.carriedForwardAmount), entryCount + other.entryCount);
    }

    /** Keeps B1. */
    public BigDecimal availableAmount() {
        return adjustedBudget.subtract(committedAmount).subtract(executedAmount).subtract(lapsedAmount).subtract(carriedForwardAmount);
    }

    /** Keeps B12. */
    public BigDecimal executionRate() {
        return Appropriation.rate(executedAmount, adjustedBudget);
    }
}
