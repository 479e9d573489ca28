package org.jixiao.budget.appropriation;

import jakarta.annotation.security.RolesAllowed;
import jakarta.transaction.Transactional;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jixiao.budget.Place;
import org.jixiao.budget.department.Department;
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

@Path("/api/v1/departments/{department}/fiscal-years/{fiscalYear}/appropriations")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Appropriations", description = "Budget quotas (预算指标) and what is left on them")
class AppropriationResource {

    @Schema(name = "AppropriationCreate", description = "An appropriation to be entered; its money comes by movements",
        requiredProperties = {"agencyCode", "fundNature", "expenditureKind", "functionalClass", "economicClass", "economicClassName"})
    record AppropriationCreate(
        @NotNull @Pattern(regexp = Department.CODE)
        @Schema(description = "The budget unit that may spend it", examples = "YF-XZSP-01") String agencyCode,
        @Pattern(regexp = Department.CODE)
        @Schema(description = "The project; required for project expenditure and only there", examples = "YF-2021-01") String projectCode,
        @NotNull @Schema(description = "Where the money comes from") FundNature fundNature,
        @NotNull @Schema(description = "What it is for; PERSONNEL and OPERATING together are basic expenditure") ExpenditureKind expenditureKind,
        @NotNull @Pattern(regexp = "[0-9]{3}([0-9]{2}){0,2}")
        @Schema(description = "Functional classification", examples = "2010301") String functionalClass,
        @NotNull @Pattern(regexp = "[0-9]{3}([0-9]{2})?")
        @Schema(description = "Departmental economic classification", examples = "31002") String economicClass,
        @NotBlank @Size(max = 200)
        @Schema(description = "Name of the economic class", examples = "办公设备购置") String economicClassName) {
    }

    @Schema(name = "Appropriation", description = "A budget quota (预算指标) with its balance; amounts in yuan",
        requiredProperties = {"id", "agencyCode", "fundNature", "expenditureKind", "functionalClass", "economicClass",
            "economicClassName", "initialBudget", "adjustedBudget", "executedAmount",
            "committedAmount", "lapsedAmount", "carriedForwardAmount", "availableAmount", "entryCount"})
    record AppropriationView(
        @Schema(description = "Id", examples = "17") String id,
        @Schema(description = "The budget unit that may spend it", examples = "YF-XZSP-01") String agencyCode,
        @Schema(description = "The project, for project expenditure", examples = "YF-2021-01") String projectCode,
        @Schema(description = "Where the money comes from") FundNature fundNature,
        @Schema(description = "What it is for") ExpenditureKind expenditureKind,
        @Schema(description = "Functional classification", examples = "2010301") String functionalClass,
        @Schema(description = "Departmental economic classification", examples = "31002") String economicClass,
        @Schema(description = "Name of the economic class", examples = "办公设备购置") String economicClassName,
        @Schema(type = SchemaType.STRING, description = "Opening appropriation (年初预算数)", examples = "0.00") BigDecimal initialBudget,
        @Schema(type = SchemaType.STRING, description = "After supplements, reductions, virements and carry-over (全年预算数)", examples = "1996200.00") BigDecimal adjustedBudget,
        @Schema(type = SchemaType.STRING, description = "Payments less refunds (全年执行数)", examples = "1996200.00") BigDecimal executedAmount,
        @Schema(type = SchemaType.STRING, description = "Released for spending (指标下达); absent where nothing was ever released: then all of adjustedBudget can be spent",
            examples = "1996200.00") BigDecimal allottedAmount,
        @Schema(type = SchemaType.STRING, description = "Reserved, and neither paid nor released again", examples = "0.00") BigDecimal committedAmount,
        @Schema(type = SchemaType.STRING, description = "Surrendered at the end of the year (结余收回)", examples = "0.00") BigDecimal lapsedAmount,
        @Schema(type = SchemaType.STRING, description = "What the next year has taken over (结转下年)", examples = "0.00") BigDecimal carriedForwardAmount,
        @Schema(type = SchemaType.STRING, description = "adjustedBudget less committedAmount, executedAmount, lapsedAmount and carriedForwardAmount; below zero only where a control policy let it",
            examples = "0.00") BigDecimal availableAmount,
        @Schema(type = SchemaType.STRING, description = "executedAmount over adjustedBudget, four decimals, half-up; absent where adjustedBudget is zero",
            examples = "1.0000") BigDecimal executionRate,
        @Schema(description = "How many ledger entries the balance is made of", examples = "4") int entryCount) {

        static AppropriationView of(Appropriation appropriation) {
            return new AppropriationView(String.valueOf(appropriation.id()), appropriation.agencyCode(),
                appropriation.projectCode(), appropriation.fundNature(), appropriation.expenditureKind(),
                appropriation.functionalClass(), appropriation.economicClass(), appropriation.economicClassName(),
                appropriation.initialBudget(), appropriation.adjustedBudget(), appropriation.executedAmount(),
                appropriation.allottedAmount(), appropriation.committedAmount(), appropriation.lapsedAmount(),
                appropriation.carriedForwardAmount(), appropriation.availableAmount(), appropriation.executionRate(), appropriation.entryCount());
        }
    }

