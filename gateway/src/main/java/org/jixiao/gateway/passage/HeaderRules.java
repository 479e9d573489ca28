package org.jixiao.gateway.passage;

import java.util.Arrays;
import java.util.List;

/** Which header fields end at the gateway, in either direction. */
final class HeaderRules {

    /** Meant for one connection only (RFC 9110, 7.6.1), and the names of products behind the gateway. */
    private static final FieldNames END_AT_RESPONSE = FieldNames.of("Connection", "Keep-Alive", "Proxy-Connection",
            "Proxy-Authenticate", "Proxy-Authorization", "Proxy-Authentication-Info", "TE", "Trailer",
            "Transfer-Encoding", "Upgrade", "HTTP2-Settings", "Server", "X-Powered-By");

    /**
     * Meant for one connection only; what only the gateway may say about a caller; and switches of
     * another path or method.
     */
    private static final FieldNames END_AT_REQUEST = FieldNames.of("Connection", "Keep-Alive", "Proxy-Connection",
            "Proxy-Authenticate", "Proxy-Authorization", "Proxy-Authentication-Info", "TE", "Trailer",
            "Transfer-Encoding", "Upgrade", "HTTP2-Settings", "Expect", "Host", "Forwarded", "X-Real-IP", "X-Client-IP",
            "X-Cluster-Client-IP", "True-Client-IP", "X-Original-URL", "X-Rewrite-URL", "X-Original-URI",
            "X-HTTP-Method", "X-HTTP-Method-Override", "X-Method-Override");
    private static final List<String> CLAIM_PREFIXES = List.of("X-Forwarded-", "X-User", "X-Org", "X-Auth", "X-Remote",
            "X-Subject", "X-Role", "X-Group", "X-Department", "X-Tenant", "X-Client-", "X-SSL-", "X-JWT", "X-Token",
            "X-Access-Token", "X-Consumer-", "X-Amzn-Oidc-", "X-Goog-", "X-MS-Client-", "Remote-", "Cookie");

    private static final FieldNames HARMLESS = FieldNames.of("keep-alive", "close");

    private static final FieldNames CONDITIONS = FieldNames.of("If-None-Match", "If-Match");

    private HeaderRules() {
    }

    /** Whether a service must not see this field. */
    static boolean endsAtRequest(CharSequence name, FieldNames nominated) {
        return END_AT_REQUEST.contains(name) || nominated.contains(name) || isClaim(name);
    }

    /** Whether a caller must not see this field. */
    static boolean endsAtResponse(CharSequence name, FieldNames nominated) {
        return END_AT_RESPONSE.contains(name) || nominated.contains(name);
    }

    /** Whether the field carries entity tags that the service must recognise. */
    static boolean isCondition(CharSequence name) {
        return CONDITIONS.contains(name);
    }

    /** What the values of Connection name beside the connection itself; in any case of letters. */
    static FieldNames nominated(List<String> connection) {
        if (connection.isEmpty() || connection.size() == 1 && HARMLESS.contains(connection.get(0))) {
            return FieldNames.NONE;
        }
        return new FieldNames(connection.stream()
                .flatMap(value -> Arrays.stream(value.split(","))).map(String::trim).toList());
    }

    private static boolean isClaim(CharSequence name) {
        for (String prefix : CLAIM_PREFIXES) {
            if (FieldNames.begins(name, prefix)) {
                return true;
            }
        }
        return false;
    }
}
