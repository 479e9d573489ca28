package org.jixiao.gateway.server;

import io.netty.channel.Channel;
import io.netty.handler.traffic.GlobalTrafficShapingHandler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.impl.HttpServerImpl;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.impl.VertxInternal;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.net.impl.SslChannelProvider;
import java.util.function.BiConsumer;

/**
 * The server of Vert.x with one more thing at the very beginning of each connection. Its own handler
 * of connections hears of one only after the first bytes, too late for callers who send none.
 */
final class AcceptHandler extends HttpServerImpl {

    private final ConnectionsHandler connections;
    private final boolean secure;

    AcceptHandler(Vertx vertx, HttpServerOptions options, ConnectionsHandler connections) {
        super((VertxInternal) vertx, options);
        this.connections = connections;
        this.secure = options.isSsl();
        connectionHandler(connections::established);
    }

    @Override
    protected BiConsumer<Channel, SslChannelProvider> childHandler(ContextInternal context, SocketAddress address,
            GlobalTrafficShapingHandler shaping) {
        BiConsumer<Channel, SslChannelProvider> child = super.childHandler(context, address, shaping);
        return (channel, ssl) -> {
            if (connections.accepted(channel, secure)) {
                child.accept(channel, ssl);
            }
        };
    }
}
