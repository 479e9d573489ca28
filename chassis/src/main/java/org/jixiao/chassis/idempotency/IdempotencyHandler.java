package org.jixiao.chassis.idempotency;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.agroal.api.AgroalDataSource;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.Supplier;
import org.jixiao.chassis.access.CallerHandler;
import org.jixiao.chassis.problem.ChassisProblem;
import org.jixiao.chassis.problem.ProblemRenderer;
import org.jixiao.chassis.problem.Violation;

/**
 * Makes a POST safe to repeat. The record of the first answer commits with the effect that it
 * reports, so there is never one without the other.
 *
 * <p>A refusal by a rule of the field (422) is an answer, too, and is kept; whatever else fails
 * leaves no record, and the key may be used again. Two requests with one key at the same time:
 * the second is told that the first is still running.
 */
@ApplicationScoped
public class IdempotencyHandler {

    public static final String HEADER = "Idempotency-Key";
    public static final String REPLAYED = "Idempotency-Replayed";

    private static final int RULE_REFUSED = 422;

    private static final String CLAIM = """
        select claim.got, r.fingerprint, r.status, r.location, r.etag, r.content_type, r.body
        from (select pg_try_advisory_xact_lock(hashtextextended(? || chr(31) || ? || chr(31) || ?, 0)) as got) claim
        left join idempotency_record r on r.principal = ? and r.route = ? and r.key = ?""";
    private static final String RECORD = """
        insert into idempotency_record (principal, route, key, fingerprint, status, location, etag, content_type, body)
        values (?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing""";

    private final AgroalDataSource database;
    private final EntityManager entities;
    private final CallerHandler callers;
    private final CurrentVertxRequest current;
    private final ObjectMapper json;
    private final ProblemRenderer problems;

    IdempotencyHandler(AgroalDataSource database, EntityManager entities, CallerHandler callers,
                       CurrentVertxRequest current, ObjectMapper json, ProblemRenderer problems) {
        this.database = database;
        this.entities = entities;
        this.callers = callers;
        this.current = current;
        this.json = json;
        this.problems = problems;
    }

    /** Does the work once for the request's key, inside the caller's transaction. */
    public Response once(Object request, Supplier<Response> work) {
        Key key = key(request);
        try (Connection connection = database.getConnection()) {
            Response before = claim(connection, key);
            if (before != null) {
                return before;
            }
            execute(connection, "savepoint before_work");
            Response answer;
            try {
                answer = work.get();
                entities.flush();
            } catch (Violation refused) {
                if (refused.code().status() != RULE_REFUSED) {
                    throw refused;
                }
                execute(connection, "rollback to savepoint before_work");
                entities.clear();
                answer = problems.render(refused.with("newKeyRequired", true));
            }
            return record(connection, key, answer);
        } catch (SQLException e) {
            throw new IllegalStateException("idempotency record", e);
        }
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

    private Response claim(Connection connection, Key key) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(CLAIM)) {
            for (int i = 0; i < 6; i += 3) {
                statement.setString(i + 1, key.principal());
                statement.setString(i + 2, key.route());
                statement.setString(i + 3, key.value());
            }
            try (ResultSet found = statement.executeQuery()) {
                found.next();
                if (!found.getBoolean("got")) {
                    throw new Violation(ChassisProblem.IDEMPOTENCY_KEY_IN_USE);
                }
                if (found.getString("fingerprint") == null) {
                    return null;
                }
                if (!found.getString("fingerprint").equals(key.fingerprint())) {
                    throw new Violation(ChassisProblem.IDEMPOTENCY_KEY_REUSED);
                }
                return replay(found);
            }
        }
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

    private Response record(Connection connection, Key key, Response answer) throws SQLException {
        String contentType = answer.getMediaType() == null ? "application/json" : answer.getMediaType().toString();
        String body = answer.getEntity() == null ? null : text(answer.getEntity());
        try (PreparedStatement statement = connection.prepareStatement(RECORD)) {
            statement.setString(1, key.principal());
            statement.setString(2, key.route());
            statement.setString(3, key.value());
            statement.setString(4, key.fingerprint());
            statement.setInt(5, answer.getStatus());
            statement.setString(6, answer.getHeaderString(HttpHeaders.LOCATION));
            statement.setString(7, answer.getHeaderString(HttpHeaders.ETAG));
            statement.setString(8, contentType);
            statement.setString(9, body);
            if (statement.executeUpdate() == 0) {
                // somebody committed this key between our look and our lock; take everything back
                throw new Violation(ChassisProblem.IDEMPOTENCY_KEY_IN_USE);
            }
        }
        // the first answer and every replay are the same bytes
        return body == null ? answer
            : Response.fromResponse(answer).type(contentType).entity(body.getBytes(StandardCharsets.UTF_8)).build();
    }

    /** The pool refuses savepoints by method call inside a managed transaction, but not by statement. */
    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
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
