package org.jixiao.chassis.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jboss.logging.MDC;
import org.jixiao.chassis.access.Caller;
import org.jixiao.chassis.paging.ListHandler;
import org.jixiao.chassis.paging.ListQuery;
import org.jixiao.chassis.paging.Page;
import org.jixiao.chassis.problem.ChassisProblem;
import org.jixiao.chassis.problem.Violation;
import org.jixiao.chassis.request.RequestIdFilter;
import org.jixiao.chassis.sql.SqlClient;

/** Jobs and what they made. Row-level security shows each caller only his own. */
@ApplicationScoped
public class JobRepository {

    private static final int OPEN_MAX = 10;
    private static final int ATTEMPTS_MAX = 3;

    /** A job as it is stored. */
    public record Stored(UUID id, String kind, Caller creator, String requestId, String parameters, JobState state, boolean cancelRequested,
                         int attempt, long done, Long total, String problem, Result result, Instant createdAt, Instant startedAt,
                         Instant endedAt) {
    }

    /** What a job has made; {@code facts} is JSON text. */
    public record Result(String name, String mediaType, long size, String sha256, String facts) {
    }

    private static final String COLUMNS = """
        id, kind, creator, roles, departments, request_id, parameters, state, cancel_requested, attempt, done, total, problem,
        result_name, result_type, result_size, result_sha256, result_facts, created_at, started_at, ended_at""";
    private static final String ADD = """
        insert into job (id, kind, creator, roles, departments, request_id, parameters)
        select ?, ?, ?, ?, ?, ?, ?::json
         where (select count(*) from job where creator = ? and state in ('PENDING', 'RUNNING')) < ?""";
    private static final String ONE = "select " + COLUMNS + " from job where id = ?";
    /** The caller's own: row-level security shows no others. */
    private static final String OWN = "select " + COLUMNS + ", {keys} from job where true {conditions} {page}";
    private static final String CANCEL = """
        update job set cancel_requested = true,
               state = case state when 'PENDING' then 'CANCELLED' else state end,
               ended_at = case state when 'PENDING' then now() end
         where id = ? and state in ('PENDING', 'RUNNING')""";
    /** What nobody works on: never begun, or begun by a worker that no longer says that it lives. */
    private static final String CLAIM = """
        update job set state = 'RUNNING', worker = ?, heartbeat_at = clock_timestamp(), attempt = attempt + 1,
               started_at = coalesce(started_at, clock_timestamp()), done = 0, total = null
         where id = (select id from job
                      where (state = 'PENDING' or state = 'RUNNING' and heartbeat_at < clock_timestamp() - ?::interval)
                        and attempt < ? and not cancel_requested
                      order by created_at, id for update skip locked limit 1)
        returning\s""" + COLUMNS;
    /** Lost as often as allowed, or lost while it was to be cancelled. */
    private static final String GIVE_UP = """
        update job set state = case when cancel_requested then 'CANCELLED' else 'FAILED' end, ended_at = clock_timestamp(),
               problem = case when cancel_requested then null else ?::json end
         where state = 'RUNNING' and heartbeat_at < clock_timestamp() - ?::interval and (attempt >= ? or cancel_requested)""";
    private static final String BEAT = """
        update job set heartbeat_at = clock_timestamp(), done = ?, total = ?
         where id = ? and worker = ? and attempt = ? and state = 'RUNNING' returning cancel_requested""";
    private static final String PIECE = """
        insert into job_result (job_id, attempt, piece, bytes)
        select id, attempt, ?, ? from job where id = ? and worker = ? and attempt = ? and state = 'RUNNING' for share""";
    private static final String END = """
        update job set state = ?, ended_at = clock_timestamp(), done = ?, total = ?, problem = ?::json, result_name = ?, result_type = ?,
               result_size = ?, result_sha256 = ?, result_facts = ?::json
         where id = ? and worker = ? and attempt = ? and state = 'RUNNING'""";
    private static final String READ_PIECE = """
        select r.bytes from job_result r join job j on j.id = r.job_id and j.attempt = r.attempt and j.state = 'SUCCEEDED'
         where r.job_id = ? and r.piece = ?""";
    private static final String DROP_RESULTS = """
        delete from job_result r using job j
         where j.id = r.job_id and (j.state in ('FAILED', 'CANCELLED') or r.attempt < j.attempt)""";
    private static final String DROP_OLD = "delete from job where ended_at < clock_timestamp() - ?::interval";

