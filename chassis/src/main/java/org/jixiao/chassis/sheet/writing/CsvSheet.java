package org.jixiao.chassis.sheet.writing;

import java.io.IOException;
import java.io.OutputStream;
import java.io.Writer;
import org.jixiao.chassis.sheet.Column;
import org.jixiao.chassis.sheet.Columns;
import org.jixiao.chassis.sheet.source.Guard;

/** RFC 4180 in UTF-8, with the byte order mark without which Excel takes it for the local encoding. */
final class CsvSheet implements SheetWriter {

    private final Writer out;
    private final Columns head;

    CsvSheet(OutputStream out, Columns head) throws IOException {
        this.out = Written.utf8(out);
        this.head = head;
        this.out.write('\ufeff');
        for (int i = 0; i < head.size(); i++) {
            cell(i, Guard.guarded(head.get(i).heading()));
        }
        this.out.write("\r\n");
        this.out.flush();
    }

    @Override
    public void row(Object... values) throws IOException {
        Written.check(head, values);
        for (int i = 0; i < values.length; i++) {
            String text = Written.text(head.get(i), values[i]);
            cell(i, text == null ? "" : head.get(i).kind() == Column.Kind.TEXT ? Guard.guarded(text) : text);
        }
        out.write("\r\n");
    }

    private void cell(int column, String text) throws IOException {
        if (column > 0) {
            out.write(',');
        }
        boolean quoted = head.size() == 1 && text.isEmpty();
        for (int i = 0; i < text.length() && !quoted; i++) {
            char c = text.charAt(i);
            quoted = c == ',' || c == '"' || c == '\n' || c == '\r' || c == ';' || c == '\t';
        }
        if (quoted) {
            out.write('"');
            out.write(text.replace("\"", "\"\""));
            out.write('"');
        } else {
            out.write(text);
        }
    }

    @Override
    public void flush() throws IOException {
        out.flush();
    }

    @Override
    public void end() throws IOException {
        out.flush();
    }

    @Override
    public void close() {
        // holds nothing
    }
}
