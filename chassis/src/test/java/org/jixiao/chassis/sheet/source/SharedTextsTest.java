package org.jixiao.chassis.sheet.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jixiao.chassis.problem.Violation;
import org.junit.jupiter.api.Test;

class SharedTextsTest {

    private static final int MANY = 900_000;

    @Test
    void textsComeBackAsTheyWere() {
        SharedTexts texts = new SharedTexts(1 << 20);
        for (int i = 0; i < 20_000; i++) {
            texts.add("石英" + i);
        }
        texts.add("");
        texts.add("石".repeat(50_000));

        assertEquals("石英0", texts.get(0));
        assertEquals("石英12345", texts.get(12_345));
        assertEquals("", texts.get(20_000));
        assertEquals("石".repeat(50_000), texts.get(20_001));
        assertNull(texts.get(20_002));
        assertNull(texts.get(-1));
    }

    @Test
    void theLimitCountsWhatIsHeldForTheirPlacesToo() {
        SharedTexts texts = new SharedTexts(1 << 18);

        assertThrows(Violation.class, () -> {
            for (int i = 0; i < 1 << 16; i++) {
                texts.add("");
            }
            texts.add("");
        });
        assertEquals("", texts.get(65_000));
    }

    @Test
    void sixtyMegabytesOfTextsNeedLittleMore() throws Exception {
        Process child = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx80m", "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"), SharedTextsTest.class.getName())
            .redirectErrorStream(true).start();
        String said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertEquals(0, child.waitFor(), said);
        assertEquals("text " + (MANY - 1), said.strip());
    }

    public static void main(String[] args) {
        SharedTexts texts = new SharedTexts(64 << 20);
        String rest = " ".repeat(60);
        for (int i = 0; i < MANY; i++) {
            texts.add("text " + i + rest.substring(String.valueOf(i).length()));
        }
        System.out.println(texts.get(MANY - 1));
    }
}