    private final SqlClient sql;
    private final ListHandler lists;
    private final ObjectMapper json;

    JobRepository(SqlClient sql, ListHandler lists, ObjectMapper json) {
        this.sql = sql;
        this.lists = lists;
        this.json = json;
    }

    /** Adds a job to the current transaction; it starts soon after the commit. */
    public UUID add(Caller creator, String kind, Object parameters) {
        UUID id = UUID.randomUUID();
        String requestId = MDC.get(RequestIdFilter.KEY) instanceof String one ? one : null;
        int added = sql.change(ADD, id, kind, creator.subject(), String.join(",", creator.roles()), creator.scope(), requestId,
            text(parameters), creator.subject(), OPEN_MAX);
        if (added == 0) {
            throw new Violation(ChassisProblem.TOO_MANY_JOBS).with("open", OPEN_MAX);
        }
        return id;
    }

    public Optional<Stored> find(UUID id) {
        return sql.first(ONE, JobRepository::stored, id);
    }

    /** A page of the caller's own jobs. */
    public Page<Stored> page(ListQuery query) {
        return lists.page(OWN, query, JobRepository::stored).orElse(Page.empty());
    }

    /** Whether there was anything to cancel. */
    public boolean cancel(UUID id) {
        return sql.change(CANCEL, id) == 1;
    }

    Optional<Stored> claim(UUID worker, Duration lostAfter) {
        return sql.first(CLAIM, JobRepository::stored, worker, lostAfter.toString(), ATTEMPTS_MAX);
    }

    void giveUpLost(Duration lostAfter, String problem) {
        sql.change(GIVE_UP, problem, lostAfter.toString(), ATTEMPTS_MAX);
    }

    /** Whether the job is to be cancelled; empty where this worker does not have it any more. */
    Optional<Boolean> beat(Stored job, UUID worker, long done, Long total) {
        return sql.first(BEAT, row -> row.getBoolean(1), done, total, job.id(), worker, job.attempt());
    }

    boolean addPiece(Stored job, UUID worker, int piece, byte[] bytes) {
        return sql.change(PIECE, piece, bytes, job.id(), worker, job.attempt()) == 1;
    }

    boolean end(Stored job, UUID worker, JobState state, long done, Long total, String problem, Result result) {
        return sql.change(END, state, done, total, problem, result == null ? null : result.name(), result == null ? null : result.mediaType(),
            result == null ? null : result.size(), result == null ? null : result.sha256(), result == null ? null : result.facts(),
            job.id(), worker, job.attempt()) == 1;
    }

    /** A piece of what a job has made; empty after the last one. */
    public Optional<byte[]> piece(UUID id, int piece) {
        return sql.first(READ_PIECE, row -> row.getBytes(1), id, piece);
    }

    void tidy(Duration keep) {
        sql.change(DROP_RESULTS);
        sql.change(DROP_OLD, keep.toString());
    }

    String text(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("parameters that cannot be written as JSON", e);
        }
    }

    Map<?, ?> map(String text) {
        try {
            return json.readValue(text, Map.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a stored document that cannot be read", e);
        }
    }

    private static Stored stored(ResultSet row) throws SQLException {
        Result result = row.getString("result_name") == null ? null : new Result(row.getString("result_name"), row.getString("result_type"),
            row.getLong("result_size"), row.getString("result_sha256"), row.getString("result_facts"));
        return new Stored(row.getObject("id", UUID.class), row.getString("kind"),
            new Caller(row.getString("creator"), parts(row.getString("roles")), parts(row.getString("departments"))),
            row.getString("request_id"), row.getString("parameters"), JobState.valueOf(row.getString("state")),
            row.getBoolean("cancel_requested"), row.getInt("attempt"), row.getLong("done"), row.getObject("total", Long.class),
            row.getString("problem"), result, instant(row, "created_at"), instant(row, "started_at"), instant(row, "ended_at"));
    }

    private static Set<String> parts(String list) {
        return list.isEmpty() ? Set.of() : Set.of(list.split(","));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }
}
