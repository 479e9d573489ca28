package org.jixiao.gateway.routing;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import java.util.Map;
import java.util.Set;
import org.jboss.logging.Logger;
import org.jixiao.gateway.problem.GatewayProblem;
import org.jixiao.gateway.problem.GatewayProblems;
import org.jixiao.gateway.server.ExchangeHandler;

/**
 * One request on its way to a service and its answer on the way back, piece by piece: neither side is
 * read faster than the other one takes it.
 */
final class PassageHandler {

    private static final Logger LOG = Logger.getLogger(PassageHandler.class);

    private final ExchangeHandler exchange;
    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final Route route;
    private final GatewayConfig config;
    private final GatewayProblems problems;
    private final long bodyLimit;

    private HttpClientRequest outbound;
    private HttpClientResponse answer;
    private boolean over;
    private long sentNanos;
    private long lastProgress = System.nanoTime();

    private long statedLength = -1;
    private long received;
    private boolean bodyComplete;
    private boolean serviceIsSlow;

    private long answerLength = -1;
    private long passedOn;

    PassageHandler(ExchangeHandler exchange, Route route, GatewayConfig config, long bodyLimit, GatewayProblems problems) {
        this.exchange = exchange;
        this.request = exchange.request();
        this.response = exchange.response();
        this.route = route;
        this.config = config;
        this.bodyLimit = bodyLimit;
        this.problems = problems;
    }

    // the request

    void begin(HttpClient client) {
        client.request(new RequestOptions()
                .setMethod(request.method())
                .setHost(route.url().getHost())
                .setPort(route.port())
                .setSsl(Route.isSecure(route.url()))
                .setURI(target()))
                .onComplete(connected -> {
                    if (connected.succeeded()) {
                        outbound = connected.result();
                        connected();
                    } else {
                        fail(GatewayProblem.SERVICE_UNAVAILABLE, connected.cause());
                    }
                });
    }

    private String target() {
        String path = exchange.path().orElseThrow().value();
        String query = request.query();
        return query == null ? path : path + "?" + query;
    }

    private void connected() {
        if (over) {
            outbound.reset();
            return;
        }
        outbound.exceptionHandler(broken -> fail(GatewayProblem.BAD_GATEWAY, broken));
        outbound.response().onSuccess(this::answered).onFailure(broken -> fail(GatewayProblem.BAD_GATEWAY, broken));
        copyRequestHead();
        sentNanos = System.nanoTime();
        lastProgress = sentNanos;
        if (statedLength == 0 || statedLength < 0 && !mayHaveBody()) {
            bodyComplete = true;
            request.resume();
            outbound.end();
        } else {
            sendBody();
        }
    }

    /** In HTTP/1.1 the head says whether a body follows; in HTTP/2 the end of the stream does. */
    private boolean mayHaveBody() {
        return request.version() == HttpVersion.HTTP_2
                ? request.method() != HttpMethod.GET && request.method() != HttpMethod.HEAD
                : request.headers().contains(HttpHeaders.TRANSFER_ENCODING);
    }

    private void copyRequestHead() {
        MultiMap headers = outbound.headers();
        Set<String> nominated = HeaderRules.nominated(request.headers().getAll(HttpHeaders.CONNECTION));
        request.headers().forEach((name, value) -> {
            if (!HeaderRules.endsAtRequest(name, nominated)) {
                headers.add(name, value);
            }
        });
        exchange.writeTold(headers);
        headers.set("X-Forwarded-For", request.remoteAddress().hostAddress());
        headers.set("X-Forwarded-Proto", request.scheme());
        if (request.authority() != null) {
            headers.set("X-Forwarded-Host", request.authority().toString());
        }
        String stated = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        statedLength = stated == null ? -1 : Long.parseLong(stated);
        if (statedLength < 0 && mayHaveBody()) {
            outbound.setChunked(true);
        }
    }

    private void sendBody() {
        if ("100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
            response.writeContinue();
        }
        request.handler(this::passUp);
        request.endHandler(end -> {
            if (!bodyComplete && !over) {
                bodyComplete = true;
                outbound.end();
            }
        });
        outbound.drainHandler(drained -> {
            serviceIsSlow = false;
            lastProgress = System.nanoTime();
            request.resume();
        });
        request.resume();
    }

    private void passUp(Buffer piece) {
        if (over) {
            return;
        }
        received += piece.length();
        lastProgress = System.nanoTime();
        if (received > bodyLimit) {
            fail(GatewayProblem.BODY_TOO_LARGE, null);
        } else if (received == statedLength) {
            bodyComplete = true;
            outbound.end(piece);
        } else {
            outbound.write(piece);
            if (outbound.writeQueueFull()) {
                serviceIsSlow = true;
                request.pause();
            }
        }
    }

