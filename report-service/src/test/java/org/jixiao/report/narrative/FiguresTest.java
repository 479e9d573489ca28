package org.jixiao.report.narrative;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.jixiao.report.crosscheck.Example;
import org.jixiao.report.narrative.Figures.Item;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FiguresTest {

    private final Figures example = Figures.of(Example.narrative());

    @ParameterizedTest
    @CsvSource({"INITIAL_REVENUE, 103.52", "INITIAL_REVENUE_APPROPRIATION, 103.52", "INITIAL_REVENUE_OTHER, 0",
        "INITIAL_EXPENDITURE, 103.52", "INITIAL_BASIC, 50.52", "INITIAL_PROJECT, 53", "INITIAL_REVENUE_CHANGE, -2.52",
        "INITIAL_EXPENDITURE_CHANGE, -2.52", "OUTTURN_TOTAL, 419.99", "OUTTURN_CHANGE, 56.88",
        "OUTTURN_GROWTH_PERCENT, 15.66", "OUTTURN_BASIC, 76.25", "PERSONNEL, 71.74", "PERSONNEL_SHARE_PERCENT, 94.08",
        "OPERATING, 4.51", "OPERATING_SHARE_PERCENT, 5.92", "OUTTURN_PROJECT, 419.20", "GOVERNMENT_FUND_REVENUE, 0",
        "GOVERNMENT_FUND_OPENING, 0", "GOVERNMENT_FUND_EXPENDITURE, 0", "GOVERNMENT_FUND_CLOSING, 0", "TOTAL_SCORE, 98"})
    void everyFigureOfTheExampleIsReadAsPrinted(Item item, String value) {
        assertEquals(Optional.of(new BigDecimal(value)), example.get(item).map(Figure::value));
    }

    @Test
    void aFigureComesWithTheWordsItWasReadFrom() {
        assertEquals("项目支出419.20万元", example.get(Item.OUTTURN_PROJECT).orElseThrow().quote());
        assertEquals("narrative.四(二)", example.get(Item.OUTTURN_PROJECT).orElseThrow().place());
        assertEquals("占基本支出的94.08%", example.get(Item.PERSONNEL_SHARE_PERCENT).orElseThrow().quote());
    }

    @Test
    void theItemsOfAnAmountAreReadWithTheirNames() {
        assertEquals(List.of("基本工资", "津贴补贴、奖金", "伙食补助", "机关事业单位养老保险费", "职工基本医疗保险", "其他社会保障缴费",
                "住房公积金", "其他工资福利支出"), example.personnelItems().stream().map(Figure::label).toList());
        assertEquals(List.of("办公费"), example.operatingItems().stream().map(Figure::label).toList());
    }

    @Test
    void goalsAreReadIntoTheirLists() {
        assertEquals(5, example.departmentGoals().size());
        assertEquals(List.of("提升基层服务能力", "持续优化政务服务水平", "持续提升企业群众满意度"),
                example.projectGoals().stream().map(Figures.Goal::text).toList());
    }

    @Test
    void staffIsToldApartFromThatOfSubordinateBodies() {
        assertEquals(List.of(false, true), example.staff().stream().map(Figures.Staff::subordinate).toList());
        assertEquals(List.of("2", "4"), example.staff().stream().map(staff -> staff.persons().toString()).toList());
    }

    @Test
    void blanksFullWidthDigitsAndThousandsSeparatorsDoNotHideAFigure() {
        Narrative narrative = new Narrative("", "", List.of(new Chapter(4, "四",
                "２０２１年度财政拨款收、支 总计　１，４１９．９９ 万元，与上年相比，减少1,056.88万元，下降 42.67％。\n（一）基本支出\n基本支出 76 .25万元")));
        Figures figures = Figures.of(narrative);
        assertEquals(new BigDecimal("1419.99"), figures.get(Item.OUTTURN_TOTAL).orElseThrow().value());
        assertEquals("收、支 总计　１，４１９．９９ 万元", figures.get(Item.OUTTURN_TOTAL).orElseThrow().quote());
        assertEquals(new BigDecimal("-1056.88"), figures.get(Item.OUTTURN_CHANGE).orElseThrow().value());
        assertEquals(new BigDecimal("-42.67"), figures.get(Item.OUTTURN_GROWTH_PERCENT).orElseThrow().value());
        assertEquals(new BigDecimal("76.25"), figures.get(Item.OUTTURN_BASIC).orElseThrow().value());
    }

    @Test
    void yuanAndHundredMillionsBecomeTenThousands() {
        Narrative narrative = new Narrative("", "", List.of(new Chapter(4, "四", "收支总计4199900元。\n（二）项目支出\n项目支出1.5亿元")));
        assertEquals(0, new BigDecimal("419.99").compareTo(Figures.of(narrative).get(Item.OUTTURN_TOTAL).orElseThrow().value()));
        assertEquals(0, new BigDecimal("15000").compareTo(Figures.of(narrative).get(Item.OUTTURN_PROJECT).orElseThrow().value()));
    }

    @Test
    void aMissingNarrativeOrChapterGivesNoFigures() {
        for (Item item : Item.values()) {
            assertTrue(Figures.of(null).get(item).isEmpty());
            assertTrue(Figures.of(new Narrative("", "", List.of())).get(item).isEmpty());
        }
    }

    @Test
    void aCountedPhraseLosesItsWordsOfTimeAndKeepsWhatIsCounted() {
        Count one = Count.in("依托平台，今年已办理业务2000余件，得到称赞").get(0);
        Count other = Count.in("服务不难，全年共办理业务3000余件。").get(0);
        assertTrue(one.sameThing(other));
        assertEquals("2000余件", one.printed());
        assertEquals(false, one.agreesWith(other));
    }

    @ParameterizedTest
    @CsvSource({"办理业务2000余件, 办理业务2156件, true", "办理业务2000余件, 办理业务3000件, false", "办理业务2000件, 办理业务2000余件, true",
        "办理业务1160余件, 办理业务1170件, false", "办理业务1999件, 办理业务2000余件, false", "办理业务1.2万件, 办理业务12000件, true"})
    void anOpenCountAgreesWithWhatItLeavesOpen(String one, String other, boolean agrees) {
        assertEquals(agrees, Count.in(one).get(0).agreesWith(Count.in(other).get(0)));
        assertEquals(agrees, Count.in(other).get(0).agreesWith(Count.in(one).get(0)));
    }
}
