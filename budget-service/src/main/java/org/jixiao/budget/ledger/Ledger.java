package org.jixiao.budget.ledger;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jixiao.budget.Amount;
import org.jixiao.budget.BudgetProblem;
import org.jixiao.budget.fiscalyear.FiscalYear;
import org.jixiao.chassis.problem.Violation;

/**
 * Decides which movements a department's year takes, and what they do to the balances. It knows no
 * clock, no chance and no storage: the same year, balances and movement give the same entries or
 * the same refusal. The database holds the same rules once more behind it.
 */
public final class Ledger {

    private static final int VIREMENT_LINES = 2;

    private final FiscalYear year;
    private final Map<Long, Balance> balances;

    /** @param balances of the appropriations that the movement names, as far as they exist in this year */
    public Ledger(FiscalYear year, Collection<Balance> balances) {
        this.year = year;
        this.balances = balances.stream().collect(Collectors.toMap(Balance::appropriationId, Function.identity()));
    }

    public FiscalYear year() {
        return year;
    }

    /** Refuses a document that the year does not take, whatever it says. Keeps B8 and B9. */
    public void admit(Movement movement) {
        year.requireOpen();
        year.requireInside(movement.documentDate(), "/documentDate");
    }

    /** The entries of a movement, in its lines' order; refuses a movement that breaks a rule. */
    public List<Entry> post(Movement movement) {
        admit(movement);
        requireKnown(movement);
        requireDistinct(movement);
        if (movement.kind() == MovementKind.VIREMENT) {
            requireBalanced(movement);
        }
        List<Entry> entries = new ArrayList<>();
        for (Movement.Line line : movement.lines()) {
            Entry entry = new Entry(line.appropriationId(), movement.kind(), movement.kind().signed(line.amount()));
            requireRoom(balances.get(line.appropriationId()), entry, line);
            entries.add(entry);
        }
        return entries;
    }

    private void requireKnown(Movement movement) {
        for (Movement.Line line : movement.lines()) {
            if (!balances.containsKey(line.appropriationId())) {
                throw unknownAppropriation(String.valueOf(line.appropriationId()), line.pointer(), year.fiscalYear());
            }
        }
    }

    /** The refusal of an appropriation that this year does not have. */
    static Violation unknownAppropriation(String id, String linePointer, int fiscalYear) {
        return new Violation(BudgetProblem.UNKNOWN_APPROPRIATION).at(linePointer + "/appropriationId")
            .with("appropriationId", id).with("fiscalYear", fiscalYear);
    }

    private static void requireDistinct(Movement movement) {
        Set<Long> seen = new HashSet<>();
        for (Movement.Line line : movement.lines()) {
            if (!seen.add(line.appropriationId())) {
                throw new Violation(movement.kind() == MovementKind.VIREMENT
                    ? BudgetProblem.VIREMENT_TO_ITSELF : BudgetProblem.APPROPRIATION_REPEATED)
                    .at(line.pointer() + "/appropriationId").with("appropriationId", String.valueOf(line.appropriationId()));
            }
        }
    }

    /** Keeps B5: from one appropriation to another one of the same fund nature, and nothing made or lost. */
    private void requireBalanced(Movement movement) {
        BigDecimal net = movement.lines().stream().map(Movement.Line::amount).reduce(Amount.ZERO, BigDecimal::add);
        if (movement.lines().size() != VIREMENT_LINES || net.signum() != 0) {
            throw new Violation(BudgetProblem.VIREMENT_NOT_BALANCED).at("/lines")
                .with("net", net).with("netExpected", Amount.ZERO)
                .with("lineCount", movement.lines().size()).with("lineCountExpected", VIREMENT_LINES);
        }
        Movement.Line second = movement.lines().get(1);
        Balance one = balances.get(movement.lines().get(0).appropriationId());
        Balance other = balances.get(second.appropriationId());
        if (one.fundNature() != other.fundNature()) {
            throw new Violation(BudgetProblem.VIREMENT_ACROSS_FUNDS).at(second.pointer() + "/appropriationId")
                .with("fundNature", one.fundNature().name()).with("otherFundNature", other.fundNature().name());
        }
    }

    /** Keeps B3 and B4: what an entry takes must be there, and an opening comes first. */
    private static void requireRoom(Balance balance, Entry entry, Movement.Line line) {
        if (entry.kind() == MovementKind.OPENING && balance.entryCount() > 0) {
            throw new Violation(BudgetProblem.OPENING_NOT_FIRST).at(line.pointer() + "/appropriationId")
                .with("appropriationId", String.valueOf(balance.appropriationId()))
                .with("entryCount", balance.entryCount()).with("entryCountExpected", 0);
        }
        Balance after = balance.after(entry);
        if (after.available().signum() < 0) {
            throw new Violation(BudgetProblem.APPROPRIATION_EXCEEDED).at(line.pointer() + "/amount")
                .with("available", balance.available()).with("requested", entry.amount().negate())
                .with("appropriationId", String.valueOf(balance.appropriationId()));
        }
        if (after.adjusted().compareTo(Amount.BALANCE_MAX) > 0) {
            throw new Violation(BudgetProblem.BALANCE_TOO_LARGE).at(line.pointer() + "/amount")
                .with("adjustedBudget", after.adjusted()).with("adjustedBudgetMax", Amount.BALANCE_MAX)
                .with("appropriationId", String.valueOf(balance.appropriationId()));
        }
    }
}