    private final AppropriationRepository appropriations;
    private final ListHandler lists;
    private final CallerHandler callers;
    private final IdempotencyHandler idempotency;

    AppropriationResource(AppropriationRepository appropriations, ListHandler lists, CallerHandler callers, IdempotencyHandler idempotency) {
        this.appropriations = appropriations;
        this.lists = lists;
        this.callers = callers;
        this.idempotency = idempotency;
    }

    @POST
    @RolesAllowed(Role.BUDGET_OFFICER)
    @Transactional
    @Operation(operationId = "createAppropriation", summary = "Enter an appropriation",
        description = "It starts with nothing on it: an OPENING movement, or later a SUPPLEMENT, brings the money. "
            + "One combination of unit, project, fund nature and classes is entered once a year. Project expenditure names its project (B11)."
            + " In a year that is closing only who is of finance, too, enters one (B9). Amounts in yuan.")
    @Parameter(ref = "Idempotency-Key")
    @APIResponseSchema(value = AppropriationView.class, responseCode = "201", responseDescription = "Entered; `Location` names it")
    public Response createAppropriation(String department, int fiscalYear, @NotNull @Valid AppropriationCreate request) {
        callers.requireDepartment(department);
        return idempotency.once(request, () -> {
            Appropriation.requireMatch(request.expenditureKind(), request.projectCode());
            Appropriation added = appropriations.add(department, fiscalYear, Appropriation.empty(request.agencyCode(),
                request.projectCode(), request.fundNature(), request.expenditureKind(), request.functionalClass(),
                request.economicClass(), request.economicClassName()), callers.caller());
            return Response.status(Response.Status.CREATED)
                .header(HttpHeaders.LOCATION, "/api/v1/departments/" + department + "/fiscal-years/" + fiscalYear
                    + "/appropriations/" + added.id())
                .header(HttpHeaders.ETAG, Etag.of(added.entryCount()))
                .entity(AppropriationView.of(added)).build();
        });
    }

    @GET
    @RolesAllowed({Role.BUDGET_OFFICER, Role.EVALUATOR, Role.DEPARTMENT_REVIEWER, Role.FINANCE_REVIEWER, Role.AUDITOR})
    @Listed(AppropriationList.class)
    @Selectable(AppropriationView.class)
    @Operation(operationId = "listAppropriations", summary = "List the appropriations of a fiscal year",
        description = "In the order in which they were entered, each with its balance in yuan (B1, B2).")
    public Page<AppropriationView> listAppropriations(String department, int fiscalYear) {
        callers.requireDepartment(department);
        return appropriations.page(department, fiscalYear, lists.query(new AppropriationList())).map(AppropriationView::of);
    }

    @GET
    @Path("/{appropriationId}")
    @RolesAllowed({Role.BUDGET_OFFICER, Role.EVALUATOR, Role.DEPARTMENT_REVIEWER, Role.FINANCE_REVIEWER, Role.AUDITOR})
    @Selectable(AppropriationView.class)
    @Operation(operationId = "getAppropriation", summary = "Read an appropriation",
        description = "With its balance in yuan (B1, B2); the entity tag changes with every entry and with what the next year takes over.")
    public RestResponse<AppropriationView> getAppropriation(String department, int fiscalYear, String appropriationId) {
        callers.requireDepartment(department);
        Long id = Place.id(appropriationId);
        Appropriation found = id == null ? null : appropriations.find(department, fiscalYear, id);
        if (found == null) {
            throw new Violation(ChassisProblem.NOT_FOUND).with("id", appropriationId);
        }
        return RestResponse.ResponseBuilder.ok(AppropriationView.of(found))
            .header(HttpHeaders.ETAG, etag(found)).build();
    }

    /** What the next year takes over is an entry there, not here. */
    private static String etag(Appropriation found) {
        return found.carriedForwardAmount().signum() == 0 ? Etag.of(found.entryCount())
            : Etag.of((found.entryCount() + " " + found.carriedForwardAmount()).getBytes(StandardCharsets.UTF_8));
    }
}
