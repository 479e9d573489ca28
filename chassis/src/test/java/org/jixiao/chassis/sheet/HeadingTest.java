package org.jixiao.chassis.sheet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.jixiao.chassis.problem.ChassisProblem;
import org.jixiao.chassis.problem.Violation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeadingTest {

    @ParameterizedTest
    @CsvSource(delimiter = '=', value = {
        "价格（万元）=价格 4",
        "价格(元)=价格 0",
        "价格【单位：万元】=价格 4",
        "价格：万元=价格 4",
        "价格（人民币千元）=价格 3",
        "价格（百万元）=价格 6",
        "价格（十万元）=价格 5",
        "价格（亿元）=价格 8",
        "'＊价 格（ＹＵＡＮ）'=价格 0",
        "价格（美元）=价格美元 -1",
        "教学单元=教学单元 -1",
        "单位（盖章）=单位盖章 -1",
        "（单位：万元）=<> 4",
        "'Unit price'=unitprice -1"})
    void aUnitAtTheEndIsNoPartOfTheHeading(String text, String expected) {
        Heading heading = Heading.read(text);

        assertEquals(expected.replace("<>", ""), heading.name() + " " + heading.unit());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '=', value = {
        "单位：万元=12000.00",
        "'单 位：元'=1.20",
        "金额单位：人民币万元=12000.00",
        "（单位：千元）=1200.00",
        "单位：,万元=12000.00",
        "单位：万元　填表日期：2021年5月31日=12000.00",
        "单位：万元（保留两位小数）=12000.00",
        "单位（万元）=12000.00",
        "（万元）=12000.00",
        "'单位：元　填表日期：2021年5月31日'=1.20",
        "Unit: yuan=1.20",
        "单位：某某学校=1.20"})
    void theUnitMayStandAboveTheTable(String title, String price) {
        Reading reading = Reading.of("价格表," + title + "\n名称,价格\n石英,1.2\n");

        assertEquals("石英|" + price + "|||", reading.row(0));
    }

    @Test
    void theUnitOfTheHeadingComesBeforeThatOfTheTable() {
        Reading reading = Reading.of("单位：万元\n名称,价格（元）\n石英,1.2\n");

        assertEquals("石英|1.20|||", reading.row(0));
        assertEquals(0, reading.summary().read().get(0).unit());
        assertEquals(2, reading.summary().read().get(0).headingRow());
    }

    @Test
    void whatIsNoWholeCentInYuanIsAFault() {
        Reading reading = Reading.of("名称,价格（万元）\na,1.234567\nb,1.2345678\nc,1.23456700\n");

        assertEquals("a|12345.67|||", reading.row(0));
        assertEquals(List.of("3 B CELL_SCALE 1.2345678"), reading.faults());
        assertEquals("c|12345.67|||", reading.row(2));
    }

    @Test
    void headingsMayStandInTwoRowsUnderAGroup() {
        Reading reading = Reading.of("表\n名称,市场（万元）,,备注\n,年初价,年末价,\n石英,1,2,好\n");

        assertEquals("石英|10000.00|||好", reading.row(0));
        assertEquals(List.of("市场（万元） 年末价"), reading.summary().read().get(0).ignoredColumns());
        assertEquals(3, reading.summary().read().get(0).headingRow());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '=', value = {
        "'市场情况（万元）,,/名称,价格,备注/石英,1.2,'=12000.00",
        "',市场（万元）,/名称,价格,备注/石英,1.2,'=12000.00",
        "'名称与备注（元）,,市场（万元）/名称,备注,价格/石英,,1.2'=12000.00",
        "'说明（万元）,市场（元）,/备注,价格,名称/,1.2,石英'=1.20",
        "'价格表（万元）/部门：某局/名称,价格/石英,1.2'=12000.00",
        "'价格表（万元）/名称,市场/,年初价/石英,1.2'=12000.00",
        "'市场（万元）,/名称,价格（元）/石英,1.2'=1.20",
        "'名称,预算（万元）,价格/石英,5,1.2'=1.20",
        "'名称,预算,价格/,（万元）,/石英,5,1.2'=1.20"})
    void theUnitOfAGroupOrOfATitleIsNotLost(String file, String price) {
        assertEquals(price, Reading.of(file.replace("/", "\n")).rows().get(0).amount("price").toPlainString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '=', value = {
        "'价格表,以万元为单位/名称,价格/石英,1.2'=以万元为单位 1",
        "'价格表 万元/名称,价格/石英,1.2'=价格表 万元 1",
        "'单位：万/名称,价格/石英,1.2'=单位：万 1",
        "'单位：萬元/名称,价格/石英,1.2'=单位：萬元 1",
        "',,预算（万元）/名称,价格,年初/石英,1.2,5'=预算（万元） 1",
        "'总额（万元）,7//名称,价格/石英,1.2'=总额（万元） 1",
        "'名称,价格,以万元计/石英,1.2,5'=以万元计 1"})
    void aUnitThatIsSpokenOfButNotUnderstoodRefusesTheFile(String file, String expected) {
        Violation refused = Reading.refused(file.replace("/", "\n"));

        assertEquals("SHEET_UNIT_UNCLEAR " + expected, refused.code().name() + " " + refused.params().get("text") + " " + refused.params().get("row"));
    }

    @Test
    void aFileWithoutMoneyMaySpeakOfAnyUnit() {
        Columns columns = Columns.of(Column.text("name", "名称"));

        assertEquals(1, Reading.of("超过万元的\n名称\n石英\n".getBytes(java.nio.charset.StandardCharsets.UTF_8), columns,
            SheetLimits.DEFAULT).rows().size());
    }

    @Test
    void theFaultNamesBothRowsOfAHeading() {
        Reading reading = Reading.of("名称,市场（万元）,\n,年初价,年末价\n石英,x,2\n");

        assertEquals("市场（万元） 年初价", reading.rows().get(0).faults().get(0).heading());
    }

    @Test
    void theGroupTellsApartTwoHeadingsOfTheSameName() {
        Columns columns = Columns.of(Column.text("name", "名称"), Column.money("first", "年初价格"), Column.money("last", "年末价格"));
        byte[] file = "名称,年初,,年末,\n,数量,价格,数量,价格\n石英,1,2,3,4\n".getBytes(java.nio.charset.StandardCharsets.UTF_8);

        SheetRow row = Reading.of(file, columns, SheetLimits.DEFAULT).rows().get(0);

        assertEquals("2.00 4.00", row.amount("first") + " " + row.amount("last"));
    }

    @Test
    void aSecondRowThatOnlyOtherColumnsHaveIsNoData() {
        Reading reading = Reading.of("名称,价格,产地,\n,,省,市\n栏次,1,2,3\n石英,1,甲,乙\n");

        assertEquals(1, reading.rows().size());
        assertEquals("石英|1.00|||", reading.row(0));
    }

    @Test
    void aUnitUnderAHeadingBelongsToIt() {
        assertEquals("石英|10000.00|||", Reading.of("名称,价格\n,（万元）\n石英,1\n").row(0));
    }

    @Test
    void columnsThatShareAHeadingAreAMistakeOfTheCaller() {
        assertThrows(IllegalArgumentException.class, () -> Columns.of(Column.text("a", "名称"), Column.text("b", "名 称（元）")));
        assertThrows(IllegalArgumentException.class, () -> Columns.of(Column.text("a", "名称"), Column.text("a", "价格")));
    }

    @Test
    void withoutAnyHeadingThereIsNoTableThoughNoneIsRequired() {
        Columns columns = Columns.of(Column.text("note", "备注").optional());

        assertEquals(ChassisProblem.SHEET_HEADINGS_MISSING, assertThrows(Violation.class,
            () -> Reading.of("名称\n石英\n".getBytes(java.nio.charset.StandardCharsets.UTF_8), columns, SheetLimits.DEFAULT)).code());
    }
}
