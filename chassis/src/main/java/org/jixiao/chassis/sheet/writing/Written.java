package org.jixiao.chassis.sheet.writing;

import java.io.BufferedWriter;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import org.jixiao.chassis.sheet.Column;
import org.jixiao.chassis.sheet.Columns;

/** What all formats have in common: the text of a value, checked against its column. */
final class Written {

    private static final int BUFFER_CHARS = 16_384;

    private Written() {
    }

    static Writer utf8(OutputStream out) {
        return new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), BUFFER_CHARS);
    }

    static void check(Columns head, Object[] values) {
        if (values.length != head.size()) {
            throw new IllegalArgumentException(values.length + " values for " + head.size() + " columns");
        }
    }

    /** Null for a blank cell. */
    static String text(Column column, Object value) {
        if (value == null) {
            return null;
        }
        return switch (column.kind()) {
            case TEXT -> whole(of(String.class, column, value));
            case MONEY -> of(BigDecimal.class, column, value).setScale(2, RoundingMode.UNNECESSARY).toPlainString();
            case DECIMAL -> of(BigDecimal.class, column, value).toPlainString();
            case DATE -> of(LocalDate.class, column, value).toString();
            case INTEGER -> of(Number.class, column, value).toString();
        };
    }

    private static <T> T of(Class<T> type, Column column, Object value) {
        if (!type.isInstance(value)) {
            throw new IllegalArgumentException(column.field() + " is no " + column.kind() + ": "
                + value.getClass().getSimpleName());
        }
        return type.cast(value);
    }

    /** Half a character becomes the sign for one that is unknown. */
    private static String whole(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                return text.codePoints().map(c -> c >= 0xd800 && c <= 0xdfff ? 0xfffd : c)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString();
            }
        }
        return text;
    }
}
