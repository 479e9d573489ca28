package org.jixiao.budget.reconciliation;

import jakarta.annotation.security.RolesAllowed;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jixiao.budget.Place;
import org.jixiao.chassis.access.CallerHandler;
import org.jixiao.chassis.access.Role;
import org.jixiao.chassis.idempotency.IdempotencyHandler;
import org.jixiao.chassis.job.JobRepository;
import org.jixiao.chassis.job.JobResource;
import org.jixiao.chassis.paging.ListHandler;
import org.jixiao.chassis.paging.Listed;
import org.jixiao.chassis.paging.Page;
import org.jixiao.chassis.paging.Selectable;
import org.jixiao.chassis.problem.ChassisProblem;
import org.jixiao.chassis.problem.Violation;

@Path("/api/v1/departments/{department}/fiscal-years/{fiscalYear}/reconciliations")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Reconciliation", description = "Whether all that is stored of a year is what its entries say")
class ReconciliationResource {

    @Schema(name = "ReconciliationCheckResult", description = "What one check found", requiredProperties = {"check", "differences"})
    record CheckView(
        @Schema(description = "What was compared") ReconciliationCheck check,
        @Schema(description = "How many differences", examples = "0") long differences) {
    }

    @Schema(name = "ReconciliationFinding", description = "One difference", requiredProperties = {"check", "id"})
    record FindingView(
        @Schema(description = "What was compared") ReconciliationCheck check,
        @Schema(description = "Id of the appropriation, movement or entry; the fund nature or the year where the check is about that",
            examples = "17") String id,
        @Schema(description = "What is stored", examples = "1200000.01") String stored,
        @Schema(description = "What it is by the entries", examples = "1200000.00") String computed) {
    }

    @Schema(name = "Reconciliation", description = "What one run saw; never changed, never deleted",
        requiredProperties = {"id", "maker", "startedAt", "endedAt", "appropriations", "movements", "entries", "chainDigest",
            "differences", "checks"})
    record ReconciliationView(
        @Schema(description = "Id", examples = "5") String id,
        @Schema(description = "Who asked for it; `system:reconciliation` is the nightly job", examples = "auditor") String maker,
        @Schema(description = "When it began, by the database's clock", examples = "2022-01-10T18:30:00Z") Instant startedAt,
        @Schema(description = "When it ended, by the database's clock", examples = "2022-01-10T18:30:09Z") Instant endedAt,
        @Schema(description = "Appropriations looked at", examples = "12") long appropriations,
        @Schema(description = "Movements looked at", examples = "40") long movements,
        @Schema(description = "Entries looked at", examples = "42") long entries,
        @Schema(type = SchemaType.STRING, description = "One value for the ends of all chains: the same as long as nothing is recorded "
            + "and nothing is tampered with; keep it outside to compare",
            examples = "sha256:2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae") String chainDigest,
        @Schema(description = "Differences in all; must be 0", examples = "0") long differences,
        @Schema(description = "Every check with what it found") List<CheckView> checks,
        @Schema(description = "The first hundred differences; left out in lists") List<FindingView> findings) {

        static ReconciliationView of(Reconciliation seen) {
            return of(seen, seen.findings().stream()
                .map(one -> new FindingView(one.check(), one.id(), one.stored(), one.computed())).toList());
        }

        static ReconciliationView listed(Reconciliation seen) {
            return of(seen, null);
        }

        private static ReconciliationView of(Reconciliation seen, List<FindingView> findings) {
            return new ReconciliationView(String.valueOf(seen.id()), seen.maker(), seen.startedAt(), seen.endedAt(), seen.appropriations(),
                seen.movements(), seen.entries(), "sha256:" + HexFormat.of().formatHex(seen.chainDigest()), seen.differences(),
                seen.checks().entrySet().stream().map(check -> new CheckView(check.getKey(), check.getValue())).toList(), findings);
        }
    }

    private final ReconciliationRepository reconciliations;
    private final JobRepository jobs;
    private final JobResource running;
    private final ListHandler lists;
    private final CallerHandler callers;
    private final IdempotencyHandler idempotency;

    ReconciliationResource(ReconciliationRepository reconciliations, JobRepository jobs, JobResource running, ListHandler lists,
                           CallerHandler callers, IdempotencyHandler idempotency) {
        this.reconciliations = reconciliations;
        this.jobs = jobs;
        this.running = running;
        this.lists = lists;
        this.callers = callers;
        this.idempotency = idempotency;
    }

    @POST
    @RolesAllowed({Role.BUDGET_OFFICER, Role.AUDITOR})
    @Transactional
    @Operation(operationId = "createReconciliation", summary = "Reconcile a fiscal year now",
        description = "Starts a job that recomputes every stored balance from the entries and every chain from its first entry (B2, B17). "
            + "It changes nothing: a difference is reported, never mended. Its result is the reconciliation, which is kept.")
    @Parameter(ref = "Idempotency-Key")
    @APIResponse(responseCode = "202", description = "Accepted; `Location` names the job",
        headers = {@Header(name = "Location", description = "The job", schema = @Schema(type = SchemaType.STRING)),
            @Header(name = "Retry-After", description = "Seconds until there is news", schema = @Schema(type = SchemaType.INTEGER))},
        content = @Content(schema = @Schema(implementation = JobResource.JobView.class)))
    @APIResponse(responseCode = "429", description = "The caller has ten jobs that have not ended")
    public Response createReconciliation(String department, int fiscalYear) {
        callers.requireDepartment(department);
        return idempotency.once("", () -> {
            reconciliations.requireYear(department, fiscalYear);
            return running.accepted(jobs.add(callers.caller(), ReconciliationJob.KIND,
                new ReconciliationJob.Asked(department, fiscalYear, callers.caller().subject())));
        });
    }

    @GET
    @RolesAllowed({Role.BUDGET_OFFICER, Role.FINANCE_REVIEWER, Role.AUDITOR})
    @Listed(ReconciliationList.class)
    @Selectable(ReconciliationView.class)
    @Operation(operationId = "listReconciliations", summary = "List the reconciliations of a fiscal year",
        description = "The newest first, without their findings: `limit=1` is the last one.")
    public Page<ReconciliationView> listReconciliations(String department, int fiscalYear) {
        callers.requireDepartment(department);
        return reconciliations.page(department, fiscalYear, lists.query(new ReconciliationList())).map(ReconciliationView::listed);
    }

    @GET
    @Path("/{reconciliationId}")
    @RolesAllowed({Role.BUDGET_OFFICER, Role.FINANCE_REVIEWER, Role.AUDITOR})
    @Selectable(ReconciliationView.class)
    @Operation(operationId = "getReconciliation", summary = "Read a reconciliation",
        description = "With the first hundred differences that it found, each named by check and id.")
    public ReconciliationView getReconciliation(String department, int fiscalYear, String reconciliationId) {
        callers.requireDepartment(department);
        return ReconciliationView.of(reconciliations.find(department, fiscalYear, Place.id(reconciliationId))
            .orElseThrow(() -> new Violation(ChassisProblem.NOT_FOUND).with("id", reconciliationId)));
    }
}
