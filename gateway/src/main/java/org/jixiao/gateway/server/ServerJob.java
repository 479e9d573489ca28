package org.jixiao.gateway.server;

import io.quarkus.arc.All;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.impl.cpu.CpuCoreSensor;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.ext.web.Router;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;
import org.jixiao.gateway.problem.GatewayProblem;
import org.jixiao.gateway.problem.GatewayProblems;
import org.jixiao.gateway.routing.GatewayConfig;
import org.jixiao.gateway.routing.RouteTable;

/** Opens the door when everything else has started, one server for each core, and closes it first. */
@Singleton
public class ServerJob {

    private static final Logger LOG = Logger.getLogger(ServerJob.class);
    /** Several servers of one process share a random port only if it is asked for by the same negative number. */
    private static final int RANDOM_PORT = -1;
    private static final int RANDOM_TLS_PORT = -2;
    private static final int STREAMS_MAX = 100;
    private static final int CLOSE_SECONDS = 5;
    private static final Duration CUT_TIME = Duration.ofSeconds(1);

    private final Vertx vertx;
    private final GatewayConfig config;
    private final RouteTable table;
    private final GatewayProblems problems;
    private final GateHandler[] gates;
    private final Event<OwnRoutes> mounting;
    private final ConnectionsHandler connections;
    private final DestinationHandler destination;
    private volatile int port;
    private volatile int tlsPort;
    private String deployment;

    ServerJob(Vertx vertx, GatewayConfig config, RouteTable table, GatewayProblems problems,
            @All List<GateHandler> gates, Event<OwnRoutes> mounting, ConnectionsHandler connections,
            DestinationHandler destination) {
        this.vertx = vertx;
        this.config = config;
        this.table = table;
        this.problems = problems;
        this.gates = gates.stream().sorted(Comparator.comparingInt(GateHandler::order)).toArray(GateHandler[]::new);
        this.mounting = mounting;
        this.connections = connections;
        this.destination = destination;
    }

    /** Where the gateway really listens. */
    public int port() {
        return port;
    }

    /** Where it listens for TLS; 0 if nowhere. */
    public int tlsPort() {
        return tlsPort;
    }

    void open(@Observes StartupEvent event) {
        Router pages = Router.router(vertx);
        pages.errorHandler(404, context -> problems.send(context, GatewayProblem.UNKNOWN_PATH, Map.of()));
        pages.errorHandler(500, context -> problems.unexpected(context.request(), context.failure()));
        mounting.fire(new OwnRoutes(pages));
        vertx.setPeriodic(config.timeouts().watch().toMillis(), tick -> connections.watch());
        int loops = config.http().loops().orElse(CpuCoreSensor.availableProcessors());
        deployment = vertx.deployVerticle(() -> new Loop(pages), new DeploymentOptions().setInstances(loops))
                .toCompletionStage().toCompletableFuture().join();
        LOG.infof("Callers are served at %s", addresses());
    }

    private String addresses() {
        String place = "://" + config.http().host() + ":";
        String secure = "https" + place + tlsPort;
        String plain = "http" + place + port;
        return tlsPort == 0 ? plain : tlsPort == port ? secure : plain + " and " + secure;
    }

    /** Comes while the management port is still open, so that operators see that it stops and for whom it waits. */
    void drain(@Observes ShutdownDelayInitiatedEvent event) throws InterruptedException {
        drain();
    }

    void close(@Observes ShutdownEvent event) throws InterruptedException {
        if (deployment == null) {
            return;
        }
        drain();
        try {
            vertx.undeploy(deployment).toCompletionStage().toCompletableFuture().get(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException unfinished) {
            LOG.warn("Some connections did not close", unfinished);
        }
    }

    /** Lets nobody in any more and waits for those who are in; once. */
    private void drain() throws InterruptedException {
        if (deployment == null || connections.isDraining()) {
            return;
        }
        connections.drain();
        awaitNobody(config.http().drainTimeout());
        if (connections.running() > 0) {
            LOG.warnf("%d requests did not end in time", connections.running());
            connections.cut();
            // before the connections to the services are closed, which would look as if these had broken
            awaitNobody(CUT_TIME);
        }
    }

    private void awaitNobody(Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (connections.running() > 0 && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    private HttpServerOptions plain() {
        int head = (int) config.http().headBytes().asLongValue();
        return new HttpServerOptions()
                .setHost(config.http().host())
                .setPort(shared(config.http().port(), RANDOM_PORT))
                .setHttp2ClearTextEnabled(true)
                // what a WebSocket agrees upon is between caller and service
                .setPerFrameWebSocketCompressionSupported(false)
                .setPerMessageWebSocketCompressionSupported(false)
                // wider than the gateway's own limits, which are the ones that answer
                .setMaxInitialLineLength(2 * config.http().targetBytes())
                .setMaxHeaderSize(2 * head)
                .setInitialSettings(new Http2Settings().setMaxHeaderListSize(head + config.http().targetBytes())
                        .setMaxConcurrentStreams(STREAMS_MAX));
    }

    private HttpServerOptions secure() {
        String certificate = config.tls().certificate().orElseThrow();
        String key = config.tls().key().orElseThrow(() -> new IllegalArgumentException(
                "gateway.tls.certificate is set, gateway.tls.key is missing"));
        return plain().setSsl(true).setUseAlpn(true)
                .setAlpnVersions(List.of(HttpVersion.HTTP_2, HttpVersion.HTTP_1_1))
                .setEnabledSecureTransportProtocols(Set.of("TLSv1.3", "TLSv1.2"))
                .setPort(shared(config.tls().port().orElse(config.http().port()), RANDOM_TLS_PORT))
                .setPemKeyCertOptions(new PemKeyCertOptions().setCertPath(certificate).setKeyPath(key));
    }

    private static int shared(int port, int random) {
        return port == 0 ? random : port;
    }

    /** What belongs to one event loop: its server, and its own connections to the services. */
    private final class Loop extends AbstractVerticle {

        private final Router pages;

        Loop(Router pages) {
            this.pages = pages;
        }

        @Override
        public void start(Promise<Void> started) {
            FrontHandler front = new FrontHandler(table, gates, pages, destination.onThisLoop(), connections, problems,
                    config.http().targetBytes());
            boolean hasTls = config.tls().certificate().isPresent();
            boolean hasPlain = !hasTls || config.tls().port().isPresent();
            Future<Void> plain = hasPlain
                    ? listen(plain(), front).map(listening -> {
                        port = listening;
                        return null;
                    }) : Future.succeededFuture();
            plain.compose(listening -> hasTls ? listen(secure(), front) : Future.succeededFuture(0))
                    .<Void>map(listening -> {
                        tlsPort = listening;
                        port = hasPlain ? port : listening;
                        return null;
                    })
                    .onComplete(started);
        }

        private Future<Integer> listen(HttpServerOptions options, FrontHandler front) {
            return new AcceptHandler(vertx, options, connections)
                    .requestHandler(front)
                    .exceptionHandler(broken -> LOG.debug("A connection broke off", broken))
                    .listen()
                    .map(HttpServer::actualPort);
        }
    }
}
