package org.jixiao.gateway.log;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class AccessLineTest {

    @Test
    void membersComeInOrderAndWhatIsNullIsLeftOut() {
        assertEquals("{\"a\":\"x\",\"n\":5}", new AccessLine().text("a", "x").text("b", null).number("n", 5).toString());
    }

    @Test
    void nothingEndsTheLineOrTheText() {
        assertEquals("{\"a\":\"x\\u000d\\u000a\\\"\\\\\\u001b\\u96c1\\u202e\"}",
                new AccessLine().text("a", "x\r\n\"\\\u001b雁\u202e").toString());
    }

    @Test
    void aLongTextIsCut() {
        assertEquals("{\"a\":\"xxx\"}", new AccessLine().text("a", "xxxxxxxx", 3).toString());
    }
}
