package org.jixiao.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the shipped gateway does not start with in production. */
class StartIT {

    private record Unsafe(Map<String, String> settings, String reason) {
    }

    private static final List<Unsafe> ALL = List.of(
            new Unsafe(Map.of(), "mp.jwt.verify.issuer is missing"),
            new Unsafe(Map.of("mp.jwt.verify.issuer", "https://jixiao.example/local"), "that of the embedded run"),
            new Unsafe(Map.of("mp.jwt.verify.issuer", "https://sso.example",
                    "mp.jwt.verify.publickey.location", "file:/nowhere/key.pem"), "location cannot be read"));

    /** Side by side, since each takes as long as a start. */
    @Test
    void anUnsafeIssuerEndsTheProcessAndOneLineSaysWhy() throws Exception {
        List<Jar> jars = new ArrayList<>();
        try {
            for (Unsafe unsafe : ALL) {
                jars.add(Jar.begin(unsafe.settings()));
            }
            for (int i = 0; i < jars.size(); i++) {
                String reason = ALL.get(i).reason();
                assertEquals(1, jars.get(i).ended(), reason);
                List<String> lines = jars.get(i).lines();
                assertEquals(1, lines.stream().filter(line -> line.contains(reason)).count(), () -> String.join("\n", lines));
                assertTrue(lines.stream().noneMatch(line -> line.contains("Callers are served")), () -> String.join("\n", lines));
            }
        } finally {
            jars.forEach(Jar::close);
        }
    }
}
