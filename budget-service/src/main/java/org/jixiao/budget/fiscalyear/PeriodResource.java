package org.jixiao.budget.fiscalyear;

import jakarta.annotation.security.RolesAllowed;
import jakarta.transaction.Transactional;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jixiao.chassis.access.Caller;
import org.jixiao.chassis.access.CallerHandler;
import org.jixiao.chassis.access.Role;
import org.jixiao.chassis.etag.Etag;
import org.jixiao.chassis.idempotency.IdempotencyHandler;
import org.jixiao.chassis.paging.ListHandler;
import org.jixiao.chassis.paging.Listed;
import org.jixiao.chassis.paging.Page;
import org.jixiao.chassis.paging.Selectable;
import org.jixiao.chassis.problem.ChassisProblem;
import org.jixiao.chassis.problem.Violation;

@Path("/api/v1/departments/{department}/fiscal-years")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Fiscal years")
public class PeriodResource {

    @Schema(name = "PeriodClose", description = "What is to be said of a closing")
    public record PeriodClose(
        @Size(min = 1, max = 500)
        @Schema(description = "Why, if there is something to say; it stands in the history for good", examples = "2021 年度决算") String reason) {
    }

    @Schema(name = "PeriodReason", description = "Why a period is closing or opens again", requiredProperties = "reason")
    record PeriodReason(
        @NotBlank @Size(max = 500)
        @Schema(description = "Why; it stands in the history for good", examples = "月度对账，财政审核后补录") String reason) {
    }

    @Schema(name = "Periods", description = "A fiscal year and its twelve months: what they take",
        requiredProperties = {"fiscalYear", "status", "version", "statementVersion", "allowedActions", "months"})
    record PeriodsView(
        @Schema(description = "The calendar year", examples = "2021") int fiscalYear,
        @Schema(description = "Of the year as a whole; a month takes no more than its year does") PeriodStatus status,
        @Schema(description = "How often the year or a month of it has changed; the entity tag", examples = "3") int version,
        @Schema(description = "How many statements of this year have been announced", examples = "1") int statementVersion,
        @Schema(description = "What the caller may do to the year now") List<PeriodAction> allowedActions,
        @Schema(description = "January to December") List<MonthView> months) {

        static PeriodsView of(FiscalYear year, Caller caller) {
            return new PeriodsView(year.fiscalYear(), year.status(), year.version(), year.statementVersion(),
                year.allowedActions(caller, null), IntStream.rangeClosed(1, FiscalYear.MONTHS)
                    .mapToObj(month -> new MonthView(month, year.status(month), year.allowedActions(caller, month))).toList());
        }
    }

    @Schema(name = "Month", description = "A month of a fiscal year", requiredProperties = {"month", "status", "allowedActions"})
    record MonthView(
        @Schema(description = "1 to 12", examples = "6") int month,
        @Schema(description = "OPEN takes movements dated in it, SOFT_CLOSED only from finance and with an explanation, CLOSED none") PeriodStatus status,
        @Schema(description = "What the caller may do to the month now") List<PeriodAction> allowedActions) {
    }

    @Schema(name = "PeriodChange", description = "A change of a year or of a month; never changed, never deleted",
        requiredProperties = {"version", "was", "becomes", "maker", "recordedAt"})
    record PeriodChangeView(
        @Schema(description = "The version that it made, from 1 without gaps", examples = "3") int version,
        @Schema(description = "1 to 12; absent where the year itself changed", examples = "6") Integer month,
        @Schema(description = "The status before") PeriodStatus was,
        @Schema(description = "The status after") PeriodStatus becomes,
        @Schema(description = "Why; absent only where somebody closed without giving a reason", examples = "审计发现六月漏记一笔") String reason,
        @Schema(description = "Who did it", examples = "finance-reviewer") String maker,
        @Schema(description = "When, by the database's clock", examples = "2022-01-10T01:30:00Z") Instant recordedAt) {

        static PeriodChangeView of(PeriodChange change) {
            return new PeriodChangeView(change.version(), change.month(), change.was(), change.becomes(), change.reason(),
                change.maker(), change.recordedAt());
        }
    }

