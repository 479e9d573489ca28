package org.jixiao.gateway.problem;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.Map;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;

/** Answers in the gateway's own name as application/problem+json. */
@Singleton
public class GatewayProblems {

    public static final CharSequence REQUEST_ID_HEADER = HttpHeaders.createOptimized("X-Request-Id");

    private static final Logger LOG = Logger.getLogger(GatewayProblems.class);

    /** How long an unread upload may go on after its refusal, so that the client sees the refusal. */
    private static final long LINGER_MILLIS = 5_000;
    /** INTERNAL_ERROR of HTTP/2 (RFC 9113, 7). */
    private static final long INTERNAL_ERROR_CODE = 2;
    private static final int UNAVAILABLE = 503;

    private final Vertx vertx;

    GatewayProblems(Vertx vertx) {
        this.vertx = vertx;
    }

    public void send(RoutingContext context, GatewayProblem problem, Map<String, ?> params) {
        send(context.request(), problem, params);
    }

    /** For a failure that nobody has foreseen. */
    public void unexpected(HttpServerRequest request, Throwable failure) {
        LOG.error("A handler failed", failure);
        send(request, GatewayProblem.INTERNAL_ERROR, Map.of());
    }

    /** Answers with the problem; if the head of another answer is out already, the connection ends. */
    public void send(HttpServerRequest request, GatewayProblem problem, Map<String, ?> params) {
        HttpServerResponse response = request.response();
        if (response.ended() || response.closed()) {
            return;
        }
        if (response.headWritten()) {
            cut(request);
            return;
        }
        String spoken = request.getHeader(HttpHeaders.ACCEPT_LANGUAGE);
        Buffer bytes = Buffer.buffer(body(problem, spoken, params, request.path(),
                response.headers().get(REQUEST_ID_HEADER), (String) MDC.get("traceId")));
        response.setStatusCode(problem.status())
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/problem+json")
                .putHeader(HttpHeaders.CONTENT_LENGTH, String.valueOf(bytes.length()))
                .putHeader(HttpHeaders.CONTENT_LANGUAGE, Sentence.of(problem, spoken, params).language())
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .putHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT_LANGUAGE);
        if (problem.status() == UNAVAILABLE && !response.headers().contains(HttpHeaders.RETRY_AFTER)) {
            response.putHeader(HttpHeaders.RETRY_AFTER, "1");
        }
        if (request.method() == HttpMethod.HEAD) {
            response.end();
        } else {
            response.end(bytes);
        }
        drain(request);
    }

    /** The body of a problem; without a trace id where no trace has begun. */
    public static String body(GatewayProblem problem, String acceptLanguage, Map<String, ?> params, String path,
            String requestId, String traceId) {
        JsonObject body = new JsonObject()
                .put("type", "/problems/" + problem.name())
                .put("title", Sentence.of(problem, acceptLanguage, params).text())
                .put("status", problem.status())
                .put("instance", path)
                .put("requestId", requestId)
                .put("code", problem.name());
        if (traceId != null) {
            body.put("traceId", traceId);
        }
        params.forEach(body::put);
        return body.encode();
    }

    /** Ends an answer that cannot be completed so that the caller sees that it is not complete. */
    public static void cut(HttpServerRequest request) {
        if (request.version() == HttpVersion.HTTP_2) {
            request.response().reset(INTERNAL_ERROR_CODE);
        } else {
            sever(request.connection());
        }
    }

    /** From any thread. */
    public static void sever(HttpConnection connection) {
        Channel channel = ((ConnectionBase) connection).channel();
        channel.eventLoop().execute(() -> sever(channel));
    }

    /**
     * Ends a connection at once, on its own loop. Vert.x' own close waits until the other side has taken what is
     * still to be sent, which is forever if the other side takes nothing.
     */
    public static void sever(Channel channel) {
        ChannelHandlerContext first = channel.pipeline().firstContext();
        if (first != null) {
            first.close();
        }
    }

    /**
     * Reads the rest of a refused body into nothing for a while, then hangs up. To hang up at once
     * would reset the connection before the client has read why.
     */
    private void drain(HttpServerRequest request) {
        if (request.isEnded()) {
            return;
        }
        request.handler(null);
        request.resume();
        if (request.isEnded()) {
            return;
        }
        long timer = vertx.setTimer(LINGER_MILLIS, late -> {
            if (!request.isEnded()) {
                cut(request);
            }
        });
        request.end().onComplete(ended -> vertx.cancelTimer(timer));
    }
}
