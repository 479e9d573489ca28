package org.jixiao.chassis.sheet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jixiao.chassis.problem.ChassisProblem;
import org.jixiao.chassis.problem.Violation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvReadingTest {

    private static final String TABLE = "名称,价格,发现日期\r\n青金石,12.50,2021-04-20\r\n";

    @Test
    void theColumnsAreFoundByTheirHeadingsInAnyOrder() {
        Reading reading = Reading.of("备注,Price,重量,名称\n好,1,3kg,石英\n");

        assertEquals("石英|1.00|||好", reading.row(0));
        assertEquals(List.of("重量"), reading.summary().read().get(0).ignoredColumns());
    }

    @Test
    void aHeadingIsTheSameWithBlanksFullWidthAndCapitals() {
        Reading reading = Reading.of(" 石 头\u3000名\u00a0称：,ＰＲＩＣＥ\n石英,1\n");

        assertEquals("石英|1.00|||", reading.row(0));
    }

    @ParameterizedTest
    @ValueSource(strings = {",", ";", "\t"})
    void theDelimiterIsTheOneThatGivesTheHeadings(String delimiter) {
        Reading reading = Reading.of(TABLE.replace(",", delimiter));

        assertEquals("青金石|12.50|2021-04-20||", reading.row(0));
    }

    @Test
    void aFileInGb18030IsRead() {
        Reading reading = Reading.of(TABLE.getBytes(Charset.forName("GB18030")));

        assertEquals("青金石|12.50|2021-04-20||", reading.row(0));
        assertEquals("GB18030", reading.summary().encoding());
    }

    @Test
    void aByteOrderMarkIsNoPartOfTheFirstHeading() {
        assertEquals("青金石|12.50|2021-04-20||", Reading.of("\ufeff" + TABLE).row(0));
        assertEquals("青金石|12.50|2021-04-20||", Reading.of(("\ufeff" + TABLE).getBytes(StandardCharsets.UTF_16LE)).row(0));
        assertEquals("青金石|12.50|2021-04-20||", Reading.of(("\ufeff" + TABLE).getBytes(StandardCharsets.UTF_16BE)).row(0));
    }

    @Test
    void aFileOfNoKnownEncodingIsRefusedWithThePlaceOfItsFirstBadByte() {
        byte[] latin = "Name,Price\nAm\u00e9thyste,1\n".getBytes(StandardCharsets.ISO_8859_1);

        Violation refused = Reading.refused(latin);

        assertEquals(ChassisProblem.SHEET_ENCODING, refused.code());
        assertEquals(13L, refused.params().get("offset"));
    }

    @Test
    void oneBadByteDoesNotMakeUtf8ToGb18030() {
        byte[] file = "名称,价格\n青金石青金石青金石,1\n".getBytes(StandardCharsets.UTF_8);
        file[20] = (byte) 0xff;

        Violation refused = Reading.refused(file);

        assertEquals(ChassisProblem.SHEET_ENCODING, refused.code());
    }

    @Test
    void whatIsMarkedAsUtf8MustBeUtf8() {
        byte[] file = ("\ufeff" + TABLE).getBytes(StandardCharsets.UTF_8);
        file[5] = (byte) 0xff;

        assertEquals(Map.of("encoding", "UTF-8", "offset", 3L), Reading.refused(file).params());
    }

    @Test
    void utf16WithoutAMarkIsRefusedForItsNul() {
        Violation refused = Reading.refused("Name,Price\n".getBytes(StandardCharsets.UTF_16LE));

        assertEquals(ChassisProblem.SHEET_ENCODING, refused.code());
        assertEquals(1L, refused.params().get("offset"));
    }

    @Test
    void quotesHoldDelimitersQuotesAndLineEnds() {
        Reading reading = Reading.of("名称,价格,备注\r\n\"a,\"\"b\"\"\",\"1,234.50\",\"x\r\ny\"\r\nc,2,\r\n");

        assertEquals("a,\"b\"|1234.50|||x\ny", reading.row(0));
        assertEquals(List.of(2L, 4L), reading.rows().stream().map(SheetRow::number).toList());
    }

    @Test
    void aQuoteThatNobodyClosesIsRefusedWithItsLine() {
        assertEquals("line 3", Reading.refused("名称,价格\na,1\n\"b,2\nc,3\n").params().get("part"));
        assertEquals("line 2", Reading.refused("名称,价格\n\"b,2\n" + "c,3\n".repeat(100_000)).params().get("part"));
        assertEquals("line 2", Reading.refused("名称,价格\n\"b,2\n" + "c,3\n".repeat(100_000) + "\",3\n").params().get("part"));
    }

    @Test
    void aRowWiderThanTheHeadingsIsAFaultBecauseItsCellsMayHaveMoved() {
        assertEquals(List.of("2 null ROW_TOO_WIDE 234.00"), Reading.of("名称,价格\n石英,1,234.00\n玉,1\n").faults());
    }

    @ParameterizedTest
    @ValueSource(strings = {"2021-05-01,石英,1,234.50,\n", "2021-05-01,石英,1,234.50,", "2021-05-01,石英,1,,\n", "2021-05-01,石英,1,234.50,\"\"\n"})
    void aBlankCellTooManyMakesARowTooWideAsWell(String row) {
        Reading reading = Reading.of("日期,名称,价格,产地\n2021-05-01,玉,1,\n2021-05-01,玉,1,乙\n" + row);

        assertEquals(List.of("ROW_TOO_WIDE"), reading.rows().stream().flatMap(one -> one.faults().stream()).map(fault -> fault.code().name()).toList());
        assertEquals(4, reading.rows().get(2).faults().get(0).row());
    }

    @Test
    void blankCellsBehindTheHeadingsMakeRoomForThoseOfTheRows() {
        Reading reading = Reading.of("名称,市场,,,\n,年初价,,\n石英,1,,,\n,,,,,,,,\n玉,2\n");

        assertEquals(List.of(), reading.faults());
        assertEquals(2, reading.rows().size());
    }

    @Test
    void aRowTellsWhetherTheFileHasACellBeItBlank() {
        SheetRow row = Reading.of("名称,价格,备注\n石英,1\n").rows().get(0);

        assertEquals("true false", row.has("note") + " " + row.has("count"));
    }

    @Test
    void aRowShorterThanTheHeadingsHasBlankCells() {
        assertEquals(List.of("2 B CELL_EMPTY "), Reading.of("名称,价格,备注\n石英\n").faults());
    }

    @Test
    void blankRowsAndRowsOfSumsAreLeftOut() {
        Reading reading = Reading.of("名称,价格\n石英,1\n,\u3000\n\n合\u3000计,1\n1,2\n小计：,3\n");

        assertEquals(2, reading.rows().size());
        assertEquals(2, reading.summary().read().get(0).rows());
        assertEquals(2, reading.summary().read().get(0).totalRows());
        assertEquals(List.of(2L, 6L), reading.rows().stream().map(SheetRow::number).toList());
    }

    @Test
    void anUnknownHeadingIsRefusedWithTheHeadingsThatAreAccepted() {
        Violation refused = Reading.refused("名称,价钱\n石英,1\n");

        assertEquals(ChassisProblem.SHEET_HEADINGS_MISSING, refused.code());
        assertEquals(List.of("价格"), refused.params().get("missing"));
        assertEquals(Map.of("价格", List.of("价格", "单价", "市场年初价", "Price")), refused.params().get("accepted"));
        assertEquals(ChassisProblem.SHEET_HEADINGS_MISSING, Reading.refused("").code());
    }

    @Test
    void twoHeadingsOfOneMeaningAreRefused() {
        Violation refused = Reading.refused("标题\n名称,价格,单价\n石英,1,1\n");

        assertEquals(ChassisProblem.SHEET_HEADINGS_REPEATED, refused.code());
        assertEquals(2L, refused.params().get("row"));
    }

    @Test
    void theHeadingsMustBeAmongTheFirstFiftyRowsThatAreNotBlank() {
        assertEquals(1, Reading.of("说明\n\n".repeat(49) + TABLE).rows().size());
        assertEquals(ChassisProblem.SHEET_HEADINGS_MISSING, Reading.refused("说明\n\n".repeat(50) + TABLE).code());
    }

    @Test
    void aCellThatIsTooLongIsAFaultThatShowsItsBeginning() {
        Reading reading = Reading.of("名称,价格\n" + "石".repeat(4_001) + ",1\n" + "石".repeat(4_000) + ",1\n");

        assertEquals(List.of("2 A CELL_TOO_LONG " + "石".repeat(100)), reading.faults());
        assertNull(reading.rows().get(0).text("name"));
    }

    @Test
    void moreColumnsThanAnyTableHasAreRefused() {
        Violation refused = Reading.refused("名称,价格\n石英,1" + ",1".repeat(255) + "\n");

        assertEquals(ChassisProblem.SHEET_TOO_LARGE, refused.code());
    }

    @Test
    void moreRowsOrBytesThanTheLimitAreRefused() {
        byte[] file = "名称,价格\na,1\nb,2\nc,3\n".getBytes(StandardCharsets.UTF_8);

        Violation rows = assertThrows(Violation.class,
            () -> Reading.of(file, Reading.STONES, SheetLimits.DEFAULT.withRowsMax(2)));
        Violation bytes = assertThrows(Violation.class,
            () -> Reading.of(file, Reading.STONES, SheetLimits.DEFAULT.withFileBytesMax(20)));

        assertEquals(Map.of("limit", "rows", "max", 2L, "row", 4L), rows.params());
        assertEquals(Map.of("limit", "fileBytes", "max", 20L), bytes.params());
    }

    @Test
    void oldWorkbooksAndProtectedOnesAndWebPagesHaveCodesOfTheirOwn() {
        byte[] old = new byte[1_024];
        byte[] start = {(byte) 0xd0, (byte) 0xcf, 0x11, (byte) 0xe0, (byte) 0xa1, (byte) 0xb1, 0x1a, (byte) 0xe1};
        System.arraycopy(start, 0, old, 0, start.length);
        byte[] locked = new byte[200_000];
        System.arraycopy(start, 0, locked, 0, start.length);
        byte[] name = "EncryptedPackage".getBytes(StandardCharsets.UTF_16LE);
        System.arraycopy(name, 0, locked, 65_530, name.length);

        assertEquals("SHEET_FORMAT_UNSUPPORTED {format=xls}", said(Reading.refused(old)));
        assertEquals("SHEET_ENCRYPTED {}", said(Reading.refused(locked)));
        assertEquals("SHEET_FORMAT_UNSUPPORTED {format=html}", said(Reading.refused("\n<html><table>")));
        assertEquals("SHEET_FORMAT_UNSUPPORTED {format=json}", said(Reading.refused("[ {\"name\":1}]")));
        assertEquals("SHEET_FORMAT_UNSUPPORTED {format=pdf}", said(Reading.refused("%PDF-1.7")));
    }

    @Test
    void theApostropheBeforeAFormulaIsTakenOff() {
        assertEquals("=1+1|1.00|||", Reading.of("名称,价格\n'=1+1,1\n").row(0));
        assertEquals("'s|1.00|||", Reading.of("名称,价格\n's,1\n").row(0));
    }

    @Test
    void aRuleOfTheCallerFindsItsPlaceInTheFile() {
        SheetRow row = Reading.of("x,名称,价格\n,石英,1\n").rows().get(0);

        CellFault fault = row.fault("price", ChassisProblem.CONFLICT);

        assertEquals(new CellFault(null, 2, "C", "价格", "price", ChassisProblem.CONFLICT, "1.00"), fault);
        assertTrue(fault.sentence(java.util.Locale.ENGLISH).startsWith("In conflict"));
        assertEquals(List.of("A", "Z", "AA", "IV"),
            List.of(CellFault.letters(0), CellFault.letters(25), CellFault.letters(26), CellFault.letters(255)));
    }

    private static String said(Violation refused) {
        return refused.code().name() + " " + refused.params();
    }
}