    private final FiscalYearRepository years;
    private final PeriodRepository periods;
    private final ListHandler lists;
    private final CallerHandler callers;
    private final IdempotencyHandler idempotency;

    PeriodResource(FiscalYearRepository years, PeriodRepository periods, ListHandler lists, CallerHandler callers,
                   IdempotencyHandler idempotency) {
        this.years = years;
        this.periods = periods;
        this.lists = lists;
        this.callers = callers;
        this.idempotency = idempotency;
    }

    @GET
    @Path("/{fiscalYear}/periods")
    @RolesAllowed({Role.BUDGET_OFFICER, Role.EVALUATOR, Role.DEPARTMENT_REVIEWER, Role.FINANCE_REVIEWER, Role.AUDITOR})
    @Selectable(value = PeriodsView.class, always = {"fiscalYear", "version"})
    @Operation(operationId = "getPeriods", summary = "Read what the year and its months take",
        description = "With what the caller may do to each now. The entity tag changes with every change of any of them (B9).")
    public RestResponse<PeriodsView> getPeriods(String department, int fiscalYear) {
        callers.requireDepartment(department);
        FiscalYear year = years.find(department, fiscalYear);
        return RestResponse.ResponseBuilder.ok(PeriodsView.of(year, callers.caller()))
            .header(HttpHeaders.ETAG, Etag.of(year.version())).build();
    }

    @GET
    @Path("/{fiscalYear}/periods/changes")
    @RolesAllowed({Role.BUDGET_OFFICER, Role.EVALUATOR, Role.DEPARTMENT_REVIEWER, Role.FINANCE_REVIEWER, Role.AUDITOR})
    @Listed(PeriodChangeList.class)
    @Selectable(value = PeriodChangeView.class, always = "version")
    @Operation(operationId = "listPeriodChanges", summary = "List who closed and reopened what",
        description = "Every change of the year and of its months, the earliest first.")
    public Page<PeriodChangeView> listPeriodChanges(String department, int fiscalYear) {
        callers.requireDepartment(department);
        return periods.changes(department, fiscalYear, lists.query(new PeriodChangeList())).map(PeriodChangeView::of);
    }

    @POST
    @Path("/{fiscalYear}/soft-close")
    @RolesAllowed(Role.BUDGET_OFFICER)
    @Transactional
    @Operation(operationId = "softCloseFiscalYear", summary = "Let a fiscal year take late documents only",
        description = "From then on only who is of finance, too, records in it, with an explanation; waits for whoever is recording (B9).")
    @Parameter(ref = "Idempotency-Key")
    @APIResponseSchema(value = PeriodsView.class, responseCode = "200", responseDescription = "Closing; all periods as they are now")
    public Response softCloseFiscalYear(String department, int fiscalYear,
            @Parameter(description = "The entity tag of the periods as they were read", example = "\"3\"")
            @HeaderParam(HttpHeaders.IF_MATCH) String ifMatch, @NotNull @Valid PeriodReason request) {
        return change(department, fiscalYear, null, PeriodAction.SOFT_CLOSE, ifMatch, request, request.reason());
    }

    @POST
    @Path("/{fiscalYear}/reopen")
    @RolesAllowed(Role.FINANCE_REVIEWER)
    @Transactional
    @Operation(operationId = "reopenFiscalYear", summary = "Reopen a fiscal year",
        description = "Its months stay as they are. What was announced stays announced; closing again announces the next version of the statement (B9, B15).")
    @Parameter(ref = "Idempotency-Key")
    @APIResponseSchema(value = PeriodsView.class, responseCode = "200", responseDescription = "Open; all periods as they are now")
    public Response reopenFiscalYear(String department, int fiscalYear,
            @Parameter(description = "The entity tag of the periods as they were read", example = "\"3\"")
            @HeaderParam(HttpHeaders.IF_MATCH) String ifMatch, @NotNull @Valid PeriodReason request) {
        return change(department, fiscalYear, null, PeriodAction.REOPEN, ifMatch, request, request.reason());
    }

