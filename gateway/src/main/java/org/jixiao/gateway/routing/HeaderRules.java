package org.jixiao.gateway.routing;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Which header fields end at the gateway, in either direction. */
public final class HeaderRules {

    /** Meant for one connection only (RFC 9110, 7.6.1), and the names of products behind the gateway. */
    private static final Set<String> END_AT_RESPONSE = anyCase("Connection", "Keep-Alive", "Proxy-Connection",
            "Proxy-Authenticate", "Proxy-Authorization", "Proxy-Authentication-Info", "TE", "Trailer",
            "Transfer-Encoding", "Upgrade", "HTTP2-Settings", "Server", "X-Powered-By");

    /**
     * Meant for one connection only; what only the gateway may say about a caller; and switches of
     * another path or method.
     */
    private static final Set<String> END_AT_REQUEST = anyCase("Connection", "Keep-Alive", "Proxy-Connection",
            "Proxy-Authenticate", "Proxy-Authorization", "Proxy-Authentication-Info", "TE", "Trailer",
            "Transfer-Encoding", "Upgrade", "HTTP2-Settings", "Expect", "Host", "Forwarded", "X-Real-IP", "X-Client-IP",
            "X-Cluster-Client-IP", "True-Client-IP", "X-Original-URL", "X-Rewrite-URL", "X-Original-URI",
            "X-HTTP-Method", "X-HTTP-Method-Override", "X-Method-Override");
    private static final List<String> CLAIM_PREFIXES = List.of("X-Forwarded-", "X-User", "X-Org", "X-Auth", "X-Remote",
            "X-Subject", "X-Role", "X-Group", "X-Department", "X-Tenant", "X-Client-", "X-SSL-", "X-JWT", "X-Token",
            "X-Access-Token", "X-Consumer-", "X-Amzn-Oidc-", "X-Goog-", "X-MS-Client-", "Remote-", "Cookie");

    private static final Set<String> HARMLESS = anyCase("keep-alive", "close");

    private HeaderRules() {
    }

    /** Whether a service must not see this field. */
    public static boolean endsAtRequest(String name, Set<String> nominated) {
        return END_AT_REQUEST.contains(name) || nominated.contains(name) || isClaim(name);
    }

    /** Whether a caller must not see this field. */
    public static boolean endsAtResponse(String name, Set<String> nominated) {
        return END_AT_RESPONSE.contains(name) || nominated.contains(name);
    }

    /** Whether the field carries entity tags that the service must recognise. */
    static boolean isCondition(String name) {
        return name.equalsIgnoreCase("If-None-Match") || name.equalsIgnoreCase("If-Match");
    }

    /** What the values of Connection name beside the connection itself; in any case of letters. */
    public static Set<String> nominated(List<String> connection) {
        if (connection.isEmpty() || connection.size() == 1 && HARMLESS.contains(connection.get(0))) {
            return Set.of();
        }
        Set<String> names = anyCase(List.of());
        for (String value : connection) {
            for (String name : value.split(",")) {
                names.add(name.trim());
            }
        }
        return names;
    }

    private static boolean isClaim(String name) {
        for (String prefix : CLAIM_PREFIXES) {
            if (name.regionMatches(true, 0, prefix, 0, prefix.length())) {
                return true;
            }
        }
        return false;
    }

    /** No copy in lower case for each field of each request. */
    static Set<String> anyCase(Collection<String> names) {
        Set<String> set = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        set.addAll(names);
        return set;
    }

    private static Set<String> anyCase(String... names) {
        return anyCase(List.of(names));
    }
}
