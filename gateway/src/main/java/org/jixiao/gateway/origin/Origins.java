package org.jixiao.gateway.origin;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** Which pages of other hosts may read answers: an exact list, never a pattern. */
public final class Origins {

    private final Set<String> allowed;
    private final List<String> methods;
    private final Set<String> headers;

    /** @throws IllegalArgumentException naming an origin that could stand for more than one */
    public Origins(List<String> allowed, List<String> methods, List<String> headers) {
        for (String origin : allowed) {
            if (!origin.matches("https?://[a-z0-9.-]+(:[0-9]{1,5})?")) {
                throw new IllegalArgumentException("gateway.cors.origins: \"" + origin
                        + "\" is not an origin of the form https://host or https://host:port; * and null are not taken");
            }
        }
        this.allowed = Set.copyOf(allowed);
        this.methods = List.copyOf(methods);
        this.headers = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        this.headers.addAll(headers);
    }

    /** Whether any page of another host may. */
    public boolean isEmpty() {
        return allowed.isEmpty();
    }

    /** Two Origin fields, {@code null} or another spelling are not on the list. */
    public boolean allows(List<String> origins) {
        return origins.size() == 1 && allowed.contains(origins.get(0));
    }

    public boolean allowsMethod(String method) {
        return methods.contains(method);
    }

    /** @param requested the value of Access-Control-Request-Headers, or null */
    public boolean allowsHeaders(String requested) {
        if (requested == null || requested.isBlank()) {
            return true;
        }
        for (String name : requested.split(",")) {
            if (!headers.contains(name.strip().toLowerCase(Locale.ROOT))) {
                return false;
            }
        }
        return true;
    }

    public String methods() {
        return String.join(", ", methods);
    }

    public String headers() {
        return String.join(", ", headers);
    }
}
