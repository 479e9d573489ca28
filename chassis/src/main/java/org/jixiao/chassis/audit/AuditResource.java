package org.jixiao.chassis.audit;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.annotation.security.RolesAllowed;
import jakarta.transaction.Transactional;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jixiao.chassis.access.CallerHandler;
import org.jixiao.chassis.access.Role;
import org.jixiao.chassis.audit.AuditEntry.Outcome;
import org.jixiao.chassis.audit.AuditRepository.Head;
import org.jixiao.chassis.audit.AuditRepository.Wanted;
import org.jixiao.chassis.audit.AuditVerificationJob.Verification;
import org.jixiao.chassis.idempotency.IdempotencyHandler;
import org.jixiao.chassis.job.JobRepository;
import org.jixiao.chassis.job.JobResource;
import org.jixiao.chassis.openapi.ServicePathFilter;
import org.jixiao.chassis.paging.Cursor;
import org.jixiao.chassis.paging.ListHandler;
import org.jixiao.chassis.paging.Listed;
import org.jixiao.chassis.paging.Listing;
import org.jixiao.chassis.paging.Page;
import org.jixiao.chassis.problem.ChassisProblem;
import org.jixiao.chassis.problem.Violation;

/** The audit trail of this service, for auditors of the departments concerned. */
@Path("/api/v1/audit/{service}")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Audit", description = "Who did, tried or read what, when, from where and why; chained by hashes")
public class AuditResource {

    @Schema(name = "AuditChange", description = "One field that changed; long values as their hash and size")
    public record ChangeView(
            @Schema(required = true, description = "Name of the field; of a document, the path in it", examples = "document/lines/7/amount") String field,
            @Schema(description = "What it was; absent where it is new", examples = "5") String old,
            @Schema(name = "new", description = "What it is; absent where it is gone", examples = "6")
            @JsonProperty("new") String now) {
    }

    @Schema(name = "AuditEntry", description = "One thing that was done, refused or read")
    public record EntryView(
            @Schema(required = true, examples = "4711") String id,
            @Schema(description = "Absent for what belongs to no single department", examples = "YF-XZSP") String departmentCode,
            @Schema(required = true, examples = "2022-04-12T08:30:00.123456Z") Instant at,
            @Schema(required = true) Outcome outcome,
            @Schema(required = true, description = "Who; `system:…` for the suite itself", examples = "zhang.wei") String actor,
            @Schema(required = true, description = "As which roles") List<String> roles,
            @Schema(required = true, description = "The thing and `create`, `change` or `delete`; of a call that changed nothing, "
                    + "its method and address", examples = "project.change") String action,
            @Schema(required = true, description = "On what: the thing and its key, or the path", examples = "project/YF-XZSP/P1") String target,
            @Schema(required = true, description = "Old and new by field") List<ChangeView> changes,
            @Schema(description = "Why, where whoever did it had to say so", examples = "同意。") String reason,
            @Schema(description = "HTTP status of what was refused or read", examples = "403") Integer status,
            @Schema(description = "Code of the refusal", examples = "FORBIDDEN") String code,
            @Schema(description = "Id of the request, as in every log line", examples = "3f0c6c1e-8a53-4c7b-9a53-6a5f0a6a1c11") String requestId,
            @Schema(description = "Of the W3C trace context", examples = "0af7651916cd43dd8448eb211c80319c") String traceId,
            @Schema(description = "Address of the client", examples = "10.20.30.40") String sourceAddress,
            @Schema(required = true, description = "Hash of all of this",
                    examples = "sha256:2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae") String hash) {
    }

    @Schema(name = "AuditEntryPage", description = "One page, the newest first")
    public record EntryPage(
            @Schema(required = true) List<EntryView> items,
            @Schema(description = "Where the next page starts; absent on the last one") String nextCursor) {
    }

    @Schema(name = "AuditChainHead", description = "The end of a department's chain. Keep it elsewhere: entries cut off later are found by it")
    public record HeadView(
            @Schema(description = "Absent for the chain of what belongs to no single department", examples = "YF-XZSP") String departmentCode,
            @Schema(required = true, description = "Links so far", examples = "4711") long length,
            @Schema(required = true, description = "Hash of the last link",
                    examples = "sha256:2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae") String head,
            @Schema(required = true, description = "When the last link was appended", examples = "2022-04-12T08:30:01Z") Instant sealedAt) {
    }

    @Schema(name = "AuditBreak", description = "The first place that is not as it was written")
    public record BreakView(
            @Schema(description = "Whose chain", examples = "YF-XZSP") String departmentCode,
            @Schema(required = true, description = "Position in the chain; 0 outside of all chains", examples = "17") long position,
            @Schema(required = true, examples = "4711") String entryId,
            @Schema(required = true) AuditChain.Fault fault) {
    }

