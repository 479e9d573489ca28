package org.jixiao.chassis.sheet;

/**
 * How much of a file is read before it is refused with {@code SHEET_TOO_LARGE} or {@code SHEET_UNSAFE}.
 *
 * @param fileBytesMax     size of the file
 * @param rowsMax          rows of data in the whole file
 * @param inflatedBytesMax what is unpacked of an XLSX file, altogether
 * @param inflationMax     unpacked bytes for one byte of the file, looked at beyond 10 MiB
 * @param textBytesMax     shared texts of an XLSX file, which are held in memory
 */
public record SheetLimits(long fileBytesMax, long rowsMax, long inflatedBytesMax, int inflationMax, int textBytesMax) {

    /** Entries of one XLSX file. */
    public static final int ENTRIES_MAX = 10_000;
    public static final int COLUMNS_MAX = 256;
    public static final int CELL_CHARS_MAX = 4_000;
    /** Characters of one row; in NDJSON of one line. */
    public static final int ROW_CHARS_MAX = 65_536;
    /** Rows that are not blank among which the headings must be. */
    public static final int HEADING_ROWS_MAX = 50;
    /** Faults of one row that the format itself finds; those of wanted columns come on top. */
    public static final int ROW_FAULTS_MAX = 20;
    /** How much of a cell a fault shows. */
    public static final int FAULT_CHARS_MAX = 100;

    public static final SheetLimits DEFAULT = new SheetLimits(1L << 30, 5_000_000, 2L << 30, 200, 64 << 20);

    public SheetLimits withRowsMax(long rows) {
        return new SheetLimits(fileBytesMax, rows, inflatedBytesMax, inflationMax, textBytesMax);
    }

    public SheetLimits withFileBytesMax(long bytes) {
        return new SheetLimits(bytes, rowsMax, inflatedBytesMax, inflationMax, textBytesMax);
    }
}
