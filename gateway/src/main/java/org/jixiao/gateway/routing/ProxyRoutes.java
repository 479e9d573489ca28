package org.jixiao.gateway.routing;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.PoolOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.httpproxy.HttpProxy;
import io.vertx.httpproxy.ProxyOptions;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jixiao.gateway.access.EntranceFilter;
import org.jixiao.gateway.access.RequestPath;
import org.jixiao.gateway.problem.GatewayProblem;
import org.jixiao.gateway.problem.GatewayProblems;

/** Sends each request to the service whose prefix it bears, streaming in both directions. */
@Singleton
class ProxyRoutes {

    /** After the gateway's own pages: whatever comes here is a service's or nobody's. */
    private static final int LAST = 9_000;

    private static final Logger LOG = Logger.getLogger(ProxyRoutes.class);

    private final GatewayConfig config;
    private final RouteTable table;
    private final GatewayProblems problems;
    private final HttpClient client;

    ProxyRoutes(Vertx vertx, GatewayConfig config, RouteTable table, GatewayProblems problems) {
        this.config = config;
        this.table = table;
        this.problems = problems;
        this.client = vertx.httpClientBuilder()
                .with(new HttpClientOptions()
                        .setConnectTimeout((int) config.timeouts().connect().toMillis())
                        .setReadIdleTimeout((int) config.timeouts().idle().toSeconds())
                        .setKeepAliveTimeout(30)
                        .setDecompressionSupported(false))
                .with(new PoolOptions()
                        .setHttp1MaxSize(config.limits().connections())
                        .setMaxWaitQueueSize(config.limits().waiting()))
                .withConnectHandler(connection -> connection.exceptionHandler(
                        broken -> LOG.debug("A connection to a service broke off", broken)))
                .build();
    }

    void register(@Observes Router router) {
        router.route().order(LAST).handler(this::forward);
    }

    private void forward(RoutingContext context) {
        RequestPath path = context.get(EntranceFilter.PATH);
        Optional<Route> route = table.find(path);
        if (route.isEmpty()) {
            problems.send(context, GatewayProblem.UNKNOWN_PATH, Map.of());
            return;
        }
        long limit = config.limits().body().asLongValue();
        if (statedLength(context) > limit) {
            problems.send(context, GatewayProblem.BODY_TOO_LARGE, Map.of("limitBytes", limit));
            return;
        }
        if ("100-continue".equalsIgnoreCase(context.request().getHeader(HttpHeaders.EXPECT))) {
            context.response().writeContinue();
        }
        ExchangeHandler exchange = new ExchangeHandler(context, route.get(), path, config.timeouts().request(), limit,
                problems);
        HttpProxy.reverseProxy(new ProxyOptions().setSupportWebSocket(false), client)
                .origin(exchange::connect)
                .addInterceptor(exchange)
                .handle(context.request());
    }

    private static long statedLength(RoutingContext context) {
        String stated = context.request().getHeader(HttpHeaders.CONTENT_LENGTH);
        try {
            return stated == null ? 0 : Long.parseLong(stated);
        } catch (NumberFormatException tooLong) {
            return Long.MAX_VALUE;
        }
    }
}
