package org.jixiao.evaluation.evaluation;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jixiao.chassis.access.Caller;
import org.jixiao.chassis.access.Role;
import org.jixiao.chassis.problem.Violation;
import org.jixiao.evaluation.EvaluationProblem;

/**
 * Where an evaluation stands and who may move it where: draft → submitted → returned or reviewed → completed.
 * Keeps E8 (the order of the steps), E9 (the reviewer is never the submitter) and E10 (what is completed stays).
 */
public final class LifeCycle {

    public enum EvaluationStatus { DRAFT, SUBMITTED, RETURNED, REVIEWED, COMPLETED }

    /** What can be done, with the roles that do it: the department reviews, finance may give back and complete. */
    public enum EvaluationAction {
        EDIT_FORM(Role.EVALUATOR), EXPLAIN(Role.EVALUATOR), SUBMIT(Role.EVALUATOR),
        RETURN(Role.DEPARTMENT_REVIEWER, Role.FINANCE_REVIEWER), REVIEW(Role.DEPARTMENT_REVIEWER),
        COMPLETE(Role.DEPARTMENT_REVIEWER, Role.FINANCE_REVIEWER);

        private final Set<String> roles;

        EvaluationAction(String... roles) {
            this.roles = Set.of(roles);
        }

        boolean isReview() {
            return !roles.contains(Role.EVALUATOR);
        }

        boolean isOf(Caller caller) {
            return roles.stream().anyMatch(caller::has);
        }
    }

    private final EvaluationStatus status;
    private final String submittedBy;
    private final boolean hasForm;

    public LifeCycle(EvaluationStatus status, String submittedBy, boolean hasForm) {
        this.status = status;
        this.submittedBy = submittedBy;
        this.hasForm = hasForm;
    }

    /** What this caller may do now. Whether findings still block a submission is decided when it is submitted. */
    public List<EvaluationAction> allowed(Caller caller) {
        List<EvaluationAction> allowed = new ArrayList<>();
        for (EvaluationAction action : EvaluationAction.values()) {
            boolean ownSubmission = action.isReview() && caller.subject().equals(submittedBy);
            boolean nothingThere = (action == EvaluationAction.SUBMIT || action == EvaluationAction.EXPLAIN) && !hasForm;
            if (action.isOf(caller) && follows(action) && !ownSubmission && !nothingThere) {
                allowed.add(action);
            }
        }
        return allowed;
    }

    /** Where the action leads; refuses it where it does not follow or the caller reviews his own submission. */
    public EvaluationStatus after(EvaluationAction action, Caller caller) {
        if (!follows(action)) {
            throw new Violation(EvaluationProblem.ACTION_NOT_ALLOWED)
                    .with("action", action.name()).with("evaluationStatus", status.name())
                    .with("allowedActions", allowed(caller).stream().map(EvaluationAction::name).toList());
        }
        if (action.isReview() && caller.subject().equals(submittedBy)) {
            throw new Violation(EvaluationProblem.REVIEWER_IS_SUBMITTER).with("submittedBy", submittedBy);
        }
        if ((action == EvaluationAction.SUBMIT || action == EvaluationAction.EXPLAIN) && !hasForm) {
            throw new Violation(EvaluationProblem.FORM_MISSING);
        }
        return switch (action) {
            case EDIT_FORM, EXPLAIN -> status;
            case SUBMIT -> EvaluationStatus.SUBMITTED;
            case RETURN -> EvaluationStatus.RETURNED;
            case REVIEW -> EvaluationStatus.REVIEWED;
            case COMPLETE -> EvaluationStatus.COMPLETED;
        };
    }

    private boolean follows(EvaluationAction action) {
        return switch (action) {
            case EDIT_FORM, EXPLAIN, SUBMIT -> status == EvaluationStatus.DRAFT || status == EvaluationStatus.RETURNED;
            case RETURN, REVIEW -> status == EvaluationStatus.SUBMITTED;
            case COMPLETE -> status == EvaluationStatus.REVIEWED;
        };
    }
}
