package org.jixiao.evaluation.evaluation;

import jakarta.annotation.security.RolesAllowed;
import jakarta.transaction.Transactional;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
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
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jixiao.chassis.access.CallerHandler;
import org.jixiao.chassis.access.Role;
import org.jixiao.chassis.audit.AuditedRead;
import org.jixiao.chassis.bulk.BatchHandler;
import org.jixiao.chassis.bulk.Batched;
import org.jixiao.chassis.bulk.Done;
import org.jixiao.chassis.idempotency.IdempotencyHandler;
import org.jixiao.chassis.problem.Violation;
import org.jixiao.evaluation.EvaluationProblem;
import org.jixiao.evaluation.consistency.Finding;
import org.jixiao.evaluation.evaluation.Evaluation.ExplainedFinding;
import org.jixiao.evaluation.evaluation.Evaluation.Explanation;
import org.jixiao.evaluation.evaluation.LifeCycle.EvaluationAction;

@Path("/api/v1/evaluations")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "evaluations")
public class FindingResource {

    private final EvaluationRepository evaluations;
    private final CallerHandler callers;
    private final IdempotencyHandler idempotency;
    private final BatchHandler batches;
    private final Clock clock = Clock.systemUTC();

    FindingResource(EvaluationRepository evaluations, CallerHandler callers, IdempotencyHandler idempotency,
            BatchHandler batches) {
        this.evaluations = evaluations;
        this.callers = callers;
        this.idempotency = idempotency;
        this.batches = batches;
    }

    @GET
    @AuditedRead
    @Path("/{id}/findings")
    @RolesAllowed({Role.EVALUATOR, Role.DEPARTMENT_REVIEWER, Role.FINANCE_REVIEWER, Role.PUBLISHER, Role.AUDITOR})
    @Operation(operationId = "getFindings", summary = "Read the findings",
            description = "Every place where the form contradicts itself or its scheme (C1 to C15), computed anew, each with the newest "
                    + "explanation that covers it. Findings with `blocking` keep the form from being submitted.")
    @APIResponse(responseCode = "200", description = "The findings, in the order of the rules and of the form",
            content = @Content(schema = @Schema(implementation = Findings.class)))
    public Findings get(@Parameter(description = "Id of the evaluation", example = "1") @PathParam("id") String id) {
        return Findings.of(evaluations.find(id));
    }

    @POST
    @Path("/{id}/explanations")
    @RolesAllowed(Role.EVALUATOR)
    @Transactional
    @Operation(operationId = "createExplanation", summary = "Explain a finding",
            description = "Says why a finding stands; only for findings with `explainable`, while the form can be edited. The explanation "
                    + "holds for the finding's present figures and lapses when they change (C16). It is never removed.")
    @APIResponse(responseCode = "201", description = "Explained; the findings as they now are",
            headers = @Header(name = "Location", description = "The findings", schema = @Schema(type = SchemaType.STRING)),
            content = @Content(schema = @Schema(implementation = Findings.class)))
    @Parameter(name = "Idempotency-Key", in = ParameterIn.HEADER, required = true, description = "Makes the request safe to repeat",
            example = "explain-1-satisfaction", schema = @Schema(type = SchemaType.STRING))
    public Response explain(@Parameter(description = "Id of the evaluation", example = "1") @PathParam("id") String id,
            @Valid @NotNull ExplanationCreate request) {
        return idempotency.once(request, () -> {
            add(id, request);
            return Response.status(Response.Status.CREATED)
                    .header(HttpHeaders.LOCATION, address(id)).entity(Findings.of(evaluations.find(id))).build();
        });
    }

    @POST
    @Path("/{id}/explanations/batch")
    @RolesAllowed(Role.EVALUATOR)
    @Transactional
    @Operation(operationId = "createExplanationBatch", summary = "Explain several findings, each for itself",
            description = "Not atomic: an item that is refused has no effect and carries its problem; the others are explained. A body "
                    + "that is not well-formed is refused as a whole. The whole request is repeated safely under its one key (C16).")
    @Parameter(name = "Idempotency-Key", in = ParameterIn.HEADER, required = true, description = "Makes the request safe to repeat",
            example = "explain-1-all", schema = @Schema(type = SchemaType.STRING, maxLength = 255))
    @Batched("ExplainedFinding")
    public Response explainAll(@Parameter(description = "Id of the evaluation", example = "1") @PathParam("id") String id,
            @Valid @NotNull ExplanationBatch request) {
        // an evaluation that is not there is refused as a whole, not once for each item
        evaluations.lock(id);
        return batches.each(request, request.items(), item -> {
            Explanation given = add(id, item);
            return new Done<>(address(id), new ExplainedView(given.rule(), given.pointer(), given.text(), given.by(), given.at()));
        });
    }

