package org.jixiao.chassis.request;

import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.vertx.http.runtime.VertxHttpRecorder;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jixiao.chassis.problem.ChassisProblem;
import org.jixiao.chassis.problem.ProblemRenderer;
import org.jixiao.chassis.problem.Violation;

/**
 * Refuses a body by its stated length before a byte of it is read; the server alone would refuse it without a word. Paths that
 * take files have a limit of their own: the server's is then that one, and every other path is held to its own here, whether a
 * body states its length or not.
 */
@ApplicationScoped
public class BodyLimitFilter {

    private static final int AFTER_THE_REQUEST_ID = 900;
    /** The server sets the limit for bodies without a stated length at order -2. */
    private static final int AFTER_THE_SERVERS_LIMIT = 1;

    private final long limit;
    private final long serverLimit;
    private final long uploadLimit;
    private final Pattern uploads;
    private final ProblemRenderer problems;

    BodyLimitFilter(@ConfigProperty(name = "jixiao.body-max", defaultValue = "2M") MemorySize limit,
                    @ConfigProperty(name = "quarkus.http.limits.max-body-size") MemorySize serverLimit,
                    @ConfigProperty(name = "jixiao.upload.body-max") Optional<MemorySize> uploadLimit,
                    @ConfigProperty(name = "jixiao.upload.paths") Optional<String> uploads, ProblemRenderer problems) {
        this.serverLimit = serverLimit.asLongValue();
        this.limit = Math.min(limit.asLongValue(), this.serverLimit);
        this.uploadLimit = uploadLimit.map(MemorySize::asLongValue).orElse(this.limit);
        this.uploads = uploads.map(Pattern::compile).orElse(null);
        this.problems = problems;
    }

    void register(@Observes Filters filters) {
        filters.register(this::refuseTooLarge, AFTER_THE_REQUEST_ID);
        filters.register(this::limitUnstated, AFTER_THE_SERVERS_LIMIT);
    }

    private boolean isUpload(RoutingContext request) {
        return uploads != null && uploads.matcher(request.normalizedPath()).matches();
    }

    private void refuseTooLarge(RoutingContext request) {
        String length = request.request().getHeader(HttpHeaders.CONTENT_LENGTH);
        long most = isUpload(request) ? uploadLimit : limit;
        if (length != null && (length.length() > 18 || length.matches("[0-9]+") && Long.parseLong(length) > most)) {
            // the rest of the body would be taken for the next request
            request.response().putHeader("Connection", "close");
            problems.send(request, new Violation(ChassisProblem.BODY_TOO_LARGE).with("limitBytes", most));
            return;
        }
        request.next();
    }

    private void limitUnstated(RoutingContext request) {
        if (request.get(VertxHttpRecorder.MAX_REQUEST_SIZE_KEY) != null) {
            // who takes an upload counts it himself, and refuses it with its limit
            request.put(VertxHttpRecorder.MAX_REQUEST_SIZE_KEY, isUpload(request) ? serverLimit : limit);
        }
        request.next();
    }
}
