package org.jixiao.report.narrative;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class TextTest {

    private static final String RARE = "\ud842\udfb7";

    @Test
    void aQuoteBeginsWithAWholeCharacter() {
        Text text = Text.of(RARE + "共1人");
        assertEquals(RARE + "共1人", text.quote(0, 5));
        assertEquals("共1人", text.quote(1, 5));
    }
}
