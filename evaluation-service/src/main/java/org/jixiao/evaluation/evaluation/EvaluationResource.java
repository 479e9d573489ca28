package org.jixiao.evaluation.evaluation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.annotation.security.RolesAllowed;
import jakarta.transaction.Transactional;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jixiao.chassis.access.Caller;
import org.jixiao.chassis.access.CallerHandler;
import org.jixiao.chassis.access.Role;
import org.jixiao.chassis.audit.AuditedRead;
import org.jixiao.chassis.etag.Etag;
import org.jixiao.chassis.idempotency.IdempotencyHandler;
import org.jixiao.chassis.paging.ListHandler;
import org.jixiao.chassis.paging.Listed;
import org.jixiao.chassis.paging.Page;
import org.jixiao.chassis.paging.Paged;
import org.jixiao.chassis.paging.Selectable;
import org.jixiao.chassis.problem.ChassisProblem;
import org.jixiao.chassis.problem.Violation;
import org.jixiao.evaluation.EvaluationProblem;
import org.jixiao.evaluation.evaluation.LifeCycle.EvaluationAction;
import org.jixiao.evaluation.evaluation.LifeCycle.EvaluationStatus;
import org.jixiao.evaluation.form.CanonicalRenderer;
import org.jixiao.evaluation.form.Form;
import org.jixiao.evaluation.form.FormLimits;
import org.jixiao.evaluation.scheme.Scheme;
import org.jixiao.evaluation.scheme.SchemeRepository;

@Path("/api/v1/evaluations")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "evaluations", description = "Self-evaluations of departments and projects, from draft to completion")
public class EvaluationResource {

    private final EvaluationRepository evaluations;
    private final SchemeRepository schemes;
    private final ListHandler lists;
    private final CallerHandler callers;
    private final IdempotencyHandler idempotency;
    private final CanonicalRenderer canonical;
    private final ObjectMapper json;
    private final Clock clock = Clock.systemUTC();

    EvaluationResource(EvaluationRepository evaluations, SchemeRepository schemes, ListHandler lists, CallerHandler callers,
            IdempotencyHandler idempotency, CanonicalRenderer canonical, ObjectMapper json) {
        this.evaluations = evaluations;
        this.schemes = schemes;
        this.lists = lists;
        this.callers = callers;
        this.idempotency = idempotency;
        this.canonical = canonical;
        this.json = json;
    }

    @POST
    @RolesAllowed(Role.EVALUATOR)
    @Transactional
    @Operation(operationId = "createEvaluation", summary = "Open a self-evaluation",
            description = "Opens the self-evaluation of a department, or of one of its projects, for a fiscal year. There is "
                    + "one for each. Without `scheme` it is scored by the scheme that holds on the last day of the year (E1).")
    @APIResponse(responseCode = "201", description = "Opened, as a draft without a form",
            headers = @Header(name = "Location", description = "Where it is", schema = @Schema(type = SchemaType.STRING)),
            content = @Content(schema = @Schema(implementation = EvaluationView.class)))
    @Parameter(name = "Idempotency-Key", in = ParameterIn.HEADER, required = true, description = "Makes the request safe to repeat",
            example = "evaluation-YF-XZSP-2021", schema = @Schema(type = SchemaType.STRING))
    public Response create(@Valid @NotNull EvaluationCreate request) {
        callers.requireDepartment(request.departmentCode());
        return idempotency.once(request, () -> {
            request.requireProjectOnlyForAProject();
            Scheme scheme = scheme(request);
            EvaluationEntity row = new EvaluationEntity();
            row.departmentCode = request.departmentCode();
            row.departmentName = request.departmentName();
            row.fiscalYear = request.fiscalYear();
            row.kind = request.kind();
            row.projectCode = request.projectCode();
            row.projectName = request.projectName();
            row.schemeCode = scheme.code();
            row.schemeVersion = scheme.version();
            row.status = EvaluationStatus.DRAFT;
            row.createdBy = callers.caller().subject();
            row.createdAt = now();
            evaluations.add(row);
            evaluations.addStep(row, "CREATE", row.createdBy, row.createdAt, null);
            return answer(evaluations.find(String.valueOf(row.id)), callers.caller(), Response.status(Response.Status.CREATED)
                    .header(HttpHeaders.LOCATION, "/api/v1/evaluations/" + row.id));
        });
    }

    private Scheme scheme(EvaluationCreate request) {
        SchemeVersion asked = request.scheme();
        return (asked == null ? schemes.validFor(request.fiscalYear()) : schemes.find(asked.code(), asked.version()))
                .orElseThrow(() -> new Violation(EvaluationProblem.SCHEME_UNKNOWN).at("/scheme")
                        .with("scheme", asked == null ? "" : asked.code() + "/" + asked.version())
                        .with("fiscalYear", request.fiscalYear()));
    }

