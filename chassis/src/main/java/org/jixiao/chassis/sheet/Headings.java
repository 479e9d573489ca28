package org.jixiao.chassis.sheet;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jixiao.chassis.paging.Text;
import org.jixiao.chassis.problem.ChassisProblem;
import org.jixiao.chassis.problem.ProblemCode;
import org.jixiao.chassis.problem.Violation;
import org.jixiao.chassis.sheet.source.RawRow;

/**
 * Where the wanted columns stand in a table: in the first row, or the first two rows one above the other, that name all which
 * are required. A merged heading is, in the file, one cell and blank ones; so above a heading of the second row a blank cell
 * means what stands left of it, and below a heading of the first row a blank cell means nothing of its own.
 *
 * <p>A unit that is stated must not be lost: where money would be read as yuan although the rows above the data speak of
 * another unit, the file is refused.
 */
final class Headings {

    private static final int IGNORED_MAX = SheetLimits.COLUMNS_MAX;

    private final Columns columns;
    private final int[] places;
    private final int[] units;
    private final String[] texts;
    private final List<String> ignored = new ArrayList<>();
    private final List<Integer> repeated = new ArrayList<>();
    private int found;
    private int width;
    private int fields;
    private int rowEnd;
    private long lastRow;
    private int unitOfTable;

    private Headings(Columns columns) {
        this.columns = columns;
        places = new int[columns.size()];
        units = new int[columns.size()];
        texts = new String[columns.size()];
        Arrays.fill(places, -1);
    }

    /** For a format that names its fields itself. */
    static Headings ofFields(Columns columns) {
        Headings headings = new Headings(columns);
        for (int i = 0; i < columns.size(); i++) {
            headings.places[i] = i;
            headings.texts[i] = columns.get(i).field();
        }
        headings.width = -1;
        return headings;
    }

    /**
     * The headings among the first rows of a sheet, or the most that was found of them; see {@link #missing}.
     *
     * @throws Violation SHEET_HEADINGS_REPEATED or SHEET_UNIT_UNCLEAR
     */
    static Headings find(Columns columns, List<RawRow> top, String sheet) {
        Headings nearest = new Headings(columns);
        for (int i = 0; i < top.size(); i++) {
            Headings one = match(columns, null, top.get(i));
            Headings two = i + 1 < top.size() ? match(columns, top.get(i), top.get(i + 1)) : null;
            Headings next = two == null ? null : match(columns, null, top.get(i + 1));
            boolean stacked = two != null && two.isComplete() && (two.found > (one.isComplete() ? one.found : next.found)
                || !one.isComplete() && two.found == next.found && two.hasUnitMoreThan(next)
                && Heading.unitOfTable(joined(top.get(i))) == Heading.NO_UNIT);
            Headings best = stacked ? two : one;
            if (best.isComplete()) {
                best.complete(top, i, stacked ? i + 2 : i + 1, sheet);
                return best;
            }
            if (best.found > nearest.found) {
                nearest = best;
            }
            if (two != null && two.found > nearest.found) {
                nearest = two;
            }
        }
        return nearest;
    }

    private static Headings match(Columns columns, RawRow upper, RawRow lower) {
        Headings headings = new Headings(columns);
        headings.width = Math.max(lower.width(), upper == null ? 0 : upper.width());
        headings.fields = Math.max(lower.fields(), upper == null ? 0 : upper.fields());
        Heading group = Heading.NONE;
        String groupText = "";
        for (int i = 0; i < headings.width; i++) {
            Heading own = Heading.read(lower.text(i));
            Heading above = upper == null ? Heading.NONE : Heading.read(upper.text(i));
            if (above != Heading.NONE) {
                group = above;
                groupText = upper.text(i);
            }
            boolean onlyAbove = lower.text(i) == null || own.name().isEmpty();
            if (upper == null) {
                headings.place(i, own, columns.withHeading(own.name()), lower.text(i));
            } else if (onlyAbove) {
                headings.place(i, own.below(above), columns.withHeading(above.name()), upper.text(i));
            } else {
                Heading whole = own.below(group);
                int column = columns.withHeading(whole.name());
                headings.place(i, whole, column >= 0 ? column : columns.withHeading(own.name()),
                    group == Heading.NONE ? lower.text(i) : groupText + " " + lower.text(i));
            }
        }
        return headings;
    }

    /** Whether the row above gives some money its unit. */
    private boolean hasUnitMoreThan(Headings other) {
        for (int i = 0; i < units.length; i++) {
            if (isMoney(i) && units[i] != Heading.NO_UNIT && other.units[i] == Heading.NO_UNIT) {
                return true;
            }
        }
        return false;
    }

    private boolean isMoney(int column) {
        return places[column] >= 0 && columns.get(column).kind() == Column.Kind.MONEY;
    }

    private void place(int at, Heading heading, int column, String text) {
        if (column < 0) {
            if (text != null && ignored.size() < IGNORED_MAX) {
                ignored.add(shown(text));
            }
        } else if (places[column] >= 0) {
            repeated.add(column);
        } else {
            places[column] = at;
            units[column] = heading.unit();
            texts[column] = shown(text);
            found++;
        }
    }

    private static String shown(String text) {
        StringBuilder shown = new StringBuilder();
        for (String word : text.split("[\\s\u3000\u00a0]+")) {
            shown.append(shown.isEmpty() || word.isEmpty() ? "" : " ").append(word);
        }
        return Text.start(shown.toString(), SheetLimits.FAULT_CHARS_MAX);
    }

