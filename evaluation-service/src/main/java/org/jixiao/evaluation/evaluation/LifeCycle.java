package org.jixiao.evaluation.evaluation;

import java.util.ArrayList;
import java.util.List;
import org.jixiao.chassis.access.Caller;
import org.jixiao.chassis.access.Role;
import org.jixiao.chassis.problem.Violation;
import org.jixiao.evaluation.EvaluationProblem;

/**
 * Where an evaluation stands and who may move it where: draft → submitted → returned or reviewed → completed.
 * Keeps E8 (the order of the steps), E9 (the reviewer is never the submitter) and E10 (what is completed stays).
 */
public final class LifeCycle {

    public enum Status { DRAFT, SUBMITTED, RETURNED, REVIEWED, COMPLETED }

    /** What can be done, with the role that does it. */
    public enum Action {
        EDIT_FORM(Role.EVALUATOR), EXPLAIN(Role.EVALUATOR), SUBMIT(Role.EVALUATOR),
        RETURN(Role.DEPARTMENT_REVIEWER), REVIEW(Role.DEPARTMENT_REVIEWER), COMPLETE(Role.DEPARTMENT_REVIEWER);

        private final String role;

        Action(String role) {
            this.role = role;
        }

        boolean isReview() {
            return role.equals(Role.DEPARTMENT_REVIEWER);
        }
    }

    private final Status status;
    private final String submittedBy;
    private final boolean hasForm;

    public LifeCycle(Status status, String submittedBy, boolean hasForm) {
        this.status = status;
        this.submittedBy = submittedBy;
        this.hasForm = hasForm;
    }

    /** What this caller may do now. Whether findings still block a submission is decided when it is submitted. */
    public List<Action> allowed(Caller caller) {
        List<Action> allowed = new ArrayList<>();
        for (Action action : Action.values()) {
            boolean ownSubmission = action.isReview() && caller.subject().equals(submittedBy);
            boolean nothingThere = (action == Action.SUBMIT || action == Action.EXPLAIN) && !hasForm;
            if (caller.has(action.role) && follows(action) && !ownSubmission && !nothingThere) {
                allowed.add(action);
            }
        }
        return allowed;
    }

    /** Where the action leads; refuses it where it does not follow or the caller reviews his own submission. */
    public Status after(Action action, Caller caller) {
        if (!follows(action)) {
            throw new Violation(EvaluationProblem.ACTION_NOT_ALLOWED)
                    .with("action", action.name()).with("evaluationStatus", status.name())
                    .with("allowedActions", allowed(caller).stream().map(Action::name).toList());
        }
        if (action.isReview() && caller.subject().equals(submittedBy)) {
            throw new Violation(EvaluationProblem.REVIEWER_IS_SUBMITTER).with("submittedBy", submittedBy);
        }
        if ((action == Action.SUBMIT || action == Action.EXPLAIN) && !hasForm) {
            throw new Violation(EvaluationProblem.FORM_MISSING);
        }
        return switch (action) {
            case EDIT_FORM, EXPLAIN -> status;
            case SUBMIT -> Status.SUBMITTED;
            case RETURN -> Status.RETURNED;
            case REVIEW -> Status.REVIEWED;
            case COMPLETE -> Status.COMPLETED;
        };
    }

    private boolean follows(Action action) {
        return switch (action) {
            case EDIT_FORM, EXPLAIN, SUBMIT -> status == Status.DRAFT || status == Status.RETURNED;
            case RETURN, REVIEW -> status == Status.SUBMITTED;
            case COMPLETE -> status == Status.REVIEWED;
        };
    }
}
