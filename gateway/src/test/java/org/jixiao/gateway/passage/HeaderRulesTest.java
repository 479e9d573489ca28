package org.jixiao.gateway.passage;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeaderRulesTest {

    @ParameterizedTest
    @ValueSource(strings = {"Connection", "Keep-Alive", "Proxy-Authorization", "Proxy-Connection", "TE", "Trailer",
        "Transfer-Encoding", "Upgrade", "HTTP2-Settings", "Host", "Forwarded", "X-Forwarded-For", "x-forwarded-anything",
        "X-Real-IP", "X-User", "X-User-Id", "X-Org-Code", "X-Original-URL", "X-HTTP-Method-Override", "Expect"})
    void aServiceDoesNotSee(String name) {
        assertTrue(HeaderRules.endsAtRequest(name, FieldNames.NONE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Authorization", "Accept-Language", "Content-Type", "Content-Length", "If-Match",
        "Idempotency-Key", "traceparent", "tracestate", "Range", "User-Agent", "Origin", "X-Request-Id"})
    void aServiceSees(String name) {
        assertFalse(HeaderRules.endsAtRequest(name, HeaderRules.nominated(List.of("close"))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Connection", "Keep-Alive", "Trailer", "Upgrade", "Server", "X-Powered-By", "X-Secret"})
    void aCallerDoesNotSee(String name) {
        assertTrue(HeaderRules.endsAtResponse(name, HeaderRules.nominated(List.of("close, x-secret"))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ETag", "Location", "Retry-After", "Content-Disposition", "Cache-Control",
        "Idempotency-Replayed", "WWW-Authenticate", "Content-Language", "Vary", "Link"})
    void aCallerSees(String name) {
        assertFalse(HeaderRules.endsAtResponse(name, HeaderRules.nominated(List.of("keep-alive"))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"x-hop", "X-Hop, close", "close ,X-HOP"})
    void whatConnectionNominatesGoesNoFurther(String connection) {
        assertTrue(HeaderRules.endsAtRequest("X-Hop", HeaderRules.nominated(List.of(connection))));
    }
}
