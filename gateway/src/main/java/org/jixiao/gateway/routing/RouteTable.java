package org.jixiao.gateway.routing;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntUnaryOperator;
import java.util.function.LongSupplier;
import org.jixiao.gateway.upstream.Balancer;
import org.jixiao.gateway.upstream.Circuit;
import org.jixiao.gateway.upstream.Instance;
import org.jixiao.gateway.upstream.RetryBudget;

/** Which service answers which path: fixed at start, longest prefix first, on whole path segments. */
public final class RouteTable {

    /** What the gateway answers itself. */
    private static final Set<String> OWN = Set.of("/", "/docs", "/openapi.json", "/events", "/problems", "/health", "/style.css",
            "/favicon.ico", "/q");

    /**
     * A route as it is written in the configuration.
     *
     * @param urls           one for each instance
     * @param managementUrls none, or one for each instance in the same order
     * @param canary         empty if there is no next version to try
     */
    public record Definition(List<String> urls, List<String> managementUrls, List<String> paths, Optional<Canary> canary,
            long bodyMax, long jsonMax, Optional<Route.Upload> upload, Duration headTimeout, int runningMax) {

        /** A route with nothing out of the ordinary. */
        public Definition(List<String> urls, List<String> managementUrls, List<String> paths) {
            this(urls, managementUrls, paths, Optional.empty(), 1 << 20, 1 << 20, Optional.empty(), Duration.ofSeconds(30), 256);
        }
    }

    /** The next version of a service: where it runs and who gets to it. */
    public record Canary(List<String> urls, List<String> managementUrls, int percent, Optional<String> header) {
    }

    /** How patient the gateway is with instances; the same for all routes. */
    public record Patience(int failuresMax, Duration pause, Duration pauseMax, int missesMax, int retryPercent,
            int retryReserve, LongSupplier clock, IntUnaryOperator random) {
    }

    private final List<Route> routes;
    private final Map<String, Route> byPrefix;

    /** No prefix is longer: the rest of a path need not be looked at. */
    private final int longest;

    private RouteTable(List<Route> routes, Map<String, Route> byPrefix) {
        this.routes = List.copyOf(routes);
        this.byPrefix = Map.copyOf(byPrefix);
        this.longest = byPrefix.keySet().stream().mapToInt(String::length).max().orElse(0);
    }

    /**
     * Reads the configuration.
     *
     * @throws IllegalArgumentException naming every fault at once, so that one start is enough to see them
     */
    public static RouteTable of(Map<String, Definition> definitions, Patience patience) {
        List<String> faults = new ArrayList<>();
        List<Route> routes = new ArrayList<>();
        Map<String, Route> byPrefix = new LinkedHashMap<>();
        if (definitions.isEmpty()) {
            faults.add("gateway.routes is empty: no service is configured");
        }
        definitions.forEach((name, definition) -> {
            String key = "gateway.routes." + name;
            Route route = route(name, key, definition, patience, faults);
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

    private static Route route(String name, String key, Definition definition, Patience patience, List<String> faults) {
        List<Instance> instances = new ArrayList<>(
                instances(key, definition.urls(), definition.managementUrls(), false, patience, faults));
        definition.canary().ifPresent(canary -> {
            instances.addAll(instances(key + ".canary", canary.urls(), canary.managementUrls(), true, patience, faults));
            if (canary.percent() < 0 || canary.percent() > 100) {
                faults.add(key + ".canary.percent: " + canary.percent() + " is not between 0 and 100");
            }
        });
        if (definition.bodyMax() <= 0 || definition.jsonMax() <= 0) {
            faults.add(key + ".body must be more than 0");
        }
        if (definition.runningMax() <= 0) {
            faults.add(key + ".running must be more than 0");
        }
        if (definition.headTimeout().isNegative() || definition.headTimeout().isZero()) {
            faults.add(key + ".timeout must be more than 0");
        }
        int percent = definition.canary().map(Canary::percent).orElse(0);
        return new Route(name, List.copyOf(instances), List.copyOf(definition.paths()), definition.bodyMax(),
                definition.jsonMax(), definition.upload(), definition.headTimeout(), definition.runningMax(),
                definition.canary().flatMap(Canary::header).orElse(""),
                new Balancer(instances, percent, patience.random()),
                new RetryBudget(patience.retryPercent(), patience.retryReserve()), new AtomicInteger());
    }

    private static List<Instance> instances(String key, List<String> urls, List<String> managementUrls, boolean canary,
            Patience patience, List<String> faults) {
        if (urls.isEmpty() || urls.stream().allMatch(String::isBlank)) {
            faults.add(key + ".url is missing; set " + (key + ".url").toUpperCase(Locale.ROOT).replaceAll("[.-]", "_")
                    + ", for example http://127.0.0.1:8080");
            return List.of();
        }
        if (!managementUrls.isEmpty() && managementUrls.size() != urls.size()) {
            faults.add(key + ".management-url names " + managementUrls.size() + " addresses, url " + urls.size());
            return List.of();
        }
        List<Instance> instances = new ArrayList<>();
        for (int i = 0; i < urls.size(); i++) {
            Optional<URI> url = address(key + ".url", urls.get(i), faults);
            Optional<URI> managementUrl = managementUrls.isEmpty()
                    ? url : address(key + ".management-url", managementUrls.get(i), faults);
            if (url.isPresent() && managementUrl.isPresent()) {
                instances.add(new Instance(url.get(), managementUrl.get(), canary,
                        new Circuit(patience.failuresMax(), patience.pause().toNanos(), patience.pauseMax().toNanos(),
                                patience.clock()), patience.missesMax()));
            }
        }
        if (instances.stream().map(Instance::name).distinct().count() < instances.size()) {
            faults.add(key + ".url names an instance twice");
        }
        return instances;
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
        if (prefix.length() > longest) {
            prefix = prefix.substring(0, Math.max(0, prefix.lastIndexOf('/', longest)));
        }
        while (!prefix.isEmpty()) {
            Route route = byPrefix.get(prefix);
            if (route != null) {
                return Optional.of(route);
            }
            prefix = prefix.substring(0, prefix.lastIndexOf('/'));
        }
        return Optional.empty();
    }

    private static Optional<URI> address(String key, String stated, List<String> faults) {
        try {
            URI url = new URI(stated.strip());
            boolean plain = ("http".equals(url.getScheme()) || "https".equals(url.getScheme()))
                    && url.getHost() != null && url.getUserInfo() == null && url.getRawQuery() == null
                    && url.getRawFragment() == null && (url.getRawPath().isEmpty() || url.getRawPath().equals("/"));
            if (plain && url.getPort() != 0 && url.getPort() <= 65_535) {
                return Optional.of(new URI(url.getScheme(), null, url.getHost(), url.getPort(), null, null, null));
            }
        } catch (URISyntaxException notAnAddress) {
            // named below together with the other faults
        }
        faults.add(key + ": \"" + stated + "\" is not an address of the form http(s)://host:port");
        return Optional.empty();
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
