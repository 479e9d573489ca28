package org.jixiao.budget.change;

import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jixiao.chassis.access.CallerHandler;
import org.jixiao.chassis.access.Role;
import org.jixiao.chassis.change.ChangeHandler;
import org.jixiao.chassis.paging.Listing;

@Path("/api/v1/departments/{department}/changes")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Departments")
class ChangeResource {

    private static final String DEPARTMENT = "/api/v1/departments/{0}";
    private static final String YEAR = DEPARTMENT + "/fiscal-years/{1}";

    /** What the feed shows, and where it is read. */
    static final Map<String, String> ADDRESSES = Map.of(
        "department", DEPARTMENT,
        "agency", DEPARTMENT + "/agencies/{1}",
        "project", DEPARTMENT + "/projects/{1}",
        "fiscalYear", YEAR,
        "periodChange", YEAR,
        "appropriation", YEAR + "/appropriations/{2}",
        "movement", YEAR + "/movements/{2}",
        "movementFinding", YEAR + "/movements/{2}",
        "intake", YEAR + "/intakes/{2}",
        "reconciliation", YEAR + "/reconciliations/{2}");

    private final ChangeHandler changes;
    private final CallerHandler callers;

    ChangeResource(ChangeHandler changes, CallerHandler callers) {
        this.changes = changes;
        this.callers = callers;
    }

    @GET
    @RolesAllowed({Role.BUDGET_OFFICER, Role.EVALUATOR, Role.DEPARTMENT_REVIEWER, Role.FINANCE_REVIEWER, Role.AUDITOR})
    @Operation(operationId = "listChanges", summary = "Follow the changes of a department",
        description = "For systems that keep a copy: what was committed after a position, each once, in an order in which nothing comes "
            + "before what it builds on. Positions only grow and no change ever appears before one that was read, so whoever gives "
            + "`next` as `since` misses nothing; starting again from any position gives the same. Positions have gaps here: refusals and "
            + "looks have positions, too. A document is one change, its entries are read with it; the documents of one file taken in are changes "
            + "of the intake, one or, row by row, several; `listEntries` has them by `intakeId`. A change comes within about a second; without anything new, ask again after `Retry-After`.")
    @APIResponse(responseCode = "200", description = "What happened",
        headers = @Header(name = "Retry-After", description = "Seconds after which to look again; absent where there is more",
            schema = @Schema(type = SchemaType.INTEGER)),
        content = @Content(schema = @Schema(implementation = ChangeHandler.ChangePage.class)))
    public RestResponse<ChangeHandler.ChangePage> listChanges(String department,
        @Parameter(description = "`next` of the answer before; `now` for the end as it is; absent for the beginning", example = "4711")
        @QueryParam("since") String since,
        @Parameter(description = "Changes at most, 100 unless given", example = "100")
        @QueryParam("limit") @DefaultValue("" + ChangeHandler.LIMIT_DEFAULT) @Min(1) @Max(Listing.LIMIT_MAX) int limit) {
        callers.requireDepartment(department);
        return changes.since(department, since, limit, ADDRESSES);
    }
}
