package org.jixiao.chassis.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class RetirementTest {

    private static final LocalDate SINCE = LocalDate.of(2026, 12, 1);

    @Test
    void theTwoDatesHaveTheFormatsOfTheirStandards() {
        Retirement retirement = new Retirement(SINCE, LocalDate.of(2027, 6, 1), "/new", "/docs");
        assertEquals("@1796083200", retirement.deprecationHeader());
        assertEquals("Tue, 01 Jun 2027 00:00:00 GMT", retirement.sunsetHeader());
        assertEquals(List.of("</new>; rel=\"successor-version\"", "</docs>; rel=\"deprecation\"; type=\"text/html\""), retirement.links());
    }

    @Test
    void nothingIsGoneBeforeItIsDeprecated() {
        assertThrows(IllegalArgumentException.class, () -> new Retirement(SINCE, SINCE.minusDays(1), "", ""));
        assertEquals(SINCE, new Retirement(SINCE, SINCE, "", "").sunset());
    }
}
