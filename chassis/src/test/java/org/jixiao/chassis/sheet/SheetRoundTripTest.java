package org.jixiao.chassis.sheet;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jixiao.chassis.sheet.writing.SheetWriter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SheetRoundTripTest {

    private static final Columns ALL = Columns.of(Column.text("key", "键"), Column.text("text", "文字").optional(),
        Column.money("money", "金额（元）").optional(), Column.decimal("decimal", "数").optional(), Column.date("date", "日期").optional(),
        Column.integer("integer", "整数").optional());
    private static final String[] PIECES = {"石", "\u3000", " ", ",", ";", "\t", "\"", "\r", "\n", "'", "=", "+", "-", "@", "_x000D_", "_x", "<", "&",
        "]]>", "合计", "0", "12.5", "\ud83d\ude00", "\\", "\u2028", "{", "\u0085", "é", "𠀀"};

    @ParameterizedTest
    @EnumSource(value = SheetFormat.class, names = {"CSV", "XLSX", "NDJSON"})
    void whatIsWrittenComesBack(SheetFormat format) throws IOException {
        for (int seed = 0; seed < 200; seed++) {
            List<Object[]> rows = rows(new Random(seed));
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            try (SheetWriter writer = SheetWriter.to(out, format, "表", ALL)) {
                for (Object[] row : rows) {
                    writer.row(row);
                }
                writer.end();
            }

            Reading reading = Reading.of(out.toByteArray(), ALL, SheetLimits.DEFAULT);

            assertEquals(List.of(), reading.faults(), "seed " + seed);
            assertEquals(said(rows), said(reading.rows().stream()
                .map(row -> new Object[] {row.value(0), row.value(1), row.value(2), row.value(3), row.value(4), row.value(5)}).toList()),
                "seed " + seed);
        }
    }

    /** Line ends within a cell are one kind in CSV; a decimal keeps its value, not its noughts. */
    private static String said(List<Object[]> rows) {
        StringBuilder said = new StringBuilder();
        for (Object[] row : rows) {
            Object[] plain = row.clone();
            plain[1] = plain[1] == null ? null : ((String) plain[1]).replace("\r\n", "\n").replace('\r', '\n');
            plain[3] = plain[3] == null ? null : ((BigDecimal) plain[3]).stripTrailingZeros();
            said.append(Arrays.toString(plain)).append('\n');
        }
        return said.toString();
    }

    private static List<Object[]> rows(Random random) {
        List<Object[]> rows = new ArrayList<>();
        for (int count = random.nextInt(80); count >= 0; count--) {
            String text = text(random);
            rows.add(new Object[] {"k" + count,
                text.isEmpty() ? null : text,
                random.nextInt(5) == 0 ? null : BigDecimal.valueOf(random.nextLong() % 1_000_000_000_000_000_000L >> random.nextInt(60), 2),
                random.nextInt(5) == 0 ? null : BigDecimal.valueOf(random.nextLong() % 1_000_000_000_000_000L >> random.nextInt(50), random.nextInt(11)),
                random.nextInt(5) == 0 ? null : LocalDate.of(1900, 1, 1).plusDays(random.nextInt(400_000)),
                random.nextInt(5) == 0 ? null : (Object) (random.nextLong() % 10_000_000_000_000_000L)});
        }
        return rows;
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int pieces = random.nextInt(6); pieces > 0; pieces--) {
            text.append(PIECES[random.nextInt(PIECES.length)]);
        }
        return Blank.trim(text.toString());
    }
}
