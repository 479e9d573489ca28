package org.jixiao.gateway.passage;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.jixiao.gateway.routing.Route;
import org.jixiao.gateway.server.ExchangeHandler;
import org.jixiao.gateway.upstream.Compression;
import org.jixiao.gateway.upstream.Instance;

/** Copies the heads of requests and answers, without what ends at the gateway and with what begins there. */
final class HeadsHandler {

    private static final CharSequence FORWARDED_FOR = HttpHeaders.createOptimized("X-Forwarded-For");
    private static final CharSequence FORWARDED_PROTO = HttpHeaders.createOptimized("X-Forwarded-Proto");
    private static final CharSequence FORWARDED_HOST = HttpHeaders.createOptimized("X-Forwarded-Host");
    private static final CharSequence BY_ENCODING = HttpHeaders.createOptimized("Accept-Encoding");

    private HeadsHandler() {
    }

    static void copyRequest(ExchangeHandler exchange, MultiMap headers) {
        HttpServerRequest request = exchange.request();
        FieldNames nominated = HeaderRules.nominated(request.headers().getAll(HttpHeaders.CONNECTION));
        forEach(request.headers(), (name, value) -> {
            if (!HeaderRules.endsAtRequest(name, nominated)) {
                headers.add(name, HeaderRules.isCondition(name) ? Compression.untagged(value.toString()) : value);
            }
        });
        exchange.writeTold(headers);
        headers.set(FORWARDED_FOR, exchange.clientAddress());
        headers.set(FORWARDED_PROTO, request.scheme());
        if (request.authority() != null) {
            headers.set(FORWARDED_HOST, request.authority().toString());
        }
    }

    /** True if the body is to be compressed, which the head now says. */
    static boolean copyAnswer(ExchangeHandler exchange, Route route, HttpClientResponse answer) {
        HttpServerResponse response = exchange.response();
        response.setStatusCode(answer.statusCode());
        if (exchange.request().version() != HttpVersion.HTTP_2) {
            response.setStatusMessage(answer.statusMessage());
        }
        MultiMap headers = response.headers();
        List<CharSequence> said = new ArrayList<>(4);
        forEach(headers, (name, value) -> said.add(name));
        FieldNames own = new FieldNames(said);
        FieldNames nominated = HeaderRules.nominated(answer.headers().getAll(HttpHeaders.CONNECTION));
        forEach(answer.headers(), (name, value) -> {
            if (HeaderRules.endsAtResponse(name, nominated)) {
                return;
            }
            if (FieldNames.areEqual(name, HttpHeaders.LOCATION)) {
                headers.set(HttpHeaders.LOCATION, withoutInnerAddress(route, value.toString()));
            } else if (FieldNames.areEqual(name, HttpHeaders.VARY) || !own.contains(name)) {
                headers.add(name, value);
            }
        });
        return compress(exchange.request(), answer, headers);
    }

    private static boolean compress(HttpServerRequest request, HttpClientResponse answer, MultiMap headers) {
        int status = answer.statusCode();
        String tag = answer.getHeader(HttpHeaders.ETAG);
        if (status == 304) {
            if (tag != null && Compression.isTagged(request.getHeader(HttpHeaders.IF_NONE_MATCH))) {
                headers.set(HttpHeaders.ETAG, Compression.tagged(tag));
            }
            return false;
        }
        String stated = answer.getHeader(HttpHeaders.CONTENT_LENGTH);
        if (!Compression.isWorthwhile(status, answer.getHeader(HttpHeaders.CONTENT_TYPE),
                answer.getHeader(HttpHeaders.CONTENT_ENCODING), answer.getHeader(HttpHeaders.CONTENT_RANGE),
                answer.getHeader(HttpHeaders.CACHE_CONTROL), stated == null ? -1 : Long.parseLong(stated))) {
            return false;
        }
        headers.add(HttpHeaders.VARY, BY_ENCODING);
        if (!Compression.isAccepted(request.getHeader(HttpHeaders.ACCEPT_ENCODING)) || status == 204
                || request.version() == HttpVersion.HTTP_1_0) {
            return false;
        }
        headers.set(HttpHeaders.CONTENT_ENCODING, "gzip").remove(HttpHeaders.CONTENT_LENGTH);
        headers.remove(HttpHeaders.ACCEPT_RANGES);
        if (tag != null) {
            headers.set(HttpHeaders.ETAG, Compression.tagged(tag));
        }
        return true;
    }

    /** A service that names itself in Location would send the caller past the gateway. */
    private static String withoutInnerAddress(Route route, String location) {
        for (Instance one : route.instances()) {
            String inner = one.url().toString();
            if (location.startsWith(inner + "/")) {
                return location.substring(inner.length());
            }
        }
        return location;
    }

    /** Fields of HTTP/1.1 as they came, which is bytes; to make texts of all of them would only mean to make bytes again. */
    private static void forEach(MultiMap headers, BiConsumer<CharSequence, CharSequence> action) {
        if (headers instanceof io.netty.handler.codec.http.HttpHeaders raw) {
            raw.iteratorCharSequence().forEachRemaining(field -> action.accept(field.getKey(), field.getValue()));
        } else {
            headers.forEach(action::accept);
        }
    }
}
