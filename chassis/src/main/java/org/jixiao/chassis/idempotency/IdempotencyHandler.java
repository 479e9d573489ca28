package org.jixiao.chassis.idempotency;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.function.Supplier;
import org.jixiao.chassis.access.CallerHandler;
import org.jixiao.chassis.problem.ChassisProblem;
import org.jixiao.chassis.problem.ProblemRenderer;
import org.jixiao.chassis.problem.Violation;
import org.jixiao.chassis.sql.SqlClient;

/**
 * Makes a POST safe to repeat. The record of the first answer commits with the effect that it
 * reports, so there is never one without the other.
 *
 * <p>A refusal by a rule of the field (422) is an answer, too, and is kept; whatever else fails
 * leaves no record, and the key may be used again. Two requests with one key at the same time:
 * the second is told that the first is still running, also where the first ended while the second began.
 */
@ApplicationScoped
public class IdempotencyHandler {

    public static final String HEADER = "Idempotency-Key";
    public static final String REPLAYED = "Idempotency-Replayed";

    private static final int RULE_REFUSED = 422;

    /** The savepoint goes out with the claim: it needs no answer of its own. */
    private static final String CLAIM = """
        select claim.got, r.fingerprint, r.status, r.location, r.etag, r.content_type, r.body
        from (select pg_try_advisory_xact_lock(hashtextextended(? || chr(31) || ? || chr(31) || ?, 0)) as got) claim
        left join idempotency_record r on r.principal = ? and r.route = ? and r.key = ?;
        savepoint before_work""";
    private static final String RECORD = """
        insert into idempotency_record (principal, route, key, fingerprint, status, location, etag, content_type, body)
        values (?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing""";

    private final SqlClient sql;
    private final EntityManager entities;
    private final CallerHandler callers;
    private final CurrentVertxRequest current;
    private final ObjectMapper json;
    private final ProblemRenderer problems;

    IdempotencyHandler(SqlClient sql, EntityManager entities, CallerHandler callers,
                       CurrentVertxRequest current, ObjectMapper json, ProblemRenderer problems) {
        this.sql = sql;
        this.entities = entities;
        this.callers = callers;
        this.current = current;
        this.json = json;
        this.problems = problems;
    }

    /** Does the work once for the request's key, inside the caller's transaction. */
    public Response once(Object request, Supplier<Response> work) {
        Key key = key(request);
        Response before = claim(key);
        if (before != null) {
            return before;
        }
        Response answer;
        try {
            answer = work.get();
            entities.flush();
        } catch (Violation | PersistenceException refused) {
            sql.change("rollback to savepoint before_work");
            entities.clear();
            if (!(refused instanceof Violation rule) || rule.code().status() != RULE_REFUSED) {
                throw unlessDoneMeanwhile(key, refused);
            }
            answer = problems.render(rule.with("newKeyRequired", true));
        }
        return record(key, answer);
    }

    /** Whoever had the lock when we looked may have committed before we got it, and what refuses us is its own effect. */
    private RuntimeException unlessDoneMeanwhile(Key key, RuntimeException refused) {
        return claim(key) == null ? refused : new Violation(ChassisProblem.IDEMPOTENCY_KEY_IN_USE);
    }

    private Key key(Object request) {
        String given = current.getCurrent().request().getHeader(HEADER);
        if (given == null || given.isBlank()) {
            throw new Violation(ChassisProblem.IDEMPOTENCY_KEY_MISSING);
        }
        IdempotencyKey parsed = IdempotencyKey.parse(given);
        String route = current.getCurrent().request().method() + " " + current.getCurrent().normalizedPath();
        return new Key(callers.caller().subject(), route, parsed.value(), IdempotencyKey.fingerprint(text(request)));
    }

    /** The first answer where there is one; the key is ours until the transaction ends where there is none. */
    private Response claim(Key key) {
        return sql.first(CLAIM, row -> firstAnswer(row, key), key.principal(), key.route(), key.value(),
            key.principal(), key.route(), key.value()).orElse(null);
    }

    private static Response firstAnswer(ResultSet row, Key key) throws SQLException {
        if (!row.getBoolean("got")) {
            throw new Violation(ChassisProblem.IDEMPOTENCY_KEY_IN_USE);
        }
        if (row.getString("fingerprint") == null) {
            return null;
        }
        if (!row.getString("fingerprint").equals(key.fingerprint())) {
            throw new Violation(ChassisProblem.IDEMPOTENCY_KEY_REUSED);
        }
        return replay(row);
    }

    private static Response replay(ResultSet first) throws SQLException {
        String body = first.getString("body");
        Response.ResponseBuilder answer = Response.status(first.getInt("status")).header(REPLAYED, "true");
        if (body != null) {
            answer.type(first.getString("content_type")).entity(body.getBytes(StandardCharsets.UTF_8));
        }
        if (first.getString("location") != null) {
            answer.header(HttpHeaders.LOCATION, first.getString("location"));
        }
        if (first.getString("etag") != null) {
            answer.header(HttpHeaders.ETAG, first.getString("etag"));
        }
        return answer.build();
    }

    private Response record(Key key, Response answer) {
        String contentType = answer.getMediaType() == null ? "application/json" : answer.getMediaType().toString();
        String body = answer.getEntity() == null ? null : text(answer.getEntity());
        int recorded = sql.change(RECORD, key.principal(), key.route(), key.value(), key.fingerprint(), answer.getStatus(),
            answer.getHeaderString(HttpHeaders.LOCATION), answer.getHeaderString(HttpHeaders.ETAG), contentType, body);
        if (recorded == 0) {
            // somebody committed this key between our look and our lock; take everything back
            throw new Violation(ChassisProblem.IDEMPOTENCY_KEY_IN_USE);
        }
        // the first answer and every replay are the same bytes
        return body == null ? answer
            : Response.fromResponse(answer).type(contentType).entity(body.getBytes(StandardCharsets.UTF_8)).build();
    }

    private String text(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a view that cannot be written as JSON", e);
        }
    }

    private record Key(String principal, String route, String value, String fingerprint) {
    }
}
