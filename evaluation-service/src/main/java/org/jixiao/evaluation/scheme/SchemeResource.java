package org.jixiao.evaluation.scheme;

import io.quarkus.security.Authenticated;
import jakarta.annotation.security.RolesAllowed;
import jakarta.transaction.Transactional;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.LocalDate;
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
import org.jixiao.chassis.etag.Etag;
import org.jixiao.chassis.idempotency.IdempotencyHandler;
import org.jixiao.chassis.paging.ListHandler;
import org.jixiao.chassis.paging.Listed;
import org.jixiao.chassis.paging.Page;
import org.jixiao.chassis.paging.Paged;
import org.jixiao.chassis.paging.Selectable;
import org.jixiao.chassis.problem.ChassisProblem;
import org.jixiao.chassis.problem.Violation;
import org.jixiao.evaluation.EvaluationProblem;

@Path("/api/v1/schemes")
@Produces(MediaType.APPLICATION_JSON)
@Authenticated
@Tag(name = "schemes", description = "Scoring schemes: weights, bands, ratings and tolerances as versioned data")
public class SchemeResource {

    private final SchemeRepository schemes;
    private final CallerHandler callers;
    private final IdempotencyHandler idempotency;
    private final ListHandler lists;

    SchemeResource(SchemeRepository schemes, CallerHandler callers, IdempotencyHandler idempotency, ListHandler lists) {
        this.schemes = schemes;
        this.callers = callers;
        this.idempotency = idempotency;
        this.lists = lists;
    }

    @GET
    @Listed(SchemeList.class)
    @Selectable(value = Scheme.class, always = {"code", "version"})
    @Operation(operationId = "listSchemes", summary = "List scoring schemes",
            description = "Every version of every scheme, by code and version.")
    @APIResponse(responseCode = "200", description = "A page of schemes",
            content = @Content(schema = @Schema(implementation = SchemePage.class)))
    public SchemePage list() {
        Page<Scheme> page = schemes.page(lists.query(new SchemeList()));
        return new SchemePage(page.items(), page.nextCursor());
    }

    @GET
    @Path("/{code}/versions/{version}")
    @Selectable(value = Scheme.class, always = {"code", "version"})
    @Operation(operationId = "getScheme", summary = "Read a version of a scoring scheme",
            description = "A version never changes. An evaluation keeps the version that it was opened with.")
    @APIResponse(responseCode = "200", description = "The scheme",
            content = @Content(schema = @Schema(implementation = Scheme.class)))
    public Response get(
            @Parameter(description = "Code of the scheme", example = "CN-2020-10") @PathParam("code") String code,
            @Parameter(description = "Version, from 1", example = "1") @PathParam("version") String version) {
        Scheme scheme = version.matches("[1-9][0-9]{0,8}")
                ? schemes.find(code, Integer.parseInt(version)).orElse(null) : null;
        if (scheme == null) {
            throw new Violation(ChassisProblem.NOT_FOUND).with("id", code + "/" + version);
        }
        return Response.ok(scheme).header("ETag", Etag.of(scheme.version())).build();
    }

    @POST
    @Path("/{code}/versions")
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed(Role.SCHEME_ADMINISTRATOR)
    @Transactional
    @Operation(operationId = "createSchemeVersion", summary = "Add a version of a scoring scheme",
            description = "The next version of a scheme, or the first of a new one. It never changes; evaluations opened from now on are "
                    + "scored by it where it holds, those opened before keep theirs (E1). Refused with `SCHEME_INCONSISTENT` where "
                    + "weights, bands or ratings do not agree (E12).")
    @APIResponse(responseCode = "201", description = "Stored",
            headers = @Header(name = "Location", description = "Where it is", schema = @Schema(type = SchemaType.STRING)),
            content = @Content(schema = @Schema(implementation = Scheme.class)))
    @Parameter(name = "Idempotency-Key", in = ParameterIn.HEADER, required = true, description = "Makes the request safe to repeat",
            example = "scheme-CN-2020-10-v2", schema = @Schema(type = SchemaType.STRING))
    public Response add(
            @Parameter(description = "Code of the scheme", example = "CN-2020-10")
            @PathParam("code") @Pattern(regexp = "[A-Z0-9][A-Z0-9-]{0,39}") String code,
            @Valid @NotNull SchemeCreate request) {
        return idempotency.once(request, () -> {
            requireConsistent(request);
            int version = schemes.add(code, request.validFrom(), request.validTo(), request.rules(), callers.caller().subject());
            return Response.status(Response.Status.CREATED)
                    .header(HttpHeaders.LOCATION, "/api/v1/schemes/" + code + "/versions/" + version)
                    .entity(schemes.find(code, version).orElseThrow()).header("ETag", Etag.of(version)).build();
        });
    }

    private static void requireConsistent(SchemeCreate request) {
        Violation violation = new Violation(EvaluationProblem.SCHEME_INCONSISTENT);
        List<SchemeChecks.Fault> faults = SchemeChecks.check(request.rules());
        faults.forEach(fault -> violation.error("/rules" + fault.pointer(), EvaluationProblem.SCHEME_INCONSISTENT, fault.message()));
        boolean backwards = request.validTo() != null && request.validTo().isBefore(request.validFrom());
        if (backwards) {
            violation.error("/validTo", EvaluationProblem.SCHEME_INCONSISTENT, "not before validFrom");
        }
        if (backwards || !faults.isEmpty()) {
            throw violation;
        }
    }

    @Schema(description = "A version of a scheme to be added")
    public record SchemeCreate(@NotNull LocalDate validFrom, LocalDate validTo, @NotNull Scheme.SchemeRules rules) {}

    @Schema(description = "A page of schemes")
    public record SchemePage(List<Scheme> items, String nextCursor) implements Paged {}
}
