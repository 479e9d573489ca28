package org.jixiao.budget.department;

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
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
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

@Path("/api/v1/departments")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Departments", description = "Budget departments with their budget units and projects")
class DepartmentResource {

    @Schema(name = "DepartmentCreate", description = "A budget department to be entered", requiredProperties = {"code", "name"})
    record DepartmentCreate(
        @NotNull @Pattern(regexp = Department.CODE)
        @Schema(description = "Code of the department everywhere in the suite", examples = "YF-XZSP") String code,
        @NotBlank @Size(max = 200)
        @Schema(description = "Name as it stands on the forms", examples = "雁峰区行政审批服务局") String name) {
    }

    @Schema(name = "DepartmentUpdate", description = "What is to be another", requiredProperties = "name")
    record DepartmentUpdate(
        @NotBlank @Size(max = 200)
        @Schema(description = "Name as it stands on the forms", examples = "雁峰区行政审批服务局") String name) {
    }

    @Schema(name = "Department", description = "A budget department (预算部门)", requiredProperties = {"code", "name", "etag"})
    record DepartmentView(
        @Schema(description = "Code of the department everywhere in the suite", examples = "YF-XZSP") String code,
        @Schema(description = "Name as it stands on the forms", examples = "雁峰区行政审批服务局") String name,
        @Schema(description = "What `If-Match` needs to change it", examples = "\"1\"") String etag) {

        static DepartmentView of(DepartmentRepository.Stored stored) {
            return new DepartmentView(stored.department().code(), stored.department().name(), Etag.of(stored.version()));
        }
    }

    private static final int FIRST_VERSION = 1;

    private final DepartmentRepository departments;
    private final ListHandler lists;
    private final CallerHandler callers;
    private final IdempotencyHandler idempotency;

    DepartmentResource(DepartmentRepository departments, ListHandler lists, CallerHandler callers, IdempotencyHandler idempotency) {
        this.departments = departments;
        this.lists = lists;
        this.callers = callers;
        this.idempotency = idempotency;
    }

    @POST
    @RolesAllowed(Role.BUDGET_OFFICER)
    @Transactional
    @Operation(operationId = "createDepartment", summary = "Enter a department",
        description = "The code must be among the departments of the caller's token (B16).")
    @Parameter(ref = "Idempotency-Key")
    @APIResponseSchema(value = DepartmentView.class, responseCode = "201", responseDescription = "Entered; `Location` names it")
    public Response createDepartment(@NotNull @Valid DepartmentCreate request) {
        callers.requireDepartment(request.code());
        return idempotency.once(request, () -> {
            Department department = new Department(request.code(), request.name());
            departments.add(department);
            return Response.status(Response.Status.CREATED)
                .header(HttpHeaders.LOCATION, "/api/v1/departments/" + department.code())
                .header(HttpHeaders.ETAG, Etag.of(FIRST_VERSION))
                .entity(DepartmentView.of(new DepartmentRepository.Stored(department, FIRST_VERSION))).build();
        });
    }

    @GET
    @RolesAllowed({Role.BUDGET_OFFICER, Role.EVALUATOR, Role.DEPARTMENT_REVIEWER, Role.FINANCE_REVIEWER, Role.AUDITOR})
    @Listed(DepartmentList.class)
    @Selectable(value = DepartmentView.class, always = "code")
    @Operation(operationId = "listDepartments", summary = "List departments",
        description = "Those that the caller may see (B16), by code.")
    public Page<DepartmentView> listDepartments() {
        return departments.page(lists.query(new DepartmentList())).map(DepartmentView::of);
    }

    @GET
    @Path("/{department}")
    @RolesAllowed({Role.BUDGET_OFFICER, Role.EVALUATOR, Role.DEPARTMENT_REVIEWER, Role.FINANCE_REVIEWER, Role.AUDITOR})
    @Selectable(value = DepartmentView.class, always = "code")
    @Operation(operationId = "getDepartment", summary = "Read a department",
        description = "Its code and name; the entity tag changes with them.")
    public RestResponse<DepartmentView> getDepartment(String department) {
        callers.requireDepartment(department);
        DepartmentRepository.Stored found = departments.find(department);
        if (found == null) {
            throw new Violation(ChassisProblem.NOT_FOUND).with("id", department);
        }
        return answer(found);
    }

    @PATCH
    @Consumes(MediaType.APPLICATION_JSON)
    @Path("/{department}")
    @RolesAllowed(Role.BUDGET_OFFICER)
    @Transactional
    @Operation(operationId = "changeDepartment", summary = "Rename a department",
        description = "What is announced or published already keeps the name that it has. The code never changes.")
    public RestResponse<DepartmentView> changeDepartment(String department,
        @Parameter(description = "The ETag that was read", required = true, example = "\"1\"")
        @HeaderParam(HttpHeaders.IF_MATCH) String ifMatch, @NotNull @Valid DepartmentUpdate request) {
        callers.requireDepartment(department);
        return answer(departments.change(department, ifMatch, before -> new Department(before.code(), request.name())));
    }

    private static RestResponse<DepartmentView> answer(DepartmentRepository.Stored stored) {
        return RestResponse.ResponseBuilder.ok(DepartmentView.of(stored)).header(HttpHeaders.ETAG, Etag.of(stored.version())).build();
    }
}
