package org.jixiao.gateway.passage;

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
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jixiao.gateway.problem.GatewayProblem;
import org.jixiao.gateway.problem.GatewayProblems;
import org.jixiao.gateway.routing.GatewayConfig;
import org.jixiao.gateway.routing.Route;
import org.jixiao.gateway.server.ExchangeHandler;
import org.jixiao.gateway.upstream.Instance;

/**
 * One request on its way to a service and its answer on the way back, piece by piece: neither side is
 * read faster than the other one takes it. Until a piece of the body has been read, another instance
 * may be asked instead.
 */
final class PassageHandler {

    private static final Logger LOG = Logger.getLogger(PassageHandler.class);
    private static final Set<HttpMethod> REPEATABLE = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

    private final HttpClient client;
    private final ExchangeHandler exchange;
    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final Route route;
    private final GatewayConfig config;
    private final long bodyLimit;
    private final Set<Instance> tried = new HashSet<>(2);

    private Instance instance;
    private HttpClientRequest outbound;
    private HttpClientResponse answer;
    private int attempts;
    private boolean canary;
    private boolean over;
    private long sentNanos;
    private long lastProgress = System.nanoTime();

    private long statedLength = -1;
    private long received;
    private boolean bodyBegun;
    private boolean bodyComplete;
    private boolean serviceIsSlow;
    private long floorSince;
    private long floorReceived;

    private long answerLength = -1;
    private long passedOn;
    private GzipHandler gzip;
    private TunnelHandler tunnel;

    PassageHandler(HttpClient client, ExchangeHandler exchange, Route route, GatewayConfig config, long bodyLimit) {
        this.client = client;
        this.exchange = exchange;
        this.request = exchange.request();
        this.response = exchange.response();
        this.route = route;
        this.config = config;
        this.bodyLimit = bodyLimit;
    }

    // the request

    void begin() {
        route.retries().earn();
        canary = isForCanary();
        attempt();
    }

    private boolean isForCanary() {
        String wish = route.canaryHeader().isEmpty() ? null : request.getHeader(route.canaryHeader());
        if ("always".equals(wish) || "never".equals(wish)) {
            return wish.equals("always");
        }
        return route.balancer().isForCanary(exchange.caller());
    }

    private void attempt() {
        Optional<Instance> chosen = route.balancer().choose(canary, tried);
        if (chosen.isEmpty()) {
            refuse(GatewayProblem.SERVICE_UNAVAILABLE, "all circuits are open");
            return;
        }
        Instance target = chosen.get();
        instance = target;
        tried.add(target);
        attempts++;
        target.begin();
        int attempt = attempts;
        client.request(new RequestOptions()
                .setMethod(request.method())
                .setHost(target.url().getHost())
                .setPort(target.port())
                .setSsl(target.isSecure())
                .setURI(targetUri()))
                .onComplete(connected -> {
                    boolean late = over || attempt != attempts;
                    if (connected.failed()) {
                        if (!late) {
                            broke(connected.cause(), true);
                        }
                    } else if (late) {
                        connected.result().reset();
                    } else {
                        send(connected.result(), attempt);
                    }
                });
    }

    private String targetUri() {
        String path = exchange.path().orElseThrow().value();
        String query = request.query();
        return query == null ? path : path + "?" + query;
    }

    private void send(HttpClientRequest connected, int attempt) {
        outbound = connected;
        outbound.exceptionHandler(broken -> brokeIn(attempt, broken));
        outbound.response().onSuccess(head -> {
            if (attempt == attempts) {
                answered(head);
            }
        }).onFailure(broken -> brokeIn(attempt, broken));
        copyRequestHead();
        sentNanos = System.nanoTime();
        lastProgress = sentNanos;
        floorSince = sentNanos;
        if (TunnelHandler.isWanted(request)) {
            outbound.headers().set(HttpHeaders.CONNECTION, "Upgrade").set(HttpHeaders.UPGRADE, "websocket");
            bodyComplete = true;
            outbound.connect();
        } else if (statedLength == 0 || statedLength < 0 && !mayHaveBody()) {
            bodyComplete = true;
            outbound.end();
        } else {
            sendBody();
        }
    }

