package org.jixiao.gateway.routing;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Which header fields end at the gateway, in either direction. */
public final class HeaderRules {

    /** Meant for one connection only (RFC 9110, 7.6.1). */
    private static final Set<String> HOP_BY_HOP = Set.of("connection", "keep-alive", "proxy-connection",
            "proxy-authenticate", "proxy-authorization", "proxy-authentication-info", "te", "trailer",
            "transfer-encoding", "upgrade", "http2-settings");

    /** What only the gateway may say about a caller; and switches of another path or method. */
    private static final Set<String> CLAIMS = Set.of("forwarded", "x-real-ip", "x-client-ip", "x-cluster-client-ip",
            "true-client-ip", "x-original-url", "x-rewrite-url", "x-original-uri",
            "x-http-method", "x-http-method-override", "x-method-override");
    private static final List<String> CLAIM_PREFIXES = List.of("x-forwarded-", "x-user", "x-org");

    /** Names the product behind the gateway. */
    private static final Set<String> VERSIONS = Set.of("server", "x-powered-by");

    private HeaderRules() {
    }

    /** The names among these that a service must not see. */
    public static List<String> dropFromRequest(Set<String> names, List<String> connection) {
        Set<String> nominated = nominated(connection);
        List<String> dropped = new ArrayList<>();
        for (String name : names) {
            String lower = name.toLowerCase(Locale.ROOT);
            if (HOP_BY_HOP.contains(lower) || nominated.contains(lower) || CLAIMS.contains(lower)
                    || lower.equals("expect") || CLAIM_PREFIXES.stream().anyMatch(lower::startsWith)) {
                dropped.add(name);
            }
        }
        return dropped;
    }

    /** The names among these that a caller must not see. */
    public static List<String> dropFromResponse(Set<String> names, List<String> connection) {
        Set<String> nominated = nominated(connection);
        List<String> dropped = new ArrayList<>();
        for (String name : names) {
            String lower = name.toLowerCase(Locale.ROOT);
            if (HOP_BY_HOP.contains(lower) || nominated.contains(lower) || VERSIONS.contains(lower)) {
                dropped.add(name);
            }
        }
        return dropped;
    }

    private static Set<String> nominated(List<String> connection) {
        Set<String> names = new HashSet<>();
        for (String value : connection) {
            for (String name : value.split(",")) {
                names.add(name.trim().toLowerCase(Locale.ROOT));
            }
        }
        return names;
    }
}
