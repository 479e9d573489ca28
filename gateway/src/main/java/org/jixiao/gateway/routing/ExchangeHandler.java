package org.jixiao.gateway.routing;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.streams.ReadStream;
import io.vertx.ext.web.RoutingContext;
import io.vertx.httpproxy.Body;
import io.vertx.httpproxy.ProxyContext;
import io.vertx.httpproxy.ProxyInterceptor;
import io.vertx.httpproxy.ProxyRequest;
import io.vertx.httpproxy.ProxyResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jixiao.gateway.access.RequestPath;
import org.jixiao.gateway.problem.GatewayProblem;
import org.jixiao.gateway.problem.GatewayProblems;

/** One request on its way to a service and back: deadline, header rules, and what failed if it did. */
class ExchangeHandler implements ProxyInterceptor {

    private static final Logger LOG = Logger.getLogger(ExchangeHandler.class);

    /** Nothing of the request has reached the service, so it is safe to repeat. */
    private static final class UnreachableException extends RuntimeException {

        UnreachableException(Throwable cause) {
            super("no connection: " + cause.getMessage(), cause, false, false);
        }
    }

    private static final class LateException extends RuntimeException {

        LateException() {
            super("no answer in time", null, false, false);
        }
    }

    private final RoutingContext context;
    private final Vertx vertx;
    private final Route route;
    private final RequestPath path;
    private final Duration timeout;
    private final long bodyLimit;
    private final GatewayProblems problems;

    private final Promise<ProxyResponse> head = Promise.promise();
    private HttpClientRequest outbound;
    private BodyLimitFilter body;
    private long timer;
    private Throwable failure;

    ExchangeHandler(RoutingContext context, Route route, RequestPath path, Duration timeout, long bodyLimit,
            GatewayProblems problems) {
        this.context = context;
        this.vertx = context.vertx();
        this.route = route;
        this.path = path;
        this.timeout = timeout;
        this.bodyLimit = bodyLimit;
        this.problems = problems;
    }

    Future<HttpClientRequest> connect(ProxyContext proxy) {
        RequestOptions target = new RequestOptions()
                .setHost(route.url().getHost())
                .setPort(route.port())
                .setSsl(Route.isSecure(route.url()));
        return proxy.client().request(target).transform(connected -> {
            if (connected.failed()) {
                return Future.failedFuture(new UnreachableException(connected.cause()));
            }
            outbound = connected.result();
            outbound.exceptionHandler(broken -> LOG.debug("Request to " + route.name() + " broke off", broken));
            if (head.future().isComplete()) {
                outbound.reset();
                return Future.failedFuture(new LateException());
            }
            return Future.succeededFuture(outbound);
        });
    }

    @Override
    public Future<ProxyResponse> handleProxyRequest(ProxyContext proxy) {
        ProxyRequest request = proxy.request();
        String query = context.request().query();
        request.setURI(query == null ? path.value() : path.value() + "?" + query);
        rewriteHeaders(request.headers());
        body = new BodyLimitFilter(request.getBody().stream(), bodyLimit);
        request.setBody(Body.body(body, request.getBody().length()));

        watch(timeout.toNanos());
        proxy.sendRequest().onComplete(sent -> {
            vertx.cancelTimer(timer);
            if (sent.failed()) {
                head.tryFail(sent.cause());
            } else if (!head.tryComplete(sent.result())) {
                sent.result().release();
            }
        });
        return head.future().recover(cause -> {
            failure = cause;
            return Future.succeededFuture(request.release().response());
        });
    }

    /** Never fails: whatever goes wrong from here on ends the caller's connection. */
    @Override
    public Future<Void> handleProxyResponse(ProxyContext proxy) {
        if (failure != null) {
            refuse();
        } else {
            pass(proxy.response());
        }
        return Future.succeededFuture();
    }

