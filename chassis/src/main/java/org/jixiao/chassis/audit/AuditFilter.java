package org.jixiao.chassis.audit;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;
import org.jixiao.chassis.access.Caller;
import org.jixiao.chassis.access.CallerHandler;
import org.jixiao.chassis.openapi.ServicePathFilter;
import org.jixiao.chassis.problem.ChassisProblem;
import org.jixiao.chassis.problem.ProblemRenderer;
import org.jixiao.chassis.problem.Violation;

/**
 * Records what no trigger can see, after the business transaction has ended: each refused write,
 * each call without the right to it, each look at what is not public.
 *
 * <p>When it cannot be recorded, a look is refused. A refusal stays what it is; the lack is logged
 * and counted.
 */
public class AuditFilter {

    private static final Logger LOG = Logger.getLogger(AuditFilter.class);

    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");
    private static final int TARGET_LENGTH_MAX = 300;

    private final AuditAttemptPublisher attempts;
    private final CurrentVertxRequest current;
    private final ProblemRenderer problems;
    private final ObjectMapper json;
    private final Counter lost;
    private final String service;

    AuditFilter(AuditAttemptPublisher attempts, CurrentVertxRequest current, ProblemRenderer problems, ObjectMapper json,
                MeterRegistry metrics, @ConfigProperty(name = "quarkus.application.name") String application) {
        this.attempts = attempts;
        this.current = current;
        this.problems = problems;
        this.json = json;
        this.service = ServicePathFilter.noun(application);
        this.lost = Counter.builder("jixiao.audit.attempts.lost").description("Attempts that could not be recorded").register(metrics);
    }

    @ServerResponseFilter
    public Uni<Void> record(ContainerRequestContext request, ContainerResponseContext response, ResourceInfo resource) {
        int status = response.getStatus();
        Method operation = resource == null ? null : resource.getResourceMethod();
        boolean refused = status == 401 || status == 403 || status >= 400 && !READING.contains(request.getMethod());
        boolean read = status < 400 && operation != null && operation.isAnnotationPresent(AuditedRead.class);
        if (!refused && !read) {
            // nothing to wait for: an answer of every day is not even suspended
            return null;
        }
        AuditAttempt attempt = attempt(request, response, operation, refused);
        // rendered now: the request is not at hand where the writer reports
        Response unavailable = read ? problems.render(new Violation(ChassisProblem.AUDIT_UNAVAILABLE)) : null;
        return Uni.createFrom().completionStage(attempts.write(attempt)).onFailure().recoverWithItem(failure -> {
            lost.increment();
            LOG.errorf(failure, "not recorded: %s by %s, answered %d", attempt.action(), attempt.actor(), attempt.status());
            if (unavailable != null) {
                refuse(response, unavailable);
            }
            return null;
        });
    }

    private static void refuse(ContainerResponseContext response, Response unavailable) {
        response.getHeaders().remove(HttpHeaders.ETAG);
        response.getHeaders().remove(HttpHeaders.LOCATION);
        response.getHeaders().remove(HttpHeaders.CONTENT_DISPOSITION);
        response.getHeaders().remove(HttpHeaders.CONTENT_LENGTH);
        response.getHeaders().putSingle(HttpHeaders.RETRY_AFTER, unavailable.getHeaderString(HttpHeaders.RETRY_AFTER));
        response.setStatus(unavailable.getStatus());
        response.setEntity(unavailable.getEntity(), new Annotation[0], MediaType.valueOf(ProblemRenderer.MEDIA_TYPE));
    }

    private AuditAttempt attempt(ContainerRequestContext request, ContainerResponseContext response, Method operation, boolean refused) {
        RoutingContext routing = current.getCurrent();
        // not asked from the token again: on a refusal nobody may have been authenticated
        Caller caller = routing.user() instanceof QuarkusHttpUser user && response.getStatus() != 401
            ? CallerHandler.of(user.getSecurityIdentity()) : Caller.NOBODY;
        AuditContext context = AuditContextHandler.of(caller, routing);
        String path = routing.request().path();
        return new AuditAttempt(department(caller, request.getUriInfo().getPathParameters().getFirst("department")),
            refused ? "REFUSED" : "READ", context.actor(), context.roles(), request.getMethod() + " " + template(operation),
            path.length() <= TARGET_LENGTH_MAX ? path : path.substring(0, TARGET_LENGTH_MAX), response.getStatus(),
            refused ? code(response.getEntity()) : null, context.requestId(), context.traceId(), context.sourceAddress());
    }

    /** The department that the call names if it is the caller's, or his only one: what another one owns must not show up there. */
    private static String department(Caller caller, String named) {
        if (named != null && caller.mayTouch(named)) {
            return named;
        }
        return caller.departments().size() == 1 ? caller.departments().iterator().next() : Caller.ALL_DEPARTMENTS;
    }

    private String template(Method operation) {
        if (operation == null) {
            return "-";
        }
        Path below = operation.getAnnotation(Path.class);
        Path above = operation.getDeclaringClass().getAnnotation(Path.class);
        String template = (above == null ? "" : above.value()) + "/" + (below == null ? "" : below.value());
        return template.replace("{service}", service).replaceAll("/{2,}", "/").replaceAll("(.)/$", "$1");
    }

    private String code(Object problem) {
        if (problem instanceof Map<?, ?> body) {
            return body.get("code") instanceof String code ? code : null;
        }
        if (problem instanceof byte[] stored) {
            try {
                return json.readTree(stored).path("code").asText(null);
            } catch (IOException notOurs) {
                return null;
            }
        }
        return null;
    }
}
