package org.jixiao.budget;

import org.jixiao.chassis.problem.ProblemCode;

/** What the budget service refuses, in the order in which it looks. */
public enum BudgetProblem implements ProblemCode {

    AMOUNT_MALFORMED(400),
    AMOUNT_SCALE(400),
    AMOUNT_TOO_LARGE(400),
    AMOUNT_NOT_POSITIVE(400),
    MOVEMENT_KIND_ELSEWHERE(400),
    PROJECT_MISMATCH(422),
    FISCAL_YEAR_CLOSED(409),
    UNKNOWN_AGENCY(400),
    UNKNOWN_PROJECT(400),
    DEPARTMENT_EXISTS(409),
    AGENCY_EXISTS(409),
    PROJECT_EXISTS(409),
    FISCAL_YEAR_EXISTS(409),
    APPROPRIATION_EXISTS(409),
    DATE_OUTSIDE_FISCAL_YEAR(422),
    DOCUMENT_NUMBER_TAKEN(409),
    UNKNOWN_APPROPRIATION(400),
    VIREMENT_TO_ITSELF(422),
    APPROPRIATION_REPEATED(422),
    VIREMENT_NOT_BALANCED(422),
    VIREMENT_ACROSS_FUNDS(422),
    OPENING_NOT_FIRST(422),
    APPROPRIATION_EXCEEDED(422),
    BALANCE_TOO_LARGE(422),
    REFUND_BEFORE_PAYMENT(422),
    REFUND_EXCEEDS_PAYMENT(422);

    private final int status;

    BudgetProblem(int status) {
        this.status = status;
    }

    @Override
    public int status() {
        return status;
    }
}
