package org.jixiao.chassis.sheet;

import java.util.List;

/**
 * One wanted column of a table.
 *
 * @param field       the stable name, which is also the key in NDJSON and JSON
 * @param kind        what its cells hold
 * @param required    the heading must be there, and no row may leave the cell blank
 * @param headings    the accepted headings, in any language; the first is the one that is written
 * @param explanation what a template says about it
 */
public record Column(String field, Kind kind, boolean required, List<String> headings, String explanation) {

    /** What a cell is read as. */
    public enum Kind {
        /** A trimmed {@link String}. */
        TEXT,
        /** A {@link java.math.BigDecimal} in yuan with two decimals; at most 16 digits before the point. */
        MONEY,
        /** A {@link java.math.BigDecimal} with at most ten decimals. */
        DECIMAL,
        /** A {@link java.time.LocalDate} of the years 1900 to 2999. */
        DATE,
        /** A {@link Long}. */
        INTEGER
    }

    public Column {
        headings = List.copyOf(headings);
        if (field.isBlank() || headings.isEmpty()) {
            throw new IllegalArgumentException("a column needs a name and a heading");
        }
    }

    public static Column text(String field, String... headings) {
        return new Column(field, Kind.TEXT, true, List.of(headings), "");
    }

    public static Column money(String field, String... headings) {
        return new Column(field, Kind.MONEY, true, List.of(headings), "");
    }

    public static Column decimal(String field, String... headings) {
        return new Column(field, Kind.DECIMAL, true, List.of(headings), "");
    }

    public static Column date(String field, String... headings) {
        return new Column(field, Kind.DATE, true, List.of(headings), "");
    }

    public static Column integer(String field, String... headings) {
        return new Column(field, Kind.INTEGER, true, List.of(headings), "");
    }

    public Column optional() {
        return new Column(field, kind, false, headings, explanation);
    }

    public Column explained(String sentence) {
        return new Column(field, kind, required, headings, sentence);
    }

    /** The heading that is written. */
    public String heading() {
        return headings.get(0);
    }
}
