package org.jixiao.budget.fiscalyear;

/** What a caller can do in a fiscal year. */
public enum FiscalYearAction { ADD_APPROPRIATION, POST_MOVEMENT, PAY, REFUND, CLOSE }
