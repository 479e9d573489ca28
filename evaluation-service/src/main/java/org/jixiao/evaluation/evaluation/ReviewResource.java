package org.jixiao.evaluation.evaluation;

import jakarta.annotation.security.RolesAllowed;
import jakarta.transaction.Transactional;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jixiao.chassis.access.CallerHandler;
import org.jixiao.chassis.access.Role;
import org.jixiao.chassis.etag.Etag;
import org.jixiao.chassis.idempotency.IdempotencyHandler;
import org.jixiao.chassis.problem.ProblemCode;
import org.jixiao.chassis.problem.Violation;
import org.jixiao.evaluation.EvaluationProblem;
import org.jixiao.evaluation.consistency.Finding;
import org.jixiao.evaluation.evaluation.Evaluation.ExplainedFinding;
import org.jixiao.evaluation.evaluation.LifeCycle.EvaluationAction;
import org.jixiao.evaluation.evaluation.LifeCycle.EvaluationStatus;

/** What people do to an evaluation that has been filled: submit it, give it back, approve it. */
@Path("/api/v1/evaluations")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "evaluations")
public class ReviewResource {

    private static final int NOTE_MAX = 2000;

    private final EvaluationRepository evaluations;
    private final CallerHandler callers;
    private final IdempotencyHandler idempotency;
    private final Clock clock = Clock.systemUTC();

    ReviewResource(EvaluationRepository evaluations, CallerHandler callers, IdempotencyHandler idempotency) {
        this.evaluations = evaluations;
        this.callers = callers;
        this.idempotency = idempotency;
    }

    @POST
    @Path("/{id}/submit")
    @RolesAllowed(Role.EVALUATOR)
    @Transactional
    @Operation(operationId = "submitEvaluation", summary = "Submit for review",
            description = "Refused with `FINDINGS_BLOCK_SUBMISSION` (422) while an ERROR finding stands that is neither corrected nor, "
                    + "where that is possible, explained; `findings` then lists each with place, stated and computed value, "
                    + "difference and computation, and the evaluation stays as it was.")
    @APIResponse(responseCode = "200", description = "Submitted",
            content = @Content(schema = @Schema(implementation = EvaluationResource.EvaluationView.class)))
    @APIResponse(responseCode = "422", description = "Findings block the submission; the evaluation stays as it was",
            content = @Content(mediaType = "application/problem+json", schema = @Schema(implementation = SubmissionRefusal.class)))
    @Parameter(name = "Idempotency-Key", in = ParameterIn.HEADER, required = true, description = "Makes the request safe to repeat",
            example = "submit-1", schema = @Schema(type = SchemaType.STRING))
    public Response submit(@Parameter(description = "Id of the evaluation", example = "1") @PathParam("id") String id,
            @Parameter(description = "The ETag that was read; if given, it must be current", example = "\"1\"")
            @HeaderParam(HttpHeaders.IF_MATCH) String ifMatch) {
        return act(id, ifMatch, EvaluationAction.SUBMIT, null, Map.of(), row -> {
            requireNothingBlocks(evaluations.find(id).findings());
            row.submittedBy = callers.caller().subject();
            row.submittedAt = now();
            row.reviewedBy = null;
            row.reviewedAt = null;
        });
    }

    /** One faulty place of a form, named by the rule that it breaks. */
    private record Rule(String name) implements ProblemCode {
        @Override
        public int status() {
            return EvaluationProblem.FINDINGS_BLOCK_SUBMISSION.status();
        }
    }

    private static void requireNothingBlocks(List<ExplainedFinding> findings) {
        List<Finding> blocking = findings.stream().filter(ExplainedFinding::blocks).map(ExplainedFinding::finding).toList();
        if (blocking.isEmpty()) {
            return;
        }
        Violation violation = new Violation(EvaluationProblem.FINDINGS_BLOCK_SUBMISSION)
                .with("blockingCount", blocking.size()).with("findings", blocking);
        for (Finding finding : blocking) {
            violation.error(finding.pointer(), new Rule(finding.rule()), finding.place() + "："
                    + (finding.computation() == null ? finding.stated() : finding.computation()));
        }
        throw violation;
    }

