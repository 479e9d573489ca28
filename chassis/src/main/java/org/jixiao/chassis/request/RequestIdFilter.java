package org.jixiao.chassis.request;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jboss.logging.MDC;

/**
 * Gives every request an id, or keeps the caller's, and puts it in the answer and in every log line; and
 * likewise continues the caller's trace.
 */
@ApplicationScoped
public class RequestIdFilter {

    public static final String HEADER = "X-Request-Id";
    public static final String KEY = "requestId";
    public static final String TRACE_ID = "traceId";
    public static final String TRACE_PARENT = "traceparent";

    private static final Pattern WELL_FORMED = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final int BEFORE_EVERYTHING = 1000;

    void register(@Observes Filters filters) {
        filters.register(RequestIdFilter::identify, BEFORE_EVERYTHING);
    }

    private static void identify(RoutingContext request) {
        String given = request.request().getHeader(HEADER);
        String id = given != null && WELL_FORMED.matcher(given).matches() ? given : UUID.randomUUID().toString();
        request.put(KEY, id);
        request.response().putHeader(HEADER, id);
        MDC.put(KEY, id);
        TraceParent trace = TraceParent.of(request.request().headers().getAll(TRACE_PARENT));
        request.put(TRACE_ID, trace.traceId());
        MDC.put(TRACE_ID, trace.traceId());
        MDC.put(TRACE_PARENT, trace.text());
        request.next();
    }
}
