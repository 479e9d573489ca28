package org.jixiao.budget.statement;

import jakarta.annotation.security.RolesAllowed;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jixiao.budget.fiscalyear.FiscalYearRepository;
import org.jixiao.chassis.access.CallerHandler;
import org.jixiao.chassis.access.Role;
import org.jixiao.chassis.idempotency.IdempotencyHandler;

@Path("/api/v1/departments/{department}/fiscal-years/{fiscalYear}/close")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Fiscal years")
class ClosingResource {

    private final FiscalYearRepository years;
    private final StatementRepository statements;
    private final StatementPublisher publisher;
    private final CallerHandler callers;
    private final IdempotencyHandler idempotency;

    ClosingResource(FiscalYearRepository years, StatementRepository statements, StatementPublisher publisher,
                    CallerHandler callers, IdempotencyHandler idempotency) {
        this.years = years;
        this.statements = statements;
        this.publisher = publisher;
        this.callers = callers;
        this.idempotency = idempotency;
    }

    @POST
    @RolesAllowed(Role.BUDGET_OFFICER)
    @Transactional
    @Operation(operationId = "closeFiscalYear", summary = "Close a fiscal year",
        description = "Waits for whoever is recording, then refuses every further movement, and announces the statement (B9, B15). "
            + "A closed year is not closed again.")
    @Parameter(ref = "Idempotency-Key")
    @APIResponseSchema(value = StatementResource.StatementView.class, responseCode = "200", responseDescription = "Closed; the statement as announced")
    public Response closeFiscalYear(String department, int fiscalYear) {
        callers.requireDepartment(department);
        return idempotency.once("", () -> {
            years.close(department, fiscalYear, callers.caller().subject());
            Statement statement = statements.find(department, fiscalYear);
            publisher.announce(statement);
            return Response.ok(StatementResource.StatementView.of(statement)).build();
        });
    }
}
