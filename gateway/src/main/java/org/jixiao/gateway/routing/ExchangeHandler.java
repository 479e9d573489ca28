package org.jixiao.gateway.routing;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.RequestOptions;
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
            super(cause);
        }
    }

    private static final class LateException extends RuntimeException {

        LateException() {
            super(null, null, false, false);
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
    private boolean refused;

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
        return head.future().recover(cause -> Future.succeededFuture(refusal(request, cause)));
    }

    @Override
    public Future<Void> handleProxyResponse(ProxyContext proxy) {
        if (!refused) {
            MultiMap headers = proxy.response().headers();
            HeaderRules.dropFromResponse(headers.names(), headers.getAll(HttpHeaders.CONNECTION))
                    .forEach(headers::remove);
            // the gateway has set its own on the answer already
            headers.remove("X-Request-Id").remove("X-Content-Type-Options");
            hideInnerAddress(headers);
        }
        return proxy.sendResponse();
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

    private ProxyResponse refusal(ProxyRequest request, Throwable cause) {
        refused = true;
        GatewayProblem problem = problem(cause);
        Map<String, ?> params = switch (problem) {
            case BODY_TOO_LARGE -> Map.of("limitBytes", bodyLimit);
            case REQUEST_TIMEOUT -> Map.of();
            case GATEWAY_TIMEOUT -> Map.of("service", route.name(), "timeoutMillis", timeout.toMillis());
            default -> Map.of("service", route.name());
        };
        if (problem.status() >= 500 && !context.response().closed()) {
            LOG.warnf("%s answered for %s: %s", problem, route.name(), cause);
        }
        GatewayProblems.Answer answer = problems.answer(context, problem, params);
        ProxyResponse response = request.release().response().setStatusCode(answer.status());
        answer.headers().forEach(response::putHeader);
        if (problem == GatewayProblem.SERVICE_UNAVAILABLE) {
            response.putHeader("Retry-After", "1");
        }
        problems.drain(context);
        return response.setBody(Body.body(answer.body()));
    }

    private GatewayProblem problem(Throwable cause) {
        if (body.exceeded()) {
            return GatewayProblem.BODY_TOO_LARGE;
        }
        if (cause instanceof UnreachableException) {
            return GatewayProblem.SERVICE_UNAVAILABLE;
        }
        if (cause instanceof LateException) {
            return body.waitsForClient() ? GatewayProblem.REQUEST_TIMEOUT : GatewayProblem.GATEWAY_TIMEOUT;
        }
        return GatewayProblem.BAD_GATEWAY;
    }
}
