package org.jixiao.gateway.server;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.util.concurrent.FastThreadLocal;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.ArrayList;
import java.util.List;

/**
 * Holds back what a connection has to send until the event loop has read what came in on all of them.
 * Sent one after the other, many messages cost a sleeping receiver one awakening instead of many.
 */
public final class FlushHandler extends ChannelOutboundHandlerAdapter {

    /** The connections of one event loop that have something to send. */
    private static final class Turn extends FastThreadLocal<List<FlushHandler>> implements Runnable {

        @Override
        protected List<FlushHandler> initialValue() {
            return new ArrayList<>();
        }

        void add(FlushHandler connection) {
            List<FlushHandler> waiting = get();
            waiting.add(connection);
            if (waiting.size() == 1) {
                connection.context.channel().eventLoop().execute(this);
            }
        }

        @Override
        public void run() {
            List<FlushHandler> waiting = get();
            // what is flushed can let others write, who then join the end of this same list
            for (int i = 0; i < waiting.size(); i++) {
                waiting.get(i).send();
            }
            waiting.clear();
        }
    }

    private static final Turn TURN = new Turn();

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
            TURN.add(this);
        }
    }

    @Override
    public void close(ChannelHandlerContext here, ChannelPromise promise) {
        send();
        here.close(promise);
    }

    private void send() {
        if (due) {
            due = false;
            context.flush();
        }
    }
}
