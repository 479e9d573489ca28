package org.jixiao.budget.department;

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
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jixiao.chassis.access.CallerHandler;
import org.jixiao.chassis.access.Role;
import org.jixiao.chassis.bulk.BatchHandler;
import org.jixiao.chassis.bulk.Batched;
import org.jixiao.chassis.bulk.Done;
import org.jixiao.chassis.etag.Etag;
import org.jixiao.chassis.idempotency.IdempotencyHandler;
import org.jixiao.chassis.paging.ListHandler;
import org.jixiao.chassis.paging.Listed;
import org.jixiao.chassis.paging.Page;
import org.jixiao.chassis.paging.Selectable;
import org.jixiao.chassis.problem.ChassisProblem;
import org.jixiao.chassis.problem.Violation;

@Path("/api/v1/departments/{department}/agencies")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Departments")
class AgencyResource {

    @Schema(name = "AgencyCreate", description = "A budget unit to be entered", requiredProperties = {"code", "name"})
    record AgencyCreate(
        @NotNull @Pattern(regexp = Department.CODE)
        @Schema(description = "Code of the unit within its department", examples = "YF-XZSP-01") String code,
        @NotBlank @Size(max = 200)
        @Schema(description = "Name of the unit", examples = "雁峰区行政审批服务局本级") String name,
        @Pattern(regexp = Department.CODE)
        @Schema(description = "The unit above, which must be entered already; absent at the top",
            examples = "YF-XZSP-01") String parentCode) {
    }

    @Schema(name = "Agency", description = "A budget unit (预算单位); units form a tree", requiredProperties = {"code", "name"})
    record AgencyView(
        @Schema(description = "Code of the unit within its department", examples = "YF-XZSP-01") String code,
        @Schema(description = "Name of the unit", examples = "雁峰区行政审批服务局本级") String name,
        @Schema(description = "The unit above; absent at the top", examples = "YF-XZSP-01") String parentCode) {

        static AgencyView of(Agency agency) {
            return new AgencyView(agency.code(), agency.name(), agency.parentCode());
        }
    }

    @Schema(name = "AgencyBatch", description = "Several budget units to be entered, each for itself", requiredProperties = "items")
    record AgencyBatch(
        @NotNull @Size(min = 1, max = BatchHandler.ITEMS_MAX)
        @Schema(description = "What would be sent one by one; the units above come first") List<@NotNull AgencyCreate> items) {
    }

    private static final long ONLY_VERSION = 1;

    private final AgencyRepository agencies;
    private final ListHandler lists;
    private final CallerHandler callers;
    private final IdempotencyHandler idempotency;
    private final BatchHandler batches;

    AgencyResource(AgencyRepository agencies, ListHandler lists, CallerHandler callers, IdempotencyHandler idempotency,
        BatchHandler batches) {
        this.agencies = agencies;
        this.lists = lists;
        this.callers = callers;
        this.idempotency = idempotency;
        this.batches = batches;
    }

    @POST
    @RolesAllowed(Role.BUDGET_OFFICER)
    @Transactional
    @Operation(operationId = "createAgency", summary = "Enter a budget unit",
        description = "Units above are entered first.")
    @Parameter(ref = "Idempotency-Key")
    @APIResponseSchema(value = AgencyView.class, responseCode = "201", responseDescription = "Entered; `Location` names it")
    public Response createAgency(String department, @NotNull @Valid AgencyCreate request) {
        callers.requireDepartment(department);
        return idempotency.once(request, () -> {
            AgencyView added = add(department, request);
            return Response.status(Response.Status.CREATED).header(HttpHeaders.LOCATION, address(department, added.code()))
                .header(HttpHeaders.ETAG, Etag.of(ONLY_VERSION)).entity(added).build();
        });
    }

    @POST
    @Path("/batch")
    @RolesAllowed(Role.BUDGET_OFFICER)
    @Transactional
    @Operation(operationId = "createAgencyBatch", summary = "Enter several budget units, each for itself",
        description = "Not atomic: an item that is refused has no effect and carries its problem; the others are entered, in the order "
            + "given, so that a later item may refer to an earlier one. A body that is not well-formed is refused as a whole. "
            + "The whole request is repeated safely under its one key.")
    @Parameter(ref = "Idempotency-Key")
    @Batched("Agency")
    public Response createAgencyBatch(String department, @NotNull @Valid AgencyBatch request) {
        callers.requireDepartment(department);
        return batches.each(request, request.items(), item -> {
            AgencyView added = add(department, item);
            return new Done<>(address(department, added.code()), added);
        });
    }

    private AgencyView add(String department, AgencyCreate request) {
        Agency agency = new Agency(request.code(), request.name(), request.parentCode());
        agencies.add(department, agency);
        return AgencyView.of(agency);
    }

    private static String address(String department, String code) {
        return "/api/v1/departments/" + department + "/agencies/" + code;
    }

    @GET
    @RolesAllowed({Role.BUDGET_OFFICER, Role.EVALUATOR, Role.DEPARTMENT_REVIEWER, Role.FINANCE_REVIEWER, Role.AUDITOR})
    @Listed(AgencyList.class)
    @Selectable(value = AgencyView.class, always = "code")
    @Operation(operationId = "listAgencies", summary = "List the budget units of a department",
        description = "By code; `parentCode` gives the tree.")
    public Page<AgencyView> listAgencies(String department) {
        callers.requireDepartment(department);
        return agencies.page(department, lists.query(new AgencyList())).map(AgencyView::of);
    }

    @GET
    @Path("/{agency}")
    @RolesAllowed({Role.BUDGET_OFFICER, Role.EVALUATOR, Role.DEPARTMENT_REVIEWER, Role.FINANCE_REVIEWER, Role.AUDITOR})
    @Selectable(value = AgencyView.class, always = "code")
    @Operation(operationId = "getAgency", summary = "Read a budget unit",
        description = "Its code, its name and the unit above it.")
    public RestResponse<AgencyView> getAgency(String department, String agency) {
        callers.requireDepartment(department);
        Agency found = agencies.find(department, agency);
        if (found == null) {
            throw new Violation(ChassisProblem.NOT_FOUND).with("id", agency);
        }
        return RestResponse.ResponseBuilder.ok(AgencyView.of(found)).header(HttpHeaders.ETAG, Etag.of(ONLY_VERSION)).build();
    }
}
