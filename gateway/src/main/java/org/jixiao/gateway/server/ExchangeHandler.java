package org.jixiao.gateway.server;

import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jixiao.gateway.problem.GatewayProblem;
import org.jixiao.gateway.problem.GatewayProblems;
import org.jixiao.gateway.routing.RequestPath;
import org.jixiao.gateway.routing.Route;

/**
 * One request and its answer, from the head of the request until the answer is complete or lost.
 * Lives on one event loop.
 */
public final class ExchangeHandler {

    /** Logged for a caller who went away before the answer was complete. */
    public static final int CLIENT_GONE = 499;

    private static final int SWITCHED = 101;

    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final RequestPath path;
    private final Route route;
    private final GateHandler[] gates;
    private final Handler<ExchangeHandler> destination;
    private final GatewayProblems problems;
    private final long startNanos = System.nanoTime();
    private String clientAddress;
    private String caller;
    private boolean upgraded;
    private int passed;
    private boolean over;
    private GatewayProblem refusal;
    private String requestId = "-";
    private String instance = "-";
    private long upstreamNanos;
    private List<Consumer<ExchangeHandler>> beforeHead;
    private List<Consumer<ExchangeHandler>> atEnd;
    private Map<CharSequence, String> upstreamHeaders;
    private Map<String, Object> notes;

    ExchangeHandler(HttpServerRequest request, RequestPath path, Route route, GateHandler[] gates,
            Handler<ExchangeHandler> destination, GatewayProblems problems) {
        this.request = request;
        this.response = request.response();
        this.path = path;
        this.route = route;
        this.gates = gates;
        this.destination = destination;
        this.problems = problems;
        this.clientAddress = ConnectionHandler.of(request).address();
    }

    void begin() {
        response.headersEndHandler(end -> {
            if (beforeHead != null) {
                beforeHead.forEach(listener -> listener.accept(this));
            }
        });
        response.endHandler(end -> {
            if (!upgraded) {
                finish();
            }
        });
        response.closeHandler(close -> finish());
        response.exceptionHandler(broken -> finish());
        next();
    }

    /** To the next gate, or to the service after the last one. */
    public void next() {
        if (response.ended() || over) {
            return;
        }
        try {
            if (passed < gates.length) {
                gates[passed++].enter(this);
            } else {
                destination.handle(this);
            }
        } catch (RuntimeException failure) {
            problems.unexpected(request, failure);
        }
    }

    /** Answers with a problem instead of the service. */
    public void refuse(GatewayProblem problem, Map<String, ?> params) {
        if (refusal == null && !response.headWritten()) {
            refusal = problem;
        }
        problems.send(request, problem, params);
    }

    /** What it was refused with, if it was. */
    public Optional<GatewayProblem> refusal() {
        return Optional.ofNullable(refusal);
    }

    public HttpServerRequest request() {
        return request;
    }

    /** What is set here before the answer of the service comes stands, whatever the service says. */
    public HttpServerResponse response() {
        return response;
    }

    /** The normalised path; empty if it is ambiguous, which the first gate refuses. */
    public Optional<RequestPath> path() {
        return Optional.ofNullable(path);
    }

    /** The service that will answer; empty for the gateway's own pages and for unknown paths. */
    public Optional<Route> route() {
        return Optional.ofNullable(route);
    }

    /** "-" until the first gate has named the request. */
    public String requestId() {
        return requestId;
    }

    /** Names the request, for the caller and for the service. */
    public void name(String id) {
        requestId = id;
        response.putHeader(GatewayProblems.REQUEST_ID_HEADER, id);
    }

    /** Where the request comes from: the connection's address, unless the first gate knows better. */
    public String clientAddress() {
        return clientAddress;
    }

    /** Said by the first gate, of a request that came through a trusted proxy. */
    public void comesFrom(String address) {
        clientAddress = address;
    }

    /** Who counts as one and the same caller: whom a gate has recognised, or else the address. */
    public String caller() {
        return caller == null ? clientAddress : caller;
    }

    /** Set by the gate that recognises callers. */
    public void recognise(String caller) {
        this.caller = caller;
    }

    /** From here on the connection is a tunnel: HTTP's account of it is closed. */
    public void upgrades() {
        upgraded = true;
        ConnectionHandler.of(request).becomeOpaque();
    }

    /** Tells the service, whatever the caller has said under that name. */
    public void tell(CharSequence header, String value) {
        if (upstreamHeaders == null) {
            upstreamHeaders = new HashMap<>();
        }
        upstreamHeaders.put(header, value);
    }

    /** Sets what the gateway says to the service in its own name. */
    public void writeTold(MultiMap headers) {
        headers.set(GatewayProblems.REQUEST_ID_HEADER, requestId);
        if (upstreamHeaders != null) {
            upstreamHeaders.forEach(headers::set);
        }
    }

    /** Called once, on the event loop, just before the head of the answer is written, whoever answers. */
    public void beforeHead(Consumer<ExchangeHandler> listener) {
        if (beforeHead == null) {
            beforeHead = new ArrayList<>(2);
        }
        beforeHead.add(listener);
    }

    /** Called once, on the event loop, when the answer is complete or the caller is gone. */
    public void atEnd(Consumer<ExchangeHandler> listener) {
        if (atEnd == null) {
            atEnd = new ArrayList<>(4);
        }
        atEnd.add(listener);
    }

    /** What one gate leaves for another one. */
    public void note(String key, Object value) {
        if (notes == null) {
            notes = new HashMap<>();
        }
        notes.put(key, value);
    }

    /** What a gate has left, or null. */
    @SuppressWarnings("unchecked")
    public <T> T noted(String key) {
        return notes == null ? null : (T) notes.get(key);
    }

    /** The status of the answer, or {@link #CLIENT_GONE}. */
    public int status() {
        return upgraded ? SWITCHED : response.ended() ? response.getStatusCode() : CLIENT_GONE;
    }

    public boolean isOver() {
        return over;
    }

    /** Since the head of the request was there. */
    public long nanos() {
        return System.nanoTime() - startNanos;
    }

    /** From the hand-over to the service until the head of its answer; 0 if there was none. */
    public long upstreamNanos() {
        return upstreamNanos;
    }

    /** Which instance of the service answered, or "-". */
    public String instance() {
        return instance;
    }

    public void answeredBy(String instance, long upstreamNanos) {
        this.instance = instance;
        this.upstreamNanos = upstreamNanos;
    }

    /** Ends the account of this exchange; later calls change nothing. */
    public void finish() {
        if (over) {
            return;
        }
        over = true;
        if (atEnd != null) {
            atEnd.forEach(listener -> listener.accept(this));
        }
    }
}
