package org.jixiao.chassis.job;

import io.quarkus.security.Authenticated;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
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
import org.jixiao.chassis.access.Caller;
import org.jixiao.chassis.access.CallerHandler;
import org.jixiao.chassis.access.SystemHandler;
import org.jixiao.chassis.audit.AuditedRead;
import org.jixiao.chassis.idempotency.IdempotencyHandler;
import org.jixiao.chassis.job.JobRepository.Result;
import org.jixiao.chassis.job.JobRepository.Stored;
import org.jixiao.chassis.openapi.ServicePathFilter;
import org.jixiao.chassis.paging.ListHandler;
import org.jixiao.chassis.paging.Listed;
import org.jixiao.chassis.paging.Page;
import org.jixiao.chassis.problem.ChassisProblem;
import org.jixiao.chassis.problem.Sentence;
import org.jixiao.chassis.problem.Violation;

/** The caller's own jobs. Another person's job is not there. */
@Path("/api/v1/jobs/{service}")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Jobs", description = "Work that takes longer than a request: how far it is, what it made, stopping it")
public class JobResource {

    private static final int LOOK_AGAIN_S = 1;

    @Schema(name = "JobResult", description = "What the job has made; kept for some days")
    public record ResultView(
            @Schema(required = true, description = "Where to download it", examples = "/api/v1/jobs/audit/6f0e4a52-9a0c-4d3b-8f1c-2e77a1b2c3d4/result") String href,
            @Schema(required = true, examples = "audit-2021.ndjson") String name,
            @Schema(required = true, examples = "application/x-ndjson") String mediaType,
            @Schema(required = true, description = "Bytes", examples = "18230") long size,
            @Schema(required = true, description = "Of the bytes", examples = "sha256:2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae") String sha256,
            @Schema(required = true, description = "What else is worth knowing about it") Map<String, String> facts) {
    }

    @Schema(name = "JobProblem", description = "Why the job failed")
    public record ProblemView(
            @Schema(required = true, examples = "INTERNAL_ERROR") String code,
            @Schema(required = true, description = "Sentence in the language of Accept-Language", examples = "服务内部错误") String title) {
    }

    @Schema(name = "Job", description = "Work that was asked for and how far it is")
    public record JobView(
            @Schema(required = true, examples = "6f0e4a52-9a0c-4d3b-8f1c-2e77a1b2c3d4") String id,
            @Schema(required = true, examples = "audit-export") String kind,
            @Schema(required = true) JobState state,
            @Schema(required = true, description = "Whether it has been told to stop", examples = "false") boolean cancelRequested,
            @Schema(required = true, description = "Steps done", examples = "2000") long done,
            @Schema(description = "Steps in all, once that is known", examples = "4711") Long total,
            ResultView result,
            ProblemView problem,
            @Schema(required = true, examples = "2022-04-12T08:30:00Z") Instant createdAt,
            @Schema(examples = "2022-04-12T08:30:01Z") Instant startedAt,
            @Schema(examples = "2022-04-12T08:30:09Z") Instant endedAt) {
    }

    @Schema(name = "JobPage", description = "One page, the newest first")
    public record JobPage(
            @Schema(required = true) List<JobView> items,
            @Schema(description = "Where the next page starts; absent on the last one", examples = "MjAyMi0wNC0xMg") String nextCursor) {
    }

    private final JobRepository jobs;
    private final ListHandler lists;
    private final CallerHandler callers;
    private final SystemHandler system;
    private final IdempotencyHandler idempotency;
    private final String service;

    JobResource(JobRepository jobs, ListHandler lists, CallerHandler callers, SystemHandler system, IdempotencyHandler idempotency,
                @ConfigProperty(name = "quarkus.application.name") String application) {
        this.jobs = jobs;
        this.lists = lists;
        this.callers = callers;
        this.system = system;
        this.idempotency = idempotency;
        this.service = ServicePathFilter.noun(application);
    }

    @GET
    @Authenticated
    @Listed(JobList.class)
    @Operation(operationId = "listServiceJobs", summary = "List one's own jobs",
            description = "The newest first; those that have ended stay for some days.")
    @APIResponse(responseCode = "200", description = "One page", content = @Content(schema = @Schema(implementation = JobPage.class)))
    public JobPage list(@PathParam("service") String named,
            @Parameter(hidden = true) @HeaderParam(HttpHeaders.ACCEPT_LANGUAGE) String language) {
        requireService(named);
        Page<Stored> page = jobs.page(lists.query(new JobList()));
        return new JobPage(page.items().stream().map(job -> view(job, language)).toList(), page.nextCursor());
    }

    @GET
    @Path("/{id}")
    @Authenticated
    @Operation(operationId = "getServiceJob", summary = "Read a job",
            description = "How far it is, and its result or the reason for its failure. Look again after `Retry-After`.")
    @APIResponse(responseCode = "200", description = "The job", content = @Content(schema = @Schema(implementation = JobView.class)),
            headers = @Header(name = "Retry-After", description = "Seconds until there is news; absent once it has ended",
                    schema = @Schema(type = SchemaType.INTEGER)))
    public Response get(@PathParam("service") String named,
            @Parameter(description = "Id of the job", example = "6f0e4a52-9a0c-4d3b-8f1c-2e77a1b2c3d4") @PathParam("id") String id,
            @Parameter(hidden = true) @HeaderParam(HttpHeaders.ACCEPT_LANGUAGE) String language) {
        requireService(named);
        Stored job = find(id);
        Response.ResponseBuilder answer = Response.ok(view(job, language));
        return (job.state().hasEnded() ? answer : answer.header(HttpHeaders.RETRY_AFTER, LOOK_AGAIN_S)).build();
    }

