package org.jixiao.chassis.sheet.source;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jixiao.chassis.sheet.SheetLimits;

/**
 * Rows of delimited text after RFC 4180, with any of the three line ends. Our own parser because it must count lines as the
 * file does and must not hold a quote that nobody closes; commons-csv collects it until the memory is gone.
 */
final class CsvRows implements RawRows {

    private static final int END = -1;
    private static final int LINE_END = -2;
    private static final int CELL = -3;

    private final Reader in;
    private final char delimiter;
    private final char[] buffer = new char[32_768];
    /** A cell that the buffer's end cuts, or that has quotes. */
    private final char[] cell = new char[SheetLimits.ROW_CHARS_MAX];
    private int cellLength;
    private int at;
    private int end;
    private long line = 1;
    private boolean begun;

    CsvRows(Path file, TextEncoding encoding, char delimiter) {
        this.delimiter = delimiter;
        try {
            java.io.InputStream bytes = Files.newInputStream(file);
            bytes.skipNBytes(encoding.bomBytes());
            Charset charset = encoding.charset();
            in = new InputStreamReader(bytes, charset.newDecoder().onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT));
        } catch (IOException e) {
            throw Unreadable.orFailed("line 1", e);
        }
    }

    @Override
    public boolean nextSheet() {
        boolean first = !begun;
        begun = true;
        return first;
    }

    @Override
    public String sheet() {
        return null;
    }

    @Override
    public boolean next(RawRow row) {
        row.begin(line);
        if (at == end && !fill()) {
            return false;
        }
        int column = 0;
        for (; at < end || fill(); column++) {
            if ((buffer[at] == '"' ? quoted(row, column) : plain(row, column)) != CELL) {
                return true;
            }
        }
        row.put(column, RawRow.Kind.TEXT, "");
        return true;
    }

    private int plain(RawRow row, int column) {
        cellLength = 0;
        while (true) {
            int start = at;
            int i = start;
            for (; i < end; i++) {
                char c = buffer[i];
                if (c == delimiter || c == '\n' || c == '\r') {
                    break;
                }
            }
            at = i;
            if (i < end && cellLength == 0) {
                put(row, column, buffer, start, i);
                return ended();
            }
            for (int j = start; j < i && cellLength < cell.length; j++) {
                cell[cellLength++] = buffer[j];
            }
            if (i < end || !fill()) {
                put(row, column, cell, 0, cellLength);
                return i < end ? ended() : END;
            }
        }
    }

    private int quoted(RawRow row, int column) {
        long opened = line;
        cellLength = 0;
        at++;
        while (true) {
            if (at == end && !fill()) {
                throw Unreadable.because("line " + opened).with("reason", "quote not closed");
            }
            char c = buffer[at++];
            if (c == '"') {
                if (at == end && !fill()) {
                    put(row, column, cell, 0, cellLength);
                    return END;
                }
                if (buffer[at] != '"') {
                    return afterQuote(row, column);
                }
                at++;
            } else if (c == '\n' || c == '\r') {
                if (c == '\r' && (at < end || fill()) && buffer[at] == '\n') {
                    at++;
                }
                c = '\n';
                line++;
            }
            if (cellLength == cell.length) {
                throw Unreadable.because("line " + opened).with("reason", "quote not closed");
            }
            cell[cellLength++] = c;
        }
    }

    /** What stands between a closing quote and the next delimiter belongs to the cell. */
    private int afterQuote(RawRow row, int column) {
        while (at < end || fill()) {
            char c = buffer[at];
            if (c == delimiter || c == '\n' || c == '\r') {
                put(row, column, cell, 0, cellLength);
                return ended();
            }
            at++;
            if (cellLength < cell.length) {
                cell[cellLength++] = c;
            }
        }
        put(row, column, cell, 0, cellLength);
        return END;
    }

    /** Steps over the delimiter or the line's end. */
    private int ended() {
        char c = buffer[at++];
        if (c == delimiter) {
            return CELL;
        }
        if (c == '\r' && (at < end || fill()) && buffer[at] == '\n') {
            at++;
        }
        line++;
        return LINE_END;
    }

    private void put(RawRow row, int column, char[] from, int start, int stop) {
        row.put(column, RawRow.Kind.TEXT, from, Guard.isGuarded(from, start, stop) ? start + 1 : start, stop);
    }

    private boolean fill() {
        try {
            int count = in.read(buffer, 0, buffer.length);
            at = 0;
            end = Math.max(count, 0);
            return count > 0;
        } catch (IOException e) {
            throw Unreadable.orFailed("line " + line, e);
        }
    }

    @Override
    public void close() {
        try {
            in.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
