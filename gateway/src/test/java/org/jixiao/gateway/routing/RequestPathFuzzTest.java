package org.jixiao.gateway.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jixiao.gateway.access.RequestId;
import java.util.Optional;

/** Whatever is sent as a path or an id: it is refused, or it means one thing only. */
class RequestPathFuzzTest {

    @FuzzTest(maxDuration = "40s")
    void anAcceptedPathIsNormalAndMeansOneThing(FuzzedDataProvider data) {
        String raw = data.consumeRemainingAsString();
        Optional<RequestPath> path = RequestPath.of(raw);
        if (path.isEmpty()) {
            return;
        }
        String value = path.get().value();
        assertEquals(path, RequestPath.of(value), "normalising twice differs");
        assertEquals(decoded(raw), decoded(value), "the meaning was changed");
        for (String ambiguous : List.of("//", "/../", "/./", ";", "\\", "\0", "%2F", "%2f", "%5C", "%00", "%25")) {
            assertFalse(value.contains(ambiguous), value);
        }
        assertFalse(value.endsWith("/..") || value.endsWith("/."), value);
    }

    @FuzzTest(maxDuration = "20s")
    void anIdOfARequestIsHarmlessInALog(FuzzedDataProvider data) {
        String id = RequestId.of(List.of(data.consumeRemainingAsString()));

        assertEquals(id, id.replaceAll("[^A-Za-z0-9._-]", ""));
        assertFalse(id.isEmpty() || id.length() > 64);
    }

    private static String decoded(String path) {
        return URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
