package org.jixiao.report.assembly;

import jakarta.annotation.security.RolesAllowed;
import jakarta.transaction.Transactional;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jixiao.chassis.access.CallerHandler;
import org.jixiao.chassis.access.Role;
import org.jixiao.chassis.audit.AuditedRead;
import org.jixiao.report.assembly.Assembly.Arrived;
import org.jixiao.report.assembly.AssemblyRepository.Loaded;
import org.jixiao.report.assembly.AssemblyResource.FindingView;
import org.jixiao.report.crosscheck.CrossCheck;
import org.jixiao.report.crosscheck.EvaluationForm;
import org.jixiao.report.crosscheck.ExplainedFinding;
import org.jixiao.report.crosscheck.Package;
import org.jixiao.report.crosscheck.Package.Draft;
import org.jixiao.report.crosscheck.Tolerances;
import org.jixiao.report.narrative.Narrative;
import org.jixiao.report.narrative.NarrativeResource.NarrativeUpdate;

/** Checks drafts as a package before anything is submitted. Stores nothing. */
@Path("/api/v1/reports/{department}/{fiscalYear}/cross-check")
@Tag(name = "Cross-check", description = "Forms, narrative and ledger held against one another")
@Produces(MediaType.APPLICATION_JSON)
public class CrossCheckResource {

    private static final int FORMS_MAX = 200;

    private final AssemblyRepository assemblies;
    private final CallerHandler callers;

    CrossCheckResource(AssemblyRepository assemblies, CallerHandler callers) {
        this.assemblies = assemblies;
        this.callers = callers;
    }

    @Schema(name = "PackageDraft", description = "Forms as they are now and, where it is not yet saved, the narrative")
    public record PackageDraft(
            @Schema(required = true, description = "The department's form and those of its projects")
            @NotNull @Size(max = FORMS_MAX) List<@NotNull @Valid FormDraft> forms,
            @Schema(description = "Instead of the saved narrative") @Valid NarrativeUpdate narrative) {
    }

    @Schema(name = "FormDraft", description = "A form with what it is about")
    public record FormDraft(
            @Schema(required = true) @NotNull Evaluation.Kind kind,
            @Schema(examples = "YF-2021-01") String projectCode,
            @Schema(examples = "一门式全覆盖硬件采购") String projectName,
            @Schema(required = true, description = "The form as the evaluation service takes it") @NotNull
            EvaluationForm form) {

        Draft draft() {
            return new Draft(kind == Evaluation.Kind.DEPARTMENT, projectCode, projectName, form);
        }
    }

    @Schema(name = "CrossCheckResult", description = "Every finding of the package, blocking ones first")
    public record CrossCheckResult(@Schema(required = true) List<FindingView> findings) {
    }

    @POST
    @AuditedRead
    @Transactional
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed({Role.EVALUATOR, Role.DEPARTMENT_REVIEWER, Role.FINANCE_REVIEWER})
    @Operation(operationId = "previewCrossCheck", summary = "Check drafts as a package",
            description = "Holds the given forms against one another, against the narrative (given or saved) and against the "
                    + "ledger's statement where the year is closed. Stores nothing.")
    @APIResponse(responseCode = "200", description = "What was found",
            content = @Content(schema = @Schema(implementation = CrossCheckResult.class)))
    public CrossCheckResult previewCrossCheck(
            @Parameter(description = "Department code", example = "YF-XZSP") @PathParam("department") String department,
            @Parameter(description = "Fiscal year", example = "2021") @PathParam("fiscalYear") @Min(2000) @Max(2100)
            int fiscalYear,
            @NotNull @Valid PackageDraft request) {
        callers.requireDepartment(department);
        Optional<Arrived> arrived = assemblies.load(department, fiscalYear).map(Loaded::arrived);
        Narrative narrative = request.narrative() != null ? request.narrative().narrative()
                : arrived.map(Arrived::narrative).map(Assembly.SavedNarrative::narrative).orElse(null);
        Package pack = Package.of(arrived.map(Arrived::statement).map(Assembly.ReceivedStatement::statement).orElse(null),
                narrative, request.forms().stream().map(FormDraft::draft).toList());
        return new CrossCheckResult(CrossCheck.of(pack, Tolerances.DEFAULTS).stream()
                .map(finding -> FindingView.of(new ExplainedFinding(finding, null))).toList());
    }
}
