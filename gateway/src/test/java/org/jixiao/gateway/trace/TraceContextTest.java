package org.jixiao.gateway.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceContextTest {

    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String PARENT = "00-" + TRACE + "-00f067aa0ba902b7-01";

    @ParameterizedTest
    @ValueSource(strings = {
        PARENT, "00-" + TRACE + "-00f067aa0ba902b7-00", "cc-" + TRACE + "-00f067aa0ba902b7-01",
        "cc-" + TRACE + "-00f067aa0ba902b7-01-what-the-future-brings"
    })
    void aValidTraceGoesOnWithASpanOfOurOwn(String parent) {
        TraceContext trace = TraceContext.of(List.of(parent), List.of());
        assertEquals(TRACE, trace.traceId());
        assertTrue(trace.parent().matches("00-" + TRACE + "-[0-9a-f]{16}-0[0-3]"), trace.parent());
        assertNotEquals("00f067aa0ba902b7", trace.spanId());
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", "00", "ff-" + TRACE + "-00f067aa0ba902b7-01", "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
        "00-" + TRACE + "-0000000000000000-01", "00-" + TRACE + "-00f067aa0ba902b7-01-more", PARENT + "x",
        "cc-" + TRACE + "-00f067aa0ba902b7-01more", "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
        "00-" + TRACE + "-00f067aa0ba902b7-0x", "00_" + TRACE + "_00f067aa0ba902b7_01", " " + PARENT
    })
    void anInvalidOneBeginsANewTrace(String parent) {
        TraceContext trace = TraceContext.of(List.of(parent), List.of("a=1"));
        assertTrue(trace.parent().matches("00-[0-9a-f]{32}-[0-9a-f]{16}-01"), trace.parent());
        assertNotEquals(TRACE, trace.traceId());
        assertEquals(Optional.empty(), trace.state());
    }

    @Test
    void twoParentsAreNone() {
        assertNotEquals(TRACE, TraceContext.of(List.of(PARENT, PARENT), List.of()).traceId());
    }

    @Test
    void theChoiceOfTheCallerToRecordIsKept() {
        assertEquals("00", TraceContext.of(List.of(PARENT.substring(0, 53) + "00"), List.of()).flags());
    }

    @ParameterizedTest
    @ValueSource(strings = {"rojo=00f067aa0ba902b7", "rojo=1,congo=t61rcWkgMzE", "a@b=1", "a=1, b=2", "a=1,,b=2"})
    void aValidStatePasses(String state) {
        assertEquals(Optional.of(state), TraceContext.of(List.of(PARENT), List.of(state)).state());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "A=1", "a=1,a=2", "a=1=2", "=1", "a=\u0001", "a=\u4e2d", "a=1\u001f", "\u2003a=1"})
    void anInvalidStateIsLeftOut(String state) {
        assertEquals(Optional.empty(), TraceContext.of(List.of(PARENT), List.of(state)).state());
    }

    @Test
    void aStateOfManyMembersOrCharactersIsLeftOut() {
        StringBuilder many = new StringBuilder("a=1");
        for (int i = 0; i < 32; i++) {
            many.append(",k").append(i).append("=1");
        }
        assertEquals(Optional.empty(), TraceContext.of(List.of(PARENT), List.of(many.toString())).state());
        assertEquals(Optional.empty(), TraceContext.of(List.of(PARENT), List.of("a=" + "x".repeat(600))).state());
    }

    @Test
    void severalStatesAreOneList() {
        assertEquals(Optional.of("a=1,b=2"), TraceContext.of(List.of(PARENT), List.of("a=1", "b=2")).state());
    }
}
