package org.jixiao.budget.statement;

/** Where the figures of the year before come from: its own ledger, or figures entered for comparison. Keeps B14. */
public enum PriorSource { LEDGER, COMPARATIVE }
