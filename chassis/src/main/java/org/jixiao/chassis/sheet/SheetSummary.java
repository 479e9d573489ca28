package org.jixiao.chassis.sheet;

import java.util.List;

/**
 * What was found in a file; complete once the reader has handed over the last row.
 *
 * @param encoding name of the character set of a text file; null for XLSX
 * @param read     the sheets that were read; for CSV and NDJSON one without a name
 * @param skipped  names of sheets without the headings
 * @param hidden   names of hidden sheets, which are not read either
 * @param doubtful those of the skipped and hidden ones that have some of the headings: they may have been meant
 */
public record SheetSummary(SheetFormat format, String encoding, List<Sheet> read, List<String> skipped, List<String> hidden,
                           List<String> doubtful) {

    /**
     * @param headingRow     number of the last row of the headings; 0 in NDJSON
     * @param unit           the power of ten of the unit in which the first column of money was read: 0 for yuan, 4 for 万元
     * @param ignoredColumns headings that nobody asked for
     * @param rows           rows of data
     * @param totalRows      rows of sums, which are not handed over
     */
    public record Sheet(String name, long headingRow, int unit, List<String> ignoredColumns, long rows, long totalRows) {
    }
}
