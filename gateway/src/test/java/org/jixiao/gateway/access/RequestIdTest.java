package org.jixiao.gateway.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestIdTest {

    @ParameterizedTest
    @ValueSource(strings = {"a", "req-1_2.3", "0123456789012345678901234567890123456789012345678901234567890123"})
    void aWellFormedIdIsKept(String sent) {
        assertEquals(sent, RequestId.of(List.of(sent)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "a\nb", "编号", "a;b", "\"a\"",
        "01234567890123456789012345678901234567890123456789012345678901234"})
    void anIdThatCouldHarmALogIsReplaced(String sent) {
        String id = RequestId.of(List.of(sent));
        assertNotEquals(sent, id);
        assertTrue(id.matches("[0-9a-f-]{36}"));
    }

    @Test
    void twoIdsAreNone() {
        assertTrue(RequestId.of(List.of("a", "b")).matches("[0-9a-f-]{36}"));
    }

    @Test
    void everyRequestWithoutAnIdGetsItsOwn() {
        assertNotEquals(RequestId.of(List.of()), RequestId.of(List.of()));
    }
}
