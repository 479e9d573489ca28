package org.jixiao.gateway.server;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;

/**
 * Holds back what a connection has to send until the event loop has read what came in on all of them.
 * Sent one after the other, many messages cost a sleeping receiver one awakening instead of many.
 */
public final class FlushHandler extends ChannelOutboundHandlerAdapter implements Runnable {

    private ChannelHandlerContext context;
    private boolean due;

    /** For a connection that Vert.x has opened. */
    public static void watch(HttpConnection connection) {
        watch(((ConnectionBase) connection).channel());
    }

    static void watch(Channel channel) {
        channel.pipeline().addFirst("flush", new FlushHandler());
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
    }

    @Override
    public void flush(ChannelHandlerContext here) {
        if (!due) {
            due = true;
            here.channel().eventLoop().execute(this);
        }
    }

    @Override
    public void close(ChannelHandlerContext here, ChannelPromise promise) {
        run();
        here.close(promise);
    }

    @Override
    public void run() {
        if (due) {
            due = false;
            context.flush();
        }
    }
}
