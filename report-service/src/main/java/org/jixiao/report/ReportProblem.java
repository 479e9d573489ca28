package org.jixiao.report;

import org.jixiao.chassis.problem.ProblemCode;

/** Refusals of this service, in order of precedence. */
public enum ReportProblem implements ProblemCode {

    /** The package has no such finding now: other rule, other place, or fixed meanwhile. */
    FINDING_NOT_FOUND(404),
    /** The finding contradicts figures with figures; only a correction resolves it. */
    FINDING_NOT_EXPLAINABLE(422),
    /** The chapters are not exactly 1 to 12, in order. */
    CHAPTERS_OUT_OF_ORDER(422);

    private final int status;

    ReportProblem(int status) {
        this.status = status;
    }

    @Override
    public int status() {
        return status;
    }
}
