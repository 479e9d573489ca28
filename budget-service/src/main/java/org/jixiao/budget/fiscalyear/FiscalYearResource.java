package org.jixiao.budget.fiscalyear;

import jakarta.annotation.security.RolesAllowed;
import jakarta.transaction.Transactional;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jixiao.budget.Amount;
import org.jixiao.chassis.access.Caller;
import org.jixiao.chassis.access.CallerHandler;
import org.jixiao.chassis.access.Role;
import org.jixiao.chassis.etag.Etag;
import org.jixiao.chassis.idempotency.IdempotencyHandler;
import org.jixiao.chassis.paging.ListHandler;
import org.jixiao.chassis.paging.Listed;
import org.jixiao.chassis.paging.Page;
import org.jixiao.chassis.paging.Selectable;

@Path("/api/v1/departments/{department}/fiscal-years")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Fiscal years", description = "The budget years of a department, from opening to closing")
class FiscalYearResource {

    @Schema(name = "FiscalYearCreate", description = "A fiscal year to be opened", requiredProperties = "fiscalYear")
    record FiscalYearCreate(
        @NotNull @Min(1949) @Max(2999)
        @Schema(description = "The calendar year", examples = "2021") Integer fiscalYear,
        @Valid
        @Schema(description = "Figures of the year before, where it has no ledger here")
        ComparativeCreate comparative) {
    }

    @Schema(name = "ComparativeCreate", description = "Figures of the year before, taken from elsewhere",
        requiredProperties = {"initialBudget", "executedAmount", "source"})
    record ComparativeCreate(
        @NotNull @Schema(description = "Initial budget in yuan", pattern = "^[0-9]+(\\.[0-9]{1,2})?$", examples = "1060400.00")
        String initialBudget,
        @NotNull @Schema(description = "Executed amount in yuan", pattern = "^[0-9]+(\\.[0-9]{1,2})?$", examples = "3631100.00")
        String executedAmount,
        @NotBlank @Size(max = 500)
        @Schema(description = "Where the figures stand", examples = "2021年度自评报告四") String source) {
    }

    @Schema(name = "FiscalYear", description = "A budget year of a department",
        requiredProperties = {"fiscalYear", "status", "statementVersion", "allowedActions"})
    record FiscalYearView(
        @Schema(description = "The calendar year", examples = "2021") int fiscalYear,
        @Schema(description = "OPEN takes movements, SOFT_CLOSED only from finance and with an explanation, CLOSED none") PeriodStatus status,
        @Schema(description = "How many statements of this year have been announced", examples = "0") int statementVersion,
        @Schema(description = "Figures of the year before, where it has no ledger here") ComparativeView comparative,
        @Schema(description = "Who closed it", examples = "budget-officer") String closedBy,
        @Schema(description = "When it was closed", examples = "2022-01-10T01:30:00Z") Instant closedAt,
        @Schema(description = "What the caller may do now") List<FiscalYearAction> allowedActions) {

        static FiscalYearView of(FiscalYear year, Caller caller) {
            FiscalYear.Comparative comparative = year.comparative();
            return new FiscalYearView(year.fiscalYear(), year.status(), year.statementVersion(),
                comparative == null ? null
                    : new ComparativeView(comparative.initialBudget(), comparative.executedAmount(), comparative.source()),
                year.closedBy(), year.closedAt(), year.allowedActions(caller));
        }
    }

    @Schema(name = "Comparative", description = "Figures of the year before, taken from elsewhere",
        requiredProperties = {"initialBudget", "executedAmount", "source"})
    record ComparativeView(
        @Schema(type = SchemaType.STRING, description = "Initial budget in yuan", examples = "1060400.00") BigDecimal initialBudget,
        @Schema(type = SchemaType.STRING, description = "Executed amount in yuan", examples = "3631100.00") BigDecimal executedAmount,
        @Schema(description = "Where the figures stand", examples = "2021年度自评报告四") String source) {
    }

    private final FiscalYearRepository years;
    private final ListHandler lists;
    private final CallerHandler callers;
    private final IdempotencyHandler idempotency;

    FiscalYearResource(FiscalYearRepository years, ListHandler lists, CallerHandler callers, IdempotencyHandler idempotency) {
        this.years = years;
        this.lists = lists;
        this.callers = callers;
        this.idempotency = idempotency;
    }

    @POST
    @RolesAllowed(Role.BUDGET_OFFICER)
    @Transactional
    @Operation(operationId = "createFiscalYear", summary = "Open a fiscal year",
        description = "A first year may bring figures of the year before for the comparison in its statement; "
            + "where the year before has a ledger here, the ledger is used instead (B14). Amounts in yuan.")
    @Parameter(ref = "Idempotency-Key")
    @APIResponseSchema(value = FiscalYearView.class, responseCode = "201", responseDescription = "Opened; `Location` names it")
    public Response createFiscalYear(String department, @NotNull @Valid FiscalYearCreate request) {
        callers.requireDepartment(department);
        FiscalYear.Comparative comparative = request.comparative() == null ? null : new FiscalYear.Comparative(
            Amount.notNegative(request.comparative().initialBudget(), "/comparative/initialBudget"),
            Amount.notNegative(request.comparative().executedAmount(), "/comparative/executedAmount"),
            request.comparative().source());
        return idempotency.once(request, () -> {
            FiscalYear year = FiscalYear.open(department, request.fiscalYear(), comparative);
            years.add(year);
            return Response.status(Response.Status.CREATED)
                .header(HttpHeaders.LOCATION, "/api/v1/departments/" + department + "/fiscal-years/" + year.fiscalYear())
                .header(HttpHeaders.ETAG, Etag.of(year.version()))
                .entity(FiscalYearView.of(year, callers.caller())).build();
        });
    }

    @GET
    @RolesAllowed({Role.BUDGET_OFFICER, Role.EVALUATOR, Role.DEPARTMENT_REVIEWER, Role.FINANCE_REVIEWER, Role.AUDITOR})
    @Listed(FiscalYearList.class)
    @Selectable(value = FiscalYearView.class, always = "fiscalYear")
    @Operation(operationId = "listFiscalYears", summary = "List the fiscal years of a department",
        description = "The earliest first.")
    public Page<FiscalYearView> listFiscalYears(String department) {
        callers.requireDepartment(department);
        return years.page(department, lists.query(new FiscalYearList()))
            .map(year -> FiscalYearView.of(year, callers.caller()));
    }

    @GET
    @Path("/{fiscalYear}")
    @RolesAllowed({Role.BUDGET_OFFICER, Role.EVALUATOR, Role.DEPARTMENT_REVIEWER, Role.FINANCE_REVIEWER, Role.AUDITOR})
    @Selectable(value = FiscalYearView.class, always = "fiscalYear")
    @Operation(operationId = "getFiscalYear", summary = "Read a fiscal year",
        description = "With the actions that the caller may take now; in a closed year nothing but reopening it (B9). The entity tag changes "
            + "with every change of the year or of one of its months.")
    public RestResponse<FiscalYearView> getFiscalYear(String department, int fiscalYear) {
        callers.requireDepartment(department);
        FiscalYear year = years.find(department, fiscalYear);
        return RestResponse.ResponseBuilder.ok(FiscalYearView.of(year, callers.caller()))
            .header(HttpHeaders.ETAG, Etag.of(year.version())).build();
    }
}
