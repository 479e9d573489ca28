package org.jixiao.gateway.routing;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jixiao.gateway.access.RequestPath;

/** Which service answers which path: fixed at start, longest prefix first, on whole path segments. */
public final class RouteTable {

    /** What the gateway answers itself. */
    private static final Set<String> OWN = Set.of("/", "/docs", "/openapi.json", "/problems", "/health", "/style.css", "/q");

    /** A route as it is written in the configuration. */
    public record Definition(Optional<String> url, Optional<String> managementUrl, List<String> paths) {
    }

    private final List<Route> routes;
    private final Map<String, Route> byPrefix;

    private RouteTable(List<Route> routes, Map<String, Route> byPrefix) {
        this.routes = List.copyOf(routes);
        this.byPrefix = Map.copyOf(byPrefix);
    }

    /**
     * Reads the configuration.
     *
     * @throws IllegalArgumentException naming every fault at once, so that one start is enough to see them
     */
    public static RouteTable of(Map<String, Definition> definitions) {
        List<String> faults = new ArrayList<>();
        List<Route> routes = new ArrayList<>();
        Map<String, Route> byPrefix = new LinkedHashMap<>();
        if (definitions.isEmpty()) {
            faults.add("gateway.routes is empty: no service is configured");
        }
        definitions.forEach((name, definition) -> {
            String key = "gateway.routes." + name;
            URI url = address(key + ".url", definition.url(), faults);
            URI managementUrl = definition.managementUrl().isEmpty()
                    ? url : address(key + ".management-url", definition.managementUrl(), faults);
            Route route = new Route(name, url, managementUrl, List.copyOf(definition.paths()));
            routes.add(route);
            if (definition.paths().isEmpty()) {
                faults.add(key + ".paths is missing");
            }
            for (String prefix : definition.paths()) {
                prefixFault(prefix).ifPresent(fault -> faults.add(key + ".paths: \"" + prefix + "\" " + fault));
                Route other = byPrefix.putIfAbsent(prefix, route);
                if (other != null) {
                    faults.add(key + ".paths: \"" + prefix + "\" already belongs to gateway.routes." + other.name());
                }
            }
        });
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException("The gateway cannot start with these routes:\n  - "
                    + String.join("\n  - ", faults));
        }
        return new RouteTable(routes, byPrefix);
    }

    /** Whether the path is one that the gateway answers itself. */
    public static boolean isOwn(String path) {
        int end = path.indexOf('/', 1);
        return OWN.contains(end < 0 ? path : path.substring(0, end));
    }

    public List<Route> routes() {
        return routes;
    }

    /** The route with the longest prefix of the path, cut at a slash. */
    public Optional<Route> find(RequestPath path) {
        String prefix = path.value();
        while (!prefix.isEmpty()) {
            Route route = byPrefix.get(prefix);
            if (route != null) {
                return Optional.of(route);
            }
            prefix = prefix.substring(0, prefix.lastIndexOf('/'));
        }
        return Optional.empty();
    }

    private static URI address(String key, Optional<String> stated, List<String> faults) {
        if (stated.isEmpty() || stated.get().isBlank()) {
            faults.add(key + " is missing; set " + key.toUpperCase().replaceAll("[.-]", "_")
                    + ", for example http://127.0.0.1:8080");
            return null;
        }
        try {
            URI url = new URI(stated.get());
            boolean plain = ("http".equals(url.getScheme()) || "https".equals(url.getScheme()))
                    && url.getHost() != null && url.getUserInfo() == null && url.getRawQuery() == null
                    && url.getRawFragment() == null && (url.getRawPath().isEmpty() || url.getRawPath().equals("/"));
            if (plain && url.getPort() != 0 && url.getPort() <= 65_535) {
                return new URI(url.getScheme(), null, url.getHost(), url.getPort(), null, null, null);
            }
        } catch (URISyntaxException notAnAddress) {
            // named below together with the other faults
        }
        faults.add(key + ": \"" + stated.get() + "\" is not an address of the form http(s)://host:port");
        return null;
    }

    private static Optional<String> prefixFault(String prefix) {
        if (!prefix.startsWith("/") || prefix.length() > 1 && prefix.endsWith("/")) {
            return Optional.of("must start with a slash and not end with one");
        }
        if (RequestPath.of(prefix).filter(path -> path.value().equals(prefix)).isEmpty()) {
            return Optional.of("is not a normalised path");
        }
        if (isOwn(prefix)) {
            return Optional.of("belongs to the gateway itself");
        }
        return Optional.empty();
    }
}
