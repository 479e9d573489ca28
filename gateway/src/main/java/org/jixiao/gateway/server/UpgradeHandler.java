package org.jixiao.gateway.server;

import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.vertx.core.http.impl.Http1xUpgradeToH2CHandler;

/**
 * Declines to go over from HTTP/1 to HTTP/2 in the middle of a connection, which every server may (RFC 9110, 7.8) and RFC 9113
 * advises. Java's own client offers it with each first request, and then takes one large answer in six for broken; and the
 * server, in going over, throws every handler out that watches the connection. HTTP/2 from the first byte on is served.
 */
@Sharable
final class UpgradeHandler extends ChannelInboundHandlerAdapter {

    private static final UpgradeHandler DECLINING = new UpgradeHandler();
    private static final String CLEAR_TEXT_HTTP2 = "h2c";

    private UpgradeHandler() {
    }

    /** Where the server would accept. */
    static void decline(ChannelPipeline pipeline) {
        ChannelHandlerContext accepting = pipeline.context(Http1xUpgradeToH2CHandler.class);
        if (accepting != null) {
            pipeline.addBefore(accepting.name(), "upgrade", DECLINING);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpRequest request) {
            if (request.headers().contains(HttpHeaderNames.UPGRADE, CLEAR_TEXT_HTTP2, true)) {
                request.headers().remove(HttpHeaderNames.UPGRADE);
            }
            // the server, too, decides with the first request
            context.pipeline().remove(this);
        }
        context.fireChannelRead(message);
    }
}
