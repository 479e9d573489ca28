package org.jixiao.gateway.origin;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import org.jixiao.gateway.problem.GatewayProblem;
import org.jixiao.gateway.server.ExchangeHandler;
import org.jixiao.gateway.server.GateHandler;

/** Answers what browsers ask before they send, and tells them who may read an answer. */
@Singleton
public class CorsFilter implements GateHandler {

    private static final List<CharSequence> SAID_HERE = List.of(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN,
            HttpHeaders.ACCESS_CONTROL_ALLOW_CREDENTIALS, HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS,
            HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS, HttpHeaders.ACCESS_CONTROL_EXPOSE_HEADERS,
            HttpHeaders.ACCESS_CONTROL_MAX_AGE);

    private static final String PREFLIGHT = "preflight";

    private final Origins origins;
    private final String exposed;
    private final String maxAge;

    CorsFilter(CorsConfig config) {
        this.origins = new Origins(config.origins().orElse(List.of()), config.methods(), config.headers());
        this.exposed = String.join(", ", config.exposed());
        this.maxAge = String.valueOf(config.maxAge().toSeconds());
    }

    @Override
    public int order() {
        return 10;
    }

    @Override
    public void enter(ExchangeHandler exchange) {
        HttpServerRequest request = exchange.request();
        List<String> origin = request.headers().getAll(HttpHeaders.ORIGIN);
        boolean allowed = origins.allows(origin);
        exchange.beforeHead(answered -> announce(answered, origin, allowed));
        if (request.method() == HttpMethod.OPTIONS && !origin.isEmpty()
                && request.headers().contains(HttpHeaders.ACCESS_CONTROL_REQUEST_METHOD)) {
            preflight(exchange, allowed);
        } else {
            exchange.next();
        }
    }

    private void preflight(ExchangeHandler exchange, boolean allowed) {
        HttpServerRequest request = exchange.request();
        if (!allowed || !origins.allowsMethod(request.getHeader(HttpHeaders.ACCESS_CONTROL_REQUEST_METHOD))
                || !origins.allowsHeaders(request.getHeader(HttpHeaders.ACCESS_CONTROL_REQUEST_HEADERS))) {
            exchange.refuse(GatewayProblem.ORIGIN_NOT_ALLOWED, Map.of());
            return;
        }
        HttpServerResponse response = exchange.response();
        exchange.note(PREFLIGHT, true);
        request.resume();
        response.setStatusCode(204).end();
    }

    /** The last word: a service does not open what is closed here. */
    private void announce(ExchangeHandler exchange, List<String> origin, boolean allowed) {
        MultiMap headers = exchange.response().headers();
        SAID_HERE.forEach(headers::remove);
        if (origins.isEmpty()) {
            return;
        }
        headers.add(HttpHeaders.VARY, HttpHeaders.ORIGIN);
        if (!allowed) {
            return;
        }
        headers.set(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, origin.get(0));
        if (exchange.noted(PREFLIGHT) == null) {
            headers.set(HttpHeaders.ACCESS_CONTROL_EXPOSE_HEADERS, exposed);
        } else {
            headers.set(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, origins.methods())
                    .set(HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS, origins.headers())
                    .set(HttpHeaders.ACCESS_CONTROL_MAX_AGE, maxAge);
        }
    }
}
