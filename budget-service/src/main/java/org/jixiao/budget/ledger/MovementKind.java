package org.jixiao.budget.ledger;

import java.math.BigDecimal;

/** The ways in which an appropriation's balance can change, and what each does to it. */
public enum MovementKind {
    /** 年初预算批复 */
    OPENING(1, true, true, false),
    /** 追加 */
    SUPPLEMENT(1, false, true, false),
    /** 追减 */
    REDUCTION(-1, false, true, false),
    /** 调剂: each line has its own sign */
    VIREMENT(0, false, true, false),
    /** 上年结转 */
    CARRY_OVER(1, false, true, false),
    /** 支付 */
    PAYMENT(-1, false, false, true),
    /** 退付 */
    REFUND(1, false, false, true);

    private final int sign;
    private final boolean initial;
    private final boolean adjusted;
    private final boolean executed;

    MovementKind(int sign, boolean initial, boolean adjusted, boolean executed) {
        this.sign = sign;
        this.initial = initial;
        this.adjusted = adjusted;
        this.executed = executed;
    }

    /** Whether it changes the budget, other than by spending it or giving it back. */
    public boolean changesBudget() {
        return adjusted;
    }

    /** Whether its lines carry their own sign. */
    public boolean isSigned() {
        return sign == 0;
    }

    /** A line's amount as its entry has it: signed by the effect on what is available. Keeps B1. */
    public BigDecimal signed(BigDecimal amount) {
        return sign < 0 ? amount.negate() : amount;
    }

    /** By what an entry's amount is multiplied to give the change of the initial budget. */
    int initialFactor() {
        return initial ? 1 : 0;
    }

    /** By what an entry's amount is multiplied to give the change of the adjusted budget. */
    int adjustedFactor() {
        return adjusted ? 1 : 0;
    }

    /** By what an entry's amount is multiplied to give the change of the executed amount. */
    int executedFactor() {
        return executed ? -1 : 0;
    }
}