    private void complete(List<RawRow> top, int start, int end, String sheet) {
        if (!repeated.isEmpty()) {
            throw in(sheet, new Violation(ChassisProblem.SHEET_HEADINGS_REPEATED)
                .with("headings", repeated.stream().distinct().map(index -> texts[index]).toList())
                .with("row", top.get(end - 1).number()));
        }
        rowEnd = end;
        if (rowEnd < top.size() && isContinued(top.get(rowEnd))) {
            rowEnd++;
        }
        if (rowEnd < top.size() && isCount(top.get(rowEnd))) {
            rowEnd++;
        }
        lastRow = top.get(rowEnd - 1).number();
        unitOfTable = Heading.NO_UNIT;
        for (int i = start - 1; i >= 0 && unitOfTable == Heading.NO_UNIT; i--) {
            unitOfTable = unitAbove(top.get(i), i < start - 1 || end > start + 1);
        }
        requireUnit(top, start, sheet);
        for (int i = 0; i < units.length; i++) {
            units[i] = units[i] != Heading.NO_UNIT ? units[i] : Math.max(unitOfTable, 0);
        }
    }

    private static Violation in(String sheet, Violation refused) {
        return sheet == null ? refused : refused.with("sheet", sheet);
    }

    /** The unit that a row above the headings states for the whole table: by the word, in brackets, or at the end of a title. */
    private static int unitAbove(RawRow row, boolean mayBeTitle) {
        int unit = Heading.unitOfTable(joined(row));
        boolean alone = true;
        for (int i = 0; i < row.width() && unit == Heading.NO_UNIT; i++) {
            Heading stated = Heading.read(row.text(i));
            alone &= row.text(i) == null || i == row.width() - 1;
            unit = stated.isUnit() || mayBeTitle && alone ? stated.unit() : unit;
        }
        return unit;
    }

    /** Refuses to read money as yuan only because the unit that is spoken of was not understood. */
    private void requireUnit(List<RawRow> top, int start, String sheet) {
        boolean stated = unitOfTable != Heading.NO_UNIT;
        for (int i = 0; i < units.length && !stated; i++) {
            if (isMoney(i) && units[i] == Heading.NO_UNIT) {
                requireNoOtherUnit(top, start, sheet);
                return;
            }
        }
    }

    private void requireNoOtherUnit(List<RawRow> top, int start, String sheet) {
        for (int i = 0; i < rowEnd; i++) {
            RawRow row = top.get(i);
            for (int j = 0; j < row.width(); j++) {
                Heading heading = Heading.read(row.text(j));
                boolean ofItsColumn = i >= start && heading.unit() != Heading.NO_UNIT && (i > start || !heading.isUnit());
                if (row.text(j) != null && !ofItsColumn && Heading.speaksOfLargerUnit(row.text(j))) {
                    throw in(sheet, new Violation(ChassisProblem.SHEET_UNIT_UNCLEAR)
                        .with("text", Text.start(shown(row.text(j)), SheetLimits.FAULT_CHARS_MAX)).with("row", row.number()));
                }
            }
        }
    }

    /** Whether a row below the headings has, for our columns, nothing but their units: then it is one of them. */
    private boolean isContinued(RawRow row) {
        for (int place : places) {
            if (place >= 0 && row.text(place) != null
                && (row.kind(place) != RawRow.Kind.TEXT || !Heading.read(row.text(place)).isUnit())) {
                return false;
            }
        }
        for (int i = 0; i < places.length; i++) {
            if (places[i] >= 0 && row.text(places[i]) != null) {
                units[i] = Heading.read(row.text(places[i])).unit();
            }
        }
        return true;
    }

    /** Whether a row only counts the columns. */
    private static boolean isCount(RawRow row) {
        String first = row.text(0) == null ? "" : Heading.compact(row.text(0));
        return first.equals("栏次") || first.equals("行次");
    }

    private static String joined(RawRow row) {
        StringBuilder joined = new StringBuilder();
        for (int i = 0; i < row.width(); i++) {
            if (row.text(i) != null) {
                joined.append('|').append(row.text(i), 0, Math.min(row.text(i).length(), 200));
            }
        }
        return joined.toString();
    }

    /** The required columns that are not there. */
    List<Integer> missing() {
        List<Integer> missing = new ArrayList<>();
        for (int i = 0; i < places.length; i++) {
            if (places[i] < 0 && columns.get(i).required()) {
                missing.add(i);
            }
        }
        return missing;
    }

    /** Whether all required columns are there, and any at all. */
    boolean isComplete() {
        return found > 0 && missing().isEmpty();
    }

    int found() {
        return found;
    }

    /** How many of the rows looked at are above the data. */
    int rowEnd() {
        return rowEnd;
    }

    long lastRow() {
        return lastRow;
    }

    /** That of the first column of money. */
    int unit() {
        for (int i = 0; i < units.length; i++) {
            if (isMoney(i)) {
                return units[i];
            }
        }
        return 0;
    }

    List<String> ignored() {
        return List.copyOf(ignored);
    }

    /** Columns of the table; -1 where the format knows none. */
    int width() {
        return width;
    }

    /** Cells of the rows of headings, blank ones too. */
    int fields() {
        return fields;
    }

    /** The place of a wanted column, or -1. */
    int place(int column) {
        return places[column];
    }

    int unit(int column) {
        return units[column];
    }

    CellFault fault(String sheet, long row, int column, ProblemCode code, String text) {
        String letters = width < 0 || places[column] < 0 ? null : CellFault.letters(places[column]);
        return new CellFault(sheet, row, letters, texts[column], columns.get(column).field(), code,
            Text.start(text, SheetLimits.FAULT_CHARS_MAX));
    }
}
