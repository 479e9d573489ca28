package org.jixiao.budget.statement;

import jakarta.annotation.security.RolesAllowed;
import jakarta.transaction.Transactional;
import jakarta.validation.Valid;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jixiao.budget.fiscalyear.FiscalYear;
import org.jixiao.budget.fiscalyear.PeriodAction;
import org.jixiao.budget.fiscalyear.PeriodRepository;
import org.jixiao.budget.fiscalyear.PeriodResource.PeriodClose;
import org.jixiao.chassis.access.CallerHandler;
import org.jixiao.chassis.access.Role;
import org.jixiao.chassis.etag.Etag;
import org.jixiao.chassis.idempotency.IdempotencyHandler;

@Path("/api/v1/departments/{department}/fiscal-years/{fiscalYear}/close")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Fiscal years")
class ClosingResource {

    private final PeriodRepository periods;
    private final StatementRepository statements;
    private final StatementPublisher publisher;
    private final CallerHandler callers;
    private final IdempotencyHandler idempotency;

    ClosingResource(PeriodRepository periods, StatementRepository statements, StatementPublisher publisher,
                    CallerHandler callers, IdempotencyHandler idempotency) {
        this.periods = periods;
        this.statements = statements;
        this.publisher = publisher;
        this.callers = callers;
        this.idempotency = idempotency;
    }

    /** Says what it consumes, because a request without a body has no Content-Type. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed(Role.BUDGET_OFFICER)
    @Transactional
    @Operation(operationId = "closeFiscalYear", summary = "Close a fiscal year",
        description = "Waits for whoever is recording, then refuses every further movement, and announces the statement (B9, B15). "
            + "A closed year is not closed again before it is reopened; then the statement has the next version. The months may be open or closed.")
    @Parameter(ref = "Idempotency-Key")
    @APIResponseSchema(value = StatementResource.StatementView.class, responseCode = "200", responseDescription = "Closed; the statement as announced")
    public Response closeFiscalYear(String department, int fiscalYear,
            @Parameter(description = "The entity tag of the periods as they were read; if given, it must be current", example = "\"3\"")
            @HeaderParam(HttpHeaders.IF_MATCH) String ifMatch, @Valid PeriodClose request) {
        callers.requireDepartment(department);
        return idempotency.once(request == null ? "" : request, () -> {
            FiscalYear year = periods.lock(department, fiscalYear);
            if (ifMatch != null) {
                Etag.require(ifMatch, year.version());
            }
            year.require(PeriodAction.CLOSE, null, callers.caller());
            FiscalYear closed = periods.change(year, PeriodAction.CLOSE, null, request == null ? null : request.reason(),
                callers.caller().subject());
            Statement statement = statements.find(department, fiscalYear);
            publisher.announce(statement);
            return Response.ok(StatementResource.StatementView.of(statement))
                .header(HttpHeaders.ETAG, Etag.of(closed.version())).build();
        });
    }
}
