package org.jixiao.report.assembly;

import jakarta.annotation.security.RolesAllowed;
import jakarta.transaction.Transactional;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jixiao.chassis.access.Caller;
import org.jixiao.chassis.access.CallerHandler;
import org.jixiao.chassis.access.Role;
import org.jixiao.chassis.audit.AuditedRead;
import org.jixiao.chassis.idempotency.IdempotencyHandler;
import org.jixiao.chassis.paging.Selectable;
import org.jixiao.chassis.problem.ChassisProblem;
import org.jixiao.chassis.problem.Violation;
import org.jixiao.report.PackageListener;
import org.jixiao.report.ReportProblem;
import org.jixiao.report.assembly.AssemblyRepository.Loaded;
import org.jixiao.report.crosscheck.ExplainedFinding;
import org.jixiao.report.crosscheck.Finding;
import org.jixiao.report.crosscheck.Severity;
import org.jixiao.report.crosscheck.Tolerances;

/** How far a department-year is, what is missing, what holds it back, and the explanations for that. */
@Path("/api/v1/reports/{department}/{fiscalYear}")
@Tag(name = "Assembly", description = "How far a department-year is: what is missing, found, explained and published")
@Produces(MediaType.APPLICATION_JSON)
public class AssemblyResource {

    private final AssemblyRepository assemblies;
    private final CallerHandler callers;
    private final IdempotencyHandler idempotency;
    private final PackageListener listener;

    AssemblyResource(AssemblyRepository assemblies, CallerHandler callers, IdempotencyHandler idempotency,
                     PackageListener listener) {
        this.assemblies = assemblies;
        this.callers = callers;
        this.idempotency = idempotency;
        this.listener = listener;
    }

    /** What the package's state is for a reader: WAITING, HELD or PUBLISHED. */
    public enum State {
        WAITING, HELD, PUBLISHED
    }

    public enum Action {
        SAVE_NARRATIVE, EXPLAIN
    }

    @Schema(name = "DepartmentYear", description = "How far the department-year is on its way to publication")
    public record DepartmentYearView(
            @Schema(required = true, examples = "YF-XZSP") String departmentCode,
            @Schema(required = true, examples = "2021") int fiscalYear,
            @Schema(required = true, description = "WAITING: something has not arrived. HELD: an ERROR is neither fixed nor "
                    + "explained. PUBLISHED: the newest version says what has arrived") State status,
            @Schema(required = true) List<MissingView> missing,
            @Schema(required = true, description = "Blocking ones first") List<FindingView> findings,
            @Schema(required = true, description = "Oldest first") List<VersionView> versions,
            @Schema(required = true, description = "What this caller may do now") List<Action> allowedActions) {
    }

    @Schema(name = "MissingPart", description = "Something that the department-year waits for")
    public record MissingView(
            @Schema(required = true, examples = "EVALUATION", description = "STATEMENT, NARRATIVE or EVALUATION") String what,
            @Schema(examples = "17") String evaluationId,
            @Schema(examples = "YF-2021-02") String projectCode) {
    }

    @Schema(name = "PackageFinding", description = "What a check found, with both figures")
    public record FindingView(
            @Schema(required = true, examples = "PROJECT_FORM_COVERAGE") String rule,
            @Schema(required = true) Severity severity,
            @Schema(required = true, examples = "annex2 + annex3 vs annex1.funds 项目支出") String place,
            @Schema(examples = "/annexes") String pointer,
            @Schema(examples = "199.62 + 79.71 = 279.33") String stated,
            @Schema(examples = "343.74") String computed,
            @Schema(examples = "64.41") String difference,
            @Schema(examples = "343.74 - 279.33 = 64.41") String computation,
            @Schema(examples = "2 个加数各舍入到 0.01：|差| <= 2*0.005 + 0.005 = 0.015") String tolerance,
            @Schema(required = true) boolean explainable,
            @Schema(required = true, description = "Whether it holds back publication") boolean unresolved,
            ExplanationView explanation) {

        static FindingView of(ExplainedFinding one) {
            Finding finding = one.finding();
            return new FindingView(finding.rule(), finding.severity(), finding.place(), finding.pointer(),
                    finding.stated(), finding.computed(), finding.difference(), finding.computation(),
                    finding.tolerance(), finding.explainable(), one.unresolved(),
                    one.explanation() == null ? null : new ExplanationView(one.explanation().text(),
                            one.explanation().by(), one.explanation().at()));
        }
    }

    @Schema(name = "FindingExplanation", description = "A reason that stands instead of a correction")
    public record ExplanationView(
            @Schema(required = true, examples = "其余64.41万元为三个小额运转项目，按规定不单独填报自评表") String text,
            @Schema(required = true, examples = "local-evaluator") String by,
            @Schema(required = true, examples = "2022-05-12T02:15:00Z") Instant at) {
    }

    @Schema(name = "PublishedVersion", description = "A published version and where it is")
    public record VersionView(
            @Schema(required = true, examples = "1") int version,
            @Schema(required = true, examples = "sha256:7f35c0787e09099b812893437417a2234f2d7878e5c19995ab91f695dbe84e78")
            String contentHash,
            @Schema(required = true, examples = "2022-05-12T02:15:00Z") Instant publishedAt,
            @Schema(required = true, examples = "/reports/YF-XZSP/2021/v1") String href) {
    }

    @Schema(name = "ExplanationCreate", description = "An explanation for a finding of the package as it is now")
    public record ExplanationCreate(
            @Schema(required = true, examples = "PROJECT_FORM_COVERAGE") @NotBlank @Size(max = 60) String rule,
            @Schema(required = true, examples = "annex2 + annex3 vs annex1.funds 项目支出") @NotBlank @Size(max = 300)
            String place,
            @Schema(required = true, examples = "其余64.41万元为三个小额运转项目，按规定不单独填报自评表") @NotBlank
            @Size(min = 5, max = 2000) String text) {
    }

