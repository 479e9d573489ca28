package org.jixiao.chassis.sheet.source;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jixiao.chassis.problem.ProblemCode;
import org.jixiao.chassis.problem.ChassisProblem;
import org.jixiao.chassis.problem.Violation;
import org.jixiao.chassis.sheet.Blank;
import org.jixiao.chassis.sheet.SheetLimits;

/** The cells of one row as the file has them, trimmed. One object is filled again and again. */
public final class RawRow {

    /** What a cell is in its file. */
    public enum Kind {
        EMPTY, TEXT,
        /** A number of a spreadsheet, which counts with 15 digits. */
        NUMBER,
        /** A number that stands in the file as it is meant. */
        EXACT_NUMBER,
        /** A date cell of a spreadsheet; its text is ISO. */
        DATE, FORMULA, ERROR,
        /** True, false, an object, a list. */
        OTHER, TOO_LONG
    }

    /** A fault that the format itself finds. */
    public record Fault(String field, ProblemCode code, String text) {
    }

    private final Kind[] kinds = new Kind[SheetLimits.COLUMNS_MAX];
    private final String[] texts = new String[SheetLimits.COLUMNS_MAX];
    private final boolean[] named = new boolean[SheetLimits.COLUMNS_MAX];
    private final List<Fault> faults = new ArrayList<>();
    private long number;
    private int width;
    private int fields;
    private int chars;
    private boolean present;

    public void begin(long at) {
        Arrays.fill(kinds, 0, width, Kind.EMPTY);
        Arrays.fill(texts, 0, width, null);
        Arrays.fill(named, 0, Math.min(fields, named.length), false);
        faults.clear();
        number = at;
        width = 0;
        fields = 0;
        chars = 0;
        present = false;
    }

    /** Puts a cell; of a blank one it is only known that it is there. */
    public void put(int column, Kind kind, char[] from, int start, int end) {
        name(column);
        int first = start;
        int last = end;
        while (first < last && Blank.is(from[first])) {
            first++;
        }
        while (first < last && Blank.is(from[last - 1])) {
            last--;
        }
        if (first < last) {
            set(column, kind, new String(from, first, Math.min(last - first, SheetLimits.CELL_CHARS_MAX + 1)));
        }
    }

    public void put(int column, Kind kind, String text) {
        name(column);
        String trimmed = Blank.trim(text);
        if (!trimmed.isEmpty() || kind != Kind.TEXT) {
            set(column, kind, trimmed);
        }
    }

    private void name(int column) {
        fields = Math.max(fields, column + 1);
        if (column < named.length) {
            named[column] = true;
        }
    }

    private void set(int column, Kind kind, String text) {
        if (column >= SheetLimits.COLUMNS_MAX) {
            throw new Violation(ChassisProblem.SHEET_TOO_LARGE).with("limit", "columns").with("max", SheetLimits.COLUMNS_MAX)
                .with("row", number);
        }
        boolean tooLong = text.length() > SheetLimits.CELL_CHARS_MAX || chars + text.length() > SheetLimits.ROW_CHARS_MAX;
        for (int i = width; i < column; i++) {
            kinds[i] = Kind.EMPTY;
        }
        kinds[column] = tooLong ? Kind.TOO_LONG : kind;
        texts[column] = tooLong ? text.substring(0, Math.min(text.length(), 2 * SheetLimits.FAULT_CHARS_MAX)) : text;
        chars += texts[column].length();
        width = Math.max(width, column + 1);
    }

    /** It counts as a row though all its cells may be blank. */
    public void markPresent() {
        present = true;
    }

    /** So many are kept, the newest always: it may say that the row cannot be read at all. */
    public void fault(String field, ProblemCode code, String text) {
        if (faults.size() == SheetLimits.ROW_FAULTS_MAX) {
            faults.remove(faults.size() - 1);
        }
        faults.add(new Fault(field, code, text));
        present = true;
    }

    public RawRow copy() {
        RawRow copy = new RawRow();
        copy.number = number;
        copy.width = width;
        copy.fields = fields;
        System.arraycopy(named, 0, copy.named, 0, named.length);
        System.arraycopy(kinds, 0, copy.kinds, 0, width);
        System.arraycopy(texts, 0, copy.texts, 0, width);
        copy.faults.addAll(faults);
        copy.present = present;
        return copy;
    }

    public long number() {
        return number;
    }

    /** One more than the last column with a cell that is not blank. */
    public int width() {
        return width;
    }

    /** One more than the last column that the file has a cell for, be it blank. */
    public int fields() {
        return fields;
    }

    /** Whether the file has a cell for it, be it blank. */
    public boolean isNamed(int column) {
        return column < named.length && named[column];
    }

    public boolean isBlank() {
        return width == 0 && !present;
    }

    public Kind kind(int column) {
        return column < width ? kinds[column] : Kind.EMPTY;
    }

    /** Null where the cell is blank. */
    public String text(int column) {
        return column < width ? texts[column] : null;
    }

    public List<Fault> faults() {
        return faults;
    }
}
