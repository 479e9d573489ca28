package org.jixiao.gateway.passage;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.PoolOptions;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jboss.logging.Logger;
import org.jixiao.gateway.problem.GatewayProblem;
import org.jixiao.gateway.routing.GatewayConfig;
import org.jixiao.gateway.routing.Route;
import org.jixiao.gateway.server.ExchangeHandler;
import org.jixiao.gateway.server.FlushHandler;
import org.jixiao.gateway.upstream.Maintenance;

/** One event loop's way to the services: its own connections, and one watch over all its passages. */
final class PipeHandler implements Handler<ExchangeHandler> {

    private static final Logger LOG = Logger.getLogger(PipeHandler.class);

    private final GatewayConfig config;
    private final Maintenance maintenance;
    private final HttpClient client;
    private final Set<PassageHandler> passages = new LinkedHashSet<>();

    /** To be made on the event loop that will use it. */
    PipeHandler(Vertx vertx, GatewayConfig config, Maintenance maintenance) {
        this.config = config;
        this.maintenance = maintenance;
        this.client = vertx.httpClientBuilder()
                .with(new HttpClientOptions()
                        .setConnectTimeout((int) config.timeouts().connect().toMillis())
                        .setKeepAliveTimeout(30)
                        .setMaxHeaderSize(64 * 1_024)
                        .setDecompressionSupported(false))
                .with(new PoolOptions()
                        .setHttp1MaxSize(config.limits().connections())
                        .setMaxWaitQueueSize(config.limits().waiting()))
                .withConnectHandler(connection -> {
                    FlushHandler.watch(connection);
                    connection.exceptionHandler(broken -> LOG.debug("A connection to a service broke off", broken));
                })
                .build();
        vertx.setPeriodic(config.timeouts().watch().toMillis(), tick -> watch());
    }

    /** Takes over an exchange that has passed all gates. */
    @Override
    public void handle(ExchangeHandler exchange) {
        Route route = exchange.route().orElseThrow();
        if (maintenance.isClosed(route.name())) {
            exchange.response().putHeader(HttpHeaders.RETRY_AFTER, "60");
            exchange.refuse(GatewayProblem.MAINTENANCE, Map.of("service", route.name()));
            return;
        }
        long limit = route.bodyMax(exchange.request().getHeader(HttpHeaders.CONTENT_TYPE), exchange.request().path());
        if (statedLength(exchange) > limit) {
            exchange.refuse(GatewayProblem.BODY_TOO_LARGE, Map.of("limitBytes", limit));
            return;
        }
        if (route.running().incrementAndGet() > route.runningMax()) {
            route.running().decrementAndGet();
            exchange.refuse(GatewayProblem.OVERLOADED, Map.of("service", route.name()));
            return;
        }
        PassageHandler passage = new PassageHandler(client, exchange, route, config, limit);
        passages.add(passage);
        exchange.atEnd(ended -> {
            route.running().decrementAndGet();
            passages.remove(passage);
            passage.abandon();
        });
        passage.begin();
    }

    /** One timer for all instead of one for each request: deadlines need no greater precision. */
    private void watch() {
        long now = System.nanoTime();
        for (PassageHandler passage : new ArrayList<>(passages)) {
            passage.watch(now);
        }
    }

    private static long statedLength(ExchangeHandler exchange) {
        String stated = exchange.request().getHeader(HttpHeaders.CONTENT_LENGTH);
        try {
            return stated == null ? -1 : Long.parseLong(stated);
        } catch (NumberFormatException tooLong) {
            return Long.MAX_VALUE;
        }
    }
}
