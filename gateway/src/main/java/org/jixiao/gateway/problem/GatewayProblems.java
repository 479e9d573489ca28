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

    /** A refusal that is ready to be written. */
    public record Answer(int status, Map<String, String> headers, Buffer body) {
    }

    public Answer answer(RoutingContext context, GatewayProblem problem, Map<String, ?> params) {
        HttpServerRequest request = context.request();
        Sentence sentence = Sentence.of(problem, request.getHeader(HttpHeaders.ACCEPT_LANGUAGE), params);
        JsonObject body = new JsonObject()
                .put("type", "/problems/" + problem.name())
                .put("title", sentence.text())
                .put("status", problem.status())
                .put("instance", request.path())
                .put("code", problem.name())
                .put("requestId", context.<String>get(REQUEST_ID));
        params.forEach(body::put);
        return new Answer(problem.status(), Map.of(
                "Content-Type", "application/problem+json",
                "Content-Language", sentence.language(),
                "Cache-Control", "no-store",
                "Vary", "Accept-Language"), body.toBuffer());
    }

    public void send(RoutingContext context, GatewayProblem problem, Map<String, ?> params) {
        HttpServerResponse response = context.response();
        if (response.ended() || response.closed()) {
            return;
        }
        if (response.headWritten()) {
            response.reset();
            return;
        }
        Answer answer = answer(context, problem, params);
        response.setStatusCode(answer.status());
        answer.headers().forEach(response::putHeader);
        if (context.request().method() == HttpMethod.HEAD) {
            response.putHeader(HttpHeaders.CONTENT_LENGTH, String.valueOf(answer.body().length()));
            response.end();
        } else {
            response.end(answer.body());
        }
        drain(context);
    }

    /**
     * Reads the rest of a refused body into nothing for a while, then hangs up. To hang up at once
     * would reset the connection before the client has read why.
     */
    public void drain(RoutingContext context) {
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
