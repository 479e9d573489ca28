package org.jixiao.budget.intake;

import java.util.ArrayList;
import java.util.List;
import org.jixiao.budget.appropriation.ExpenditureKind;
import org.jixiao.budget.appropriation.FundNature;
import org.jixiao.budget.ledger.bulk.Wanted;
import org.jixiao.chassis.sheet.SheetRow;

/** A row of the file on its way to the ledger, with what is wrong with it. */
final class Line {

    /** The classes of an appropriation; a payment may leave some open. */
    record Key(String agencyCode, String projectCode, FundNature fundNature, ExpenditureKind expenditureKind, String functionalClass,
               String economicClass) {
    }

    private final SheetRow row;
    private final List<Fault> faults = new ArrayList<>();
    /** What it asks for; without an appropriation as long as that has to be entered first. */
    private Wanted wanted;
    private Key toEnter;
    private String economicClassName;

    Line(SheetRow row) {
        this.row = row;
        row.faults().forEach(fault -> faults.add(Fault.of(fault)));
    }

    SheetRow row() {
        return row;
    }

    List<Fault> faults() {
        return faults;
    }

    boolean isGood() {
        return faults.isEmpty();
    }

    Wanted wanted() {
        return wanted;
    }

    Key toEnter() {
        return toEnter;
    }

    String economicClassName() {
        return economicClassName;
    }

    void wants(Wanted line) {
        wanted = line;
    }

    void enters(Key appropriation, String className) {
        toEnter = appropriation;
        economicClassName = className;
    }

    /** What it asks for of the appropriation that was entered for it. The line stays: another try may have to enter it again. */
    Wanted wanted(long appropriationId) {
        return new Wanted(wanted.kind(), wanted.documentNumber(), wanted.documentDate(), wanted.reason(), wanted.explanation(),
            appropriationId, wanted.amount());
    }
}