    @POST
    @Path("/{fiscalYear}/periods/{month}/soft-close")
    @RolesAllowed(Role.BUDGET_OFFICER)
    @Transactional
    @Operation(operationId = "softCloseMonth", summary = "Let a month take late documents only",
        description = "From then on only who is of finance, too, records documents dated in it, with an explanation; waits for whoever is recording (B9).")
    @Parameter(ref = "Idempotency-Key")
    @APIResponseSchema(value = PeriodsView.class, responseCode = "200", responseDescription = "Closing; all periods as they are now")
    public Response softCloseMonth(String department, int fiscalYear, int month,
            @Parameter(description = "The entity tag of the periods as they were read", example = "\"3\"")
            @HeaderParam(HttpHeaders.IF_MATCH) String ifMatch, @NotNull @Valid PeriodReason request) {
        return change(department, fiscalYear, month, PeriodAction.SOFT_CLOSE, ifMatch, request, request.reason());
    }

    @POST
    @Path("/{fiscalYear}/periods/{month}/close")
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed(Role.BUDGET_OFFICER)
    @Transactional
    @Operation(operationId = "closeMonth", summary = "Close a month",
        description = "Waits for whoever is recording, then nothing more is dated into it; the other months go on (B9).")
    @Parameter(ref = "Idempotency-Key")
    @APIResponseSchema(value = PeriodsView.class, responseCode = "200", responseDescription = "Closed; all periods as they are now")
    public Response closeMonth(String department, int fiscalYear, int month,
            @Parameter(description = "The entity tag of the periods as they were read", example = "\"3\"")
            @HeaderParam(HttpHeaders.IF_MATCH) String ifMatch, @Valid PeriodClose request) {
        return change(department, fiscalYear, month, PeriodAction.CLOSE, ifMatch, request,
            request == null ? null : request.reason());
    }

    @POST
    @Path("/{fiscalYear}/periods/{month}/reopen")
    @RolesAllowed(Role.FINANCE_REVIEWER)
    @Transactional
    @Operation(operationId = "reopenMonth", summary = "Reopen a month",
        description = "Not before its year is open again (B9).")
    @Parameter(ref = "Idempotency-Key")
    @APIResponseSchema(value = PeriodsView.class, responseCode = "200", responseDescription = "Open; all periods as they are now")
    public Response reopenMonth(String department, int fiscalYear, int month,
            @Parameter(description = "The entity tag of the periods as they were read", example = "\"3\"")
            @HeaderParam(HttpHeaders.IF_MATCH) String ifMatch, @NotNull @Valid PeriodReason request) {
        return change(department, fiscalYear, month, PeriodAction.REOPEN, ifMatch, request, request.reason());
    }

    private Response change(String department, int fiscalYear, Integer month, PeriodAction action, String ifMatch, Object request,
                            String reason) {
        callers.requireDepartment(department);
        if (month != null && (month < 1 || month > FiscalYear.MONTHS)) {
            throw new Violation(ChassisProblem.NOT_FOUND).with("id", String.valueOf(month));
        }
        return idempotency.once(request == null ? "" : request, () -> {
            FiscalYear year = periods.lock(department, fiscalYear);
            Etag.require(ifMatch, year.version());
            year.require(action, month, callers.caller());
            FiscalYear changed = periods.change(year, action, month, reason, callers.caller().subject());
            return Response.ok(PeriodsView.of(changed, callers.caller()))
                .header(HttpHeaders.ETAG, Etag.of(changed.version())).build();
        });
    }
}
