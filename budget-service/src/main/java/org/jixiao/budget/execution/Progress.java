package org.jixiao.budget.execution;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jixiao.budget.fiscalyear.FiscalYear;

/**
 * How far spending has come against the time of year. Keeps B22: the index is
 * (executed ÷ adjusted) ÷ (month ÷ 12) × 100; below 60 is red, from 60 yellow, from 80 green (practice of budget
 * monitoring). Without a budget there is neither index nor light.
 *
 * @param month         1 to 12: how many months of the year count as gone
 * @param progressIndex two decimals, cut and not rounded, so that none is shown that was not reached; null without a budget
 * @param light         null without a budget
 */
public record Progress(int month, BigDecimal progressIndex, Light light) {

    /** The first index that is no longer red. */
    public static final BigDecimal YELLOW_FROM = BigDecimal.valueOf(60);
    /** The first index that is green. */
    public static final BigDecimal GREEN_FROM = BigDecimal.valueOf(80);

    private static final BigDecimal PERCENT = BigDecimal.valueOf(100);
    private static final int INDEX_SCALE = 2;
    private static final int TIME_SCALE = 4;

    /** As a traffic light shows it. */
    public enum Light { RED, YELLOW, GREEN }

    /** Null before the year has begun: no time of it has gone. */
    public static Progress of(ExecutionFigures figures, int month) {
        if (month < 1) {
            return null;
        }
        if (figures.adjustedBudget().signum() <= 0) {
            return new Progress(month, null, null);
        }
        BigDecimal index = figures.executedAmount().multiply(PERCENT).multiply(BigDecimal.valueOf(FiscalYear.MONTHS))
            .divide(figures.adjustedBudget().multiply(BigDecimal.valueOf(month)), INDEX_SCALE, RoundingMode.FLOOR);
        return new Progress(month, index, index.compareTo(YELLOW_FROM) < 0 ? Light.RED : index.compareTo(GREEN_FROM) < 0 ? Light.YELLOW
            : Light.GREEN);
    }

    /** The part of the year that counts as gone, four decimals, half-up. */
    public BigDecimal timeOfYear() {
        return BigDecimal.valueOf(month).divide(BigDecimal.valueOf(FiscalYear.MONTHS), TIME_SCALE, RoundingMode.HALF_UP);
    }
}
