package org.jixiao.evaluation.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Set;
import org.jixiao.chassis.access.Caller;
import org.jixiao.chassis.access.Role;
import org.jixiao.chassis.problem.Violation;
import org.jixiao.evaluation.EvaluationProblem;
import org.jixiao.evaluation.evaluation.LifeCycle.EvaluationAction;
import org.jixiao.evaluation.evaluation.LifeCycle.EvaluationStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LifeCycleTest {

    private static final Caller EVALUATOR = new Caller("zhang.wei", Set.of(Role.EVALUATOR), Set.of("YF-XZSP"));
    private static final Caller REVIEWER = new Caller("li.na", Set.of(Role.DEPARTMENT_REVIEWER), Set.of("YF-XZSP"));
    private static final Caller BOTH =
            new Caller("zhang.wei", Set.of(Role.EVALUATOR, Role.DEPARTMENT_REVIEWER), Set.of("YF-XZSP"));

    @ParameterizedTest(name = "{0} {1} → {2}")
    @CsvSource(nullValues = "-", textBlock = """
            DRAFT,     EDIT_FORM, DRAFT
            DRAFT,     EXPLAIN,   DRAFT
            DRAFT,     SUBMIT,    SUBMITTED
            DRAFT,     RETURN,    -
            DRAFT,     REVIEW,    -
            DRAFT,     COMPLETE,  -
            SUBMITTED, EDIT_FORM, -
            SUBMITTED, EXPLAIN,   -
            SUBMITTED, SUBMIT,    -
            SUBMITTED, RETURN,    RETURNED
            SUBMITTED, REVIEW,    REVIEWED
            SUBMITTED, COMPLETE,  -
            RETURNED,  EDIT_FORM, RETURNED
            RETURNED,  EXPLAIN,   RETURNED
            RETURNED,  SUBMIT,    SUBMITTED
            RETURNED,  RETURN,    -
            RETURNED,  REVIEW,    -
            RETURNED,  COMPLETE,  -
            REVIEWED,  EDIT_FORM, -
            REVIEWED,  EXPLAIN,   -
            REVIEWED,  SUBMIT,    -
            REVIEWED,  RETURN,    -
            REVIEWED,  REVIEW,    -
            REVIEWED,  COMPLETE,  COMPLETED
            COMPLETED, EDIT_FORM, -
            COMPLETED, EXPLAIN,   -
            COMPLETED, SUBMIT,    -
            COMPLETED, RETURN,    -
            COMPLETED, REVIEW,    -
            COMPLETED, COMPLETE,  -
            """)
    void everyStepLeadsWhereItShouldOrNowhere(EvaluationStatus status, EvaluationAction action, EvaluationStatus next) {
        LifeCycle lifeCycle = new LifeCycle(status, "somebody", true);

        if (next == null) {
            assertEquals(EvaluationProblem.ACTION_NOT_ALLOWED, refusal(lifeCycle, action, BOTH));
        } else {
            assertEquals(next, lifeCycle.after(action, BOTH));
        }
    }

    @ParameterizedTest
    @CsvSource({"SUBMITTED, RETURN", "SUBMITTED, REVIEW", "REVIEWED, COMPLETE"})
    void theSubmitterDoesNotReviewEvenWithBothRoles(EvaluationStatus status, EvaluationAction action) {
        LifeCycle lifeCycle = new LifeCycle(status, "zhang.wei", true);

        assertEquals(EvaluationProblem.REVIEWER_IS_SUBMITTER, refusal(lifeCycle, action, BOTH));
        assertEquals(List.of(), lifeCycle.allowed(BOTH));
    }

    @Test
    void nothingIsSubmittedWithoutAForm() {
        LifeCycle lifeCycle = new LifeCycle(EvaluationStatus.DRAFT, null, false);

        assertEquals(EvaluationProblem.FORM_MISSING, refusal(lifeCycle, EvaluationAction.SUBMIT, EVALUATOR));
        assertEquals(List.of(EvaluationAction.EDIT_FORM), lifeCycle.allowed(EVALUATOR));
    }

    @Test
    void eachCallerIsOfferedWhatHisRoleCanDoNow() {
        LifeCycle draft = new LifeCycle(EvaluationStatus.DRAFT, null, true);
        LifeCycle submitted = new LifeCycle(EvaluationStatus.SUBMITTED, "zhang.wei", true);

        assertEquals(List.of(EvaluationAction.EDIT_FORM, EvaluationAction.EXPLAIN, EvaluationAction.SUBMIT), draft.allowed(EVALUATOR));
        assertEquals(List.of(), draft.allowed(REVIEWER));
        assertEquals(List.of(), submitted.allowed(EVALUATOR));
        assertEquals(List.of(EvaluationAction.RETURN, EvaluationAction.REVIEW), submitted.allowed(REVIEWER));
    }

    private static Object refusal(LifeCycle lifeCycle, EvaluationAction action, Caller caller) {
        return assertThrows(Violation.class, () -> lifeCycle.after(action, caller)).code();
    }
}