    @GET
    @RolesAllowed({Role.EVALUATOR, Role.DEPARTMENT_REVIEWER, Role.FINANCE_REVIEWER, Role.PUBLISHER, Role.AUDITOR})
    @Listed(EvaluationList.class)
    @Selectable(value = EvaluationSummary.class, always = {"id", "etag"})
    @Operation(operationId = "listEvaluations", summary = "List self-evaluations",
            description = "Those of the caller's departments, in the order in which they were opened, without their forms.")
    @APIResponse(responseCode = "200", description = "A page of evaluations",
            content = @Content(schema = @Schema(implementation = EvaluationPage.class)))
    public EvaluationPage list() {
        Caller caller = callers.caller();
        Page<EvaluationSummary> page = evaluations.page(lists.query(new EvaluationList())).map(row -> EvaluationSummary.of(row, caller));
        return new EvaluationPage(page.items(), page.nextCursor());
    }

    @GET
    @AuditedRead
    @Path("/{id}")
    @RolesAllowed({Role.EVALUATOR, Role.DEPARTMENT_REVIEWER, Role.FINANCE_REVIEWER, Role.PUBLISHER, Role.AUDITOR})
    @Selectable(EvaluationView.class)
    @Operation(operationId = "getEvaluation", summary = "Read a self-evaluation",
            description = "With its form, everything that was done to it, and what the caller may do now.")
    @APIResponse(responseCode = "200", description = "The evaluation",
            content = @Content(schema = @Schema(implementation = EvaluationView.class)))
    public Response get(@Parameter(description = "Id of the evaluation", example = "1") @PathParam("id") String id) {
        return answer(evaluations.find(id), callers.caller(), Response.ok());
    }

    @PUT
    @Path("/{id}/form")
    @RolesAllowed(Role.EVALUATOR)
    @Transactional
    @Operation(operationId = "putForm", summary = "Replace the form",
            description = "The whole form, as it was filled in: blank cells are left out, numbers keep their printed digits, wrong "
                    + "figures are stored and become findings. Only while it is a draft or was returned (E8). Amounts are in the "
                    + "unit that `funds.unit` states.")
    @APIResponse(responseCode = "200", description = "The evaluation with the new form",
            content = @Content(schema = @Schema(implementation = EvaluationView.class)))
    public Response putForm(@Parameter(description = "Id of the evaluation", example = "1") @PathParam("id") String id,
            @Parameter(description = "The ETag that was read", required = true, example = "\"0\"")
            @HeaderParam(HttpHeaders.IF_MATCH) String ifMatch, @NotNull Form form) {
        FormLimits.require(form);
        EvaluationEntity row = evaluations.lock(id);
        Etag.require(ifMatch, row.version);
        row.status = lifeCycle(row).after(EvaluationAction.EDIT_FORM, callers.caller());
        requireSameSubject(row, form);
        String hash = canonical.hash(form);
        if (!hash.equals(row.formHash)) {
            row.form = text(form);
            row.formHash = hash;
            evaluations.addStep(row, EvaluationAction.EDIT_FORM.name(), callers.caller().subject(), now(), null);
        }
        return answer(evaluations.find(id), callers.caller(), Response.ok());
    }

    /** A form of another year or of the other kind was meant for another evaluation; names may have slips. */
    private static void requireSameSubject(EvaluationEntity row, Form form) {
        if (form.fiscalYear() != row.fiscalYear) {
            throw new Violation(EvaluationProblem.FORM_MISMATCH).at("/fiscalYear")
                    .with("expected", String.valueOf(row.fiscalYear)).with("stated", String.valueOf(form.fiscalYear()));
        }
        boolean project = row.kind == Form.EvaluationKind.PROJECT;
        String foreign = project ? form.departmentName() : form.projectName();
        if (foreign != null) {
            throw new Violation(EvaluationProblem.FORM_MISMATCH).at(project ? "/departmentName" : "/projectName")
                    .with("expected", row.kind.name())
                    .with("stated", (project ? Form.EvaluationKind.DEPARTMENT : Form.EvaluationKind.PROJECT).name());
        }
    }

    public static LifeCycle lifeCycle(EvaluationEntity row) {
        return new LifeCycle(row.status, row.submittedBy, row.form != null);
    }

