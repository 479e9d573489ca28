package org.jixiao.gateway.routing;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reads the route table once, at start; a table with faults stops the start. */
@Singleton
class RouteTableConfig {

    @Produces
    @Singleton
    RouteTable routeTable(GatewayConfig config) {
        Map<String, RouteTable.Definition> definitions = new TreeMap<>();
        config.routes().forEach((name, service) -> definitions.put(name,
                new RouteTable.Definition(service.url(), service.managementUrl(), service.paths().orElse(List.of()))));
        return RouteTable.of(definitions);
    }
}