    private void brokeIn(int attempt, Throwable cause) {
        if (!over && attempt == attempts) {
            broke(cause, false);
        }
    }

    /** In HTTP/1.1 the head says whether a body follows; in HTTP/2 the end of the stream does. */
    private boolean mayHaveBody() {
        return request.version() == HttpVersion.HTTP_2
                ? request.method() != HttpMethod.GET && request.method() != HttpMethod.HEAD
                : request.headers().contains(HttpHeaders.TRANSFER_ENCODING);
    }

    private void copyRequestHead() {
        HeadsHandler.copyRequest(exchange, outbound.headers());
        String stated = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        statedLength = stated == null ? -1 : Long.parseLong(stated);
        if (statedLength < 0 && mayHaveBody()) {
            outbound.setChunked(true);
        }
    }

    private void sendBody() {
        bodyBegun = true;
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
            refuse(GatewayProblem.BODY_TOO_LARGE, null);
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

    /** What an instance did not answer may go to another one if nothing can be done twice by that. */
    private void broke(Throwable cause, boolean unreachable) {
        if (answer != null) {
            breakOff(cause);
            return;
        }
        instance.broke();
        boolean safe = unreachable || !bodyBegun && (REPEATABLE.contains(request.method()) || hasKey());
        boolean useful = !unreachable || route.balancer().hasOther(tried);
        if (safe && useful && attempts < config.retries().attempts() && route.retries().spend()) {
            LOG.debugf("Attempt %d at %s of %s: %s", attempts, instance.name(), route.name(), cause);
            leaveInstance();
            outbound = null;
            attempt();
        } else {
            leaveInstance();
            refuse(unreachable ? GatewayProblem.SERVICE_UNAVAILABLE : GatewayProblem.BAD_GATEWAY, cause.getMessage());
        }
    }

    private boolean hasKey() {
        return request.headers().contains("Idempotency-Key");
    }

    // the answer

    private void answered(HttpClientResponse head) {
        if (over) {
            return;
        }
        answer = head;
        instance.answered();
        lastProgress = System.nanoTime();
        exchange.answeredBy(instance.name(), lastProgress - sentNanos);
        if (head.statusCode() == 101) {
            copyAnswerHead();
            tunnel = new TunnelHandler(exchange, head.netSocket());
            tunnel.begin();
            return;
        }
        if (!bodyBegun) {
            request.resume();
        }
        copyAnswerHead();
        int status = head.statusCode();
        if (request.method() == HttpMethod.HEAD || status == 204 || status == 304) {
            response.end();
            return;
        }
        if (answerLength == 0) {
            response.end();
            return;
        }
        if (gzip != null || answerLength < 0) {
            response.setChunked(true);
        }
        head.exceptionHandler(this::breakOff);
        head.handler(this::passDown);
        head.endHandler(end -> completeAnswer());
        response.drainHandler(drained -> {
            lastProgress = System.nanoTime();
            head.resume();
        });
    }

    private void copyAnswerHead() {
        boolean compressed = HeadsHandler.copyAnswer(exchange, route, answer);
        String stated = answer.getHeader(HttpHeaders.CONTENT_LENGTH);
        answerLength = stated == null ? -1 : Long.parseLong(stated);
        if (compressed && request.method() != HttpMethod.HEAD) {
            gzip = new GzipHandler();
        }
    }

    private void passDown(Buffer piece) {
        if (over || response.ended()) {
            return;
        }
        passedOn += piece.length();
        lastProgress = System.nanoTime();
        if (gzip != null) {
            Buffer compressed = gzip.next(piece);
            if (compressed.length() > 0) {
                response.write(compressed);
            }
        } else if (passedOn == answerLength) {
            // one write for a short answer instead of two
            response.end(piece);
            return;
        } else {
            response.write(piece);
        }
        if (response.writeQueueFull()) {
            answer.pause();
        }
    }

    private void completeAnswer() {
        if (over || response.ended()) {
            return;
        }
        if (gzip != null) {
            response.end(gzip.last());
        } else {
            response.end();
        }
    }

    // the end

    /** The caller has its answer, or is gone: then the service need not go on either. */
    void abandon() {
        if (over) {
            return;
        }
        boolean complete = bodyComplete && response.ended();
        if (answer == null && instance != null) {
            instance.circuit().unknown();
        }
        finishAttempt();
        if (outbound != null && !complete) {
            reset();
        }
    }

    /** Called a few times in a second. */
    void watch(long now) {
        if (over) {
            return;
        }
        long quiet = now - lastProgress;
        if (tunnel != null) {
            if (now - tunnel.lastByte() > config.timeouts().idle().toNanos()) {
                tunnel.close();
            }
        } else if (answer == null && quiet > route.headTimeout().toNanos()) {
            boolean clientIsSlow = bodyBegun && !bodyComplete && !serviceIsSlow;
            if (!clientIsSlow) {
                instance.broke();
            }
            refuse(clientIsSlow ? GatewayProblem.REQUEST_TIMEOUT : GatewayProblem.GATEWAY_TIMEOUT, "no answer in time");
        } else if (answer != null && quiet > config.timeouts().idle().toNanos()) {
            breakOff(new IllegalStateException("nothing moved for too long"));
        } else if (bodyBegun && !bodyComplete && answer == null) {
            watchFloor(now);
        }
    }

    /** A body that only just keeps moving holds a place at the service for as long as its sender likes. */
    private void watchFloor(long now) {
        long seconds = TimeUnit.NANOSECONDS.toSeconds(now - floorSince);
        if (serviceIsSlow) {
            floorSince = now;
            floorReceived = received;
        } else if (seconds >= Math.max(1, route.headTimeout().toSeconds())) {
            if (received - floorReceived < seconds * config.limits().bodyFloor()) {
                refuse(GatewayProblem.REQUEST_TIMEOUT, "below the floor");
                return;
            }
            floorSince = now;
            floorReceived = received;
        }
    }

    private void breakOff(Throwable cause) {
        if (over) {
            return;
        }
        LOG.debugf("The answer of %s broke off: %s", route.name(), cause);
        finishAttempt();
        reset();
        GatewayProblems.cut(request);
        exchange.finish();
    }

    private void refuse(GatewayProblem problem, String reason) {
        if (over) {
            return;
        }
        if (answer != null) {
            breakOff(new IllegalStateException(problem.name()));
            return;
        }
        if (instance != null && problem.status() < 500) {
            instance.circuit().unknown();
        }
        finishAttempt();
        if (outbound != null) {
            reset();
        }
        if (problem.status() >= 500) {
            LOG.warnf("%s for %s: %s", problem, route.name(), reason);
        }
        exchange.refuse(problem, switch (problem) {
            case BODY_TOO_LARGE -> Map.of("limitBytes", bodyLimit);
            case REQUEST_TIMEOUT -> Map.of();
            case GATEWAY_TIMEOUT -> Map.of("service", route.name(), "timeoutMillis", route.headTimeout().toMillis());
            default -> Map.of("service", route.name());
        });
    }

    /** Also where the service has stopped to read: it must hear of the end all the same. */
    private void reset() {
        outbound.reset();
        if (outbound.version() != HttpVersion.HTTP_2) {
            GatewayProblems.sever(outbound.connection());
        }
    }

    private void finishAttempt() {
        over = true;
        leaveInstance();
        if (gzip != null) {
            gzip.close();
        }
        if (tunnel != null) {
            tunnel.close();
        }
    }

    private void leaveInstance() {
        if (instance != null) {
            instance.end();
            instance = null;
        }
    }
}