    private Explanation add(String id, ExplanationCreate request) {
        EvaluationEntity row = evaluations.lock(id);
        EvaluationResource.lifeCycle(row).after(EvaluationAction.EXPLAIN, callers.caller());
        Finding finding = evaluations.find(id).findings().stream().map(ExplainedFinding::finding)
                .filter(f -> f.rule().equals(request.rule()) && f.pointer().equals(request.pointer())).findFirst()
                .orElseThrow(() -> new Violation(EvaluationProblem.FINDING_NOT_PRESENT).at("/pointer")
                        .with("rule", request.rule()).with("findingPointer", request.pointer()));
        if (!finding.explainable()) {
            throw new Violation(EvaluationProblem.FINDING_NOT_EXPLAINABLE).at("/rule").with("rule", finding.rule());
        }
        Explanation explanation = new Explanation(finding.rule(), finding.pointer(), finding.figures(), request.text(),
                callers.caller().subject(), clock.instant().truncatedTo(ChronoUnit.MILLIS));
        evaluations.addExplanation(row, explanation);
        return explanation;
    }

    private static String address(String id) {
        return "/api/v1/evaluations/" + id + "/findings";
    }

    @Schema(description = "Several findings to be explained, each for itself")
    public record ExplanationBatch(
            @NotNull @Size(min = 1, max = BatchHandler.ITEMS_MAX)
            @Schema(description = "What would be sent one by one") List<@NotNull ExplanationCreate> items) {}

    @Schema(description = "An explanation to be given")
    public record ExplanationCreate(
            @NotNull @Pattern(regexp = "[A-Z0-9_]{1,60}")
            @Schema(description = "Rule of the finding", examples = "SCORE_NOT_DERIVABLE") String rule,
            @NotNull @Size(max = 200)
            @Schema(description = "JSON pointer of the finding", examples = "/indicators/13/statedScore") String pointer,
            @NotBlank @Size(max = 2000)
            @Schema(description = "Why it stands", examples = "99 % 仍有提升空间，本单位主动扣 1 分。") String text) {}

    @Schema(name = "ExplainedFinding", description = "An explanation that was given, with the finding that it is for",
            requiredProperties = {"rule", "pointer", "text", "by", "at"})
    public record ExplainedView(
            @Schema(description = "Rule of the finding", maxLength = 60, examples = "SCORE_NOT_DERIVABLE") String rule,
            @Schema(description = "JSON pointer of the finding", maxLength = 200, examples = "/indicators/13/statedScore") String pointer,
            @Schema(description = "Why it stands", maxLength = 2000, examples = "99 % 仍有提升空间，本单位主动扣 1 分。") String text,
            @Schema(description = "Who gave it", maxLength = 255, examples = "zhang.wei") String by,
            @Schema(description = "When it was given") Instant at) {}

    @Schema(description = "Why a finding stands")
    public record ExplanationView(
            @Schema(examples = "99 % 仍有提升空间，本单位主动扣 1 分。") String text,
            @Schema(examples = "zhang.wei") String by,
            Instant at) {}

    @Schema(description = "A place where the form contradicts itself or its scheme")
    public record FindingView(
            @Schema(description = "The rule that does not hold; more may come", examples = "SCORE_LE_WEIGHT") String rule,
            Finding.Severity severity,
            @Schema(examples = "indicators[8] 实施综合窗口改革") String place,
            @Schema(description = "Where in the form to put it right", examples = "/indicators/7/statedScore") String pointer,
            @Schema(examples = "10") String stated,
            @Schema(examples = "5") String computed,
            @Schema(examples = "+5") String difference,
            @Schema(examples = "10 > 5") String computation,
            @Schema(description = "The rounding that explains the difference; only with INFO", examples = "2 项各按 ±0.005 及合计：|差额| ≤ 0.015") String tolerance,
            @Schema(description = "Whether an explanation can stand instead of a correction") boolean explainable,
            @Schema(description = "Whether it keeps the form from being submitted now") boolean blocking,
            ExplanationView explanation) {

        static FindingView of(ExplainedFinding explained) {
            Finding f = explained.finding();
            Explanation e = explained.explanation();
            return new FindingView(f.rule(), f.severity(), f.place(), f.pointer(), f.stated(), f.computed(), f.difference(),
                    f.computation(), f.tolerance(), f.explainable(), explained.blocks(),
                    e == null ? null : new ExplanationView(e.text(), e.by(), e.at()));
        }
    }

    @Schema(description = "All findings of a form")
    public record Findings(
            List<FindingView> items,
            @Schema(description = "How many of them keep the form from being submitted", examples = "6") int blockingCount) {

        static Findings of(Evaluation evaluation) {
            List<FindingView> items = evaluation.findings().stream().map(FindingView::of).toList();
            return new Findings(items, (int) items.stream().filter(FindingView::blocking).count());
        }
    }
}