    // the answer

    private void answered(HttpClientResponse head) {
        if (over) {
            return;
        }
        answer = head;
        lastProgress = System.nanoTime();
        exchange.answeredBy(route.name(), lastProgress - sentNanos);
        copyAnswerHead();
        int status = head.statusCode();
        if (request.method() == HttpMethod.HEAD || status == 204 || status == 304) {
            response.end();
            return;
        }
        String stated = head.getHeader(HttpHeaders.CONTENT_LENGTH);
        answerLength = stated == null ? -1 : Long.parseLong(stated);
        if (answerLength == 0) {
            response.end();
            return;
        }
        if (answerLength < 0) {
            response.setChunked(true);
        }
        head.exceptionHandler(this::breakOff);
        head.handler(this::passDown);
        head.endHandler(end -> {
            if (!over && !response.ended()) {
                response.end();
            }
        });
        response.drainHandler(drained -> {
            lastProgress = System.nanoTime();
            head.resume();
        });
    }

    private void copyAnswerHead() {
        response.setStatusCode(answer.statusCode());
        if (request.version() != HttpVersion.HTTP_2) {
            response.setStatusMessage(answer.statusMessage());
        }
        MultiMap headers = response.headers();
        Set<String> own = HeaderRules.anyCase(headers.names());
        Set<String> nominated = HeaderRules.nominated(answer.headers().getAll(HttpHeaders.CONNECTION));
        answer.headers().forEach((name, value) -> {
            if (HeaderRules.endsAtResponse(name, nominated)) {
                return;
            }
            if (HttpHeaders.LOCATION.toString().equalsIgnoreCase(name)) {
                headers.set(HttpHeaders.LOCATION, withoutInnerAddress(value));
            } else if (HttpHeaders.VARY.toString().equalsIgnoreCase(name) || !own.contains(name)) {
                headers.add(name, value);
            }
        });
    }

    /** A service that names itself in Location would send the caller past the gateway. */
    private String withoutInnerAddress(String location) {
        String inner = route.url().toString();
        return location.startsWith(inner + "/") ? location.substring(inner.length()) : location;
    }

    private void passDown(Buffer piece) {
        if (over || response.ended()) {
            return;
        }
        passedOn += piece.length();
        lastProgress = System.nanoTime();
        if (passedOn == answerLength) {
            response.end(piece);
            return;
        }
        response.write(piece);
        if (response.writeQueueFull()) {
            answer.pause();
        }
    }

    // the end

    /** The caller has its answer, or is gone: then the service need not go on either. */
    void abandon() {
        if (over) {
            return;
        }
        over = true;
        if (outbound != null && (!bodyComplete || !answerComplete())) {
            outbound.reset();
        }
    }

    private boolean answerComplete() {
        return response.ended();
    }

    /** Called a few times in a second. */
    void watch(long now) {
        if (over) {
            return;
        }
        long quiet = now - lastProgress;
        if (answer == null && quiet > config.timeouts().request().toNanos()) {
            fail(bodyComplete || serviceIsSlow || outbound == null
                    ? GatewayProblem.GATEWAY_TIMEOUT : GatewayProblem.REQUEST_TIMEOUT, null);
        } else if (answer != null && quiet > config.timeouts().idle().toNanos()) {
            breakOff(null);
        }
    }

    private void breakOff(Throwable cause) {
        if (over) {
            return;
        }
        over = true;
        LOG.debugf("The answer of %s broke off: %s", route.name(), cause);
        outbound.reset();
        GatewayProblems.cut(request);
        exchange.finish();
    }

    private void fail(GatewayProblem problem, Throwable cause) {
        if (over) {
            return;
        }
        if (answer != null) {
            breakOff(cause);
            return;
        }
        over = true;
        if (outbound != null) {
            outbound.reset();
        }
        if (problem.status() >= 500) {
            LOG.warnf("%s for %s: %s", problem, route.name(), cause == null ? "no answer in time" : cause.getMessage());
        }
        if (problem == GatewayProblem.SERVICE_UNAVAILABLE) {
            response.putHeader(HttpHeaders.RETRY_AFTER, "1");
        }
        exchange.refuse(problem, switch (problem) {
            case BODY_TOO_LARGE -> Map.of("limitBytes", bodyLimit);
            case REQUEST_TIMEOUT -> Map.of();
            case GATEWAY_TIMEOUT -> Map.of("service", route.name(),
                    "timeoutMillis", config.timeouts().request().toMillis());
            default -> Map.of("service", route.name());
        });
    }
}
