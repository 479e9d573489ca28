package org.jixiao.evaluation;

import org.jixiao.chassis.problem.ProblemCode;

/** Refusals of this service, in order of precedence. */
public enum EvaluationProblem implements ProblemCode {

    PROJECT_MISMATCH(422),
    ROW_REPEATED(422),
    SCHEME_INCONSISTENT(422),
    SCHEME_UNKNOWN(422),
    ACTION_NOT_ALLOWED(409),
    REVIEWER_IS_SUBMITTER(422),
    FORM_MISMATCH(422),
    FORM_MISSING(422),
    FINDING_NOT_PRESENT(422),
    FINDING_NOT_EXPLAINABLE(422),
    FINDINGS_BLOCK_SUBMISSION(422);

    private final int status;

    EvaluationProblem(int status) {
        this.status = status;
    }

    @Override
    public int status() {
        return status;
    }
}
