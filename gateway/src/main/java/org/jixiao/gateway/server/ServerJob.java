package org.jixiao.gateway.server;

import io.quarkus.arc.All;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.impl.cpu.CpuCoreSensor;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.ext.web.Router;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;
import org.jixiao.gateway.problem.GatewayProblem;
import org.jixiao.gateway.problem.GatewayProblems;
import org.jixiao.gateway.routing.GatewayConfig;
import org.jixiao.gateway.routing.PipeHandler;
import org.jixiao.gateway.routing.RouteTable;

/** Opens the door when everything else has started, one server for each core, and closes it first. */
@Singleton
public class ServerJob {

    private static final Logger LOG = Logger.getLogger(ServerJob.class);
    /** Several servers of one process share a random port only if it is asked for like this. */
    private static final int RANDOM_PORT = -1;

    private final Vertx vertx;
    private final GatewayConfig config;
    private final RouteTable table;
    private final GatewayProblems problems;
    private final GateHandler[] gates;
    private final Event<OwnRoutes> mounting;
    private volatile int port;
    private String deployment;

    ServerJob(Vertx vertx, GatewayConfig config, RouteTable table, GatewayProblems problems,
            @All List<GateHandler> gates, Event<OwnRoutes> mounting) {
        this.vertx = vertx;
        this.config = config;
        this.table = table;
        this.problems = problems;
        this.gates = gates.stream().sorted(Comparator.comparingInt(GateHandler::order)).toArray(GateHandler[]::new);
        this.mounting = mounting;
    }

    /** Where the gateway really listens. */
    public int port() {
        return port;
    }

    void open(@Observes StartupEvent event) {
        Router pages = Router.router(vertx);
        pages.errorHandler(404, context -> problems.send(context, GatewayProblem.UNKNOWN_PATH, Map.of()));
        pages.errorHandler(500, context -> problems.unexpected(context.request(), context.failure()));
        mounting.fire(new OwnRoutes(pages));
        int loops = config.http().loops().orElse(CpuCoreSensor.availableProcessors());
        deployment = vertx.deployVerticle(() -> new Loop(pages), new DeploymentOptions().setInstances(loops))
                .toCompletionStage().toCompletableFuture().join();
        LOG.infof("Callers are served at %s://%s:%d", config.tls().certificate().isPresent() ? "https" : "http",
                config.http().host(), port);
    }

    void close(@Observes ShutdownEvent event) {
        if (deployment != null) {
            vertx.undeploy(deployment).toCompletionStage().toCompletableFuture().join();
        }
    }

    private HttpServerOptions options() {
        HttpServerOptions options = new HttpServerOptions()
                .setHost(config.http().host())
                .setPort(config.http().port() == 0 ? RANDOM_PORT : config.http().port())
                .setHttp2ClearTextEnabled(true)
                .setAlpnVersions(List.of(io.vertx.core.http.HttpVersion.HTTP_2, io.vertx.core.http.HttpVersion.HTTP_1_1))
                .setMaxInitialLineLength(8_192)
                .setMaxHeaderSize(16_384);
        config.tls().certificate().ifPresent(certificate -> options.setSsl(true).setUseAlpn(true)
                .setPemKeyCertOptions(new PemKeyCertOptions().setCertPath(certificate)
                        .setKeyPath(config.tls().key().orElseThrow(() -> new IllegalArgumentException(
                                "gateway.tls.certificate is set, gateway.tls.key is missing")))));
        return options;
    }

    /** What belongs to one event loop: its server, and its own connections to the services. */
    private final class Loop extends AbstractVerticle {

        private final Router pages;

        Loop(Router pages) {
            this.pages = pages;
        }

        @Override
        public void start(Promise<Void> started) {
            PipeHandler pipe = new PipeHandler(vertx, config, problems);
            HttpServer server = vertx.createHttpServer(options());
            server.requestHandler(new FrontHandler(table, gates, pages, pipe, problems))
                    .exceptionHandler(broken -> LOG.debug("A connection broke off", broken))
                    .listen()
                    .onSuccess(listening -> port = listening.actualPort())
                    .<Void>mapEmpty()
                    .onComplete(started);
        }
    }
}
