package org.jixiao.chassis.paging;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.regex.Pattern;

/** What the values of a column look like in an address, in a cursor and in SQL. */
public enum ValueKind {

    TEXT("text", "text"),
    INTEGER("bigint", "integer"),
    DECIMAL("numeric", "decimal string"),
    DATE("date", "YYYY-MM-DD"),
    INSTANT("timestamptz", "RFC 3339");

    /** The longest text that is worth looking at: names have at most 200 characters. */
    static final int LENGTH_MAX = 300;

    private static final Pattern WHOLE = Pattern.compile("-?[0-9]{1,18}");
    private static final Pattern PLAIN_DECIMAL = Pattern.compile("-?[0-9]{1,16}([.][0-9]{1,6})?");
    private static final Pattern DAY = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");

    private final String sqlType;
    private final String expected;

    ValueKind(String sqlType, String expected) {
        this.sqlType = sqlType;
        this.expected = expected;
    }

    /** The word for it in a refusal. */
    public String expected() {
        return expected;
    }

    /** The value as a bound parameter, or null where the text is none of this kind. */
    public Object value(String text) {
        if (text == null || Text.isLongerThan(text, LENGTH_MAX)) {
            return null;
        }
        return switch (this) {
            case TEXT -> Text.isStorable(text) ? text : null;
            case INTEGER -> WHOLE.matcher(text).matches() ? Long.valueOf(text) : null;
            case DECIMAL -> PLAIN_DECIMAL.matcher(text).matches() ? new BigDecimal(text) : null;
            case DATE -> day(text);
            case INSTANT -> instant(text);
        };
    }

    /** SQL that reads the column so that {@link #value} understands it, to the last digit. */
    String readable(String column) {
        return this == INSTANT
            ? "to_char(" + column + " at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')" : "(" + column + ")::text";
    }

    /** A placeholder of the column's type: the database must not guess. */
    String placeholder() {
        return "cast(? as " + sqlType + ")";
    }

    private static LocalDate day(String text) {
        try {
            return DAY.matcher(text).matches() ? LocalDate.parse(text) : null;
        } catch (DateTimeParseException noDay) {
            return null;
        }
    }

    private static OffsetDateTime instant(String text) {
        try {
            Instant instant = OffsetDateTime.parse(text).toInstant();
            OffsetDateTime utc = instant.atOffset(ZoneOffset.UTC);
            return utc.getYear() >= 1 && utc.getYear() <= 9999 ? utc : null;
        } catch (DateTimeParseException noInstant) {
            return null;
        }
    }
}
