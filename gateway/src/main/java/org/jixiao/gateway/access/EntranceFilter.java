package org.jixiao.gateway.access;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.MDC;
import org.jixiao.gateway.problem.GatewayProblem;
import org.jixiao.gateway.problem.GatewayProblems;
import org.jixiao.gateway.server.ExchangeHandler;
import org.jixiao.gateway.server.GateHandler;

/** Names the request and its sender's address, and refuses what is ambiguous. */
@Singleton
public class EntranceFilter implements GateHandler {

    /** Under which the address of the caller is noted. */
    public static final String ADDRESS = "address";

    private static final String FORWARDED_FOR = "X-Forwarded-For";
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
        exchange.note(ADDRESS, ClientAddress.of(request.remoteAddress().hostAddress(),
                request.headers().getAll(FORWARDED_FOR), trustedProxies));
        Optional<String> fault = headFault(request);
        if (fault.isPresent()) {
            exchange.refuse(GatewayProblem.MALFORMED_REQUEST, Map.of("reason", fault.get()));
        } else if (exchange.path().isEmpty()) {
            exchange.refuse(GatewayProblem.AMBIGUOUS_PATH, Map.of());
        } else if (REFUSED_METHODS.contains(request.method())) {
            exchange.refuse(GatewayProblem.METHOD_NOT_ALLOWED, Map.of("method", request.method().name()));
        } else {
            exchange.next();
        }
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
}
