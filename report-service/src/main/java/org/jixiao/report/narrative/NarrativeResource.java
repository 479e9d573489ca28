package org.jixiao.report.narrative;

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
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jixiao.chassis.access.CallerHandler;
import org.jixiao.chassis.access.Role;
import org.jixiao.chassis.audit.AuditedRead;
import org.jixiao.chassis.etag.Etag;
import org.jixiao.chassis.paging.Selectable;
import org.jixiao.chassis.problem.ChassisProblem;
import org.jixiao.chassis.problem.Violation;
import org.jixiao.report.DepartmentYearRepository;
import org.jixiao.report.PackageListener;
import org.jixiao.report.ReportProblem;
import org.jixiao.report.narrative.NarrativeRepository.Saved;

/** The narrative report of a department-year, saved as a whole; every version is kept. */
@Path("/api/v1/reports/{department}/{fiscalYear}/narrative")
@Tag(name = "Narrative", description = "Title, preamble and the twelve chapters of the report, as versions")
@Produces(MediaType.APPLICATION_JSON)
public class NarrativeResource {

    private final NarrativeRepository narratives;
    private final DepartmentYearRepository departmentYears;
    private final CallerHandler callers;
    private final PackageListener listener;

    NarrativeResource(NarrativeRepository narratives, DepartmentYearRepository departmentYears, CallerHandler callers,
                      PackageListener listener) {
        this.narratives = narratives;
        this.departmentYears = departmentYears;
        this.callers = callers;
        this.listener = listener;
    }

    @Schema(name = "NarrativeUpdate", description = "Title, preamble and the twelve chapters in order")
    public record NarrativeUpdate(
            @Schema(required = true, examples = "衡阳市雁峰区行政审批服务局2021年度部门整体支出绩效自评报告")
            @NotBlank @Size(max = 300) String title,
            @Schema(required = true, examples = "根据《中华人民共和国预算法》有关规定，现报告如下：")
            @NotNull @Size(max = 10_000) String preamble,
            @Schema(required = true) @NotNull @Size(min = 12, max = 12) List<@NotNull @Valid ChapterText> chapters) {

        public Narrative narrative() {
            return new Narrative(title, preamble, chapters.stream().map(ChapterText::chapter).toList());
        }
    }

    @Schema(name = "NarrativeChapter", description = "One chapter; a blank body is allowed and is reported as missing")
    public record ChapterText(
            @Schema(required = true, examples = "6") @Min(1) @Max(12) int number,
            @Schema(required = true, examples = "国有资本经营预算支出情况") @NotBlank @Size(max = 300) String title,
            @Schema(required = true, examples = "无") @NotNull @Size(max = 60_000) String body) {

        Chapter chapter() {
            return new Chapter(number, title, body);
        }
    }

    @Schema(name = "Narrative", description = "The newest version of a department-year's narrative")
    public record NarrativeView(
            @Schema(required = true, examples = "YF-XZSP") String departmentCode,
            @Schema(required = true, examples = "2021") int fiscalYear,
            @Schema(required = true, examples = "1") int version,
            @Schema(required = true) String title,
            @Schema(required = true) String preamble,
            @Schema(required = true) List<ChapterText> chapters,
            @Schema(required = true, examples = "local-evaluator") String savedBy,
            @Schema(required = true, examples = "2022-05-12T02:15:00Z") Instant savedAt) {

        static NarrativeView of(String departmentCode, int fiscalYear, Saved saved) {
            Narrative narrative = saved.narrative();
            return new NarrativeView(departmentCode, fiscalYear, saved.version(), narrative.title(),
                    narrative.preamble(), narrative.chapters().stream()
                    .map(one -> new ChapterText(one.number(), one.title(), one.body())).toList(), saved.savedBy(),
                    saved.savedAt());
        }
    }

