package org.jixiao.evaluation.completion;

import jakarta.annotation.security.RolesAllowed;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Map;
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
import org.jixiao.evaluation.evaluation.Evaluation;
import org.jixiao.evaluation.evaluation.EvaluationEntity;
import org.jixiao.evaluation.evaluation.EvaluationRepository;
import org.jixiao.evaluation.evaluation.EvaluationResource;
import org.jixiao.evaluation.evaluation.EvaluationResource.EvaluationView;
import org.jixiao.evaluation.evaluation.LifeCycle.EvaluationAction;

@Path("/api/v1/evaluations")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "evaluations")
public class CompletionResource {

    private final EvaluationRepository evaluations;
    private final CompletionHandler completions;
    private final CallerHandler callers;
    private final IdempotencyHandler idempotency;
    private final Clock clock = Clock.systemUTC();

    CompletionResource(EvaluationRepository evaluations, CompletionHandler completions, CallerHandler callers,
            IdempotencyHandler idempotency) {
        this.evaluations = evaluations;
        this.completions = completions;
        this.callers = callers;
        this.idempotency = idempotency;
    }

    @POST
    @Path("/{id}/complete")
    @RolesAllowed({Role.DEPARTMENT_REVIEWER, Role.FINANCE_REVIEWER})
    @Transactional
    @Operation(operationId = "completeEvaluation", summary = "Complete",
            description = "Freezes a reviewed evaluation (E10) and announces it as `" + CompletionHandler.TYPE
                    + "`, for the report. Not by the one who submitted it (E9).")
    @APIResponse(responseCode = "200", description = "Completed",
            content = @Content(schema = @Schema(implementation = EvaluationView.class)))
    @Parameter(name = "Idempotency-Key", in = ParameterIn.HEADER, required = true, description = "Makes the request safe to repeat",
            example = "complete-1", schema = @Schema(type = SchemaType.STRING))
    public Response complete(@Parameter(description = "Id of the evaluation", example = "1") @PathParam("id") String id,
            @Parameter(description = "The ETag that was read; if given, it must be current", example = "\"3\"")
            @HeaderParam(HttpHeaders.IF_MATCH) String ifMatch) {
        return idempotency.once(Map.of(), () -> {
            EvaluationEntity row = evaluations.lock(id);
            if (ifMatch != null) {
                Etag.require(ifMatch, row.version);
            }
            row.status = EvaluationResource.lifeCycle(row).after(EvaluationAction.COMPLETE, callers.caller());
            row.completion = row.completion + 1;
            row.completedBy = callers.caller().subject();
            row.completedAt = clock.instant().truncatedTo(ChronoUnit.MILLIS);
            evaluations.addStep(row, EvaluationAction.COMPLETE.name(), row.completedBy, row.completedAt, null);
            Evaluation completed = evaluations.find(id);
            completions.announce(completed);
            return Response.ok(EvaluationView.of(completed, callers.caller()))
                    .header(HttpHeaders.ETAG, Etag.of(completed.version())).build();
        });
    }
}
