package org.jixiao.gateway.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.ArrayList;
import java.util.List;

/** Whatever a caller says of its trace: what goes on to a service is well formed. */
class TraceContextFuzzTest {

    private static final String[] FRAGMENTS = {"00-", "4bf92f3577b34da6a3ce929d0e0e4736", "-00f067aa0ba902b7-01", "cc-", "ff-",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", "a=1", ",", " ", "rojo=", "0000000000000000", "="};

    @FuzzTest(maxDuration = "60s")
    void whatGoesOnIsWellFormed(FuzzedDataProvider data) {
        List<String> parents = fields(data);
        List<String> states = fields(data);

        TraceContext trace = TraceContext.of(parents, states);

        assertTrue(trace.parent().matches("00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-0[0-3]"), trace.parent());
        boolean goesOn = parents.size() == 1 && parents.get(0).contains(trace.traceId());
        trace.state().ifPresent(state -> {
            assertTrue(goesOn && state.length() <= 512 && state.chars().allMatch(c -> c >= ' ' && c < 0x7f || c == '\t'), state);
            assertEquals(trace.state(), TraceContext.of(List.of(trace.parent()), List.of(state)).state());
        });
    }

    private static List<String> fields(FuzzedDataProvider data) {
        List<String> fields = new ArrayList<>();
        for (int count = data.consumeInt(0, 3); count > 0; count--) {
            StringBuilder field = new StringBuilder();
            for (int parts = data.consumeInt(0, 6); parts > 0; parts--) {
                field.append(data.consumeBoolean() ? data.pickValue(FRAGMENTS) : data.consumeString(20));
            }
            fields.add(field.toString());
        }
        return fields;
    }
}
