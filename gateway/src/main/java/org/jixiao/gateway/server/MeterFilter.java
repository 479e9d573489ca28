package org.jixiao.gateway.server;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jixiao.gateway.routing.Route;

/** Counts and times each exchange by route, instance and status. */
@Singleton
class MeterFilter implements GateHandler {

    private record Series(String route, String instance, int status) {
    }

    private final MeterRegistry meters;
    private final Map<Series, Timer> exchanges = new ConcurrentHashMap<>();
    private final Map<Series, Timer> services = new ConcurrentHashMap<>();

    MeterFilter(MeterRegistry meters) {
        this.meters = meters;
    }

    @Override
    public int order() {
        return -10;
    }

    @Override
    public void enter(ExchangeHandler exchange) {
        exchange.atEnd(this::count);
        exchange.next();
    }

    private void count(ExchangeHandler exchange) {
        String route = exchange.route().map(Route::name).orElse("gateway");
        Series series = new Series(route, exchange.instance(), exchange.status());
        exchanges.computeIfAbsent(series, key -> timer("gateway.exchange", key))
                .record(exchange.nanos(), TimeUnit.NANOSECONDS);
        if (exchange.upstreamNanos() > 0) {
            services.computeIfAbsent(series, key -> timer("gateway.upstream", key))
                    .record(exchange.upstreamNanos(), TimeUnit.NANOSECONDS);
        }
    }

    private Timer timer(String name, Series series) {
        return meters.timer(name, "route", series.route(), "instance", series.instance(),
                "status", String.valueOf(series.status()));
    }
}