    @Schema(name = "AuditVerification", description = "What the last verification found")
    public record VerificationView(
            @Schema(required = true, examples = "2022-04-12T09:00:00Z") Instant verifiedAt,
            @Schema(required = true, description = "Whether the caller's chains are as they were written") boolean intact,
            BreakView broken) {
    }

    @Schema(name = "AuditChains", description = "The caller's chains, by department")
    public record ChainPage(
            @Schema(required = true, description = "How entries are hashed", examples = "sha256/1") String algorithm,
            @Schema(description = "Absent before the first verification") VerificationView verification,
            @Schema(required = true) List<HeadView> items,
            @Schema(description = "Where the next page starts; absent on the last one") String nextCursor) {
    }

    @Schema(name = "AuditExportCreate", description = "What to export; what is left out is not asked for")
    public record ExportCreate(
            @Schema(required = true, description = "NDJSON can be verified by itself; CSV is for spreadsheets") @NotNull AuditExportJob.Format format,
            @Schema(description = "Only of this department", examples = "YF-XZSP") @Pattern(regexp = AuditEntryList.DEPARTMENT) String departmentCode,
            @Schema(description = "Only by this person", examples = "zhang.wei") @Size(max = 200) String actor,
            @Schema(description = "Only this action", examples = "project.change") @Size(max = 200) String action,
            @Schema(description = "Only on this", examples = "project/YF-XZSP/P1") @Size(max = 300) String target,
            @Schema(description = "Only with this outcome") Outcome outcome,
            @Schema(description = "Only of this request", examples = "3f0c6c1e-8a53-4c7b-9a53-6a5f0a6a1c11") @Pattern(regexp = AuditEntryList.REQUEST_ID) String requestId,
            @Schema(description = "From this instant on", examples = "2022-04-01T00:00:00Z") Instant from,
            @Schema(description = "Before this instant", examples = "2022-05-01T00:00:00Z") Instant to) {

        AuditExportJob.Export export() {
            return new AuditExportJob.Export(format, new Wanted(departmentCode, actor, action, target, outcome == null ? null : outcome.name(),
                requestId, from, to));
        }
    }

    /** Seals the cursor of the chains' heads, which stand in one order only. */
    private static final String CHAINS = "audit chains";

    private final AuditRepository trail;
    private final ListHandler lists;
    private final AuditVerificationJob verifications;
    private final CallerHandler callers;
    private final JobRepository jobs;
    private final JobResource running;
    private final IdempotencyHandler idempotency;
    private final ObjectMapper json;
    private final String service;

    AuditResource(AuditRepository trail, ListHandler lists, AuditVerificationJob verifications, CallerHandler callers, JobRepository jobs, JobResource running,
                  IdempotencyHandler idempotency, ObjectMapper json,
                  @ConfigProperty(name = "quarkus.application.name") String application) {
        this.trail = trail;
        this.lists = lists;
        this.verifications = verifications;
        this.callers = callers;
        this.jobs = jobs;
        this.running = running;
        this.idempotency = idempotency;
        this.json = json;
        this.service = ServicePathFilter.noun(application);
    }

    @GET
    @Path("/entries")
    @RolesAllowed(Role.AUDITOR)
    @AuditedRead
    @Listed(AuditEntryList.class)
    @Operation(operationId = "listServiceAuditEntries", summary = "List audit entries",
            description = "Those of the caller's departments, the newest first. Reading them is recorded, too.")
    @APIResponse(responseCode = "200", description = "One page",
            content = @Content(schema = @Schema(implementation = EntryPage.class)))
    public EntryPage listEntries(@PathParam("service") String named) {
        requireService(named);
        Page<AuditEntry> page = trail.page(lists.query(new AuditEntryList()));
        return new EntryPage(page.items().stream().map(this::view).toList(), page.nextCursor());
    }

    @GET
    @Path("/entries/{id}")
    @RolesAllowed(Role.AUDITOR)
    @AuditedRead
    @Operation(operationId = "getServiceAuditEntry", summary = "Read an audit entry",
            description = "One entry of the caller's departments. Reading it is recorded, too.")
    @APIResponse(responseCode = "200", description = "The entry",
            content = @Content(schema = @Schema(implementation = EntryView.class)))
    public EntryView getEntry(@PathParam("service") String named,
            @Parameter(description = "Id of the entry", example = "4711") @PathParam("id") String id) {
        requireService(named);
        if (!id.matches("[0-9]{1,18}")) {
            throw missing(id);
        }
        return view(trail.find(Long.parseLong(id)).orElseThrow(() -> missing(id)));
    }

