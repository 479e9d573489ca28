package org.jixiao.gateway.trace;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import jakarta.inject.Singleton;
import org.jboss.logging.MDC;
import org.jixiao.gateway.server.ExchangeHandler;
import org.jixiao.gateway.server.GateHandler;

/** Continues the caller's trace or begins one; the service gets a span of ours as its parent. */
@Singleton
public class TraceFilter implements GateHandler {

    /** Under which the {@link TraceContext} is noted. */
    public static final String NOTE = "trace";

    private static final CharSequence PARENT = HttpHeaders.createOptimized("traceparent");
    private static final CharSequence STATE = HttpHeaders.createOptimized("tracestate");

    @Override
    public int order() {
        return -10;
    }

    @Override
    public void enter(ExchangeHandler exchange) {
        MultiMap headers = exchange.request().headers();
        TraceContext trace = TraceContext.of(headers.getAll(PARENT), headers.getAll(STATE));
        exchange.note(NOTE, trace);
        MDC.put("traceId", trace.traceId());
        headers.remove(STATE);
        exchange.tell(PARENT, trace.parent());
        trace.state().ifPresent(state -> exchange.tell(STATE, state));
        exchange.next();
    }
}
