package org.jixiao.chassis.sheet.writing;

import java.io.IOException;
import java.io.OutputStream;
import java.io.Writer;
import org.jixiao.chassis.sheet.Column;
import org.jixiao.chassis.sheet.Columns;

/** One object in each line, or an array of them. Money and decimals are strings, blank cells null. */
final class JsonSheet implements SheetWriter {

    private static final String HEX = "0123456789abcdef";

    private final Writer out;
    private final Columns head;
    private final boolean array;
    private boolean begun;

    JsonSheet(OutputStream out, Columns head, boolean array) throws IOException {
        this.out = Written.utf8(out);
        this.head = head;
        this.array = array;
        if (array) {
            this.out.write("[\n");
            this.out.flush();
        }
    }

    @Override
    public void row(Object... values) throws IOException {
        Written.check(head, values);
        if (begun) {
            out.write(array ? ",\n" : "\n");
        }
        begun = true;
        out.write('{');
        for (int i = 0; i < values.length; i++) {
            if (i > 0) {
                out.write(',');
            }
            string(head.get(i).field());
            out.write(':');
            String text = Written.text(head.get(i), values[i]);
            if (text == null || head.get(i).kind() == Column.Kind.INTEGER) {
                out.write(text == null ? "null" : text);
            } else {
                string(text);
            }
        }
        out.write('}');
    }

    private void string(String text) throws IOException {
        out.write('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.write('\\');
                out.write(c);
            } else if (c < ' ' || c == '\u2028' || c == '\u2029') {
                out.write("\\u");
                for (int shift = 12; shift >= 0; shift -= 4) {
                    out.write(HEX.charAt(c >> shift & 15));
                }
            } else {
                out.write(c);
            }
        }
        out.write('"');
    }

    @Override
    public void flush() throws IOException {
        out.flush();
    }

    @Override
    public void end() throws IOException {
        out.write(array ? "\n]\n" : begun ? "\n" : "");
        out.flush();
    }

    @Override
    public void close() {
        // holds nothing
    }
}
