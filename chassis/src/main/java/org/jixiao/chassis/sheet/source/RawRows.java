package org.jixiao.chassis.sheet.source;

import java.nio.file.Path;
import java.util.List;
import org.jixiao.chassis.sheet.SheetLimits;

/** The rows of a file, sheet by sheet. What cannot be read is a coded violation, whatever the bytes are. */
public interface RawRows extends AutoCloseable {

    static RawRows csv(Path file, TextEncoding encoding, char delimiter) {
        return new CsvRows(file, encoding, delimiter);
    }

    static RawRows xlsx(Path file, SheetLimits limits) {
        return new XlsxRows(file, limits);
    }

    /** The cells of a row are those of the fields, in their order. */
    static RawRows ndjson(Path file, TextEncoding encoding, List<String> fields) {
        return new NdjsonHandler(file, encoding, fields);
    }

    /** Goes to the next sheet, the hidden ones at the end; a file without sheets is one. */
    boolean nextSheet();

    /** Null where the format knows no sheets. */
    String sheet();

    /** Fills the row with the next one of the sheet; false at its end. */
    boolean next(RawRow row);

    /** Whether nobody sees the sheet. */
    default boolean isHidden() {
        return false;
    }

    @Override
    void close();
}
