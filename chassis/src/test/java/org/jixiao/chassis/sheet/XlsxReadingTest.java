package org.jixiao.chassis.sheet;

import static org.jixiao.chassis.sheet.Office.date;
import static org.jixiao.chassis.sheet.Office.number;
import static org.jixiao.chassis.sheet.Office.row;
import static org.jixiao.chassis.sheet.Office.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jixiao.chassis.problem.ChassisProblem;
import org.jixiao.chassis.problem.Violation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class XlsxReadingTest {

    private static final String HEAD = row(1, text("A1", "名称"), text("B1", "价格"), text("C1", "发现日期"), text("D1", "数量"));

    /** Merged headings over two rows, blanks U+3000, 万元, thousands separators as text, sums in between. */
    @Test
    void aTableOfARealOfficeIsRead() {
        Office office = new Office();
        office.sheet("石头明细", row(1, office.shared("A1", "2021年度\u3000石头明细表"))
            + row(2, text("A2", "部门：某局"), text("E2", "金额单位：万元"))
            + row(3, office.shared("A3", "序号"), office.shared("B3", "石\u3000头\u3000名\u3000称"), office.shared("C3", "市场"),
                "<c r='D3'/>", office.shared("E3", "发现", "日期"), office.shared("F3", "备　注"))
            + row(4, "<c r='A4'/><c r='B4'/>", text("C4", "年初价\n"), text("D4", "年末价"))
            + row(5, number("A5", "1"), text("B5", "\u3000青金石\u00a0"), text("C5", "1,234.567891"), number("D5", "3"), date("E5", "44306", 1))
            + row(6, number("A6", "2"), text("B6", "石英"), number("C6", "0.1"), "<c r='D6'/>", date("E6", "44306.75", 2), text("F6", "好"))
            + row(7, "<c r='A7'/>", text("B7", "小\u3000计"), "<c r='C7'><f>SUM(C5:C6)</f><v>1234.6</v></c>")
            + row(8)
            + row(9, text("A9", "合计"), "<c r='C9'><f>SUM(C5:C6)</f><v>1234.6</v></c>"));

        Reading reading = Reading.of(office.bytes());

        assertEquals("青金石|12345678.91|2021-04-20||", reading.row(0));
        assertEquals("石英|1000.00|2021-04-20||好", reading.row(1));
        assertEquals(List.of(5L, 6L), reading.rows().stream().map(SheetRow::number).toList());
        assertEquals(List.of(new SheetSummary.Sheet("石头明细", 4, 4, List.of("序号", "市场 年末价"), 2, 2)), reading.summary().read());
    }

    @Test
    void everyVisibleSheetWithTheHeadingsIsRead() {
        Reading reading = Reading.of(new Office().sheet("一", HEAD + row(2, text("A2", "a"), number("B2", "1")))
            .sheet("说明", row(1, text("A1", "请填写"))).sheet("藏", "hidden", HEAD + row(2, text("A2", "x"), number("B2", "1")))
            .sheet("深藏", "veryHidden", HEAD)
            .sheet("二", HEAD + row(2, text("A2", "b"), number("B2", "x"))).bytes());

        assertEquals(List.of("一", "二"), reading.rows().stream().map(SheetRow::sheet).toList());
        assertEquals("二", reading.rows().get(1).faults().get(0).sheet());
        assertEquals(List.of("说明"), reading.summary().skipped());
        assertEquals(List.of("藏", "深藏"), reading.summary().hidden());
    }

    @Test
    void aSheetThatMayHaveBeenMeantIsInDoubt() {
        String rows = HEAD + row(2, text("A2", "a"), number("B2", "1"));
        Reading reading = Reading.of(new Office().sheet("藏", "hidden", rows).sheet("字典", "hidden", row(1, text("A1", "石英")))
            .sheet("重", "hidden", row(1, text("A1", "名称"), text("B1", "价格"), text("C1", "单价"))).sheet("一", rows)
            .sheet("错", row(1, text("A1", "名称"), text("B1", "价钱"), text("C1", "数量")) + row(2, text("A2", "b"), number("B2", "1")))
            .sheet("说明", row(1, text("A1", "名称"), text("B1", "石头的名字"))).bytes());

        assertEquals(List.of("一"), reading.rows().stream().map(SheetRow::sheet).toList());
        assertEquals(List.of("错", "藏", "重"), reading.summary().doubtful());
        assertEquals(List.of("错", "说明"), reading.summary().skipped());
        assertEquals(List.of("藏", "字典", "重"), reading.summary().hidden());
    }

    @Test
    void formulasAndErrorsInUsedColumnsAreFaultsAndInOthersNot() {
        Reading reading = Reading.of(new Office().sheet("一", HEAD
            + row(2, text("A2", "a"), "<c r='B2'><f>1+1</f><v>2</v></c><c r='E2'><f>1+1</f><v>2</v></c>")
            + row(3, "<c r='A3' t='str'><f>A2</f><v>a</v></c><c r='B3' t='e'><v>#REF!</v></c><c r='D3' t='b'><v>1</v></c>")).bytes());

        assertEquals(List.of("2 B CELL_FORMULA 2", "3 A CELL_FORMULA a", "3 B CELL_ERROR #REF!", "3 D CELL_TYPE TRUE"), reading.faults());
    }

    @Test
    void aFormulaWithoutAResultIsAFaultToo() {
        assertEquals(List.of("2 B CELL_FORMULA "),
            Reading.of(new Office().sheet("一", HEAD + row(2, text("A2", "a"), "<c r='B2'><f>1+1</f></c>")).bytes()).faults());
    }

    @ParameterizedTest
    @CsvSource({"44306,2021-04-20", "61,1900-03-01", "59,1900-02-28", "1,1900-01-01", "44306.999,2021-04-20"})
    void aDateCellIsADay(String serial, String expected) {
        byte[] file = new Office().sheet("一", HEAD + row(2, text("A2", "a"), number("B2", "1"), date("C2", serial, 1))).bytes();

        assertEquals("a|1.00|" + expected + "||", Reading.of(file).row(0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"60", "0", "-1", "2958466", "1E999999999", "x"})
    void aDateCellOfNoDayIsAFault(String serial) {
        byte[] file = new Office().sheet("一", HEAD + row(2, text("A2", "a"), number("B2", "1"), date("C2", serial, 1))).bytes();

        assertEquals(List.of("2 C CELL_ERROR " + serial), Reading.of(file).faults());
    }

    @Test
    void aWorkbookMayCountDaysFrom1904() {
        byte[] file = new Office().from1904()
            .sheet("一", HEAD + row(2, text("A2", "a"), number("B2", "1"), date("C2", "42844", 1))).bytes();

        assertEquals("a|1.00|2021-04-20||", Reading.of(file).row(0));
    }

    @Test
    void aNumberThatIsNoDateCellIsADateOnlyInEightDigits() {
        byte[] file = new Office().sheet("一", HEAD + row(2, text("A2", "a"), number("B2", "1"), number("C2", "20210420"))
            + row(3, text("A3", "a"), number("B3", "1"), number("C3", "44306"))
            + row(4, text("A4", "a"), date("B4", "44306", 1))).bytes();

        Reading reading = Reading.of(file);

        assertEquals("a|1.00|2021-04-20||", reading.row(0));
        assertEquals(List.of("3 C CELL_DATE_MALFORMED 44306", "4 B CELL_NUMBER_MALFORMED 2021-04-20"), reading.faults());
    }

    @Test
    void aNumberFormatWithColoursAndBlanksIsNoDate() {
        byte[] file = new Office().sheet("一", HEAD + row(2, text("A2", "a"), date("B2", "44306", 3))).bytes();

        assertEquals("a|44306.00|||", Reading.of(file).row(0));
    }

    @Test
    void rowsAndCellsWithoutReferencesFollowOneAnother() {
        byte[] file = new Office().sheet("一", "<row><c t='inlineStr'><is><t>名称</t></is></c><c t='inlineStr'><is><t>价格</t></is></c></row>"
            + "<row><c t='inlineStr'><is><t>a_x000D__x005F_x0041_</t></is></c><c><v>1</v></c></row>").bytes();

        Reading reading = Reading.of(file);

        assertEquals("a\r_x0041_|1.00|||", reading.row(0));
        assertEquals(2, reading.rows().get(0).number());
    }

    @ParameterizedTest
    @ValueSource(strings = {"xl/worksheets/s1.xml", "xl/sharedStrings.xml", "xl/workbook.xml", "xl/styles.xml", "_rels/.rels"})
    void aDocumentTypeIsRefusedWhereverItStands(String part) {
        byte[] file = new Office().sheet("一", HEAD).part(part, "<?xml version='1.0'?><!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>"
            + "<a>&x;</a>").bytes();

        assertEquals("{reason=doctype, part=" + part + "}", Reading.refused(file).params().toString());
    }

    @Test
    void entitiesThatMultiplyAreRefused() {
        byte[] file = new Office().part("xl/worksheets/s1.xml", "<!DOCTYPE a [<!ENTITY a 'aaaaaaaa'><!ENTITY b '&a;&a;&a;&a;'>]><a>&b;</a>")
            .sheet("一", "").part("xl/worksheets/s1.xml", "<!DOCTYPE a [<!ENTITY a 'aa'>]><a>&a;</a>").bytes();

        assertEquals(ChassisProblem.SHEET_UNSAFE, Reading.refused(file).code());
    }

    @Test
    void aFileThatUnpacksToFarMoreThanItsSizeIsRefused() {
        byte[] file = new Office().sheet("一", HEAD + "<row/>".repeat(4_000_000)).bytes();

        assertEquals("SHEET_UNSAFE {reason=inflation}", said(Reading.refused(file)));
    }

    @Test
    void aFileThatUnpacksToMoreThanTheLimitIsRefused() {
        byte[] file = new Office().sheet("一", HEAD + row(2, text("A2", "a"), number("B2", "1")).repeat(100)).bytes();
        SheetLimits limits = new SheetLimits(1 << 20, 1_000, 5_000, 200, 1 << 20);

        assertEquals("SHEET_TOO_LARGE {limit=inflatedBytes, max=5000}",
            said(assertThrows(Violation.class, () -> Reading.of(file, Reading.STONES, limits))));
    }

    @Test
    void aTagThatDoesNotEndIsRefused() {
        StringBuilder noise = new StringBuilder();
        java.util.Random random = new java.util.Random(1);
        for (int i = 0; i < 1_200_000; i++) {
            noise.append((char) ('a' + random.nextInt(26)));
        }
        byte[] file = new Office().sheet("一", "<row r='1' x='" + noise + "'/>").bytes();

        assertEquals("SHEET_UNSAFE {reason=tag, part=xl/worksheets/s1.xml}", said(Reading.refused(file)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"xl/worksheets/s1.xml", "xl/sharedStrings.xml", "xl/workbook.xml", "xl/styles.xml", "_rels/.rels"})
    void elementsDeepWithinOneAnotherAreRefusedWhereverTheyStand(String part) {
        byte[] file = new Office().sheet("一", HEAD).part(part, "<a>".repeat(100_000)).bytes();

        assertEquals("SHEET_UNSAFE {reason=depth, part=" + part + "}", said(Reading.refused(file)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"<a%d/>", "<a b%d='1'/>", "<a xmlns:p%d='x'/>", "<a xmlns='x%d'/>", "<?a%d ?>"})
    void everNewNamesAreRefused(String named) {
        String names = java.util.stream.IntStream.range(0, 3_000).mapToObj(named::formatted).collect(java.util.stream.Collectors.joining());

        assertEquals("SHEET_UNSAFE {reason=names, part=xl/worksheets/s1.xml}", said(Reading.refused(new Office().sheet("一", HEAD + names).bytes())));
    }

    @Test
    void moreIsNotHeldOfAWorkbookThanAnyHas() {
        StringBuilder formats = new StringBuilder("<styleSheet><numFmts>");
        StringBuilder links = new StringBuilder("<Relationships>");
        StringBuilder sheets = new StringBuilder("<workbook xmlns:r='http://x/relationships'><sheets>");
        for (int i = 0; i < 5_000; i++) {
            formats.append("<numFmt numFmtId='").append(200 + i).append("' formatCode='0.0'/>");
            links.append("<Relationship Id='r").append(i).append("' Type='x/officeDocument' Target='xl/workbook.xml'/>");
            sheets.append("<sheet name='s").append(i).append("' state='hidden' r:id='rId1'/>");
        }
        Office office = new Office().sheet("一", HEAD);

        assertEquals("SHEET_UNSAFE {reason=formats}", said(Reading.refused(office.part("xl/styles.xml", formats + "</numFmts></styleSheet>").bytes())));
        assertEquals("SHEET_UNSAFE {reason=sheets}", said(Reading.refused(office.part("xl/workbook.xml", sheets + "</sheets></workbook>").bytes())));
        assertEquals("SHEET_UNSAFE {reason=relations}", said(Reading.refused(office.part("_rels/.rels", links + "</Relationships>").bytes())));
        assertEquals("SHEET_UNSAFE {reason=styles}", said(Reading.refused(new Office().sheet("一", HEAD)
            .part("xl/styles.xml", "<styleSheet><cellXfs>" + "<xf/>".repeat(70_000) + "</cellXfs></styleSheet>").bytes())));
    }

    @Test
    void moreSharedTextsThanTheLimitAreRefused() {
        Office office = new Office();
        office.shared("A1", "x".repeat(900));
        SheetLimits limits = new SheetLimits(1 << 20, 1_000, 1 << 20, 200, 800);

        assertEquals("SHEET_TOO_LARGE {limit=textBytes, max=800}",
            said(assertThrows(Violation.class, () -> Reading.of(office.sheet("一", HEAD).bytes(), Reading.STONES, limits))));
    }

    @Test
    void moreEntriesThanTheLimitAreRefused() {
        Office office = new Office().sheet("一", HEAD);
        for (int i = 0; i < SheetLimits.ENTRIES_MAX; i++) {
            office.part("x" + i, "");
        }

        assertEquals("SHEET_UNSAFE {reason=entries}", said(Reading.refused(office.bytes())));
    }

    @Test
    void aBrokenFileIsRefused() {
        byte[] whole = new Office().sheet("一", HEAD + row(2, text("A2", "a"), number("B2", "1"))).bytes();

        assertEquals(ChassisProblem.SHEET_UNREADABLE, Reading.refused(Arrays.copyOf(whole, whole.length / 2)).code());
        assertEquals("{part=xl/worksheets/s1.xml}",
            Reading.refused(new Office().sheet("一", HEAD + "<row r='2'><c").bytes()).params().toString());
        assertEquals("{part=xl/worksheets/s1.xml, cell=A1}",
            Reading.refused(new Office().sheet("一", "<row r='1'><c r='A1' t='s'><v>7</v></c></row>").bytes()).params().toString());
    }

    @Test
    void anotherArchiveIsNoTable() {
        assertEquals(ChassisProblem.SHEET_UNREADABLE,
            Reading.refused(new Office().sheet("一", HEAD).part("_rels/.rels", "<Relationships/>").bytes()).code());
        assertEquals("SHEET_FORMAT_UNSUPPORTED {format=xlsb}", said(Reading.refused(new Office().sheet("一", HEAD).part("_rels/.rels",
            "<Relationships><Relationship Id='a' Type='x/officeDocument' Target='xl/workbook.bin'/></Relationships>").bytes())));
    }

    @Test
    void aWorkbookWithoutTheHeadingsIsRefusedWithTheNearestOfItsSheets() {
        byte[] file = new Office().sheet("一", row(1, text("A1", "x"))).sheet("二", row(1, text("A1", "名称"))).bytes();

        assertEquals(List.of("价格"), Reading.refused(file).params().get("missing"));
    }

    @Test
    void cellsBeyondTheColumnsAreRefusedUnlessTheyAreBlank() {
        assertEquals(0, Reading.of(new Office().sheet("一", HEAD + "<row r='2'><c r='XFD2' s='1'/></row>").bytes()).rows().size());
        assertEquals(ChassisProblem.SHEET_TOO_LARGE,
            Reading.refused(new Office().sheet("一", HEAD + row(2, number("XFD2", "1"))).bytes()).code());
    }

    @Test
    void aPartInAnotherEncodingIsReadAsItSays() {
        Office office = new Office().sheet("一", "");
        office.parts.put("xl/worksheets/s1.xml", ("<?xml version='1.0' encoding='UTF-16'?><worksheet><sheetData>" + HEAD
            + row(2, text("A2", "a"), number("B2", "1")) + "</sheetData></worksheet>").getBytes(StandardCharsets.UTF_16));

        assertEquals("a|1.00|||", Reading.of(office.bytes()).row(0));
    }

    private static String said(Violation refused) {
        return refused.code().name() + " " + refused.params();
    }
}
