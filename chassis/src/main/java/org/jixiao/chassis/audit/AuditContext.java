package org.jixiao.chassis.audit;

import java.util.Set;
import java.util.TreeSet;
import org.jixiao.chassis.access.Caller;
import org.jixiao.chassis.paging.Text;

/**
 * For whom and from where something is done: what every audit entry says beside the change itself.
 *
 * @param requestId     the request's id, null outside of a request
 * @param traceId       of the W3C trace context, null where there is none
 * @param sourceAddress of the client as the gateway saw it, null outside of a request
 */
public record AuditContext(String actor, String roles, String requestId, String traceId, String sourceAddress) {

    public static final AuditContext NONE = new AuditContext("", "", null, null, null);

    private static final String SEPARATOR = "\u001f";
    private static final int LENGTH_MAX = 200;

    public AuditContext {
        actor = clean(actor);
        roles = clean(roles);
        requestId = clean(requestId);
        traceId = clean(traceId);
        sourceAddress = clean(sourceAddress);
    }

    public static AuditContext of(Caller caller, String requestId, String traceId, String sourceAddress) {
        return new AuditContext(caller.subject(), roles(caller.roles()), requestId, traceId, sourceAddress);
    }

    /** As the triggers read it from the connection: one setting, since most connections never write. */
    public String setting() {
        return String.join(SEPARATOR, actor, roles, text(requestId), text(traceId), text(sourceAddress));
    }

    private static String roles(Set<String> roles) {
        return String.join(",", new TreeSet<>(roles));
    }

    private static String text(String value) {
        return value == null ? "" : value;
    }

    /** The database takes no NUL, and no part may pretend to be two. */
    private static String clean(String value) {
        if (value == null) {
            return null;
        }
        return Text.start(value.replace("\0", "").replace(SEPARATOR, ""), LENGTH_MAX);
    }
}
