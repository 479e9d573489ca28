package org.jixiao.chassis.sheet;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jixiao.chassis.paging.Text;
import org.jixiao.chassis.problem.ChassisProblem;
import org.jixiao.chassis.problem.ProblemCode;
import org.jixiao.chassis.problem.Violation;
import org.jixiao.chassis.sheet.source.RawRow;
import org.jixiao.chassis.sheet.source.RawRows;
import org.jixiao.chassis.sheet.source.TextEncoding;

/**
 * Reads the rows of a table from a CSV, XLSX or NDJSON file, which is recognised by its content, one after the other and
 * without holding them. The columns are found by their headings. A bad cell is a fault of its row; a file that cannot be
 * read is refused with a {@link Violation}: SHEET_FORMAT_UNSUPPORTED, SHEET_ENCRYPTED, SHEET_UNREADABLE, SHEET_UNSAFE,
 * SHEET_ENCODING, SHEET_TOO_LARGE, SHEET_HEADINGS_MISSING, SHEET_HEADINGS_REPEATED or SHEET_UNIT_UNCLEAR, from {@link #open} or
 * {@link #next}.
 *
 * <p>Money is handed over in yuan. Its unit is the one in its heading, such as （万元）, otherwise the one above the table,
 * such as 单位：万元, otherwise yuan, unless another unit is spoken of there in words that are not understood; in NDJSON it
 * is always yuan. Text is UTF-8, UTF-16 with a byte order mark, or GB18030, NDJSON only UTF-8. A text file is read through before, to know its encoding. The limits are in {@link SheetLimits}.
 */
public final class SheetReader implements AutoCloseable {

    private static final char[] DELIMITERS = {',', '\t', ';'};
    private static final Set<String> SUMS = Set.of("合计", "总计", "小计", "共计", "累计", "本页合计", "本页小计", "total", "subtotal",
        "grandtotal");
    /** One heading may stand anywhere, as in a list that explains them; so many side by side are those of a table. */
    private static final int DOUBTFUL_FROM = 2;
    private static final byte[] OLE2 = {(byte) 0xd0, (byte) 0xcf, 0x11, (byte) 0xe0, (byte) 0xa1, (byte) 0xb1, 0x1a, (byte) 0xe1};
    private static final byte[] ZIP = {'P', 'K', 3, 4};

    private final Columns columns;
    private final SheetLimits limits;
    private final SheetFormat format;
    private final TextEncoding encoding;
    private final List<SheetSummary.Sheet> read = new ArrayList<>();
    private final List<String> skipped = new ArrayList<>();
    private final List<String> hidden = new ArrayList<>();
    private final List<String> doubtful = new ArrayList<>();
    private final RawRow row = new RawRow();
    private RawRows rows;
    private Headings headings;
    private Headings nearest;
    private List<RawRow> top = List.of();
    private int topAt;
    private int foundHere;
    private long dataRows;
    private long totalRows;
    private long allRows;
    private boolean done;

    private SheetReader(Path file, Columns columns, SheetLimits limits) {
        this.columns = columns;
        this.limits = limits;
        if (columns.size() > SheetLimits.COLUMNS_MAX) {
            throw new IllegalArgumentException("too many columns");
        }
        format = format(file, limits);
        encoding = format == SheetFormat.XLSX ? null : TextEncoding.of(file);
        nearest = Headings.find(columns, List.of(), null);
        switch (format) {
            case XLSX -> rows = RawRows.xlsx(file, limits);
            case NDJSON -> {
                rows = RawRows.ndjson(file, encoding, columns.fields());
                rows.nextSheet();
                headings = Headings.ofFields(columns);
            }
            default -> openCsv(file);
        }
    }

    /** @throws Violation where the file is none that can be read */
    public static SheetReader open(Path file, Columns columns, SheetLimits limits) {
        return new SheetReader(file, columns, limits);
    }

