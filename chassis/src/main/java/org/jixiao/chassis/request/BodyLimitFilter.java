package org.jixiao.chassis.request;

import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.core.HttpHeaders;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jixiao.chassis.problem.ChassisProblem;
import org.jixiao.chassis.problem.ProblemRenderer;
import org.jixiao.chassis.problem.Violation;

/** Refuses a body by its stated length before a byte of it is read; the server alone would refuse it without a word. */
@ApplicationScoped
public class BodyLimitFilter {

    private static final int AFTER_THE_REQUEST_ID = 900;

    private final long limit;
    private final ProblemRenderer problems;

    BodyLimitFilter(@ConfigProperty(name = "quarkus.http.limits.max-body-size") MemorySize limit, ProblemRenderer problems) {
        this.limit = limit.asLongValue();
        this.problems = problems;
    }

    void register(@Observes Filters filters) {
        filters.register(this::refuseTooLarge, AFTER_THE_REQUEST_ID);
    }

    private void refuseTooLarge(RoutingContext request) {
        String length = request.request().getHeader(HttpHeaders.CONTENT_LENGTH);
        if (length != null && (length.length() > 18 || length.matches("[0-9]+") && Long.parseLong(length) > limit)) {
            // the rest of the body would be taken for the next request
            request.response().putHeader("Connection", "close");
            problems.send(request, new Violation(ChassisProblem.BODY_TOO_LARGE).with("limitBytes", limit));
            return;
        }
        request.next();
    }
}
