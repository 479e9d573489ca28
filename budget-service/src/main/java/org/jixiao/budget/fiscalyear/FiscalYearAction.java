package org.jixiao.budget.fiscalyear;

/** What a caller can do in a fiscal year, and to it. */
public enum FiscalYearAction { ADD_APPROPRIATION, POST_MOVEMENT, PAY, REFUND, SOFT_CLOSE, CLOSE, REOPEN }
