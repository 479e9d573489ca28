package org.jixiao.gateway.passage;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.NetSocket;
import java.util.Locale;
import org.jixiao.gateway.server.ExchangeHandler;

/** What remains of an exchange after an upgrade to WebSocket: bytes in both directions. */
final class TunnelHandler {

    private final ExchangeHandler exchange;
    private final NetSocket service;
    private NetSocket client;
    private boolean closed;
    private long lastByte = System.nanoTime();

    TunnelHandler(ExchangeHandler exchange, NetSocket service) {
        this.exchange = exchange;
        this.service = service;
    }

    /** Only WebSocket, only by HTTP/1.1: any other upgrade ends at the gateway like a header that is not for us. */
    static boolean isWanted(HttpServerRequest request) {
        String upgrade = request.getHeader(HttpHeaders.UPGRADE);
        String connection = request.getHeader(HttpHeaders.CONNECTION);
        return upgrade != null && connection != null && request.version() == HttpVersion.HTTP_1_1
                && request.method() == HttpMethod.GET && upgrade.equalsIgnoreCase("websocket")
                && connection.toLowerCase(Locale.ROOT).contains("upgrade");
    }

    void begin() {
        service.pause();
        exchange.response().headers().set(HttpHeaders.CONNECTION, "Upgrade").set(HttpHeaders.UPGRADE, "websocket");
        exchange.upgrades();
        exchange.request().toNetSocket().onSuccess(socket -> {
            client = socket;
            join(client, service);
            join(service, client);
            service.resume();
        }).onFailure(gone -> close());
    }

    long lastByte() {
        return lastByte;
    }

    private void join(NetSocket from, NetSocket to) {
        from.handler((Buffer piece) -> {
            lastByte = System.nanoTime();
            to.write(piece);
            if (to.writeQueueFull()) {
                from.pause();
                to.drainHandler(drained -> from.resume());
            }
        });
        from.exceptionHandler(broken -> close());
        from.closeHandler(end -> close());
    }

    void close() {
        if (closed) {
            return;
        }
        closed = true;
        service.close();
        if (client != null) {
            client.close();
        }
        exchange.finish();
    }
}
