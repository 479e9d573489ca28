package org.jixiao.gateway.apidocs;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jixiao.gateway.admin.ManagementClient;
import org.jixiao.gateway.routing.RequestPath;
import org.jixiao.gateway.routing.Route;
import org.jixiao.gateway.routing.RouteTable;

/** Fetches the services' documents, keeps the last good copy of each, and merges them. */
@Singleton
class DocumentClient {

    private static final Logger LOG = Logger.getLogger(DocumentClient.class);
    private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final String DOCUMENT = "/q/openapi?format=json";

    private record Fetched(Route route, Map<String, Object> document, String state) {
    }

    private final Vertx vertx;
    private final RouteTable table;
    private final ManagementClient management;
    private final Map<String, Map<String, Object>> copies = new ConcurrentHashMap<>();
    private Future<Optional<Buffer>> latest;
    private long askedAt;

    DocumentClient(Vertx vertx, RouteTable table, ManagementClient management) {
        this.vertx = vertx;
        this.table = table;
        this.management = management;
    }

    /** The merged document as JSON; empty if no service has ever shown its own. */
    synchronized Future<Optional<Buffer>> merged() {
        long now = System.nanoTime();
        if (latest == null || now - askedAt > FRESH_NANOS) {
            askedAt = now;
            latest = merge();
        }
        return latest;
    }

    private Future<Optional<Buffer>> merge() {
        List<Future<Fetched>> fetches = new ArrayList<>();
        for (Route route : table.routes()) {
            fetches.add(management.get(route.managementUrl(), DOCUMENT)
                    .map(answer -> {
                        if (answer.status() != 200) {
                            throw new IllegalStateException("status " + answer.status());
                        }
                        Map<String, Object> document = new JsonObject(answer.body()).getMap();
                        copies.put(route.name(), document);
                        return new Fetched(route, document, "LIVE");
                    })
                    .otherwise(cause -> {
                        LOG.warnf("No API document from %s: %s", route.name(), cause);
                        Map<String, Object> copy = copies.get(route.name());
                        return new Fetched(route, copy, copy == null ? "MISSING" : "STALE");
                    }));
        }
        return Future.join(fetches).compose(all -> vertx.executeBlocking(() -> merge(all.list())));
    }

    private Optional<Buffer> merge(List<Fetched> all) {
        if (all.stream().allMatch(fetched -> fetched.document() == null)) {
            return Optional.empty();
        }
        List<SuiteDocument.Part> parts = new ArrayList<>();
        for (Fetched fetched : all) {
            parts.add(new SuiteDocument.Part(fetched.route().name(), fetched.state(), fetched.document(),
                    path -> isRouted(path, fetched.route())));
        }
        return Optional.of(Buffer.buffer(new JsonObject(SuiteDocument.of(parts)).encodePrettily()));
    }

    private boolean isRouted(String template, Route route) {
        // the braces of a template are no path characters; any plain one stands for them
        return RequestPath.of(template.replaceAll("[{}]", "_")).flatMap(table::find)
                .filter(found -> found.name().equals(route.name())).isPresent();
    }
}
