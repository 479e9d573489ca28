package org.jixiao.gateway.routing;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.jixiao.gateway.upstream.Maintenance;

/** Reads the route table once, at start; a table with faults stops the start. */
@Singleton
class RouteTableConfig {

    @Produces
    @Singleton
    RouteTable routeTable(GatewayConfig config) {
        Map<String, RouteTable.Definition> definitions = new TreeMap<>();
        config.routes().forEach((name, service) -> definitions.put(name, definition(config, service)));
        return RouteTable.of(definitions, new RouteTable.Patience(
                config.circuit().failures(), config.circuit().pause(), config.circuit().pauseMax(),
                config.health().misses(), config.retries().percent(), config.retries().reserve(),
                System::nanoTime, bound -> ThreadLocalRandom.current().nextInt(bound)));
    }

    @Produces
    @Singleton
    Maintenance maintenance(GatewayConfig config, RouteTable table) {
        Set<String> closed = new HashSet<>(config.maintenance().orElse(List.of()));
        Set<String> known = new HashSet<>(table.routes().stream().map(Route::name).toList());
        known.add(Maintenance.ALL);
        if (!known.containsAll(closed)) {
            throw new IllegalArgumentException("gateway.maintenance: " + closed + " names a route that is not there; known: "
                    + known);
        }
        return new Maintenance(closed);
    }

    private static RouteTable.Definition definition(GatewayConfig config, GatewayConfig.Service service) {
        return new RouteTable.Definition(service.url().orElse(List.of()), service.managementUrl().orElse(List.of()),
                service.paths().orElse(List.of()),
                service.canary().url().map(urls -> new RouteTable.Canary(urls,
                        service.canary().managementUrl().orElse(List.of()), service.canary().percent(),
                        service.canary().header())),
                service.body().orElse(config.limits().body()).asLongValue(),
                config.limits().json().asLongValue(),
                service.upload().paths().map(paths -> new Route.Upload(Pattern.compile(paths),
                        service.upload().body().orElse(config.limits().body()).asLongValue())),
                service.timeout().orElse(config.timeouts().request()),
                service.running().orElse(config.limits().running()));
    }
}
