package org.jixiao.gateway.origin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OriginsTest {

    private static final List<String> METHODS = List.of("GET", "PUT");
    private static final List<String> HEADERS = List.of("Authorization", "If-Match");
    private final Origins origins = new Origins(List.of("https://portal.example", "http://127.0.0.1:3000"), METHODS, HEADERS);

    @ParameterizedTest
    @CsvSource({
        "https://portal.example, true", "http://127.0.0.1:3000, true", "http://portal.example, false",
        "https://portal.example:443, false", "https://PORTAL.example, false", "https://portal.example/, false",
        "https://evil-portal.example, false", "https://portal.example.evil, false", "null, false", "*, false"
    })
    void onlyAnOriginOfTheListIsAllowed(String origin, boolean allowed) {
        assertEquals(allowed, origins.allows(List.of(origin)));
    }

    @Test
    void noneOrTwoAreNotAllowed() {
        assertFalse(origins.allows(List.of()));
        assertFalse(origins.allows(List.of("https://portal.example", "https://portal.example")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "null", "https://*.example", "portal.example", "https://portal.example/", "https://a b"})
    void anOriginThatCouldBeManyStopsTheStart(String origin) {
        assertThrows(IllegalArgumentException.class, () -> new Origins(List.of(origin), METHODS, HEADERS));
    }

    @Test
    void methodsAndHeadersAreAList() {
        assertTrue(origins.allowsMethod("PUT"));
        assertFalse(origins.allowsMethod("DELETE"));
        assertTrue(origins.allowsHeaders("authorization, IF-MATCH"));
        assertTrue(origins.allowsHeaders(null));
        assertFalse(origins.allowsHeaders("authorization, x-user"));
    }
}