    @POST
    @Path("/{id}/return")
    @RolesAllowed({Role.DEPARTMENT_REVIEWER, Role.FINANCE_REVIEWER})
    @Transactional
    @Operation(operationId = "returnEvaluation", summary = "Return for correction",
            description = "Gives a submitted evaluation back with a reason. Not by the one who submitted it (E9).")
    @APIResponse(responseCode = "200", description = "Returned",
            content = @Content(schema = @Schema(implementation = EvaluationResource.EvaluationView.class)))
    @Parameter(name = "Idempotency-Key", in = ParameterIn.HEADER, required = true, description = "Makes the request safe to repeat",
            example = "return-1", schema = @Schema(type = SchemaType.STRING))
    public Response giveBack(@Parameter(description = "Id of the evaluation", example = "1") @PathParam("id") String id,
            @Parameter(description = "The ETag that was read; if given, it must be current", example = "\"2\"")
            @HeaderParam(HttpHeaders.IF_MATCH) String ifMatch, @Valid @NotNull EvaluationReturn request) {
        return act(id, ifMatch, EvaluationAction.RETURN, request.reason(), request, row -> { });
    }

    @POST
    @Path("/{id}/review")
    @RolesAllowed(Role.DEPARTMENT_REVIEWER)
    @Transactional
    @Operation(operationId = "reviewEvaluation", summary = "Approve after review",
            description = "Approves a submitted evaluation. Not by the one who submitted it (E9).")
    @APIResponse(responseCode = "200", description = "Reviewed",
            content = @Content(schema = @Schema(implementation = EvaluationResource.EvaluationView.class)))
    @Parameter(name = "Idempotency-Key", in = ParameterIn.HEADER, required = true, description = "Makes the request safe to repeat",
            example = "review-1", schema = @Schema(type = SchemaType.STRING))
    public Response review(@Parameter(description = "Id of the evaluation", example = "1") @PathParam("id") String id,
            @Parameter(description = "The ETag that was read; if given, it must be current", example = "\"2\"")
            @HeaderParam(HttpHeaders.IF_MATCH) String ifMatch, @Valid @NotNull EvaluationReview request) {
        return act(id, ifMatch, EvaluationAction.REVIEW, request.opinion(), request, row -> {
            row.reviewedBy = callers.caller().subject();
            row.reviewedAt = now();
        });
    }

    private Response act(String id, String ifMatch, EvaluationAction action, String note, Object request, Consumer<EvaluationEntity> change) {
        return idempotency.once(request, () -> {
            EvaluationEntity row = evaluations.lock(id);
            if (ifMatch != null) {
                Etag.require(ifMatch, row.version);
            }
            EvaluationStatus next = EvaluationResource.lifeCycle(row).after(action, callers.caller());
            change.accept(row);
            row.status = next;
            evaluations.addStep(row, action.name(), callers.caller().subject(), now(), note);
            return EvaluationResource.answer(evaluations.find(id), callers.caller(), Response.ok());
        });
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    @Schema(description = "Why an evaluation is given back")
    public record EvaluationReturn(
            @NotBlank @Size(max = NOTE_MAX) @Schema(examples = "群众满意度的偏差原因请补充调查样本量。") String reason) {}

    @Schema(description = "A reviewer's approval")
    public record EvaluationReview(
            @Size(max = NOTE_MAX) @Schema(description = "Opinion, if any", examples = "同意。") String opinion) {}

    /** The shape of the problem that {@link #requireNothingBlocks} makes, for readers of the API document. */
    @Schema(description = "Why a form was not submitted: a problem with every blocking finding")
    public record SubmissionRefusal(
            @Schema(examples = "/problems/FINDINGS_BLOCK_SUBMISSION") String type,
            @Schema(examples = "有 6 处问题须先改正或说明，自评表未提交") String title,
            @Schema(examples = "422") int status,
            @Schema(examples = "/api/v1/evaluations/1/submit") String instance,
            @Schema(examples = "3f0c6c1e-8a53-4c7b-9a53-6a5f0a6a1c11") String requestId,
            @Schema(examples = "FINDINGS_BLOCK_SUBMISSION") String code,
            @Schema(description = "How many findings block", examples = "6") int blockingCount,
            List<Finding> findings,
            @Schema(description = "A new attempt needs a new Idempotency-Key", examples = "true") boolean newKeyRequired,
            List<BlockingPlace> errors) {}

    @Schema(description = "One blocking finding in short")
    public record BlockingPlace(
            @Schema(examples = "/indicators/7/statedScore") String pointer,
            @Schema(description = "The rule", examples = "SCORE_LE_WEIGHT") String code,
            @Schema(examples = "indicators[8] 实施综合窗口改革：10 > 5") String message) {}
}
