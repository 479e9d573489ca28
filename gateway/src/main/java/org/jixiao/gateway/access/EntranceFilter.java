package org.jixiao.gateway.access;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jboss.logging.MDC;
import org.jixiao.gateway.problem.GatewayProblem;
import org.jixiao.gateway.problem.GatewayProblems;
import org.jixiao.gateway.server.ExchangeHandler;
import org.jixiao.gateway.server.GateHandler;

/** Names the request and its sender's address, and refuses what is ambiguous. */
@Singleton
public class EntranceFilter implements GateHandler {

    private static final CharSequence FORWARDED_FOR = HttpHeaders.createOptimized("X-Forwarded-For");
    private static final Set<HttpMethod> REFUSED_METHODS = Set.of(HttpMethod.TRACE, HttpMethod.CONNECT);

    private final List<AddressRange> trustedProxies;

    EntranceFilter(AccessConfig config) {
        this.trustedProxies = config.trustedProxies().orElse(List.of()).stream().map(AddressRange::of).toList();
    }

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
        exchange.comesFrom(ClientAddress.of(exchange.clientAddress(), request.headers().getAll(FORWARDED_FOR), trustedProxies));
        if (exchange.path().isEmpty()) {
            exchange.refuse(GatewayProblem.AMBIGUOUS_PATH, Map.of());
        } else if (REFUSED_METHODS.contains(request.method())) {
            exchange.refuse(GatewayProblem.METHOD_NOT_ALLOWED, Map.of("method", request.method().name()));
        } else {
            exchange.next();
        }
    }
}