    @GET
    @AuditedRead
    @Transactional
    @RolesAllowed({Role.BUDGET_OFFICER, Role.EVALUATOR, Role.DEPARTMENT_REVIEWER, Role.FINANCE_REVIEWER, Role.PUBLISHER, Role.AUDITOR})
    @Selectable(value = DepartmentYearView.class, always = {"departmentCode", "fiscalYear"})
    @Operation(operationId = "getDepartmentYear", summary = "Read how far a department-year is",
            description = "What is missing, what was found with the explanations given, and what has been published.")
    @APIResponse(responseCode = "200", description = "The state of the department-year",
            content = @Content(schema = @Schema(implementation = DepartmentYearView.class)))
    public DepartmentYearView getDepartmentYear(
            @Parameter(description = "Department code", example = "YF-XZSP") @PathParam("department") String department,
            @Parameter(description = "Fiscal year", example = "2021") @PathParam("fiscalYear") int fiscalYear) {
        callers.requireDepartment(department);
        return view(department, fiscalYear, load(department, fiscalYear));
    }

    @POST
    @Path("/explanations")
    @Transactional
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed({Role.EVALUATOR, Role.DEPARTMENT_REVIEWER})
    @Operation(operationId = "createFindingExplanation", summary = "Explain a finding of the package",
            description = "The explanation holds for the finding's present figures and is published with it. Another one for "
                    + "the same figures takes its place; both are kept. Arithmetic contradictions cannot be explained.")
    @Parameter(name = IdempotencyHandler.HEADER, in = ParameterIn.HEADER, required = true,
            description = "Makes the call safe to repeat", example = "explain-coverage-1",
            schema = @Schema(implementation = String.class))
    @APIResponse(responseCode = "201", description = "Stored; the state of the department-year with it",
            content = @Content(schema = @Schema(implementation = DepartmentYearView.class)))
    public Response createFindingExplanation(
            @Parameter(description = "Department code", example = "YF-XZSP") @PathParam("department") String department,
            @Parameter(description = "Fiscal year", example = "2021") @PathParam("fiscalYear") int fiscalYear,
            @NotNull @Valid ExplanationCreate request) {
        callers.requireDepartment(department);
        return idempotency.once(request, () -> explain(department, fiscalYear, request));
    }

    private Response explain(String department, int fiscalYear, ExplanationCreate request) {
        load(department, fiscalYear);
        assemblies.lock(department, fiscalYear);
        Assembly assembly = new Assembly(load(department, fiscalYear).arrived(), Tolerances.DEFAULTS);
        Finding finding = assembly.packageFinding(request.rule(), request.place())
                .orElseThrow(() -> new Violation(ReportProblem.FINDING_NOT_FOUND)
                        .with("rule", request.rule()).with("place", request.place()));
        if (!finding.explainable()) {
            throw new Violation(ReportProblem.FINDING_NOT_EXPLAINABLE).at("/rule").with("rule", finding.rule())
                    .with("place", finding.place()).with("stated", finding.stated())
                    .with("computed", finding.computed()).with("difference", finding.difference());
        }
        String text = request.text().strip();
        String by = callers.caller().subject();
        if (!standing(assembly, finding, text, by)) {
            assemblies.store(department, fiscalYear, finding, text, by);
            listener.packageChanged(department, fiscalYear);
        }
        return Response.status(Response.Status.CREATED)
                .header(HttpHeaders.LOCATION, "/api/v1/reports/" + department + "/" + fiscalYear)
                .entity(view(department, fiscalYear, load(department, fiscalYear))).build();
    }

    /** The same words of the same person again say nothing new. */
    private static boolean standing(Assembly assembly, Finding finding, String text, String by) {
        return assembly.findings().stream().filter(one -> one.finding().equals(finding) && one.explanation() != null)
                .map(ExplainedFinding::explanation).anyMatch(one -> one.text().equals(text) && one.by().equals(by));
    }

    private Loaded load(String department, int fiscalYear) {
        return assemblies.load(department, fiscalYear).orElseThrow(
                () -> new Violation(ChassisProblem.NOT_FOUND).with("id", department + "/" + fiscalYear));
    }

    private DepartmentYearView view(String department, int fiscalYear, Loaded loaded) {
        Assembly assembly = new Assembly(loaded.arrived(), Tolerances.DEFAULTS);
        State state = switch (assembly.status()) {
            case WAITING -> State.WAITING;
            case HELD -> State.HELD;
            case READY -> State.PUBLISHED;
        };
        return new DepartmentYearView(department, fiscalYear, state,
                assembly.missing().stream()
                        .map(one -> new MissingView(one.what(), one.evaluationId(), one.projectCode())).toList(),
                assembly.findings().stream().map(FindingView::of).toList(),
                loaded.versions().stream().map(one -> new VersionView(one.version(), one.contentHash(),
                        one.publishedAt(), "/reports/" + department + "/" + fiscalYear + "/v" + one.version())).toList(),
                actions(callers.caller(), assembly));
    }

    private static List<Action> actions(Caller caller, Assembly assembly) {
        List<Action> actions = new ArrayList<>();
        if (caller.has(Role.EVALUATOR)) {
            actions.add(Action.SAVE_NARRATIVE);
        }
        boolean explainable = assembly.findings().stream().anyMatch(one -> one.finding().explainable());
        if (explainable && (caller.has(Role.EVALUATOR) || caller.has(Role.DEPARTMENT_REVIEWER))) {
            actions.add(Action.EXPLAIN);
        }
        return actions;
    }
}