    private static SheetFormat format(Path file, SheetLimits limits) {
        try {
            if (Files.size(file) > limits.fileBytesMax()) {
                throw tooLarge("fileBytes", limits.fileBytesMax());
            }
            byte[] start;
            try (InputStream in = Files.newInputStream(file)) {
                start = in.readNBytes(512);
            }
            if (startsWith(start, ZIP)) {
                return SheetFormat.XLSX;
            }
            if (startsWith(start, OLE2)) {
                throw holds(file, "EncryptedPackage".getBytes(StandardCharsets.UTF_16LE))
                    ? new Violation(ChassisProblem.SHEET_ENCRYPTED) : unsupported("xls");
            }
            String text = Blank.trim(new String(start, StandardCharsets.UTF_8)).toLowerCase(Locale.ROOT);
            if (text.startsWith("<")) {
                throw unsupported(text.startsWith("<?xml") ? "xml" : "html");
            }
            if (text.startsWith("%pdf-")) {
                throw unsupported("pdf");
            }
            if (text.startsWith("[") && Blank.trim(text.substring(1)).startsWith("{")) {
                throw unsupported("json");
            }
            return text.startsWith("{") ? SheetFormat.NDJSON : SheetFormat.CSV;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean startsWith(byte[] bytes, byte[] start) {
        return bytes.length >= start.length && java.util.Arrays.equals(bytes, 0, start.length, start, 0, start.length);
    }

    private static boolean holds(Path file, byte[] wanted) throws IOException {
        String pattern = new String(wanted, StandardCharsets.ISO_8859_1);
        byte[] bytes = new byte[1 << 16];
        int kept = 0;
        try (InputStream in = Files.newInputStream(file)) {
            for (int count = in.read(bytes, 0, bytes.length); count > 0; count = in.read(bytes, kept, bytes.length - kept)) {
                int length = kept + count;
                if (new String(bytes, 0, length, StandardCharsets.ISO_8859_1).contains(pattern)) {
                    return true;
                }
                kept = Math.min(length, wanted.length - 1);
                System.arraycopy(bytes, length - kept, bytes, 0, kept);
            }
        }
        return false;
    }

    private static Violation unsupported(String format) {
        return new Violation(ChassisProblem.SHEET_FORMAT_UNSUPPORTED).with("format", format);
    }

    private static Violation tooLarge(String limit, long max) {
        return new Violation(ChassisProblem.SHEET_TOO_LARGE).with("limit", limit).with("max", max);
    }

    /** The delimiter is the one with which the headings are found. */
    private void openCsv(Path file) {
        Violation refused = null;
        for (char delimiter : DELIMITERS) {
            rows = RawRows.csv(file, encoding, delimiter);
            rows.nextSheet();
            try {
                if (findHeadings()) {
                    return;
                }
            } catch (Violation other) {
                refused = refused == null || other.code() == ChassisProblem.SHEET_HEADINGS_REPEATED ? other : refused;
            }
            rows.close();
        }
        throw refused != null ? refused : headingsMissing();
    }

    private boolean findHeadings() {
        List<RawRow> first = new ArrayList<>();
        while (first.size() < SheetLimits.HEADING_ROWS_MAX && rows.next(row)) {
            if (!row.isBlank()) {
                first.add(row.copy());
            }
        }
        Headings found = Headings.find(columns, first, rows.sheet());
        foundHere = found.found();
        if (!found.isComplete()) {
            nearest = found.found() > nearest.found() ? found : nearest;
            return false;
        }
        headings = found;
        top = first;
        topAt = found.rowEnd();
        return true;
    }

    private Violation headingsMissing() {
        List<Integer> missing = nearest.missing();
        return new Violation(ChassisProblem.SHEET_HEADINGS_MISSING)
            .with("missing", missing.stream().map(index -> columns.get(index).heading()).toList())
            .with("accepted", columns.accepted(missing));
    }

    /**
     * The next row of data, with its faults; null after the last one. Blank rows and rows of sums are left out.
     *
     * @throws Violation where the file cannot be read on
     */
    public SheetRow next() {
        while (!done) {
            if (headings == null && !nextSheet()) {
                done = true;
                if (read.isEmpty()) {
                    throw headingsMissing();
                }
                return null;
            }
            while (advance()) {
                RawRow raw = topAt > 0 && topAt <= top.size() ? top.get(topAt - 1) : row;
                if (headings.width() >= 0 && isSum(raw)) {
                    totalRows++;
                } else if (!raw.isBlank()) {
                    if (++allRows > limits.rowsMax()) {
                        throw tooLarge("rows", limits.rowsMax()).with("row", raw.number());
                    }
                    dataRows++;
                    return row(raw);
                }
            }
            endSheet();
        }
        return null;
    }

    /** First through the rows that were read in looking for the headings, then through the file. */
    private boolean advance() {
        if (topAt < top.size()) {
            topAt++;
            return true;
        }
        topAt = 0;
        top = List.of();
        return rows.next(row);
    }

    private boolean nextSheet() {
        while (rows.nextSheet()) {
            if (rows.isHidden()) {
                hidden();
            } else if (findHeadings()) {
                return true;
            } else {
                skipped.add(rows.sheet());
                doubt(foundHere >= DOUBTFUL_FROM);
            }
        }
        return false;
    }

    /** It is not read, whatever it has; but whoever hid it may not know. */
    private void hidden() {
        hidden.add(rows.sheet());
        Headings before = nearest;
        try {
            findHeadings();
            doubt(foundHere >= DOUBTFUL_FROM);
        } catch (Violation refused) {
            if (refused.code() != ChassisProblem.SHEET_HEADINGS_REPEATED && refused.code() != ChassisProblem.SHEET_UNIT_UNCLEAR) {
                throw refused;
            }
            doubt(true);
        }
        nearest = before;
        headings = null;
        topAt = 0;
        top = List.of();
    }

    private void doubt(boolean mayBeMeant) {
        if (mayBeMeant) {
            doubtful.add(rows.sheet());
        }
    }

    private void endSheet() {
        read.add(new SheetSummary.Sheet(rows.sheet(), headings.lastRow(), headings.unit(), headings.ignored(), dataRows,
            totalRows));
        headings = null;
        dataRows = 0;
        totalRows = 0;
        if (format != SheetFormat.XLSX) {
            done = true;
        }
    }

    private static boolean isSum(RawRow raw) {
        for (int i = 0; i < raw.width(); i++) {
            String text = raw.text(i);
            if (text != null && raw.kind(i) == RawRow.Kind.TEXT && !isOnlyDigits(text)) {
                if (text.length() > 20) {
                    return false;
                }
                String compact = Heading.compact(text);
                return SUMS.contains(compact.endsWith(":") ? compact.substring(0, compact.length() - 1) : compact);
            }
        }
        return false;
    }

    private static boolean isOnlyDigits(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    private SheetRow row(RawRow raw) {
        Object[] values = new Object[columns.size()];
        boolean[] named = new boolean[columns.size()];
        List<CellFault> faults = List.of();
        boolean unusable = false;
        for (RawRow.Fault fault : raw.faults()) {
            unusable |= fault.code() == ChassisProblem.ROW_MALFORMED || fault.code() == ChassisProblem.ROW_TOO_LONG;
            faults = with(faults, fault.field() != null
                ? headings.fault(rows.sheet(), raw.number(), columns.indexOf(fault.field()), fault.code(), fault.text())
                : ofRow(raw, fault.code(), fault.text()));
        }
        for (int i = 0; i < values.length && !unusable; i++) {
            int place = headings.place(i);
            String text = place < 0 ? null : raw.text(place);
            named[i] = place >= 0 && (format != SheetFormat.NDJSON || raw.isNamed(place));
            Object value = text != null ? CellValue.read(columns.get(i).kind(), headings.unit(i), raw.kind(place), text)
                : columns.get(i).required() ? ChassisProblem.CELL_EMPTY : null;
            if (value instanceof ProblemCode code) {
                faults = with(faults, headings.fault(rows.sheet(), raw.number(), i, code, text == null ? "" : text));
            } else {
                values[i] = value;
            }
        }
        if (format == SheetFormat.CSV && raw.fields() > headings.fields()) {
            faults = with(faults, ofRow(raw, ChassisProblem.ROW_TOO_WIDE, raw.text(raw.width() - 1)));
        }
        return new SheetRow(columns, headings, rows.sheet(), raw.number(), values, named, faults);
    }

    private CellFault ofRow(RawRow raw, ProblemCode code, String text) {
        return new CellFault(rows.sheet(), raw.number(), null, null, null, code, Text.start(text, SheetLimits.FAULT_CHARS_MAX));
    }

    private static List<CellFault> with(List<CellFault> faults, CellFault fault) {
        List<CellFault> more = faults.isEmpty() ? new ArrayList<>() : faults;
        more.add(fault);
        return more;
    }

    public SheetSummary summary() {
        return new SheetSummary(format, encoding == null ? null : encoding.charset().name(), List.copyOf(read),
            List.copyOf(skipped), List.copyOf(hidden), List.copyOf(doubtful));
    }

    @Override
    public void close() {
        rows.close();
    }
}