    @GET
    @AuditedRead
    @Transactional
    @RolesAllowed({Role.EVALUATOR, Role.DEPARTMENT_REVIEWER, Role.FINANCE_REVIEWER, Role.PUBLISHER, Role.AUDITOR})
    @Selectable(value = NarrativeView.class, always = {"departmentCode", "fiscalYear", "version"})
    @Operation(operationId = "getNarrative", summary = "Read the newest narrative",
            description = "The ETag is needed to save the next version.")
    @APIResponse(responseCode = "200", description = "The newest version",
            content = @Content(schema = @Schema(implementation = NarrativeView.class)))
    public Response getNarrative(
            @Parameter(description = "Department code", example = "YF-XZSP") @PathParam("department") String department,
            @Parameter(description = "Fiscal year", example = "2021") @PathParam("fiscalYear") int fiscalYear) {
        callers.requireDepartment(department);
        Saved saved = narratives.newest(department, fiscalYear).orElseThrow(() -> missing(department, fiscalYear));
        return Response.ok(NarrativeView.of(department, fiscalYear, saved))
                .header(HttpHeaders.ETAG, Etag.of(saved.version())).build();
    }

    @PUT
    @Transactional
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed(Role.EVALUATOR)
    @Operation(operationId = "saveNarrative", summary = "Save the narrative",
            description = "Adds a version; the first needs no If-Match, every further one does. Saving the same text again "
                    + "changes nothing. The package is assembled again in the same transaction.")
    @APIResponse(responseCode = "200", description = "Saved, or the same as before",
            content = @Content(schema = @Schema(implementation = NarrativeView.class)))
    @APIResponse(responseCode = "201", description = "Saved as the first version",
            content = @Content(schema = @Schema(implementation = NarrativeView.class)))
    @APIResponse(responseCode = "412", description = "Somebody saved another version meanwhile")
    @APIResponse(responseCode = "428", description = "If-Match is missing")
    public Response saveNarrative(
            @Parameter(description = "Department code", example = "YF-XZSP") @PathParam("department")
            @Pattern(regexp = "[A-Z0-9][A-Z0-9-]{0,20}") String department,
            @Parameter(description = "Fiscal year", example = "2021") @PathParam("fiscalYear") @Min(2000) @Max(2100)
            int fiscalYear,
            @Parameter(description = "The ETag of the version that this one follows", example = "\"1\"")
            @HeaderParam(HttpHeaders.IF_MATCH) String ifMatch,
            @NotNull @Valid NarrativeUpdate update) {
        callers.requireDepartment(department);
        Narrative narrative = update.narrative();
        requireChaptersInOrder(narrative);
        departmentYears.lock(department, fiscalYear);
        Optional<Saved> before = narratives.newest(department, fiscalYear);
        before.ifPresentOrElse(saved -> Etag.require(ifMatch, saved.version()), () -> Etag.requireNone(ifMatch));
        if (before.isPresent() && before.get().narrative().equals(narrative)) {
            return answer(Response.ok(), department, fiscalYear, before.get());
        }
        int version = before.map(Saved::version).orElse(0) + 1;
        narratives.add(department, fiscalYear, version, narrative, callers.caller().subject());
        listener.packageChanged(department, fiscalYear);
        Saved saved = narratives.newest(department, fiscalYear).orElseThrow();
        return answer(before.isPresent() ? Response.ok() : Response.status(Response.Status.CREATED)
                .header(HttpHeaders.LOCATION, "/api/v1/reports/" + department + "/" + fiscalYear + "/narrative"),
                department, fiscalYear, saved);
    }

    private static Response answer(Response.ResponseBuilder answer, String department, int fiscalYear, Saved saved) {
        return answer.entity(NarrativeView.of(department, fiscalYear, saved))
                .header(HttpHeaders.ETAG, Etag.of(saved.version())).build();
    }

    private static void requireChaptersInOrder(Narrative narrative) {
        List<Integer> numbers = narrative.chapters().stream().map(Chapter::number).toList();
        if (!numbers.equals(IntStream.rangeClosed(1, Narrative.CHAPTERS).boxed().toList())) {
            throw new Violation(ReportProblem.CHAPTERS_OUT_OF_ORDER).at("/chapters").with("stated", numbers);
        }
    }

    private static Violation missing(String department, int fiscalYear) {
        return new Violation(ChassisProblem.NOT_FOUND).with("id", department + "/" + fiscalYear + "/narrative");
    }
}
