package org.jixiao.budget.project;

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
import org.jixiao.budget.department.Department;
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

@Path("/api/v1/departments/{department}/projects")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Departments")
class ProjectResource {

    @Schema(name = "ProjectCreate", description = "A project to be entered", requiredProperties = {"code", "name"})
    record ProjectCreate(
        @NotNull @Pattern(regexp = Department.CODE)
        @Schema(description = "Code of the project within its department", examples = "YF-2021-01") String code,
        @NotBlank @Size(max = 200)
        @Schema(description = "Name as it stands on the forms", examples = "一门式全覆盖硬件采购") String name,
        @Pattern(regexp = Department.CODE)
        @Schema(description = "The budget unit that carries it out (实施单位), where one is named",
            examples = "YF-XZSP-01") String implementingAgencyCode) {
    }

    /** Not a record: what is left out stays, and null takes the unit away. */
    @Schema(name = "ProjectUpdate", description = "What is to be another; what is left out stays as it is")
    static final class ProjectUpdate {

        @Size(min = 1, max = 200) @Pattern(regexp = ".*\\S.*")
        @Schema(description = "Name as it stands on the forms", examples = "一门式全覆盖硬件采购")
        private String name;
        @Pattern(regexp = Department.CODE)
        @Schema(description = "The budget unit that carries it out (实施单位); null for none", examples = "YF-XZSP-01")
        private String implementingAgencyCode;
        @Schema(hidden = true)
        private boolean given;

        @JsonSetter(nulls = Nulls.FAIL)
        void setName(String name) {
            this.name = name;
        }

        @JsonSetter
        void setImplementingAgencyCode(String implementingAgencyCode) {
            this.implementingAgencyCode = implementingAgencyCode;
            this.given = true;
        }

        private Project of(Project before) {
            return new Project(before.code(), name == null ? before.name() : name,
                given ? implementingAgencyCode : before.implementingAgencyCode());
        }
    }

    @Schema(name = "Project", description = "A project (项目)", requiredProperties = {"code", "name", "etag"})
    record ProjectView(
        @Schema(description = "Code of the project within its department", examples = "YF-2021-01") String code,
        @Schema(description = "Name as it stands on the forms", examples = "一门式全覆盖硬件采购") String name,
        @Schema(description = "The budget unit that carries it out (实施单位), where one is named",
            examples = "YF-XZSP-01") String implementingAgencyCode,
        @Schema(description = "What `If-Match` needs to change it", examples = "\"1\"") String etag) {

        static ProjectView of(ProjectRepository.Stored stored) {
            Project project = stored.project();
            return new ProjectView(project.code(), project.name(), project.implementingAgencyCode(), Etag.of(stored.version()));
        }
    }

    @Schema(name = "ProjectBatch", description = "Several projects to be entered, each for itself", requiredProperties = "items")
    record ProjectBatch(
        @NotNull @Size(min = 1, max = BatchHandler.ITEMS_MAX)
        @Schema(description = "What would be sent one by one; the units above come first") List<@NotNull ProjectCreate> items) {
    }

    private static final int FIRST_VERSION = 1;

    private final ProjectRepository projects;
    private final ListHandler lists;
    private final CallerHandler callers;
    private final IdempotencyHandler idempotency;
    private final BatchHandler batches;

    ProjectResource(ProjectRepository projects, ListHandler lists, CallerHandler callers, IdempotencyHandler idempotency,
        BatchHandler batches) {
        this.projects = projects;
        this.lists = lists;
        this.callers = callers;
        this.idempotency = idempotency;
        this.batches = batches;
    }

