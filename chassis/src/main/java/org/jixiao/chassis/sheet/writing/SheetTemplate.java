package org.jixiao.chassis.sheet.writing;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.jixiao.chassis.sheet.Column;
import org.jixiao.chassis.sheet.Columns;
import org.jixiao.chassis.sheet.SheetFormat;

/** An empty table to fill in: the headings, and in XLSX a second sheet that explains each column. */
public final class SheetTemplate {

    private static final String EXPLANATIONS = "填写说明";

    private SheetTemplate() {
    }

    /**
     * @param format CSV or XLSX; leaves the stream open
     * @param sheet  name of the sheet, used in XLSX only
     */
    public static void write(OutputStream out, SheetFormat format, String sheet, Columns columns) throws IOException {
        switch (format) {
            case CSV -> {
                try (SheetWriter table = SheetWriter.to(out, SheetFormat.CSV, sheet, columns)) {
                    table.end();
                }
            }
            case XLSX -> {
                try (XlsxSheet table = new XlsxSheet(out, sheet, columns)) {
                    table.texts(EXPLANATIONS, explanations(columns));
                    table.end();
                }
            }
            default -> throw new IllegalArgumentException("there is no template in " + format);
        }
    }

    /** The headings stand in quotes, or this sheet would be read as a table of its own. */
    private static List<List<String>> explanations(Columns columns) {
        List<List<String>> lines = new ArrayList<>();
        lines.add(List.of("列 Column", "必填 Required", "格式 Format", "也可写作 Also accepted", "说明 Explanation"));
        for (Column column : columns.all()) {
            lines.add(List.of(quoted(column.heading()), column.required() ? "是 yes" : "否 no", format(column.kind()),
                String.join("、", column.headings().stream().skip(1).map(SheetTemplate::quoted).toList()), column.explanation()));
        }
        return lines;
    }

    private static String quoted(String heading) {
        return "“" + heading + "”";
    }

    private static String format(Column.Kind kind) {
        return switch (kind) {
            case TEXT -> "文本 text";
            case MONEY -> "金额（元），最多两位小数 amount in yuan, at most two decimals";
            case DECIMAL -> "数字 number";
            case DATE -> "日期 date: 2021-04-20";
            case INTEGER -> "整数 whole number";
        };
    }
}
