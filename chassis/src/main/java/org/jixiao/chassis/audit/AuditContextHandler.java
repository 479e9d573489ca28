package org.jixiao.chassis.audit;

import io.quarkus.arc.Arc;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.RoutingContext;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.logging.MDC;
import org.jixiao.chassis.access.Caller;
import org.jixiao.chassis.request.RequestIdFilter;

/** Reads the context of an audit entry from the request that is being served, if any. */
public final class AuditContextHandler {

    private static final String TRACE_PARENT = "traceparent";
    private static final Pattern TRACE = Pattern.compile("[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}.*");

    private AuditContextHandler() {
    }

    /** For work of the caller in the active request context. */
    public static AuditContext current(Caller caller) {
        RoutingContext request = Arc.container().instance(CurrentVertxRequest.class).get().getCurrent();
        if (request == null) {
            // a consumer or a job: it has put the id of what it follows up into the log's context
            return AuditContext.of(caller, MDC.get(RequestIdFilter.KEY) instanceof String id ? id : null, null, null);
        }
        return of(caller, request);
    }

    static AuditContext of(Caller caller, RoutingContext request) {
        SocketAddress client = request.request().remoteAddress();
        return AuditContext.of(caller, request.get(RequestIdFilter.KEY), traceId(request.request().getHeader(TRACE_PARENT)),
            client == null ? null : client.hostAddress() == null ? client.host() : client.hostAddress());
    }

    private static String traceId(String traceParent) {
        Matcher parts = TRACE.matcher(traceParent == null ? "" : traceParent);
        return parts.matches() ? parts.group(1) : null;
    }
}