    @GET
    @Path("/chain")
    @RolesAllowed(Role.AUDITOR)
    @AuditedRead
    @Transactional
    @Operation(operationId = "getServiceAuditChain", summary = "Read the heads of the chains",
            description = "The end of each chain of the caller's departments, and what the last verification found. A head that was "
                    + "kept elsewhere proves later that nothing was cut off.")
    @APIResponse(responseCode = "200", description = "The chains",
            content = @Content(schema = @Schema(implementation = ChainPage.class)))
    public ChainPage getChain(@PathParam("service") String named,
            @Parameter(description = "Chains on a page, 20 unless given, at most 100", example = "20") @QueryParam("limit") @DefaultValue("20") @Min(1) @Max(Listing.LIMIT_MAX) int limit,
            @Parameter(description = "`nextCursor` of the page before") @QueryParam("cursor") String cursor) {
        requireService(named);
        String after = cursor == null ? "" : Cursor.decode(CHAINS, cursor, 1).get(0);
        List<Head> heads = trail.heads(after, limit + 1);
        List<HeadView> shown = heads.stream().limit(limit).map(AuditResource::view).toList();
        return new ChainPage(AuditEntry.ALGORITHM, verification(), shown,
            heads.size() > limit ? Cursor.encode(CHAINS, List.of(heads.get(limit - 1).departmentCode())) : null);
    }

    @POST
    @Path("/exports")
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed(Role.AUDITOR)
    @AuditedRead
    @Transactional
    @Operation(operationId = "exportServiceAuditTrail", summary = "Export the trail",
            description = "Starts a job that writes the chains of the caller's departments to a file, with every hash. Asking for it and "
                    + "downloading it are recorded.")
    @Parameter(name = IdempotencyHandler.HEADER, in = ParameterIn.HEADER, required = true, description = "Makes the call safe to repeat",
            example = "export-2022-04", schema = @Schema(implementation = String.class))
    @APIResponse(responseCode = "202", description = "Accepted; `Location` names the job",
            headers = {@Header(name = "Location", description = "The job", schema = @Schema(type = SchemaType.STRING)),
                @Header(name = "Retry-After", description = "Seconds until there is news", schema = @Schema(type = SchemaType.INTEGER))},
            content = @Content(schema = @Schema(implementation = JobResource.JobView.class)))
    @APIResponse(responseCode = "429", description = "The caller has ten jobs that have not ended")
    public Response exportTrail(@PathParam("service") String named, @NotNull @Valid ExportCreate request) {
        requireService(named);
        return idempotency.once(request, () -> running.accepted(jobs.add(callers.caller(), AuditExportJob.KIND, request.export())));
    }

    /** A break in another department's chain is not this caller's to know. */
    private VerificationView verification() {
        Verification last = verifications.last();
        if (last == null) {
            return null;
        }
        AuditChain.Break broken = last.broken() != null && callers.caller().mayTouch(last.broken().departmentCode()) ? last.broken() : null;
        return new VerificationView(last.verifiedAt(), broken == null, broken == null ? null
            : new BreakView(department(broken.departmentCode()), broken.position(), String.valueOf(broken.entryId()), broken.fault()));
    }

    private static HeadView view(Head head) {
        return new HeadView(department(head.departmentCode()), head.length(), hash(head.hash()), head.sealedAt());
    }

    private EntryView view(AuditEntry entry) {
        return new EntryView(String.valueOf(entry.id()), department(entry.departmentCode()), entry.at(), Outcome.valueOf(entry.outcome()),
            entry.actor(), entry.roles().isEmpty() ? List.of() : Arrays.asList(entry.roles().split(",")), entry.action(), entry.target(),
            changes(entry.changes()), entry.reason(), entry.status(), entry.code(), entry.requestId(), entry.traceId(),
            entry.sourceAddress(), hash(entry.hash()));
    }

    private List<ChangeView> changes(String stored) {
        try {
            return stored == null ? List.of() : List.of(json.readValue(stored, ChangeView[].class));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("changes that are not JSON", e);
        }
    }

    private static String department(String code) {
        return code.equals("*") ? null : code;
    }

    private static String hash(byte[] bytes) {
        return "sha256:" + HexFormat.of().formatHex(bytes);
    }

    private void requireService(String named) {
        if (!service.equals(named)) {
            throw new Violation(ChassisProblem.UNKNOWN_PATH);
        }
    }

    private static Violation missing(String id) {
        return new Violation(ChassisProblem.NOT_FOUND).with("id", id);
    }
}
