package org.jixiao.chassis.sheet.source;

/** The rows of a file, sheet by sheet. What cannot be read is a coded violation, whatever the bytes are. */
public interface RawRows extends AutoCloseable {

    /** Goes to the next sheet; a file without sheets is one. */
    boolean nextSheet();

    /** Null where the format knows no sheets. */
    String sheet();

    /** Fills the row with the next one of the sheet; false at its end. */
    boolean next(RawRow row);

    @Override
    void close();
}
