package org.jixiao.gateway.admin;

import io.quarkus.vertx.http.ManagementInterface;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import org.jboss.logging.Logger;
import org.jixiao.gateway.routing.Route;
import org.jixiao.gateway.routing.RouteTable;
import org.jixiao.gateway.server.ConnectionsHandler;
import org.jixiao.gateway.upstream.Instance;
import org.jixiao.gateway.upstream.Maintenance;

/** Routes, instances and switches, for operators: mounted on the management port and nowhere else. */
@Singleton
class AdminRoutes {

    private static final Logger LOG = Logger.getLogger(AdminRoutes.class);

    private final RouteTable table;
    private final Maintenance maintenance;
    private final ConnectionsHandler connections;

    AdminRoutes(RouteTable table, Maintenance maintenance, ConnectionsHandler connections) {
        this.table = table;
        this.maintenance = maintenance;
        this.connections = connections;
    }

    void register(@Observes ManagementInterface management) {
        Router router = management.router();
        router.get("/admin").handler(this::page);
        router.get("/admin/routes").handler(context -> json(context, view()));
        router.put("/admin/maintenance/:route").handler(context -> switchMaintenance(context, true));
        router.delete("/admin/maintenance/:route").handler(context -> switchMaintenance(context, false));
    }

    private void switchMaintenance(RoutingContext context, boolean close) {
        String route = context.pathParam("route");
        boolean known = route.equals(Maintenance.ALL)
                || table.routes().stream().anyMatch(one -> one.name().equals(route));
        if (!known) {
            context.response().setStatusCode(404).end();
            return;
        }
        if (close) {
            maintenance.close(route);
        } else {
            maintenance.open(route);
        }
        LOG.infof("Maintenance of %s is %s", route, close ? "on" : "off");
        json(context, view());
    }

    private JsonObject view() {
        JsonArray routes = new JsonArray();
        for (Route route : table.routes()) {
            JsonArray instances = new JsonArray();
            route.instances().forEach(instance -> instances.add(view(instance)));
            routes.add(new JsonObject()
                    .put("name", route.name())
                    .put("paths", new JsonArray(route.paths()))
                    .put("maintenance", maintenance.isClosed(route.name()))
                    .put("running", route.running().get())
                    .put("runningMax", route.runningMax())
                    .put("instances", instances));
        }
        return new JsonObject()
                .put("connections", connections.open())
                .put("running", connections.running())
                .put("draining", connections.isDraining())
                .put("maintenance", new JsonArray(List.copyOf(maintenance.closed())))
                .put("routes", routes);
    }

    private static JsonObject view(Instance instance) {
        return new JsonObject()
                .put("name", instance.name())
                .put("canary", instance.isCanary())
                .put("ready", instance.isReady())
                .put("circuit", instance.circuit().state().name())
                .put("running", instance.running())
                .put("served", instance.served())
                .put("failures", instance.failures());
    }

    /** Everything in it comes from the configuration and from counters, nothing from callers. */
    private void page(RoutingContext context) {
        StringBuilder rows = new StringBuilder();
        for (Route route : table.routes()) {
            for (Instance instance : route.instances()) {
                rows.append("<tr>");
                for (Object cell : List.of(route.name(), String.join(" ", route.paths()),
                        maintenance.isClosed(route.name()) ? "maintenance" : "open",
                        instance.name() + (instance.isCanary() ? " (canary)" : ""),
                        instance.isReady() ? "ready" : "not ready", instance.circuit().state(), instance.running(),
                        instance.served(), instance.failures())) {
                    rows.append("<td>").append(escaped(String.valueOf(cell))).append("</td>");
                }
                rows.append("</tr>\n");
            }
        }
        context.response().putHeader(HttpHeaders.CONTENT_TYPE, "text/html; charset=utf-8")
                .putHeader("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .end("""
                        <!DOCTYPE html>
                        <html lang="en"><head><meta charset="utf-8"><meta http-equiv="refresh" content="5">
                        <title>Gateway</title><style>td,th{padding:.2em .8em;text-align:left}</style></head>
                        <body><h1>Gateway</h1><p>%d connections, %d requests under way%s</p>
                        <table><tr><th>Route<th>Paths<th>State<th>Instance<th>Readiness<th>Circuit<th>Under way<th>Served
                        <th>Failures</tr>
                        %s</table></body></html>
                        """.formatted(connections.open(), connections.running(),
                        connections.isDraining() ? ", draining" : "", rows));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private static void json(RoutingContext context, JsonObject body) {
        context.response().putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store").end(body.encodePrettily());
    }
}
