package org.jixiao.gateway.access;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;
import org.jixiao.gateway.problem.GatewayProblem;
import org.jixiao.gateway.problem.GatewayProblems;
import org.jixiao.gateway.server.ExchangeHandler;
import org.jixiao.gateway.server.GateHandler;

/** The first gate: names the request, logs it, and refuses what is ambiguous. */
@Singleton
public class EntranceFilter implements GateHandler {

    private static final Set<HttpMethod> REFUSED_METHODS = Set.of(HttpMethod.TRACE, HttpMethod.CONNECT);
    private static final Logger ACCESS = Logger.getLogger("access");

    @Override
    public int order() {
        return 0;
    }

    @Override
    public void enter(ExchangeHandler exchange) {
        HttpServerRequest request = exchange.request();
        String id = RequestId.of(request.headers().getAll(GatewayProblems.REQUEST_ID_HEADER));
        MDC.put("requestId", id);
        exchange.name(id);
        exchange.response().putHeader("X-Content-Type-Options", "nosniff");
        exchange.atEnd(EntranceFilter::log);
        if (exchange.path().isEmpty()) {
            exchange.refuse(GatewayProblem.AMBIGUOUS_PATH, Map.of());
        } else if (REFUSED_METHODS.contains(request.method())) {
            exchange.refuse(GatewayProblem.METHOD_NOT_ALLOWED, Map.of("method", request.method().name()));
        } else {
            exchange.next();
        }
    }

    private static void log(ExchangeHandler exchange) {
        ACCESS.infof("%s %s %d %d ms %s", exchange.request().method(), printable(exchange.request().path()),
                exchange.status(), TimeUnit.NANOSECONDS.toMillis(exchange.nanos()), exchange.requestId());
    }

    private static String printable(String path) {
        return path == null ? "-" : path.replaceAll("[^\\x21-\\x7e]", "?");
    }
}
