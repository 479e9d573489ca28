package org.jixiao.chassis.sheet.writing;

import java.io.IOException;
import java.io.OutputStream;
import org.jixiao.chassis.sheet.Columns;
import org.jixiao.chassis.sheet.SheetFormat;

/**
 * Writes the rows of a table to a file, one after the other and without holding them. The first bytes leave at once. Money is
 * written with exactly two decimals, dates in ISO or as date cells. What is closed without {@link #end} stays, except in CSV
 * and NDJSON, visibly unfinished, so that nobody takes half a table for a whole one. The stream is left open.
 */
public interface SheetWriter extends AutoCloseable {

    /**
     * @param sheet name of the sheet, used in XLSX only
     * @param head  the columns, whose first headings (in JSON and NDJSON the fields) are written
     */
    static SheetWriter to(OutputStream out, SheetFormat format, String sheet, Columns head) throws IOException {
        return switch (format) {
            case CSV -> new CsvSheet(out, head);
            case XLSX -> new XlsxSheet(out, sheet, head);
            case NDJSON -> new JsonSheet(out, head, false);
            case JSON -> new JsonSheet(out, head, true);
        };
    }

    /**
     * Writes one row.
     *
     * @param values in the order of the columns: {@link String}, {@link java.math.BigDecimal}, {@link java.time.LocalDate},
     *               {@link Long} or {@link Integer} as the column's kind asks, or null for a blank cell
     * @throws IllegalArgumentException if there are too many or too few, or one is not of its column's kind
     * @throws ArithmeticException      if money has more than two decimals
     */
    void row(Object... values) throws IOException;

    /** Hands on to the stream what is complete. */
    void flush() throws IOException;

    /** Ends the table, once all rows are written. */
    void end() throws IOException;

    @Override
    void close() throws IOException;
}
