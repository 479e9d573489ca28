package org.jixiao.budget.fiscalyear;

/** Whether a fiscal year still takes movements. Keeps B9. */
public enum FiscalYearStatus { OPEN, CLOSED }
