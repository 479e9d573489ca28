package org.jixiao.chassis.sheet.writing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.jixiao.chassis.problem.Violation;
import org.jixiao.chassis.sheet.Column;
import org.jixiao.chassis.sheet.Columns;
import org.jixiao.chassis.sheet.SheetFormat;
import org.jixiao.chassis.sheet.SheetLimits;
import org.jixiao.chassis.sheet.SheetReader;
import org.jixiao.chassis.sheet.SheetRow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SheetWriterTest {

    private static final Columns STONES = Columns.of(Column.text("name", "名称", "Name").explained("石头的名称"), Column.money("price", "价格"),
        Column.date("foundOn", "发现日期").optional(), Column.integer("count", "数量").optional());

    @TempDir
    private Path folder;

    @Test
    void csvHasAMarkForExcelAndTheLineEndsOfItsStandard() throws IOException {
        assertEquals("\ufeff名称,价格,发现日期,数量\r\n\"a,\"\"b\"\"\",-1.50,2021-04-20,3\r\n\"x\ny\",0.00,,\r\n",
            text(SheetFormat.CSV, new Object[] {"a,\"b\"", new BigDecimal("-1.5"), LocalDate.of(2021, 4, 20), 3L},
                new Object[] {"x\ny", BigDecimal.ZERO, null, null}));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"=1+1|`=1+1", "+a|`+a", "-a|`-a", "@a|`@a", "＝1|`＝1", "`=1|``=1", "-12.5|-12.5", "+1|+1", "-1-1|`-1-1",
        "a=1|a=1", "-|`-", "-1.2.3|`-1.2.3"})
    void csvDoesNotLetATextBeCalculated(String name, String written) throws IOException {
        String csv = text(SheetFormat.CSV, new Object[] {name.replace('`', '\''), BigDecimal.ONE, null, null});

        assertEquals(written.replace('`', '\''), csv.split("\r\n")[1].split(",")[0]);
    }

    @Test
    void jsonHasAmountsAsStringsAndBlankCellsAsNull() throws IOException {
        Object[] row = {"a\"\\\n\u2028", new BigDecimal("1.5"), LocalDate.of(2021, 4, 20), 3};
        String object = "{\"name\":\"a\\\"\\\\\\u000a\\u2028\",\"price\":\"1.50\",\"foundOn\":\"2021-04-20\",\"count\":3}";
        String other = "{\"name\":null,\"price\":null,\"foundOn\":null,\"count\":null}";

        assertEquals("[\n" + object + ",\n" + other + "\n]\n", text(SheetFormat.JSON, row, new Object[4]));
        assertEquals(object + "\n" + other + "\n", text(SheetFormat.NDJSON, row, new Object[4]));
        assertEquals("[\n\n]\n", text(SheetFormat.JSON));
        assertEquals("", text(SheetFormat.NDJSON));
    }

    @Test
    void xlsxHasAmountsAsNumbersAndDatesAsDates() throws IOException {
        String sheet = parts(bytes(SheetFormat.XLSX, new Object[] {"<a>&\"\u0000\u0007\ud800_x", new BigDecimal("1234.5"),
            LocalDate.of(2021, 4, 20), 3}, new Object[] {null, new BigDecimal("1234567890123456.78"), LocalDate.of(1900, 1, 1), null}))
            .get("xl/worksheets/sheet1.xml");

        assertTrue(sheet.contains("<row r=\"2\"><c s=\"4\" t=\"inlineStr\"><is><t xml:space=\"preserve\">&lt;a&gt;&amp;&quot;\ufffd_x005F_x</t></is></c>"
            + "<c s=\"2\"><v>1234.50</v></c><c s=\"3\"><v>44306</v></c><c s=\"0\"><v>3</v></c></row>"), sheet);
        assertTrue(sheet.contains("<c/><c s=\"4\" t=\"inlineStr\"><is><t xml:space=\"preserve\">1234567890123456.78</t></is></c>"
            + "<c s=\"4\" t=\"inlineStr\"><is><t xml:space=\"preserve\">1900-01-01</t></is></c><c/></row>"), sheet);
        assertTrue(sheet.contains("state=\"frozen\""), sheet);
        assertTrue(sheet.contains("<c s=\"1\" t=\"inlineStr\"><is><t xml:space=\"preserve\">名称</t>"), sheet);
    }

    @Test
    void whatDoesNotFitOnASheetGoesToAFurtherOne() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (XlsxSheet sheet = new XlsxSheet(out, "石头/一览：" + "长".repeat(40), STONES, 3)) {
            for (int i = 1; i <= 7; i++) {
                sheet.row("n" + i, BigDecimal.valueOf(i), null, null);
            }
            sheet.end();
        }

        List<SheetRow> rows = read(out.toByteArray());

        assertEquals(List.of("n1 2", "n2 3", "n3 4", "n4 2", "n5 3", "n6 4", "n7 2"),
            rows.stream().map(row -> row.text("name") + " " + row.number()).toList());
        assertEquals(List.of("石头 一览：" + "长".repeat(25), "石头 一览：" + "长".repeat(23) + " 2", "石头 一览：" + "长".repeat(23) + " 3"),
            rows.stream().map(SheetRow::sheet).distinct().toList());
    }

    @ParameterizedTest
    @EnumSource(SheetFormat.class)
    void theFirstBytesLeaveAtOnce(SheetFormat format) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (SheetWriter writer = SheetWriter.to(out, format, "x", STONES)) {
            if (format == SheetFormat.NDJSON) {
                writer.row("a", BigDecimal.ONE, null, null);
                writer.flush();
            }
            assertTrue(out.size() > 0);
        }
    }

    @Test
    void aTableThatIsNotEndedIsNoWholeOne() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (SheetWriter writer = SheetWriter.to(out, SheetFormat.XLSX, "x", STONES)) {
            writer.row("a", BigDecimal.ONE, null, null);
        }

        assertThrows(Violation.class, () -> read(out.toByteArray()));
    }

    @ParameterizedTest
    @EnumSource(SheetFormat.class)
    void theStreamIsLeftOpen(SheetFormat format) throws IOException {
        boolean[] closed = new boolean[1];
        OutputStream out = new ByteArrayOutputStream() {
            @Override
            public void close() {
                closed[0] = true;
            }
        };
        try (SheetWriter writer = SheetWriter.to(out, format, "x", STONES)) {
            writer.end();
        }

        assertFalse(closed[0]);
    }

    @Test
    void aValueOfAnotherKindIsAMistakeOfTheCaller() {
        assertThrows(IllegalArgumentException.class, () -> text(SheetFormat.CSV, new Object[] {"a", "1", null, null}));
        assertThrows(IllegalArgumentException.class, () -> text(SheetFormat.CSV, new Object[] {"a"}));
        assertThrows(ArithmeticException.class, () -> text(SheetFormat.CSV, new Object[] {"a", new BigDecimal("1.005"), null, null}));
    }

    @Test
    void aTemplateHasTheHeadingsAndExplainsThem() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        SheetTemplate.write(out, SheetFormat.XLSX, "石头", STONES);

        Map<String, String> parts = parts(out.toByteArray());

        assertTrue(parts.get("xl/workbook.xml").contains("name=\"填写说明\""));
        assertTrue(parts.get("xl/worksheets/sheet2.xml").contains(">石头的名称<"));
        assertEquals(List.of(), read(out.toByteArray()));
    }

    @Test
    void aTemplateInCsvIsItsHeadings() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        SheetTemplate.write(out, SheetFormat.CSV, "石头", STONES);

        assertEquals("\ufeff名称,价格,发现日期,数量\r\n", out.toString(StandardCharsets.UTF_8));
        assertThrows(IllegalArgumentException.class, () -> SheetTemplate.write(out, SheetFormat.JSON, "x", STONES));
    }

    private List<SheetRow> read(byte[] file) throws IOException {
        Path path = Files.write(folder.resolve("sheet"), file);
        try (SheetReader reader = SheetReader.open(path, STONES, SheetLimits.DEFAULT)) {
            List<SheetRow> rows = new ArrayList<>();
            for (SheetRow row = reader.next(); row != null; row = reader.next()) {
                rows.add(row);
            }
            return rows;
        }
    }

    private static Map<String, String> parts(byte[] file) throws IOException {
        Map<String, String> parts = new TreeMap<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(file))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                parts.put(entry.getName(), new String(zip.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return parts;
    }

    private static String text(SheetFormat format, Object[]... rows) throws IOException {
        return new String(bytes(format, rows), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(SheetFormat format, Object[]... rows) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (SheetWriter writer = SheetWriter.to(out, format, "石头", STONES)) {
            for (Object[] row : rows) {
                writer.row(row);
            }
            writer.end();
        }
        return out.toByteArray();
    }
}
