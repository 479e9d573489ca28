package org.jixiao.gateway.origin;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import jakarta.inject.Singleton;
import org.jixiao.gateway.server.ExchangeHandler;
import org.jixiao.gateway.server.GateHandler;

/** What browsers and caches must know of every answer. Pages that know better have said so already. */
@Singleton
public class SecurityFilter implements GateHandler {

    private static final String API_POLICY = "default-src 'none'; frame-ancestors 'none'";
    private static final String TWO_YEARS = "max-age=63072000; includeSubDomains";

    @Override
    public int order() {
        return -5;
    }

    @Override
    public void enter(ExchangeHandler exchange) {
        exchange.beforeHead(SecurityFilter::secure);
        exchange.next();
    }

    private static void secure(ExchangeHandler exchange) {
        MultiMap headers = exchange.response().headers();
        headers.set("X-Content-Type-Options", "nosniff");
        unlessSaid(headers, "Content-Security-Policy", API_POLICY);
        unlessSaid(headers, "X-Frame-Options", "DENY");
        unlessSaid(headers, "Referrer-Policy", "no-referrer");
        unlessSaid(headers, "Cross-Origin-Opener-Policy", "same-origin");
        unlessSaid(headers, "Cross-Origin-Resource-Policy", "same-origin");
        if (exchange.request().isSSL()) {
            headers.set("Strict-Transport-Security", TWO_YEARS);
        }
        if (exchange.request().headers().contains(HttpHeaders.AUTHORIZATION)) {
            unlessSaid(headers, "Cache-Control", "no-store");
        }
    }

    private static void unlessSaid(MultiMap headers, String name, String value) {
        if (!headers.contains(name)) {
            headers.set(name, value);
        }
    }
}
