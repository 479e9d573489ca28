package org.jixiao.gateway.access;

import io.vertx.core.http.HttpHeaders;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jixiao.gateway.limits.BucketsHandler;
import org.jixiao.gateway.limits.LimitsConfig;
import org.jixiao.gateway.limits.Quota;
import org.jixiao.gateway.limits.Standing;
import org.jixiao.gateway.problem.GatewayProblem;
import org.jixiao.gateway.routing.Route;
import org.jixiao.gateway.routing.RouteTable;
import org.jixiao.gateway.server.ExchangeHandler;
import org.jixiao.gateway.server.GateHandler;

/** Gives every caller the same chance: so many requests in so much time, for each route. */
@Singleton
public class RateFilter implements GateHandler {

    private static final CharSequence REPLAYED = HttpHeaders.createOptimized("Idempotency-Replayed");
    private static final CharSequence POLICY = HttpHeaders.createOptimized("RateLimit-Policy");
    private static final CharSequence LIMIT = HttpHeaders.createOptimized("RateLimit");
    /** What the gateway answers itself is one route more. */
    private static final String OWN = "gateway";

    private record Limits(Optional<BucketsHandler> client, Optional<BucketsHandler> department,
            Optional<BucketsHandler> address) {
    }

    private record Taken(BucketsHandler buckets, String caller) {
    }

    private final Map<String, Limits> byRoute = new HashMap<>();

    RateFilter(LimitsConfig config, RouteTable table) {
        byRoute.put(OWN, limits(config, OWN));
        table.routes().forEach(route -> byRoute.put(route.name(), limits(config, route.name())));
    }

    private static Limits limits(LimitsConfig config, String route) {
        Optional<LimitsConfig.Route> own = Optional.ofNullable(config.routes().get(route));
        return new Limits(
                buckets("client", own.flatMap(LimitsConfig.Route::client).orElse(config.client())),
                buckets("department", own.flatMap(LimitsConfig.Route::department).orElse(config.department())),
                buckets("address", own.flatMap(LimitsConfig.Route::address).orElse(config.address())));
    }

    private static Optional<BucketsHandler> buckets(String policy, String quota) {
        return Quota.of(quota).map(read -> new BucketsHandler(policy, read, System::nanoTime));
    }

    @Override
    public int order() {
        return 30;
    }

    @Override
    public void enter(ExchangeHandler exchange) {
        List<Taken> taken = applying(exchange);
        if (taken.isEmpty()) {
            exchange.next();
            return;
        }
        List<Standing> standings = new ArrayList<>(2);
        for (int i = 0; i < taken.size(); i++) {
            Standing standing = taken.get(i).buckets().take(taken.get(i).caller());
            standings.add(standing);
            if (!standing.allowed()) {
                giveBack(taken.subList(0, i));
                announce(exchange, standings);
                refuse(exchange, standing);
                return;
            }
        }
        announce(exchange, standings);
        exchange.beforeHead(answered -> {
            if (answered.response().headers().contains(REPLAYED)) {
                // the same request again cost the service next to nothing
                giveBack(taken);
            }
        });
        exchange.next();
    }

    private List<Taken> applying(ExchangeHandler exchange) {
        Limits limits = byRoute.get(exchange.route().map(Route::name).orElse(OWN));
        Bearer bearer = exchange.noted(TokenFilter.NOTE);
        List<Taken> applying = new ArrayList<>(2);
        if (bearer == null) {
            limits.address().ifPresent(buckets ->
                    applying.add(new Taken(buckets, ClientAddress.network(exchange.clientAddress()))));
            return applying;
        }
        limits.client().ifPresent(buckets -> applying.add(new Taken(buckets, bearer.client() + ' ' + bearer.subject())));
        if (bearer.departments().size() == 1 && !bearer.departments().get(0).equals("*")) {
            // who speaks for many departments must not use up what each of them has
            limits.department().ifPresent(buckets -> applying.add(new Taken(buckets, bearer.departments().get(0))));
        }
        return applying;
    }

    private static void giveBack(List<Taken> taken) {
        taken.forEach(each -> each.buckets().giveBack(each.caller()));
    }

    private static void announce(ExchangeHandler exchange, List<Standing> standings) {
        exchange.response().putHeader(POLICY, Standing.policies(standings))
                .putHeader(LIMIT, Standing.limits(standings));
    }

    /** Too many, and when there may be more. */
    static void refuse(ExchangeHandler exchange, Standing standing) {
        exchange.response().putHeader(HttpHeaders.RETRY_AFTER, String.valueOf(standing.retrySeconds()));
        exchange.refuse(GatewayProblem.RATE_LIMITED,
                Map.of("policy", standing.policy(), "retryAfterSeconds", standing.retrySeconds()));
    }
}
