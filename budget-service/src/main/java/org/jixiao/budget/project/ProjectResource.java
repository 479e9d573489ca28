package org.jixiao.budget.project;

import io.quarkus.security.Authenticated;
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
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jixiao.budget.department.Department;
import org.jixiao.chassis.access.CallerHandler;
import org.jixiao.chassis.access.Role;
import org.jixiao.chassis.idempotency.IdempotencyHandler;
import org.jixiao.chassis.paging.ListHandler;
import org.jixiao.chassis.paging.Listed;
import org.jixiao.chassis.paging.Page;
import org.jixiao.chassis.paging.Selectable;

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

    @Schema(name = "Project", description = "A project (项目)", requiredProperties = {"code", "name"})
    record ProjectView(
        @Schema(description = "Code of the project within its department", examples = "YF-2021-01") String code,
        @Schema(description = "Name as it stands on the forms", examples = "一门式全覆盖硬件采购") String name,
        @Schema(description = "The budget unit that carries it out (实施单位), where one is named",
            examples = "YF-XZSP-01") String implementingAgencyCode) {

        static ProjectView of(Project project) {
            return new ProjectView(project.code(), project.name(), project.implementingAgencyCode());
        }
    }

    private final ProjectRepository projects;
    private final ListHandler lists;
    private final CallerHandler callers;
    private final IdempotencyHandler idempotency;

    ProjectResource(ProjectRepository projects, ListHandler lists, CallerHandler callers, IdempotencyHandler idempotency) {
        this.projects = projects;
        this.lists = lists;
        this.callers = callers;
        this.idempotency = idempotency;
    }

    @POST
    @RolesAllowed(Role.BUDGET_OFFICER)
    @Transactional
    @Operation(operationId = "createProject", summary = "Enter a project",
        description = "A project is entered once and may then get appropriations in several years.")
    @Parameter(ref = "Idempotency-Key")
    @APIResponseSchema(value = ProjectView.class, responseCode = "201", responseDescription = "Entered; `Location` names the list it stands in")
    public Response createProject(String department, @NotNull @Valid ProjectCreate request) {
        callers.requireDepartment(department);
        return idempotency.once(request, () -> {
            Project project = new Project(request.code(), request.name(), request.implementingAgencyCode());
            projects.add(department, project);
            return Response.status(Response.Status.CREATED)
                .header(HttpHeaders.LOCATION, "/api/v1/departments/" + department + "/projects")
                .entity(ProjectView.of(project)).build();
        });
    }

    @GET
    @Authenticated
    @Listed(ProjectList.class)
    @Selectable(value = ProjectView.class, always = "code")
    @Operation(operationId = "listProjects", summary = "List the projects of a department", description = "By code.")
    public Page<ProjectView> listProjects(String department) {
        callers.requireDepartment(department);
        return projects.page(department, lists.query(new ProjectList())).map(ProjectView::of);
    }
}
