package org.jixiao.chassis.sheet;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.jixiao.chassis.paging.Text;
import org.jixiao.chassis.problem.ProblemCode;

/** One row of data. A value is null where the cell is blank, absent or at fault; the faults say which. */
public final class SheetRow {

    private final Columns columns;
    private final Headings headings;
    private final String sheet;
    private final long number;
    private final Object[] values;
    private final boolean[] named;
    private final List<CellFault> faults;

    SheetRow(Columns columns, Headings headings, String sheet, long number, Object[] values, boolean[] named, List<CellFault> faults) {
        this.columns = columns;
        this.headings = headings;
        this.sheet = sheet;
        this.number = number;
        this.values = values;
        this.named = named;
        this.faults = List.copyOf(faults);
    }

    /** Name of the sheet; null where the format knows none. */
    public String sheet() {
        return sheet;
    }

    /** As the file counts, from 1: the row of the sheet, or the line on which the row begins. */
    public long number() {
        return number;
    }

    public List<CellFault> faults() {
        return faults;
    }

    /** Whether the cell is there, be it blank: the table has the column, or the line of NDJSON the key. */
    public boolean has(String field) {
        return named[columns.indexOf(field)];
    }

    public Object value(int column) {
        return values[column];
    }

    public String text(String field) {
        return (String) values[columns.indexOf(field)];
    }

    /** Money in yuan with two decimals, or a decimal. */
    public BigDecimal amount(String field) {
        return (BigDecimal) values[columns.indexOf(field)];
    }

    public LocalDate date(String field) {
        return (LocalDate) values[columns.indexOf(field)];
    }

    public Long integer(String field) {
        return (Long) values[columns.indexOf(field)];
    }

    /** A fault that a rule of the caller finds, at the place of this field. */
    public CellFault fault(String field, ProblemCode code) {
        int index = columns.indexOf(field);
        return headings.fault(sheet, number, index, code, values[index] == null ? "" : values[index].toString());
    }

    /** A fault of the whole row that a rule of the caller finds. */
    public CellFault fault(ProblemCode code, String text) {
        return new CellFault(sheet, number, null, null, null, code, Text.start(text, SheetLimits.FAULT_CHARS_MAX));
    }
}