    @POST
    @RolesAllowed(Role.BUDGET_OFFICER)
    @Transactional
    @Operation(operationId = "createProject", summary = "Enter a project",
        description = "A project is entered once and may then get appropriations in several years.")
    @Parameter(ref = "Idempotency-Key")
    @APIResponseSchema(value = ProjectView.class, responseCode = "201", responseDescription = "Entered; `Location` names it")
    public Response createProject(String department, @NotNull @Valid ProjectCreate request) {
        callers.requireDepartment(department);
        return idempotency.once(request, () -> {
            ProjectView added = add(department, request);
            return Response.status(Response.Status.CREATED).header(HttpHeaders.LOCATION, address(department, added.code()))
                .header(HttpHeaders.ETAG, added.etag()).entity(added).build();
        });
    }

    @POST
    @Path("/batch")
    @RolesAllowed(Role.BUDGET_OFFICER)
    @Transactional
    @Operation(operationId = "createProjectBatch", summary = "Enter several projects, each for itself",
        description = "Not atomic: an item that is refused has no effect and carries its problem; the others are entered, in the order "
            + "given, so that a later item may refer to an earlier one. A body that is not well-formed is refused as a whole. "
            + "The whole request is repeated safely under its one key.")
    @Parameter(ref = "Idempotency-Key")
    @Batched("Project")
    public Response createProjectBatch(String department, @NotNull @Valid ProjectBatch request) {
        callers.requireDepartment(department);
        return batches.each(request, request.items(), item -> {
            ProjectView added = add(department, item);
            return new Done<>(address(department, added.code()), added);
        });
    }

    private ProjectView add(String department, ProjectCreate request) {
        Project project = new Project(request.code(), request.name(), request.implementingAgencyCode());
        projects.add(department, project);
        return ProjectView.of(new ProjectRepository.Stored(project, FIRST_VERSION));
    }

    private static String address(String department, String code) {
        return "/api/v1/departments/" + department + "/projects/" + code;
    }

    @GET
    @RolesAllowed({Role.BUDGET_OFFICER, Role.EVALUATOR, Role.DEPARTMENT_REVIEWER, Role.FINANCE_REVIEWER, Role.AUDITOR})
    @Listed(ProjectList.class)
    @Selectable(value = ProjectView.class, always = "code")
    @Operation(operationId = "listProjects", summary = "List the projects of a department", description = "By code.")
    public Page<ProjectView> listProjects(String department) {
        callers.requireDepartment(department);
        return projects.page(department, lists.query(new ProjectList())).map(ProjectView::of);
    }

    @GET
    @Path("/{project}")
    @RolesAllowed({Role.BUDGET_OFFICER, Role.EVALUATOR, Role.DEPARTMENT_REVIEWER, Role.FINANCE_REVIEWER, Role.AUDITOR})
    @Selectable(value = ProjectView.class, always = "code")
    @Operation(operationId = "getProject", summary = "Read a project",
        description = "Its code, its name and the unit that carries it out; the entity tag changes with them.")
    public RestResponse<ProjectView> getProject(String department, String project) {
        callers.requireDepartment(department);
        ProjectRepository.Stored found = projects.find(department, project);
        if (found == null) {
            throw new Violation(ChassisProblem.NOT_FOUND).with("id", project);
        }
        return answer(found);
    }

    @PATCH
    @Consumes(MediaType.APPLICATION_JSON)
    @Path("/{project}")
    @RolesAllowed(Role.BUDGET_OFFICER)
    @Transactional
    @Operation(operationId = "changeProject", summary = "Rename a project or give it to another unit",
        description = "What is left out stays. What is announced or published already keeps the name that it has. The code never changes.")
    public RestResponse<ProjectView> changeProject(String department, String project,
        @Parameter(description = "The ETag that was read", required = true, example = "\"1\"")
        @HeaderParam(HttpHeaders.IF_MATCH) String ifMatch, @NotNull @Valid ProjectUpdate request) {
        callers.requireDepartment(department);
        return answer(projects.change(department, project, ifMatch, request::of));
    }

    private static RestResponse<ProjectView> answer(ProjectRepository.Stored stored) {
        return RestResponse.ResponseBuilder.ok(ProjectView.of(stored)).header(HttpHeaders.ETAG, Etag.of(stored.version())).build();
    }
}
