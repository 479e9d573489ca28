package org.jixiao.gateway.server;

import io.vertx.ext.web.Router;

/** Fired once at start: who has pages of the gateway's own mounts them on this router. */
public record OwnRoutes(Router router) {
}
