package org.jixiao.chassis.request;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceParentTest {

    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String PARENT = "00-" + TRACE + "-00f067aa0ba902b7-01";

    @ParameterizedTest
    @ValueSource(strings = {PARENT, "cc-" + TRACE + "-00f067aa0ba902b7-01", "cc-" + TRACE + "-00f067aa0ba902b7-01-more"})
    void aValidTraceGoesOnWithASpanOfOurOwn(String sent) {
        TraceParent trace = TraceParent.of(List.of(sent));
        assertEquals(TRACE, trace.traceId());
        assertTrue(trace.text().matches("00-" + TRACE + "-[0-9a-f]{16}-01"), trace.text());
        assertNotEquals(PARENT, trace.text());
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", "rubbish", "ff-" + TRACE + "-00f067aa0ba902b7-01", PARENT + "-more", PARENT + "x",
        "cc-" + TRACE + "-00f067aa0ba902b7-01more", "00-" + TRACE + "-0000000000000000-01",
        "00-00000000000000000000000000000000-00f067aa0ba902b7-01", "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01"
    })
    void whatIsNoTraceBeginsANewOne(String sent) {
        TraceParent trace = TraceParent.of(List.of(sent));
        assertTrue(trace.text().matches("00-[0-9a-f]{32}-[0-9a-f]{16}-01"), trace.text());
        assertNotEquals(TRACE, trace.traceId());
    }

    @Test
    void twoAreNone() {
        assertNotEquals(TRACE, TraceParent.of(List.of(PARENT, PARENT)).traceId());
    }
}
