package org.jixiao.report.rendering;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jixiao.report.crosscheck.Rule;
import org.junit.jupiter.api.Test;

class WordingTest {

    @Test
    void numbersKeepTheirScaleAndSeparateThousands() {
        assertEquals("4,199,900.00", Wording.number(new BigDecimal("4199900.00")));
        assertEquals("0", Wording.number(new BigDecimal("0")));
        assertEquals("1,200", Wording.number(new BigDecimal("1.2E+3")));
    }

    @Test
    void yuanBecomeTenThousandsRoundedHalfUp() {
        assertEquals("419.99", Wording.tenThousands(new BigDecimal("4199850.00")).toPlainString());
    }

    @Test
    void marksAreWrittenWithoutTrailingZeros() {
        assertEquals("98", Wording.marks(new BigDecimal("98.00")));
        assertEquals("100", Wording.marks(new BigDecimal("1E+2")));
        assertEquals("9.9", Wording.marks(new BigDecimal("9.90")));
    }

    @Test
    void placesAreNamedAsReadersKnowThem() {
        assertEquals("附件1 第8项指标 实施综合窗口改革", Wording.place("annex1.indicators[8] 实施综合窗口改革"));
        assertEquals("附件1 资金 与 报告正文四(二)", Wording.place("annex1.funds vs narrative.四(二)"));
    }

    @Test
    void timesAreThoseOfBeijing() {
        assertEquals("2022年1月1日 07:59:59", Wording.time(Instant.parse("2021-12-31T23:59:59Z")));
    }

    @Test
    void everyRuleOfTheCatalogueHasAName() {
        List<String> nameless = Arrays.stream(Rule.values()).map(Rule::name)
                .filter(rule -> Wording.rule(rule).equals(rule)).toList();

        assertEquals(List.of(), nameless);
    }
}
