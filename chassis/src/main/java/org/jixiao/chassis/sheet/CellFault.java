package org.jixiao.chassis.sheet;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jixiao.chassis.problem.ProblemCode;
import org.jixiao.chassis.problem.Sentence;

/**
 * What is wrong with one cell, or with one row where column and field are null.
 *
 * @param sheet   name of the sheet; null where the format knows none
 * @param row     as the file counts, from 1: the row of the sheet, or the line on which the row begins
 * @param column  letters of the column, such as C; null in NDJSON
 * @param heading as it stands in the file; in NDJSON the key
 * @param field   name of the wanted column
 * @param text    the beginning of what the cell holds, up to 100 characters
 */
public record CellFault(String sheet, long row, String column, String heading, String field, ProblemCode code, String text) {

    /** The same as fields of a problem, and for the places in its sentence. */
    public Map<String, Object> params() {
        Map<String, Object> params = new LinkedHashMap<>();
        params.put("sheet", sheet);
        params.put("row", row);
        params.put("column", column);
        params.put("heading", heading);
        params.put("field", field);
        params.put("value", text);
        return params;
    }

    public String sentence(Locale language) {
        return Sentence.of(code, params(), language);
    }

    /** The letters of a column, counted from 0: A, B, … Z, AA. */
    public static String letters(int column) {
        StringBuilder letters = new StringBuilder();
        for (int rest = column + 1; rest > 0; rest = (rest - 1) / 26) {
            letters.insert(0, (char) ('A' + (rest - 1) % 26));
        }
        return letters.toString();
    }
}
