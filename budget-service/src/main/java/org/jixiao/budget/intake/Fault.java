package org.jixiao.budget.intake;

import java.util.Locale;
import org.jixiao.chassis.problem.ProblemCode;
import org.jixiao.chassis.problem.Sentence;
import org.jixiao.chassis.problem.Violation;
import org.jixiao.chassis.sheet.CellFault;
import org.jixiao.chassis.sheet.Columns;
import org.jixiao.chassis.sheet.SheetRow;

/**
 * What is wrong with one cell, or with the row where column and field are null, in both languages.
 *
 * @param column letters of the column
 * @param field  as in the API
 * @param value  the beginning of what the cell holds
 */
record Fault(String column, String heading, String field, String code, String value, String message, String messageEnglish) {

    static Fault of(CellFault fault) {
        return new Fault(fault.column(), fault.heading(), fault.field(), fault.code().name(), fault.text(),
            fault.sentence(Locale.SIMPLIFIED_CHINESE), fault.sentence(Locale.ENGLISH));
    }

    static Fault of(SheetRow row, String field, ProblemCode code) {
        return of(row.fault(field, code));
    }

    /** A refusal at the column that it blames. */
    static Fault of(SheetRow row, Columns columns, Violation refused) {
        String blamed = refused.pointer() == null ? "" : refused.pointer().substring(refused.pointer().lastIndexOf('/') + 1);
        CellFault place = columns.fields().contains(blamed) ? row.fault(blamed, refused.code()) : row.fault(refused.code(), "");
        return new Fault(place.column(), place.heading(), place.field(), refused.code().name(), place.text(),
            Sentence.of(refused.code(), refused.params(), Locale.SIMPLIFIED_CHINESE),
            Sentence.of(refused.code(), refused.params(), Locale.ENGLISH));
    }
}
