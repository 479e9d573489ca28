package org.jixiao.gateway.admin;

import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jixiao.gateway.routing.Route;
import org.jixiao.gateway.routing.RouteTable;
import org.jixiao.gateway.server.OwnRoutes;

/** {@code GET /health}: whether each service is ready, for those who can only reach the gateway. */
@Singleton
class ServicesHealth {

    private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final RouteTable table;
    private final ManagementClient management;
    private Future<JsonObject> latest;
    private long askedAt;

    ServicesHealth(RouteTable table, ManagementClient management) {
        this.table = table;
        this.management = management;
    }

    void register(@Observes OwnRoutes own) {
        own.router().get("/health").handler(this::answer);
    }

    private void answer(RoutingContext context) {
        health().onSuccess(health -> context.response()
                .setStatusCode("UP".equals(health.getString("status")) ? 200 : 503)
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .end(health.toBuffer()));
    }

    /** However many ask, the services are asked once in two seconds. */
    private synchronized Future<JsonObject> health() {
        long now = System.nanoTime();
        if (latest == null || now - askedAt > FRESH_NANOS) {
            askedAt = now;
            latest = ask();
        }
        return latest;
    }

    private Future<JsonObject> ask() {
        List<Future<JsonObject>> answers = new ArrayList<>();
        for (Route route : table.routes()) {
            answers.add(management.get(route.managementUrl(), "/q/health/ready")
                    .map(answer -> answer.status() == 200)
                    .otherwise(false)
                    .map(ready -> new JsonObject().put("name", route.name()).put("status", ready ? "UP" : "DOWN")));
        }
        return Future.join(answers).map(all -> {
            List<JsonObject> services = all.list();
            boolean up = services.stream().allMatch(service -> "UP".equals(service.getString("status")));
            return new JsonObject().put("status", up ? "UP" : "DOWN").put("services", new JsonArray(services));
        });
    }
}
