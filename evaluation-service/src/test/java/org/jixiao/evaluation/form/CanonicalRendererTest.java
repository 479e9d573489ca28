package org.jixiao.evaluation.form;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jixiao.evaluation.Examples;
import org.junit.jupiter.api.Test;

class CanonicalRendererTest {

    private final CanonicalRenderer canonical = CanonicalJson.of(Examples.JSON);

    @Test
    void keysAreSortedAndNothingIsBetweenTokens() {
        Map<String, Object> inner = new LinkedHashMap<>();
        inner.put("z", new BigDecimal("10.00"));
        inner.put("a", null);
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("乙", "“引号”\n");
        value.put("b", inner);
        value.put("B", new Object[] {3, 1});

        assertEquals("{\"B\":[3,1],\"b\":{\"z\":\"10.00\"},\"乙\":\"“引号”\\n\"}", canonical.render(value));
    }

    @Test
    void theHashIsThatOfOtherTools() {
        assertEquals("sha256:" + "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a", canonical.hash(Map.of()));
    }
}