    @POST
    @Path("/{id}/cancel")
    @Authenticated
    @Transactional
    @Operation(operationId = "cancelServiceJob", summary = "Cancel a job",
            description = "One that waits is cancelled at once, one that runs stops at its next step. One that has ended cannot be cancelled.")
    @Parameter(name = IdempotencyHandler.HEADER, in = ParameterIn.HEADER, required = true, description = "Makes the call safe to repeat",
            example = "cancel-1", schema = @Schema(implementation = String.class))
    @APIResponse(responseCode = "200", description = "The job; RUNNING with `cancelRequested` until it has stopped",
            content = @Content(schema = @Schema(implementation = JobView.class)))
    public Response cancel(@PathParam("service") String named,
            @Parameter(description = "Id of the job", example = "6f0e4a52-9a0c-4d3b-8f1c-2e77a1b2c3d4") @PathParam("id") String id,
            @Parameter(hidden = true) @HeaderParam(HttpHeaders.ACCEPT_LANGUAGE) String language) {
        requireService(named);
        return idempotency.once(Map.of(), () -> {
            Stored job = find(id);
            if (!jobs.cancel(job.id())) {
                throw new Violation(ChassisProblem.JOB_ENDED).with("id", id).with("state", job.state());
            }
            return Response.ok(view(find(id), language)).build();
        });
    }

    @GET
    @Path("/{id}/result")
    @Authenticated
    @AuditedRead
    @Produces({"application/octet-stream", "application/x-ndjson", "text/csv", MediaType.APPLICATION_JSON})
    @Operation(operationId = "downloadServiceJobResult", summary = "Download a job's result",
            description = "What the job has made, as long as it is kept and the caller still may touch every department that it was made for.")
    @APIResponse(responseCode = "200", description = "The file; its SHA-256 is in `Repr-Digest` and in the job",
            content = {@Content(mediaType = "application/octet-stream", schema = @Schema(type = SchemaType.STRING, format = "binary")),
                @Content(mediaType = "application/x-ndjson", schema = @Schema(type = SchemaType.STRING, format = "binary")),
                @Content(mediaType = "text/csv", schema = @Schema(type = SchemaType.STRING, format = "binary"))})
    public Response download(@PathParam("service") String named,
            @Parameter(description = "Id of the job", example = "6f0e4a52-9a0c-4d3b-8f1c-2e77a1b2c3d4") @PathParam("id") String id) {
        requireService(named);
        Stored job = find(id);
        Result result = job.result();
        Caller caller = callers.caller();
        boolean may = job.creator().departments().stream().allMatch(caller::mayTouch) && caller.roles().containsAll(job.creator().roles());
        if (result == null || !may) {
            throw new Violation(ChassisProblem.NOT_FOUND).with("id", id + "/result");
        }
        StreamingOutput pieces = output -> {
            int piece = 0;
            for (Optional<byte[]> next = piece(caller, job.id(), piece); next.isPresent(); next = piece(caller, job.id(), piece)) {
                output.write(next.get());
                piece++;
            }
        };
        return Response.ok(pieces).type(result.mediaType())
            .header(HttpHeaders.CONTENT_LENGTH, result.size())
            .header(HttpHeaders.CACHE_CONTROL, "no-store")
            .header("X-Content-Type-Options", "nosniff")
            .header("Repr-Digest", "sha-256=:" + Base64.getEncoder().encodeToString(HexFormat.of().parseHex(result.sha256())) + ":")
            .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + result.name() + "\"").build();
    }

    /** In a transaction each: a slow reader must not hold a connection. */
    private Optional<byte[]> piece(Caller caller, UUID id, int piece) {
        return system.transaction(caller, () -> jobs.piece(id, piece));
    }

    private Stored find(String id) {
        if (!id.matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")) {
            throw missing(id);
        }
        return jobs.find(UUID.fromString(id)).orElseThrow(() -> missing(id));
    }

    /** The answer to a request that has started a job. */
    public Response accepted(UUID id) {
        String href = "/api/v1/jobs/" + service + "/" + id;
        return Response.accepted(view(jobs.find(id).orElseThrow(), null))
            // a path: the caller's way here goes through another host
            .header(HttpHeaders.LOCATION, href).header(HttpHeaders.RETRY_AFTER, LOOK_AGAIN_S).build();
    }

    private JobView view(Stored job, String language) {
        ResultView result = job.result() == null ? null : new ResultView("/api/v1/jobs/" + service + "/" + job.id() + "/result",
            job.result().name(), job.result().mediaType(), job.result().size(), "sha256:" + job.result().sha256(), facts(job.result()));
        return new JobView(job.id().toString(), job.kind(), job.state(), job.cancelRequested(), job.done(), job.total(), result,
            problem(job, language), job.createdAt(), job.startedAt(), job.endedAt());
    }

    private Map<String, String> facts(Result result) {
        Map<String, String> facts = new TreeMap<>();
        jobs.map(result.facts()).forEach((name, value) -> facts.put(String.valueOf(name), String.valueOf(value)));
        return facts;
    }

    private ProblemView problem(Stored job, String language) {
        if (job.problem() == null) {
            return null;
        }
        Map<?, ?> problem = jobs.map(job.problem());
        boolean english = Sentence.language(language) == Locale.ENGLISH;
        return new ProblemView(String.valueOf(problem.get("code")), String.valueOf(problem.get(english ? "titleEnglish" : "title")));
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
