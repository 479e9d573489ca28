package org.jixiao.gateway.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestPathTest {

    @ParameterizedTest
    @CsvSource({
        "/, /",
        "/api/v1/departments, /api/v1/departments",
        "/reports/, /reports/",
        "/api/v1/departments/YF-XZSP/years/2021, /api/v1/departments/YF-XZSP/years/2021",
        "/%61pi/%7Eme, /api/~me",
        "/a%3ab, /a%3Ab",
        "/%e9%9b%81%e5%b3%b0, /%E9%9B%81%E5%B3%B0",
        "/a..b/..., /a..b/...",
        "/a:b@c+d, /a:b@c+d"
    })
    void aClearPathIsNormalised(String raw, String normal) {
        assertEquals(normal, RequestPath.of(raw).orElseThrow().value());
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", "api", "*", "http:/x", "//api", "/api//v1", "/api/v1//",
        "/..", "/api/../q", "/api/./v1", "/api/.", "/api/%2e%2e/q", "/api/.%2E/q", "/api/%2e/v1",
        "/api%2fv1", "/api%2Fv1", "/api%5cv1", "/api\\v1", "/api;x=1/v1", "/api%3bx/v1",
        "/api/%00", "/api/%0d%0a", "/api/%7f", "/api/a\tb", "/api/a b", "/api/雁",
        "/api/%252e%252e/q", "/api/%25", "/api/%", "/api/%2", "/api/%zz",
        "/api/%c0%af", "/api/%e0%80%af", "/api/%ff", "/api/a#b", "/api/a?b", "/api/a|b"
    })
    void anAmbiguousPathIsRefused(String raw) {
        assertEquals(Optional.empty(), RequestPath.of(raw));
    }

    @Test
    void aMissingPathIsRefused() {
        assertEquals(Optional.empty(), RequestPath.of(null));
    }
}
