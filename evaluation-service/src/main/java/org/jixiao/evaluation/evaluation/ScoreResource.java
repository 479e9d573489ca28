package org.jixiao.evaluation.evaluation;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jixiao.chassis.access.Role;
import org.jixiao.chassis.audit.AuditedRead;
import org.jixiao.chassis.problem.ChassisProblem;
import org.jixiao.chassis.problem.Violation;
import org.jixiao.evaluation.scoring.Score;

@Path("/api/v1/evaluations")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Role.EVALUATOR, Role.DEPARTMENT_REVIEWER, Role.FINANCE_REVIEWER, Role.PUBLISHER, Role.AUDITOR})
@Tag(name = "evaluations")
public class ScoreResource {

    private final EvaluationRepository evaluations;

    ScoreResource(EvaluationRepository evaluations) {
        this.evaluations = evaluations;
    }

    @GET
    @AuditedRead
    @Path("/{id}/score")
    @Operation(operationId = "getScore", summary = "Read the computed score beside the stated one",
            description = "Computed anew from form and scheme (E2 to E7), in points, with the arithmetic of each step. Where no rule "
                    + "derives a score, `computedScore` is absent and the stated score counts in the sums. 404 while there is no form.")
    @APIResponse(responseCode = "200", description = "The score",
            content = @Content(schema = @Schema(implementation = Score.class)))
    public Score get(@Parameter(description = "Id of the evaluation", example = "1") @PathParam("id") String id) {
        return evaluations.find(id).score()
                .orElseThrow(() -> new Violation(ChassisProblem.NOT_FOUND).with("id", id + "/score"));
    }
}