    static Response answer(Evaluation evaluation, Caller caller, Response.ResponseBuilder response) {
        return response.entity(EvaluationView.of(evaluation, caller))
                .header(HttpHeaders.ETAG, Etag.of(evaluation.version())).build();
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private String text(Form form) {
        try {
            return json.writeValueAsString(form);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a form that cannot be written as JSON", e);
        }
    }

    @Schema(description = "A self-evaluation to be opened")
    public record EvaluationCreate(
            @NotNull @Pattern(regexp = "[A-Z0-9][A-Z0-9-]{0,20}")
            @Schema(description = "Code of the department", examples = "YF-XZSP") String departmentCode,
            @NotBlank @Size(max = 200)
            @Schema(description = "Name of the department", examples = "雁峰区行政审批服务局") String departmentName,
            @NotNull @Min(2000) @Max(2100) @Schema(description = "Fiscal year", examples = "2021") Integer fiscalYear,
            @NotNull @Schema(description = "Whom it evaluates") Form.EvaluationKind kind,
            @Pattern(regexp = "[A-Z0-9][A-Z0-9-]{0,40}")
            @Schema(description = "Code of the project; only and always for kind PROJECT", examples = "YF-2021-01") String projectCode,
            @Size(min = 1, max = 200)
            @Schema(description = "Name of the project; only and always for kind PROJECT", examples = "一门式全覆盖硬件采购") String projectName,
            @Valid @Schema(description = "Scheme to score by; otherwise the one that holds for the year") SchemeVersion scheme) {

        void requireProjectOnlyForAProject() {
            boolean project = kind == Form.EvaluationKind.PROJECT;
            boolean byCode = (projectCode != null) != project;
            if (byCode || (projectName != null) != project) {
                throw new Violation(EvaluationProblem.PROJECT_MISMATCH).at(byCode ? "/projectCode" : "/projectName")
                        .with("kind", kind.name());
            }
        }
    }

    @Schema(description = "A version of a scoring scheme")
    public record SchemeVersion(
            @NotNull @Pattern(regexp = "[A-Z0-9][A-Z0-9-]{0,39}") @Schema(examples = "CN-2020-10") String code,
            @NotNull @Min(1) @Schema(examples = "1") Integer version) {}

    @Schema(name = "Evaluation", description = "A self-evaluation")
    public record EvaluationView(
            @Schema(examples = "1") String id,
            @Schema(examples = "YF-XZSP") String departmentCode,
            @Schema(examples = "雁峰区行政审批服务局") String departmentName,
            @Schema(examples = "2021") int fiscalYear,
            Form.EvaluationKind kind,
            @Schema(examples = "YF-2021-01") String projectCode,
            @Schema(examples = "一门式全覆盖硬件采购") String projectName,
            SchemeVersion scheme,
            EvaluationStatus status,
            @Schema(description = "How often it has been completed", examples = "0") int completion,
            Form form,
            @Schema(description = "SHA-256 of the form's canonical JSON", examples = "sha256:2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae") String formHash,
            @Schema(examples = "zhang.wei") String createdBy,
            Instant createdAt,
            @Schema(examples = "zhang.wei") String submittedBy,
            Instant submittedAt,
            @Schema(examples = "li.na") String reviewedBy,
            Instant reviewedAt,
            @Schema(examples = "li.na") String completedBy,
            Instant completedAt,
            @Schema(description = "Everything that was done, oldest first") List<Evaluation.EvaluationStep> steps,
            @Schema(description = "What the caller may do now") List<EvaluationAction> allowedActions) {

        public static EvaluationView of(Evaluation e, Caller caller) {
            return new EvaluationView(String.valueOf(e.id()), e.departmentCode(), e.departmentName(), e.fiscalYear(), e.kind(),
                    e.projectCode(), e.projectName(), new SchemeVersion(e.scheme().code(), e.scheme().version()), e.status(),
                    e.completion(), e.form(), e.formHash(), e.createdBy(), e.createdAt(), e.submittedBy(), e.submittedAt(),
                    e.reviewedBy(), e.reviewedAt(), e.completedBy(), e.completedAt(), e.steps(), e.lifeCycle().allowed(caller));
        }
    }

    @Schema(description = "A self-evaluation in a list")
    public record EvaluationSummary(
            @Schema(examples = "1") String id,
            @Schema(examples = "YF-XZSP") String departmentCode,
            @Schema(examples = "雁峰区行政审批服务局") String departmentName,
            @Schema(examples = "2021") int fiscalYear,
            Form.EvaluationKind kind,
            @Schema(examples = "YF-2021-01") String projectCode,
            @Schema(examples = "一门式全覆盖硬件采购") String projectName,
            SchemeVersion scheme,
            EvaluationStatus status,
            @Schema(description = "How often it has been completed", examples = "0") int completion,
            @Schema(description = "Its ETag", examples = "\"1\"") String etag,
            Instant createdAt,
            @Schema(description = "What the caller may do now") List<EvaluationAction> allowedActions) {

        static EvaluationSummary of(EvaluationRepository.Summary row, Caller caller) {
            return new EvaluationSummary(String.valueOf(row.id()), row.departmentCode(), row.departmentName(), row.fiscalYear(),
                    row.kind(), row.projectCode(), row.projectName(), new SchemeVersion(row.schemeCode(), row.schemeVersion()),
                    row.status(), row.completion(), Etag.of(row.version()), row.createdAt(),
                    new LifeCycle(row.status(), row.submittedBy(), row.hasForm()).allowed(caller));
        }
    }

    @Schema(description = "A page of evaluations")
    public record EvaluationPage(List<EvaluationSummary> items, String nextCursor) implements Paged {}
}
