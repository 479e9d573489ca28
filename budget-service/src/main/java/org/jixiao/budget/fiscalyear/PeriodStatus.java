package org.jixiao.budget.fiscalyear;

/** Whether a fiscal year, or one of its months, takes movements. */
public enum PeriodStatus {
    /** Takes what is dated into it. */
    OPEN,
    /** Takes only what finance records with an explanation. */
    SOFT_CLOSED,
    /** Takes nothing. */
    CLOSED
}
