package org.jixiao.chassis.sheet;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jixiao.chassis.problem.Violation;

/** All that one file gives, for the tests. */
record Reading(List<SheetRow> rows, SheetSummary summary) {

    static final Columns STONES = Columns.of(
        Column.text("name", "石头名称", "名称", "Name"),
        Column.money("price", "价格", "单价", "市场年初价", "Price").explained("所付的价格"),
        Column.date("foundOn", "发现日期", "日期", "Found on").optional(),
        Column.integer("count", "数量", "件数").optional(),
        Column.text("note", "备注").optional());

    static Reading of(byte[] file) {
        return of(file, STONES, SheetLimits.DEFAULT);
    }

    static Reading of(String file) {
        return of(file.getBytes(StandardCharsets.UTF_8));
    }

    static Reading of(byte[] file, Columns columns, SheetLimits limits) {
        try {
            Path path = Files.createTempFile("sheet", ".bin");
            try {
                Files.write(path, file);
                return of(path, columns, limits);
            } finally {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Reading of(Path path, Columns columns, SheetLimits limits) {
        try (SheetReader reader = SheetReader.open(path, columns, limits)) {
            List<SheetRow> rows = new ArrayList<>();
            for (SheetRow row = reader.next(); row != null; row = reader.next()) {
                rows.add(row);
            }
            return new Reading(rows, reader.summary());
        }
    }

    static Violation refused(byte[] file) {
        return assertThrows(Violation.class, () -> of(file));
    }

    static Violation refused(String file) {
        return refused(file.getBytes(StandardCharsets.UTF_8));
    }

    /** The values of a row, by bars. */
    String row(int index) {
        StringBuilder values = new StringBuilder();
        for (int i = 0; i < STONES.size(); i++) {
            values.append(i == 0 ? "" : "|").append(rows.get(index).value(i) == null ? "" : rows.get(index).value(i));
        }
        return values.toString();
    }

    /** Where and what the faults are: row, column, code, text. */
    List<String> faults() {
        return rows.stream().flatMap(row -> row.faults().stream())
            .map(fault -> fault.row() + " " + fault.column() + " " + fault.code().name() + " " + fault.text()).toList();
    }
}
