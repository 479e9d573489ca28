package org.jixiao.gateway.server;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import java.util.Map;
import org.jixiao.gateway.problem.GatewayProblem;
import org.jixiao.gateway.problem.GatewayProblems;
import org.jixiao.gateway.routing.RequestPath;
import org.jixiao.gateway.routing.Route;
import org.jixiao.gateway.routing.RouteTable;

/** What one event loop does with each request: through the gates, then to a service or to a page. */
final class FrontHandler implements Handler<HttpServerRequest> {

    private final RouteTable table;
    private final GateHandler[] gates;
    private final Router pages;
    private final Handler<ExchangeHandler> destination;
    private final ConnectionsHandler connections;
    private final GatewayProblems problems;
    private final int targetMax;

    FrontHandler(RouteTable table, GateHandler[] gates, Router pages, Handler<ExchangeHandler> destination,
            ConnectionsHandler connections, GatewayProblems problems, int targetMax) {
        this.table = table;
        this.gates = gates;
        this.pages = pages;
        this.destination = destination;
        this.connections = connections;
        this.problems = problems;
        this.targetMax = targetMax;
    }

    @Override
    public void handle(HttpServerRequest request) {
        request.pause();
        RequestPath path = RequestPath.of(request.path()).orElse(null);
        Route route = path == null ? null : table.find(path).orElse(null);
        ExchangeHandler exchange = new ExchangeHandler(request, path, route, gates, this::answer, problems);
        connections.exchangeBegins(exchange);
        exchange.begin();
    }

    private void answer(ExchangeHandler exchange) {
        if (exchange.request().uri().length() > targetMax) {
            exchange.refuse(GatewayProblem.URI_TOO_LONG, Map.of());
        } else if (exchange.route().isPresent()) {
            destination.handle(exchange);
        } else if (exchange.path().filter(path -> RouteTable.isOwn(path.value())).isPresent()) {
            exchange.request().resume();
            pages.handle(exchange.request());
        } else {
            exchange.refuse(GatewayProblem.UNKNOWN_PATH, Map.of());
        }
    }
}
