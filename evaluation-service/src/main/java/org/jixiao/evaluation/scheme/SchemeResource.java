package org.jixiao.evaluation.scheme;

import io.quarkus.security.Authenticated;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jixiao.chassis.etag.Etag;
import org.jixiao.chassis.paging.ListHandler;
import org.jixiao.chassis.paging.Listed;
import org.jixiao.chassis.paging.Page;
import org.jixiao.chassis.paging.Paged;
import org.jixiao.chassis.paging.Selectable;
import org.jixiao.chassis.problem.ChassisProblem;
import org.jixiao.chassis.problem.Violation;

@Path("/api/v1/schemes")
@Produces(MediaType.APPLICATION_JSON)
@Authenticated
@Tag(name = "schemes", description = "Scoring schemes: weights, bands, ratings and tolerances as versioned data")
public class SchemeResource {

    private final SchemeRepository schemes;
    private final ListHandler lists;

    SchemeResource(SchemeRepository schemes, ListHandler lists) {
        this.schemes = schemes;
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

    @Schema(description = "A page of schemes")
    public record SchemePage(List<Scheme> items, String nextCursor) implements Paged {}
}