    /**
     * Writes the answer of the service. The library's own way is not taken: it ends a broken answer by
     * a reset after which Vert.x tells nobody that the response is over, so that the access log and the
     * count of requests in flight would lose it; and it writes 304 with a transfer coding.
     */
    private void pass(ProxyResponse answer) {
        MultiMap headers = answer.headers();
        HeaderRules.dropFromResponse(headers.names(), headers.getAll(HttpHeaders.CONNECTION)).forEach(headers::remove);
        // the gateway has set its own on the response already
        headers.remove("X-Request-Id").remove("X-Content-Type-Options");
        hideInnerAddress(headers);

        HttpServerResponse response = context.response();
        response.setStatusCode(answer.getStatusCode()).setStatusMessage(answer.getStatusMessage());
        response.headers().addAll(headers);
        ReadStream<Buffer> content = answer.getBody().stream();
        if (context.request().method() == HttpMethod.HEAD || answer.getStatusCode() == 204
                || answer.getStatusCode() == 304) {
            content.resume();
            response.end();
            return;
        }
        response.setChunked(answer.getBody().length() < 0);
        content.pipe().endOnFailure(false).to(response).onFailure(broken -> {
            LOG.debugf("The answer of %s broke off: %s", route.name(), broken);
            outbound.reset();
            // not at once: this may be the failure of a write that is still under way
            vertx.runOnContext(later -> context.request().connection().close());
        });
    }

    private void rewriteHeaders(MultiMap headers) {
        HttpServerRequest request = context.request();
        HeaderRules.dropFromRequest(headers.names(), headers.getAll(HttpHeaders.CONNECTION)).forEach(headers::remove);
        headers.set("X-Request-Id", context.<String>get(GatewayProblems.REQUEST_ID));
        headers.set("X-Forwarded-For", request.remoteAddress().hostAddress());
        headers.set("X-Forwarded-Proto", request.scheme());
        if (request.authority() != null) {
            headers.set("X-Forwarded-Host", request.authority().toString());
        }
    }

    /** A service that names itself in Location would send the caller past the gateway. */
    private void hideInnerAddress(MultiMap headers) {
        String location = headers.get(HttpHeaders.LOCATION);
        String inner = route.url().toString();
        if (location != null && location.startsWith(inner + "/")) {
            headers.set(HttpHeaders.LOCATION, location.substring(inner.length()));
        }
    }

    /** Waits for the head of the answer; bytes of the upload that still move count as progress. */
    private void watch(long nanos) {
        timer = vertx.setTimer(Math.max(1, TimeUnit.NANOSECONDS.toMillis(nanos)), due -> {
            long left = body.lastProgress() + timeout.toNanos() - System.nanoTime();
            if (left > TimeUnit.MILLISECONDS.toNanos(1)) {
                watch(left);
            } else if (head.tryFail(new LateException()) && outbound != null) {
                outbound.reset();
            }
        });
    }

    private void refuse() {
        GatewayProblem problem = problem();
        if (problem.status() >= 500 && !context.response().closed()) {
            LOG.warnf("%s for %s: %s", problem, route.name(), failure.getMessage());
        }
        if (problem == GatewayProblem.SERVICE_UNAVAILABLE) {
            context.response().putHeader(HttpHeaders.RETRY_AFTER, "1");
        }
        problems.send(context, problem, switch (problem) {
            case BODY_TOO_LARGE -> Map.of("limitBytes", bodyLimit);
            case REQUEST_TIMEOUT -> Map.of();
            case GATEWAY_TIMEOUT -> Map.of("service", route.name(), "timeoutMillis", timeout.toMillis());
            default -> Map.of("service", route.name());
        });
    }

    private GatewayProblem problem() {
        if (body.exceeded()) {
            return GatewayProblem.BODY_TOO_LARGE;
        }
        if (failure instanceof UnreachableException) {
            return GatewayProblem.SERVICE_UNAVAILABLE;
        }
        if (failure instanceof LateException) {
            return body.waitsForClient() ? GatewayProblem.REQUEST_TIMEOUT : GatewayProblem.GATEWAY_TIMEOUT;
        }
        return GatewayProblem.BAD_GATEWAY;
    }
}
