package org.jixiao.report.rendering;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/**
 * A table as it is printed: rows of cells, some of which span others. The web page, the PDF, the Word document and the
 * workbook draw the same table, so that none of them can differ from the others.
 *
 * @param caption names the table
 * @param unit    of its amounts, printed above the right end; empty if it has none
 * @param widths  relative widths of the columns
 * @param head    rows repeated on every page
 */
record Table(String caption, String unit, List<Integer> widths, List<Row> head, List<Row> body) {

    Table {
        widths = List.copyOf(widths);
        head = List.copyOf(head);
        body = List.copyOf(body);
    }

    /** A table without a unit whose head is one row of column titles. */
    static Table of(String caption, List<Integer> widths, List<String> titles, List<Row> body) {
        return new Table(caption, "", widths, List.of(Row.titles(titles)), body);
    }

    public Table in(String unit) {
        return new Table(caption, unit, widths, head, body);
    }

    Table captioned(String caption) {
        return new Table(caption, unit, widths, head, body);
    }

    public boolean empty() {
        return body.isEmpty();
    }

    public List<Row> rows() {
        List<Row> rows = new ArrayList<>(head);
        rows.addAll(body);
        return rows;
    }

    public int totalWidth() {
        return widths.stream().mapToInt(Integer::intValue).sum();
    }

    /** Widths in percent of the whole, as a style sheet wants them. */
    public List<String> shares() {
        int total = totalWidth();
        return widths.stream().map(width -> new BigDecimal(width * 100)
                .divide(new BigDecimal(total), 2, RoundingMode.HALF_UP).toPlainString() + "%").toList();
    }

    /**
     * Where every cell lies: for each row, one place for each cell that begins in it or reaches into it from above.
     * Word needs the cells from above as empty ones, a workbook needs the column of each.
     *
     * @throws IllegalStateException if the spans of a row do not fill the columns exactly
     */
    public List<List<Place>> places() {
        List<Row> rows = rows();
        Place[] above = new Place[widths.size()];
        List<List<Place>> places = new ArrayList<>();
        for (int row = 0; row < rows.size(); row++) {
            List<Place> line = new ArrayList<>();
            List<Cell> cells = rows.get(row).cells();
            int next = 0;
            int column = 0;
            while (column < widths.size()) {
                Place place;
                if (above[column] != null && above[column].lastRow() >= row) {
                    place = new Place(above[column].cell(), above[column].row(), column, true);
                } else if (next < cells.size()) {
                    place = new Place(cells.get(next++), row, column, false);
                    above[column] = place;
                } else {
                    throw new IllegalStateException(caption + ": row " + row + " is too short");
                }
                line.add(place);
                column += place.cell().colSpan();
            }
            if (next < cells.size() || column > widths.size()) {
                throw new IllegalStateException(caption + ": row " + row + " is too long");
            }
            places.add(line);
        }
        return places;
    }

    /**
     * Cuts the table where pages end. A cell that reaches across a cut is closed above it and begins again below, so
     * that every piece is a complete table; titles inside the body are repeated where their block goes on.
     *
     * @param cuts numbers of the body rows, counted from 0 and rising, that begin a new piece
     */
    public List<Table> cut(List<Integer> cuts) {
        List<Integer> ends = new ArrayList<>(cuts);
        ends.add(body.size());
        List<List<Place>> places = places();
        List<Table> pieces = new ArrayList<>();
        int first = 0;
        for (int end : ends) {
            pieces.add(new Table(first == 0 ? caption : caption + "（续）", unit, widths, head,
                    piece(places.subList(head.size(), places.size()), first, end)));
            first = end;
        }
        return pieces;
    }

    private List<Row> piece(List<List<Place>> places, int first, int end) {
        List<Row> rows = new ArrayList<>();
        for (int row = first; row < end; row++) {
            List<Cell> cells = new ArrayList<>();
            for (Place place : places.get(row)) {
                if (!place.continued() || row == first) {
                    cells.add(place.cell().down(Math.min(place.lastRow() - head.size(), end - 1) - row + 1));
                }
            }
            rows.add(new Row(cells, row));
        }
        Place block = places.get(first).get(0);
        int titles = block.row() - head.size();
        if (block.continued() && places.get(titles).stream().skip(1).allMatch(Place::isTitle)) {
            Cell label = rows.get(0).cells().get(0);
            List<Cell> repeated = new ArrayList<>(body.get(titles).cells());
            repeated.set(0, label.down(label.rowSpan() + 1));
            rows.set(0, new Row(rows.get(0).cells().subList(1, rows.get(0).cells().size()), first));
            rows.add(0, new Row(repeated));
        }
        return rows;
    }

