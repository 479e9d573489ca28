package org.jixiao.gateway.passage;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import org.jixiao.gateway.routing.GatewayConfig;
import org.jixiao.gateway.server.DestinationHandler;
import org.jixiao.gateway.server.ExchangeHandler;
import org.jixiao.gateway.upstream.Maintenance;

/** Gives each event loop a pipe of its own. */
@Singleton
class PipesHandler implements DestinationHandler {

    private final Vertx vertx;
    private final GatewayConfig config;
    private final Maintenance maintenance;

    PipesHandler(Vertx vertx, GatewayConfig config, Maintenance maintenance) {
        this.vertx = vertx;
        this.config = config;
        this.maintenance = maintenance;
    }

    @Override
    public Handler<ExchangeHandler> onThisLoop() {
        return new PipeHandler(vertx, config, maintenance);
    }
}
