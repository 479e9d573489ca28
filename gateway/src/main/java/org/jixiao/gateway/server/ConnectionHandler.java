package org.jixiao.gateway.server;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.AttributeKey;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.Http1xOrH2CHandler;
import io.vertx.core.http.impl.Http1xServerConnection;
import io.vertx.core.net.impl.ConnectionBase;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jixiao.gateway.problem.GatewayProblem;
import org.jixiao.gateway.problem.GatewayProblems;

/**
 * The first to see a connection and each of its bytes: from accepting on, before TLS and before HTTP.
 * It knows how long a head has been on its way and whether anything is going on at all.
 */
final class ConnectionHandler extends ChannelInboundHandlerAdapter {

    private static final AttributeKey<ConnectionHandler> KEY = AttributeKey.valueOf("jixiao.connection");

    private static final String FRAMING = "framing";
    /** PRI begins a connection of HTTP/2, and no method of HTTP/1. */
    private static final int TELLING_BYTES = 3;

    /** The bytes of HTTP/1, after TLS and before the decoder. */
    private final class Bytes extends ChannelInboundHandlerAdapter {

        private boolean isProtocolKnown;

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (!(message instanceof ByteBuf bytes)) {
                context.fireChannelRead(message);
                return;
            }
            boolean waiting = framing.isIdle();
            ByteBuffer ahead = bytes.nioBuffer();
            while (mayPass(context, ahead) && ahead.hasRemaining() && !framing.isOpaque()) {
                // an upgrade was offered: its request first, which shows whether the rest is of another protocol
                pass(context, bytes.readRetainedSlice(bytes.readableBytes() - ahead.remaining()));
            }
            if (closing) {
                bytes.release();
                return;
            }
            if (waiting || !framing.isInHead()) {
                headSince = System.nanoTime();
            }
            pass(context, bytes);
        }

        private void pass(ChannelHandlerContext context, ByteBuf bytes) {
            if (!isProtocolKnown) {
                // so many that the server tells HTTP/1 from HTTP/2, and too few for a request
                context.fireChannelRead(bytes.readRetainedSlice(Math.min(bytes.readableBytes(), TELLING_BYTES)));
                isProtocolKnown = context.pipeline().get(Http1xOrH2CHandler.class) == null;
                UpgradeHandler.decline(context.pipeline());
            }
            context.fireChannelRead(bytes);
        }

        private boolean mayPass(ChannelHandlerContext context, ByteBuffer ahead) {
            if (closing) {
                return false;
            }
            Framing.Refusal refusal = framing.feed(ahead);
            if (refusal != null) {
                refuse(context, GatewayProblem.valueOf(refusal.fault().name()), refusal.reason());
            } else if (framing.isOpaque() && context.pipeline().get("httpDecoder") != null) {
                // a preface of HTTP/2 that the server has not agreed to: its decoder would go on unwatched
                refuse(context, GatewayProblem.MALFORMED_REQUEST, "version");
            }
            return !closing;
        }
    }

    private final ConnectionsHandler all;
    private final Channel channel;
    private final String address;
    private final Framing framing;
    private long headSince = System.nanoTime();
    private long lastByte = headSince;
    private HttpConnection connection;
    private boolean isHttp1;
    private boolean closing;
    private boolean leaving;
    private int running;

    ConnectionHandler(ConnectionsHandler all, Channel channel, Framing framing) {
        this.all = all;
        this.channel = channel;
        this.framing = framing;
        this.address = channel.remoteAddress() instanceof InetSocketAddress remote
                ? remote.getAddress().getHostAddress() : "-";
        channel.attr(KEY).set(this);
    }

    static ConnectionHandler of(HttpConnection connection) {
        return ((ConnectionBase) connection).channel().attr(KEY).get();
    }

    static ConnectionHandler of(HttpServerRequest request) {
        return of(request.connection());
    }

    String address() {
        return address;
    }

    void onItsLoop(Runnable task) {
        channel.eventLoop().execute(task);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        lastByte = System.nanoTime();
        context.fireChannelRead(message);
    }

    /** Without TLS the bytes are watched from the first one on. */
    void watchBytes() {
        channel.pipeline().addLast(FRAMING, new Bytes());
    }

    /** The protocol is known; HTTP/2 has a framing of its own that cannot be misread. */
    void established(HttpConnection established) {
        connection = established;
        isHttp1 = established instanceof Http1xServerConnection;
        if (isHttp1 && channel.pipeline().get(FRAMING) == null) {
            channel.pipeline().addBefore("httpDecoder", FRAMING, new Bytes());
        }
    }

    boolean isBusy() {
        return running > 0;
    }

    void exchangeBegins() {
        running++;
    }

    void exchangeEnds() {
        running--;
        lastByte = System.nanoTime();
        headSince = lastByte;
        if (all.isDraining() && running == 0) {
            leave();
        }
    }

    /** From here on the bytes are those of another protocol. */
    void becomeOpaque() {
        framing.becomeOpaque();
    }

    /** Called a few times in a second. */
    void watch(long now, long headNanos, long idleNanos) {
        if (closing || framing.isOpaque() && isHttp1) {
            return;
        }
        boolean inHead = framing.isInHead() && (isHttp1 || connection == null);
        if ((inHead || connection == null) && running == 0 && now - headSince > headNanos) {
            if (inHead) {
                refuse(channel.pipeline().context(FRAMING), GatewayProblem.REQUEST_TIMEOUT, "head");
            } else {
                close();
            }
        } else if (running == 0 && now - lastByte > idleNanos) {
            leave();
        }
    }

    /** Says goodbye in the way of the protocol: no request that is under way is lost. */
    void leave() {
        if (leaving) {
            return;
        }
        if (connection != null && !isHttp1) {
            // GOAWAY now, the end when the last stream has ended
            leaving = true;
            connection.shutdown(all.drainMillis(), TimeUnit.MILLISECONDS);
        } else if (running == 0) {
            leaving = true;
            closing = true;
            // behind the last bytes of the last answer
            channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        }
    }

    void close() {
        closing = true;
        GatewayProblems.sever(channel);
    }

    void turnAway() {
        closing = true;
        channel.writeAndFlush(bytes(GatewayProblem.TOO_MANY_CONNECTIONS, "connections"))
                .addListener(ChannelFutureListener.CLOSE);
    }

    /** The answer goes past the HTTP encoder, which has no request that it could belong to. */
    private void refuse(ChannelHandlerContext context, GatewayProblem problem, String reason) {
        closing = true;
        all.refused(problem);
        if (running > 0) {
            // an earlier request of the same connection is still being answered: no second answer into it
            GatewayProblems.sever(channel);
            return;
        }
        context.writeAndFlush(bytes(problem, reason)).addListener(ChannelFutureListener.CLOSE);
    }

    private static ByteBuf bytes(GatewayProblem problem, String reason) {
        String body = GatewayProblems.body(problem, null, Map.of("reason", reason), null, "-", null);
        byte[] content = body.getBytes(StandardCharsets.UTF_8);
        String head = "HTTP/1.1 " + problem.status() + " " + problem.name() + "\r\n"
                + "Content-Type: application/problem+json\r\nContent-Length: " + content.length + "\r\n"
                + "Content-Language: zh-CN\r\nCache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\n"
                + (problem.status() == 503 ? "Retry-After: 1\r\n" : "") + "Connection: close\r\n\r\n";
        return Unpooled.wrappedBuffer(head.getBytes(StandardCharsets.US_ASCII), content);
    }
}