    /** @param continued whether the cell began in a row above */
    record Place(Cell cell, int row, int column, boolean continued) {

        int lastRow() {
            return row + cell.rowSpan() - 1;
        }

        boolean isTitle() {
            return cell.kind() == Kind.TITLE;
        }

        int lastColumn() {
            return column + cell.colSpan() - 1;
        }
    }

    /** @param number of the row in the body before it was cut; -1 where it was not, or where the row is a repeated one */
    record Row(List<Cell> cells, int number) {

        Row {
            cells = List.copyOf(cells);
        }

        Row(List<Cell> cells) {
            this(cells, -1);
        }

        static Row of(Cell... cells) {
            return new Row(List.of(cells));
        }

        static Row titles(List<String> titles) {
            return new Row(titles.stream().map(Cell::title).toList());
        }
    }

    /** What a cell is, from which each format chooses alignment, weight and number format. */
    enum Kind {
        /** Heads a column. */
        TITLE,
        /** Heads a row. */
        LABEL,
        /** Heads the rows that it spans. */
        GROUP,
        TEXT,
        CENTRED,
        NUMBER
    }

    /**
     * @param text    as printed
     * @param number  the same as a number where the cell is one; a workbook keeps this
     * @param percent whether the number is in percent
     * @param marked  whether it needs the reader's attention (computed unlike stated)
     */
    record Cell(Kind kind, String text, BigDecimal number, boolean percent, boolean marked, int rowSpan, int colSpan) {

        Cell {
            text = text == null ? "" : text;
        }

        static Cell title(String text) {
            return new Cell(Kind.TITLE, text, null, false, false, 1, 1);
        }

        static Cell label(String text) {
            return new Cell(Kind.LABEL, text, null, false, false, 1, 1);
        }

        static Cell group(String text) {
            return new Cell(Kind.GROUP, text, null, false, false, 1, 1);
        }

        static Cell text(String text) {
            return new Cell(Kind.TEXT, text, null, false, false, 1, 1);
        }

        static Cell centred(String text) {
            return new Cell(Kind.CENTRED, text, null, false, false, 1, 1);
        }

        /** A number with thousands separated and the scale that it has; a blank stays blank. */
        static Cell number(BigDecimal number) {
            return new Cell(Kind.NUMBER, Wording.number(number), number, false, false, 1, 1);
        }

        /** @param hundredths in percent: 100 prints 100% */
        static Cell percent(BigDecimal hundredths) {
            String text = hundredths == null ? "" : Wording.number(hundredths) + "%";
            return new Cell(Kind.NUMBER, text, hundredths, true, false, 1, 1);
        }

        Cell across(int columns) {
            return new Cell(kind, text, number, percent, marked, rowSpan, columns);
        }

        Cell down(int rows) {
            return new Cell(kind, text, number, percent, marked, rows, colSpan);
        }

        Cell markedIf(boolean attention) {
            return new Cell(kind, text, number, percent, attention, rowSpan, colSpan);
        }

        public boolean header() {
            return kind == Kind.TITLE || kind == Kind.LABEL || kind == Kind.GROUP;
        }

        /** What a screen reader is told that the header is about. */
        public String scope() {
            return switch (kind) {
                case TITLE -> colSpan > 1 ? "colgroup" : "col";
                case GROUP -> "rowgroup";
                default -> "row";
            };
        }

        /** Style class of the cell on the page and in print. */
        public String look() {
            String look = switch (kind) {
                case TITLE, LABEL, GROUP, CENTRED -> "c";
                case TEXT -> "t";
                case NUMBER -> "n";
            };
            return marked ? look + " m" : look;
        }

        /** The text in lines: a goal or a step each. */
        public List<String> lines() {
            return text.lines().toList();
        }
    }
}
