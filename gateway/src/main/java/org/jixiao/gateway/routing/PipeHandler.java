package org.jixiao.gateway.routing;

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
import org.jixiao.gateway.problem.GatewayProblems;
import org.jixiao.gateway.server.ExchangeHandler;

/** One event loop's way to the services: its own connections, and one watch over all its passages. */
public final class PipeHandler {

    private static final Logger LOG = Logger.getLogger(PipeHandler.class);

    private final GatewayConfig config;
    private final GatewayProblems problems;
    private final HttpClient client;
    private final Set<PassageHandler> passages = new LinkedHashSet<>();

    /** To be made on the event loop that will use it. */
    public PipeHandler(Vertx vertx, GatewayConfig config, GatewayProblems problems) {
        this.config = config;
        this.problems = problems;
        this.client = vertx.httpClientBuilder()
                .with(new HttpClientOptions()
                        .setConnectTimeout((int) config.timeouts().connect().toMillis())
                        .setKeepAliveTimeout(30)
                        .setDecompressionSupported(false))
                .with(new PoolOptions()
                        .setHttp1MaxSize(config.limits().connections())
                        .setMaxWaitQueueSize(config.limits().waiting()))
                .withConnectHandler(connection -> connection.exceptionHandler(
                        broken -> LOG.debug("A connection to a service broke off", broken)))
                .build();
        vertx.setPeriodic(config.timeouts().watch().toMillis(), tick -> watch());
    }

    /** Takes over an exchange that has passed all gates. */
    public void forward(ExchangeHandler exchange) {
        long limit = config.limits().body().asLongValue();
        if (statedLength(exchange) > limit) {
            exchange.refuse(GatewayProblem.BODY_TOO_LARGE, Map.of("limitBytes", limit));
            return;
        }
        PassageHandler passage = new PassageHandler(exchange, exchange.route().orElseThrow(), config, limit, problems);
        passages.add(passage);
        exchange.atEnd(ended -> {
            passages.remove(passage);
            passage.abandon();
        });
        passage.begin(client);
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
