package org.jixiao.gateway.log;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSession;
import org.jixiao.gateway.access.Bearer;
import org.jixiao.gateway.access.TokenException;
import org.jixiao.gateway.access.TokenFilter;
import org.jixiao.gateway.routing.Route;
import org.jixiao.gateway.server.ExchangeHandler;
import org.jixiao.gateway.server.GateHandler;
import org.jixiao.gateway.trace.TraceContext;
import org.jixiao.gateway.trace.TraceFilter;

/** Writes a line for each request, when its answer is complete or its caller gone. Neither queries nor tokens get into it. */
@Singleton
public class AccessLogFilter implements GateHandler {

    private static final int USER_AGENT_MAX = 200;
    private static final int NAME_MAX = 128;
    private static final int SERVER_FAULT = 500;

    private final AccessLogJob log;

    AccessLogFilter(AccessLogJob log) {
        this.log = log;
    }

    @Override
    public int order() {
        return -20;
    }

    @Override
    public void enter(ExchangeHandler exchange) {
        if (log.isWanted()) {
            exchange.atEnd(ended -> log.write(line(ended)));
        }
        exchange.next();
    }

    private static String line(ExchangeHandler exchange) {
        HttpServerRequest request = exchange.request();
        TraceContext trace = exchange.noted(TraceFilter.NOTE);
        Bearer bearer = exchange.noted(TokenFilter.NOTE);
        TokenException.Reason reason = exchange.noted(TokenFilter.REASON);
        int status = exchange.status();
        String refusal = exchange.refusal().map(Enum::name).orElse(null);
        AccessLine line = new AccessLine()
                .text("time", Instant.now().truncatedTo(ChronoUnit.MILLIS).toString())
                .text("event", refusal != null && status < SERVER_FAULT ? "refused" : "request")
                .text("requestId", exchange.requestId())
                .text("traceId", trace == null ? null : trace.traceId())
                .text("address", exchange.clientAddress())
                .text("method", request.method().name(), NAME_MAX)
                .text("path", request.path())
                .text("route", exchange.route().map(Route::name).orElse(null))
                .text("instance", exchange.instance().equals("-") ? null : exchange.instance())
                .number("status", status)
                .text("code", refusal)
                .text("reason", reason == null ? null : reason.name())
                .number("bytesIn", request.bytesRead())
                .number("bytesOut", request.response().bytesWritten())
                .number("durationMillis", TimeUnit.NANOSECONDS.toMillis(exchange.nanos()))
                .number("upstreamMillis", TimeUnit.NANOSECONDS.toMillis(exchange.upstreamNanos()));
        if (bearer != null) {
            line.text("subject", bearer.subject(), NAME_MAX)
                    .text("client", bearer.client(), NAME_MAX)
                    .number("departments", bearer.departments().size());
            if (bearer.departments().size() == 1) {
                line.text("department", bearer.departments().get(0), NAME_MAX);
            }
        }
        SSLSession tls = request.sslSession();
        return line.text("userAgent", request.getHeader(HttpHeaders.USER_AGENT), USER_AGENT_MAX)
                .text("protocol", request.version().name())
                .text("tls", tls == null ? null : tls.getProtocol())
                .toString();
    }
}
