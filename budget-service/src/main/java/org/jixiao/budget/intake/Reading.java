package org.jixiao.budget.intake;

import java.time.LocalDate;
import java.util.List;
import java.util.function.Function;
import org.jixiao.budget.Amount;
import org.jixiao.budget.BudgetProblem;
import org.jixiao.budget.Place;
import org.jixiao.budget.appropriation.Appropriation;
import org.jixiao.budget.appropriation.ExpenditureKind;
import org.jixiao.budget.appropriation.FundNature;
import org.jixiao.budget.fiscalyear.FiscalYear;
import org.jixiao.budget.ledger.MovementKind;
import org.jixiao.budget.ledger.bulk.Wanted;
import org.jixiao.chassis.paging.Text;
import org.jixiao.chassis.problem.ChassisProblem;
import org.jixiao.chassis.problem.ProblemCode;
import org.jixiao.chassis.problem.Violation;
import org.jixiao.chassis.sheet.SheetRow;

/** Makes of a row of a file what the ledger is asked for; every fault of the row is found, not only the first. */
final class Reading {

    private static final int NUMBER_MAX = 100;
    private static final int TEXT_MAX = 500;
    private static final int NAME_MAX = 200;
    /** A file need not have these columns; but a blank in one is no leave to take any class. */
    private static final List<String> MUST_BE_FILLED_IN = List.of("agencyCode", "fundNature", "functionalClass", "economicClass");

    private final IntakeKind kind;
    private final FiscalYear year;
    private final Places places;

    Reading(IntakeKind kind, FiscalYear year, Places places) {
        this.kind = kind;
        this.year = year;
        this.places = places;
    }

    Line line(SheetRow row) {
        Line line = new Line(row);
        limits(line);
        if (kind == IntakeKind.PAYMENTS) {
            payment(line);
        } else {
            appropriation(line);
        }
        return line;
    }

    private void limits(Line line) {
        SheetRow row = line.row();
        longest(line, "documentNumber", NUMBER_MAX);
        longest(line, kind == IntakeKind.PAYMENTS ? "purpose" : "reason", TEXT_MAX);
        longest(line, "explanation", TEXT_MAX);
        if (row.amount("amount") != null) {
            if (row.amount("amount").signum() <= 0) {
                refuse(line, new Violation(BudgetProblem.AMOUNT_NOT_POSITIVE).at("/amount").with("amount", row.amount("amount"))
                    .with("amountMin", "0.01"));
            } else if (row.amount("amount").compareTo(Amount.LINE_MAX) > 0) {
                refuse(line, new Violation(BudgetProblem.AMOUNT_TOO_LARGE).at("/amount").with("amount", row.amount("amount"))
                    .with("amountMax", Amount.LINE_MAX));
            }
        }
        LocalDate date = row.date("documentDate");
        if (date != null) {
            try {
                year.requireInside(date, "/documentDate");
                year.requireNotClosed(date);
            } catch (Violation refused) {
                refuse(line, refused);
            }
        }
    }

    private void longest(Line line, String field, int max) {
        String text = line.row().text(field);
        if (text != null && Text.isLongerThan(text, max)) {
            fault(line, field, ChassisProblem.CELL_TOO_LONG);
        }
    }

    private void payment(Line line) {
        SheetRow row = line.row();
        long id = row.text("appropriationId") == null ? byClasses(line) : byId(line);
        if (line.isGood()) {
            line.wants(new Wanted(MovementKind.PAYMENT, row.text("documentNumber"), row.date("documentDate"), row.text("purpose"),
                row.text("explanation"), id, row.amount("amount")));
        }
    }

    private long byId(Line line) {
        String text = line.row().text("appropriationId");
        Long id = Place.id(text);
        if (id == null || !places.hasAppropriation(id)) {
            refuse(line, new Violation(BudgetProblem.UNKNOWN_APPROPRIATION).at("/appropriationId").with("appropriationId", text)
                .with("fiscalYear", year.fiscalYear()));
            return Places.NONE;
        }
        return id;
    }

