package org.jixiao.gateway.server;

import io.vertx.core.Handler;

/** Where an exchange goes that has a route and has passed all gates. */
public interface DestinationHandler {

    /** Called once on each event loop, for what belongs to that loop alone. */
    Handler<ExchangeHandler> onThisLoop();
}
