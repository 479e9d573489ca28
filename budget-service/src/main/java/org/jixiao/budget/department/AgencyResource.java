package org.jixiao.budget.department;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import jakarta.annotation.security.RolesAllowed;
import jakarta.transaction.Transactional;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
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

    /** Not a record: what is left out stays, and null takes the unit above away. */
    @Schema(name = "AgencyUpdate", description = "What is to be another; what is left out stays as it is")
    static final class AgencyUpdate {

        @Size(min = 1, max = 200) @Pattern(regexp = ".*\\S.*")
        @Schema(description = "Name of the unit", examples = "雁峰区行政审批服务局本级")
        private String name;
        @Pattern(regexp = Department.CODE)
        @Schema(description = "The unit above; null for the top", examples = "YF-XZSP-01")
        private String parentCode;
        @Schema(hidden = true)
        private boolean moved;

        @JsonSetter(nulls = Nulls.FAIL)
        void setName(String name) {
            this.name = name;
        }

        @JsonSetter
        void setParentCode(String parentCode) {
            this.parentCode = parentCode;
            this.moved = true;
        }

        private Agency of(Agency before) {
            return new Agency(before.code(), name == null ? before.name() : name, moved ? parentCode : before.parentCode());
        }
    }

    @Schema(name = "Agency", description = "A budget unit (预算单位); units form a tree", requiredProperties = {"code", "name", "etag"})
    record AgencyView(
        @Schema(description = "Code of the unit within its department", examples = "YF-XZSP-01") String code,
        @Schema(description = "Name of the unit", examples = "雁峰区行政审批服务局本级") String name,
        @Schema(description = "The unit above; absent at the top", examples = "YF-XZSP-01") String parentCode,
        @Schema(description = "What `If-Match` needs to change it", examples = "\"1\"") String etag) {

        static AgencyView of(AgencyRepository.Stored stored) {
            Agency agency = stored.agency();
            return new AgencyView(agency.code(), agency.name(), agency.parentCode(), Etag.of(stored.version()));
        }
    }

    @Schema(name = "AgencyBatch", description = "Several budget units to be entered, each for itself", requiredProperties = "items")
    record AgencyBatch(
        @NotNull @Size(min = 1, max = BatchHandler.ITEMS_MAX)
        @Schema(description = "What would be sent one by one; the units above come first") List<@NotNull AgencyCreate> items) {
    }

    private static final int FIRST_VERSION = 1;

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
                .header(HttpHeaders.ETAG, added.etag()).entity(added).build();
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
        return AgencyView.of(new AgencyRepository.Stored(agency, FIRST_VERSION));
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
        description = "Its code, its name and the unit above it; the entity tag changes with them.")
    public RestResponse<AgencyView> getAgency(String department, String agency) {
        callers.requireDepartment(department);
        AgencyRepository.Stored found = agencies.find(department, agency);
        if (found == null) {
            throw new Violation(ChassisProblem.NOT_FOUND).with("id", agency);
        }
        return answer(found);
    }

    @PATCH
    @Consumes(MediaType.APPLICATION_JSON)
    @Path("/{agency}")
    @RolesAllowed(Role.BUDGET_OFFICER)
    @Transactional
    @Operation(operationId = "changeAgency", summary = "Rename or move a budget unit",
        description = "What is left out stays. Units stay a tree of at most ten levels: a unit cannot come below itself. Its figures move with "
            + "it, those of past years, too. The code never changes.")
    public RestResponse<AgencyView> changeAgency(String department, String agency,
        @Parameter(description = "The ETag that was read", required = true, example = "\"1\"")
        @HeaderParam(HttpHeaders.IF_MATCH) String ifMatch, @NotNull @Valid AgencyUpdate request) {
        callers.requireDepartment(department);
        return answer(agencies.change(department, agency, ifMatch, request::of));
    }

    private static RestResponse<AgencyView> answer(AgencyRepository.Stored stored) {
        return RestResponse.ResponseBuilder.ok(AgencyView.of(stored)).header(HttpHeaders.ETAG, Etag.of(stored.version())).build();
    }
}