    /** By the classes that the file has columns for; a blank project is an appropriation without one. */
    private long byClasses(Line line) {
        SheetRow row = line.row();
        Line.Key key = key(line);
        if (key.agencyCode() == null && key.projectCode() == null && key.fundNature() == null && key.functionalClass() == null
            && key.economicClass() == null) {
            if (line.isGood()) {
                fault(line, "appropriationId", ChassisProblem.CELL_EMPTY);
            }
            return Places.NONE;
        }
        MUST_BE_FILLED_IN.stream().filter(field -> row.has(field) && row.text(field) == null)
            .forEach(field -> fault(line, field, ChassisProblem.CELL_EMPTY));
        if (!line.isGood()) {
            return Places.NONE;
        }
        long id = places.appropriation(key, row.has("projectCode"));
        if (id == Places.NONE || id == Places.SEVERAL) {
            refuse(line, new Violation(id == Places.NONE ? BudgetProblem.APPROPRIATION_NOT_FOUND : BudgetProblem.APPROPRIATION_AMBIGUOUS)
                .with("fiscalYear", year.fiscalYear()));
        }
        return id;
    }

    private void appropriation(Line line) {
        SheetRow row = line.row();
        Line.Key key = key(line);
        MovementKind movement = row.text("kind") == null ? MovementKind.OPENING : Classes.movementKind(row.text("kind"));
        if (movement == null) {
            fault(line, "kind", BudgetProblem.CLASS_UNREADABLE);
        }
        if (row.text("expenditureKind") == null && key.expenditureKind() == null && key.economicClass() != null) {
            fault(line, "expenditureKind", ChassisProblem.CELL_EMPTY);
        }
        if (key.expenditureKind() != null) {
            try {
                Appropriation.requireMatch(key.expenditureKind(), key.projectCode());
            } catch (Violation refused) {
                refuse(line, refused.at("/projectCode"));
            }
        }
        longest(line, "economicClassName", NAME_MAX);
        if (!line.isGood()) {
            return;
        }
        String reason = row.text("reason") != null ? row.text("reason") : movement == MovementKind.OPENING ? "年初预算批复" : "追加";
        long id = places.exactly(key);
        line.wants(new Wanted(movement, row.text("documentNumber"), row.date("documentDate"), reason, row.text("explanation"), id,
            row.amount("amount")));
        if (id == Places.NONE) {
            String inCell = Classes.economicClass(row.text("economicClass")).name();
            line.enters(key, row.text("economicClassName") != null ? row.text("economicClassName")
                : !inCell.isEmpty() ? Text.start(inCell, NAME_MAX) : places.className(key.economicClass()));
        }
    }

    private Line.Key key(Line line) {
        SheetRow row = line.row();
        String agency = read(line, "agencyCode", places::agency, BudgetProblem.UNKNOWN_AGENCY);
        String project = read(line, "projectCode", places::project, BudgetProblem.UNKNOWN_PROJECT);
        FundNature nature = read(line, "fundNature", Classes::fundNature, BudgetProblem.CLASS_UNREADABLE);
        String functional = read(line, "functionalClass", Classes::functionalClass, BudgetProblem.CLASS_UNREADABLE);
        Classes.Coded economic = read(line, "economicClass", Classes::economicClass, BudgetProblem.CLASS_UNREADABLE);
        ExpenditureKind expenditure = read(line, "expenditureKind", Classes::expenditureKind, BudgetProblem.CLASS_UNREADABLE);
        if (kind == IntakeKind.APPROPRIATIONS && row.text("expenditureKind") == null && economic != null) {
            expenditure = Classes.expenditureKind(project, economic.code());
        }
        return new Line.Key(agency, project, nature, expenditure, functional, economic == null ? null : economic.code());
    }

    private <T> T read(Line line, String field, Function<String, T> reader, BudgetProblem otherwise) {
        String text = line.row().text(field);
        if (text == null) {
            return null;
        }
        T read = reader.apply(text);
        if (read == null) {
            refuse(line, new Violation(otherwise).at("/" + field).with(field, text).with("field", field).with("value", text));
        }
        return read;
    }

    private static void fault(Line line, String field, ProblemCode code) {
        line.faults().add(Fault.of(line.row(), field, code));
    }

    private void refuse(Line line, Violation refused) {
        line.faults().add(Fault.of(line.row(), kind.columns(), refused));
    }
}
