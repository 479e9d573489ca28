package org.jixiao.budget.fiscalyear;

import java.time.Instant;

/**
 * A recorded change of a year or of one of its months.
 *
 * @param version the year's version after it, from 1 without gaps
 * @param month   1 to 12; null where it is the year
 * @param reason  null only where somebody closed without giving one
 */
public record PeriodChange(int version, Integer month, PeriodStatus was, PeriodStatus becomes, String reason, String maker,
                           Instant recordedAt) {
}
