package org.jixiao.budget.ledger;

import java.math.BigDecimal;
import java.util.Optional;
import org.jixiao.budget.Amount;
import org.jixiao.budget.control.ControlStage;

/** The ways in which an appropriation's balance can change, and what each does to it. */
public enum MovementKind {
    /** 年初预算批复 */
    OPENING(1, Group.BUDGET),
    /** 追加 */
    SUPPLEMENT(1, Group.BUDGET),
    /** 追减 */
    REDUCTION(-1, Group.BUDGET),
    /** 调剂: each line has its own sign */
    VIREMENT(0, Group.BUDGET),
    /** 上年结转 */
    CARRY_OVER(1, Group.BUDGET),
    /** 结余收回: what is left at the end of the year and goes back */
    LAPSE(-1, Group.LAPSED),
    /** 指标下达: each line has its own sign */
    ALLOTMENT(0, Group.ALLOTTED),
    /** Reserved, as for a contract that is signed */
    COMMITMENT(-1, Group.COMMITTED),
    /** Reserved no longer */
    RELEASE(1, Group.COMMITTED),
    /** 支付 */
    PAYMENT(-1, Group.EXECUTED),
    /** 退付 */
    REFUND(1, Group.EXECUTED),
    /** 冲销: another movement with the other sign */
    REVERSAL(0, Group.ANY);

    private enum Group { BUDGET, ALLOTTED, COMMITTED, EXECUTED, LAPSED, ANY }

    private final int sign;
    private final Group group;

    MovementKind(int sign, Group group) {
        this.sign = sign;
        this.group = group;
    }

    /** Whether it is recorded as a document about the budget, not as spending. */
    public boolean isBudgetDocument() {
        return group == Group.BUDGET || group == Group.ALLOTTED || group == Group.LAPSED;
    }

    /** Whether it changes the adjusted budget. */
    public boolean changesBudget() {
        return group == Group.BUDGET;
    }

    /** Whether its lines carry their own sign. */
    public boolean isSigned() {
        return sign == 0;
    }

    /** Where a policy may let it go beyond a limit, if anywhere. */
    Optional<ControlStage> stage() {
        return switch (this) {
            case ALLOTMENT -> Optional.of(ControlStage.ALLOTMENT);
            case COMMITMENT -> Optional.of(ControlStage.COMMITMENT);
            case PAYMENT -> Optional.of(ControlStage.PAYMENT);
            default -> Optional.empty();
        };
    }

    /** A line's amount as its entry has it: below zero where it takes. */
    public BigDecimal signed(BigDecimal amount) {
        return sign < 0 ? amount.negate() : amount;
    }

    /**
     * What an entry of this kind does to each measure. Keeps B1.
     *
     * @param outOfCommitment for a payment: whether it was reserved before
     */
    Change change(BigDecimal amount, boolean outOfCommitment) {
        BigDecimal zero = Amount.ZERO;
        return switch (group) {
            case BUDGET -> new Change(this == OPENING ? amount : zero, amount, zero, zero, zero, zero);
            case ALLOTTED -> new Change(zero, zero, amount, zero, zero, zero);
            case COMMITTED -> new Change(zero, zero, zero, amount.negate(), zero, zero);
            case EXECUTED -> new Change(zero, zero, zero, outOfCommitment ? amount : zero, amount.negate(), zero);
            case LAPSED -> new Change(zero, zero, zero, zero, zero, amount.negate());
            case ANY -> throw new IllegalStateException("a reversal does what its origin did, with the other sign");
        };
    }
}
