package org.jixiao.gateway.server;

import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.Channel;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpVersion;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jixiao.gateway.problem.GatewayProblem;
import org.jixiao.gateway.routing.GatewayConfig;

/** All connections of callers: how many there may be, and how long one may do nothing. */
@Singleton
public class ConnectionsHandler {

    private final GatewayConfig config;
    private final MeterRegistry meters;
    private final Map<String, Integer> perAddress = new ConcurrentHashMap<>();
    private final Set<ConnectionHandler> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger running = new AtomicInteger();
    private volatile boolean draining;

    ConnectionsHandler(GatewayConfig config, MeterRegistry meters) {
        this.config = config;
        this.meters = meters;
        meters.gauge("gateway.connections", open, Set::size);
        meters.gauge("gateway.exchanges.running", running);
    }

    /** False if the connection was turned away. */
    boolean accepted(Channel channel, boolean secure) {
        GatewayConfig.Http http = config.http();
        ConnectionHandler connection = new ConnectionHandler(this, channel,
                new Framing(http.targetBytes(), (int) http.headBytes().asLongValue()));
        open.add(connection);
        int ofAddress = perAddress.merge(connection.address(), 1, Integer::sum);
        // whatever becomes of the handlers of the connection
        channel.closeFuture().addListener(closed -> left(connection));
        channel.pipeline().addFirst("connection", connection);
        FlushHandler.watch(channel);
        if (draining) {
            connection.close();
            return false;
        }
        if (open.size() > http.connections() || ofAddress > http.connectionsPerAddress()) {
            refused(GatewayProblem.TOO_MANY_CONNECTIONS);
            if (secure) {
                connection.close();
            } else {
                connection.turnAway();
            }
            return false;
        }
        if (!secure) {
            connection.watchBytes();
        }
        return true;
    }

    private void left(ConnectionHandler connection) {
        if (open.remove(connection)) {
            perAddress.computeIfPresent(connection.address(), (address, count) -> count == 1 ? null : count - 1);
        }
    }

    void established(HttpConnection connection) {
        ConnectionHandler.of(connection).established(connection);
    }

    void exchangeBegins(ExchangeHandler exchange) {
        ConnectionHandler connection = ConnectionHandler.of(exchange.request());
        connection.exchangeBegins();
        running.incrementAndGet();
        exchange.beforeHead(this::sayGoodbye);
        exchange.atEnd(ended -> {
            running.decrementAndGet();
            connection.exchangeEnds();
        });
    }

    /** Also to whom was in already when the end began. */
    private void sayGoodbye(ExchangeHandler exchange) {
        if (draining && exchange.request().version() != HttpVersion.HTTP_2) {
            exchange.response().headers().set(HttpHeaders.CONNECTION, "close");
        }
    }

    void refused(GatewayProblem problem) {
        meters.counter("gateway.refused.heads", "code", problem.name()).increment();
    }

    /** Called a few times in a second. */
    void watch() {
        long now = System.nanoTime();
        long head = config.http().headTimeout().toNanos();
        long idle = config.http().idleTimeout().toNanos();
        for (ConnectionHandler connection : open) {
            // a glance from another thread: who is busy now is looked at the next time
            if (!connection.isBusy()) {
                connection.onItsLoop(() -> connection.watch(now, head, idle));
            }
        }
    }

    long drainMillis() {
        return config.http().drainTimeout().toMillis();
    }

    /** How many requests are being answered. */
    public int running() {
        return running.get();
    }

    public int open() {
        return open.size();
    }

    public boolean isDraining() {
        return draining;
    }

    /** From here on nobody comes in; who is in is answered and then leaves. */
    void drain() {
        draining = true;
        for (ConnectionHandler connection : open) {
            connection.onItsLoop(connection::leave);
        }
    }

    /** Who is still in has had his time: he is cut off, and the service freed. */
    void cut() {
        for (ConnectionHandler connection : open) {
            connection.onItsLoop(connection::close);
        }
    }
}
