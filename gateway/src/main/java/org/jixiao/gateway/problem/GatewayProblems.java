package org.jixiao.gateway.problem;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.Map;

/** Answers in the gateway's own name as application/problem+json. */
@Singleton
public class GatewayProblems {

    /** Under this name the routing context holds the id of the request. */
    public static final String REQUEST_ID = "requestId";

    /** How long an unread upload may go on after its refusal, so that the client sees the refusal. */
    private static final long LINGER_MILLIS = 5_000;

    public void send(RoutingContext context, GatewayProblem problem, Map<String, ?> params) {
        HttpServerResponse response = context.response();
        if (response.ended() || response.closed()) {
            return;
        }
        if (response.headWritten()) {
            context.request().connection().close();
            return;
        }
        HttpServerRequest request = context.request();
        Sentence sentence = Sentence.of(problem, request.getHeader(HttpHeaders.ACCEPT_LANGUAGE), params);
        JsonObject body = new JsonObject()
                .put("type", "/problems/" + problem.name())
                .put("title", sentence.text())
                .put("status", problem.status())
                .put("instance", request.path())
                .put("requestId", context.<String>get(REQUEST_ID))
                .put("code", problem.name());
        params.forEach(body::put);
        Buffer bytes = body.toBuffer();
        response.setStatusCode(problem.status())
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/problem+json")
                .putHeader(HttpHeaders.CONTENT_LENGTH, String.valueOf(bytes.length()))
                .putHeader(HttpHeaders.CONTENT_LANGUAGE, sentence.language())
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .putHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT_LANGUAGE);
        if (request.method() == HttpMethod.HEAD) {
            response.end();
        } else {
            response.end(bytes);
        }
        drain(context);
    }

    /**
     * Reads the rest of a refused body into nothing for a while, then hangs up. To hang up at once
     * would reset the connection before the client has read why.
     */
    private static void drain(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (request.isEnded()) {
            return;
        }
        request.resume();
        long timer = context.vertx().setTimer(LINGER_MILLIS, late -> {
            if (!request.isEnded()) {
                request.connection().close();
            }
        });
        request.end().onComplete(ended -> context.vertx().cancelTimer(timer));
    }
}
