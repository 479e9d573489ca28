package org.jixiao.chassis.sheet;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import org.jixiao.chassis.sheet.writing.SheetWriter;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A table of any length is written and read in a virtual machine that could not hold it. */
class SheetMemoryTest {

    private static final int ROWS = 200_000;
    private static final Columns COLUMNS = Columns.of(Column.text("key", "键"), Column.text("text", "文字"), Column.money("money", "金额"),
        Column.date("date", "日期"));

    @ParameterizedTest
    @EnumSource(value = SheetFormat.class, names = {"CSV", "XLSX", "NDJSON"})
    void twoHundredThousandRowsNeedTwentyMegabytes(SheetFormat format, @TempDir Path folder) throws Exception {
        Process child = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx20m", "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"), SheetMemoryTest.class.getName(), format.name(),
            folder.resolve("sheet").toString()).redirectErrorStream(true).start();
        String said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertEquals(0, child.waitFor(), said);
        assertEquals(ROWS + " rows", said.strip());
    }

    public static void main(String[] args) throws IOException {
        Path file = Path.of(args[1]);
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file));
                SheetWriter writer = SheetWriter.to(out, SheetFormat.valueOf(args[0]), "表", COLUMNS)) {
            for (int i = 0; i < ROWS; i++) {
                writer.row("k" + i, "text that is another one in every row " + i, BigDecimal.valueOf(i, 2), LocalDate.of(2021, 4, 20));
            }
            writer.end();
        }
        int rows = 0;
        try (SheetReader reader = SheetReader.open(file, COLUMNS, SheetLimits.DEFAULT)) {
            for (SheetRow row = reader.next(); row != null; row = reader.next()) {
                rows += row.faults().isEmpty() ? 1 : 0;
            }
        }
        System.out.println(rows + " rows");
    }
}
