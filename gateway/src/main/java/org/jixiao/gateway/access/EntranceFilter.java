package org.jixiao.gateway.access;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;
import org.jixiao.gateway.problem.GatewayProblem;
import org.jixiao.gateway.problem.GatewayProblems;

/** Stands before every other handler: names the request, logs it, and refuses what is ambiguous. */
@Singleton
public class EntranceFilter {

    /** Under this name the routing context holds the {@link RequestPath}. */
    public static final String PATH = "requestPath";

    private static final String REQUEST_ID_HEADER = "X-Request-Id";
    private static final String START = "start";
    private static final int FIRST = -100;
    private static final Set<HttpMethod> REFUSED_METHODS = Set.of(HttpMethod.TRACE, HttpMethod.CONNECT);
    private static final Logger ACCESS = Logger.getLogger("access");
    private static final Logger LOG = Logger.getLogger(EntranceFilter.class);

    private final GatewayProblems problems;

    EntranceFilter(GatewayProblems problems) {
        this.problems = problems;
    }

    void register(@Observes Router router) {
        router.route().order(FIRST).handler(this::enter).failureHandler(this::fail);
    }

    private void enter(RoutingContext context) {
        HttpServerRequest request = context.request();
        String id = RequestId.of(request.headers().getAll(REQUEST_ID_HEADER));
        context.put(GatewayProblems.REQUEST_ID, id);
        MDC.put("requestId", id);
        context.response().putHeader(REQUEST_ID_HEADER, id).putHeader("X-Content-Type-Options", "nosniff");
        context.put(START, System.nanoTime());
        context.addEndHandler(ended -> log(context, id));

        Optional<String> fault = headFault(request);
        if (fault.isPresent()) {
            problems.send(context, GatewayProblem.MALFORMED_REQUEST, Map.of("reason", fault.get()));
            return;
        }
        Optional<RequestPath> path = RequestPath.of(request.path());
        if (path.isEmpty()) {
            problems.send(context, GatewayProblem.AMBIGUOUS_PATH, Map.of());
            return;
        }
        if (REFUSED_METHODS.contains(request.method())) {
            problems.send(context, GatewayProblem.METHOD_NOT_ALLOWED, Map.of("method", request.method().name()));
            return;
        }
        context.put(PATH, path.get());
        context.next();
    }

    /** What two readers of the same head could understand differently. */
    private static Optional<String> headFault(HttpServerRequest request) {
        MultiMap headers = request.headers();
        List<String> encodings = headers.getAll(HttpHeaders.TRANSFER_ENCODING);
        if (encodings.size() > 1 || encodings.size() == 1 && !encodings.get(0).equals("chunked")) {
            return Optional.of("Transfer-Encoding");
        }
        if (headers.getAll(HttpHeaders.HOST).size() > 1) {
            return Optional.of("Host");
        }
        return Optional.empty();
    }

    /** 499 stands for a connection that ended before the answer was complete. */
    private static void log(RoutingContext context, String id) {
        Long start = context.remove(START);
        if (start == null) {
            return;
        }
        ACCESS.infof("%s %s %d %d ms %s", context.request().method(), printable(context.request().path()),
                context.response().ended() ? context.response().getStatusCode() : 499,
                TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start), id);
    }

    private static String printable(String path) {
        return path == null ? "-" : path.replaceAll("[^\\x21-\\x7e]", "?");
    }

    private void fail(RoutingContext context) {
        LOG.error("A handler failed", context.failure());
        problems.send(context, GatewayProblem.INTERNAL_ERROR, Map.of());
    }
}
