package org.jixiao.gateway.origin;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import jakarta.inject.Singleton;
import org.jixiao.gateway.server.ExchangeHandler;
import org.jixiao.gateway.server.GateHandler;

/** What browsers and caches must know of every answer. Pages that know better have said so already. */
@Singleton
public class SecurityFilter implements GateHandler {

    private record Field(CharSequence name, CharSequence value) {

        static Field of(String name, String value) {
            return new Field(HttpHeaders.createOptimized(name), HttpHeaders.createOptimized(value));
        }
    }

    private static final Field NO_SNIFFING = Field.of("X-Content-Type-Options", "nosniff");
    private static final Field NO_STORE = Field.of("Cache-Control", "no-store");
    private static final Field TWO_YEARS = Field.of("Strict-Transport-Security", "max-age=63072000; includeSubDomains");
    private static final Field[] UNLESS_SAID = {
        Field.of("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"),
        Field.of("X-Frame-Options", "DENY"),
        Field.of("Referrer-Policy", "no-referrer"),
        Field.of("Cross-Origin-Opener-Policy", "same-origin"),
        Field.of("Cross-Origin-Resource-Policy", "same-origin"),
    };

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
        headers.set(NO_SNIFFING.name(), NO_SNIFFING.value());
        for (Field field : UNLESS_SAID) {
            unlessSaid(headers, field);
        }
        if (exchange.request().isSSL()) {
            headers.set(TWO_YEARS.name(), TWO_YEARS.value());
        }
        if (exchange.request().headers().contains(HttpHeaders.AUTHORIZATION)) {
            unlessSaid(headers, NO_STORE);
        }
    }

    private static void unlessSaid(MultiMap headers, Field field) {
        if (!headers.contains(field.name())) {
            headers.add(field.name(), field.value());
        }
    }
}
