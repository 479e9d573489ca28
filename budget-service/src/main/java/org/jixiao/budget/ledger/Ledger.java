package org.jixiao.budget.ledger;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jixiao.budget.Amount;
import org.jixiao.budget.BudgetProblem;
import org.jixiao.budget.control.ControlMode;
import org.jixiao.budget.control.ControlPolicy;
import org.jixiao.budget.fiscalyear.FiscalYear;
import org.jixiao.chassis.problem.Violation;

/**
 * Decides which movements a department's year takes, and what they do to the balances. It knows no
 * clock, no chance and no storage: the same year, balances and movement give the same entries or
 * the same refusal. The database holds the same rules once more behind it.
 */
public final class Ledger {

    /** Refusals that a policy may turn into findings. */
    public static final Set<BudgetProblem> LIMITS = EnumSet.of(BudgetProblem.APPROPRIATION_EXCEEDED, BudgetProblem.ALLOTMENT_EXCEEDED,
        BudgetProblem.ALLOTMENT_ABOVE_BUDGET);
    private static final int VIREMENT_LINES = 2;

    private final FiscalYear year;
    private final Map<Long, Balance> balances;
    private final Map<Long, Balance> sources;
    private final Origin origin;
    private final ControlPolicy policy;
    private final boolean mayRecordLate;

    /**
     * @param balances      of the appropriations that the movement names, as far as they exist in this year
     * @param sources       of those that it names in the year before
     * @param origin        the movement that it refers to, or null where there is none
     * @param mayRecordLate whether who records it may do so in a period that is closing
     */
    public Ledger(FiscalYear year, Collection<Balance> balances, Collection<Balance> sources, Origin origin, ControlPolicy policy,
                  boolean mayRecordLate) {
        this.year = year;
        this.balances = byId(balances);
        this.sources = byId(sources);
        this.origin = origin;
        this.policy = policy;
        this.mayRecordLate = mayRecordLate;
    }

    private static Map<Long, Balance> byId(Collection<Balance> balances) {
        return balances.stream().collect(Collectors.toMap(Balance::appropriationId, Function.identity()));
    }

    /** Refuses a document that the year does not take, whatever it says. Keeps B8 and B9. */
    public void admit(Movement movement) {
        year.requireNotClosed();
        year.requireInside(movement.documentDate(), "/documentDate");
        year.requireNotClosed(movement.documentDate());
        if (year.isSoftClosed(movement.documentDate()) && !mayRecordLate) {
            throw soft(movement, BudgetProblem.PERIOD_SOFT_CLOSED);
        }
        if (year.isSoftClosed(movement.documentDate()) && movement.explanation() == null) {
            throw soft(movement, BudgetProblem.EXPLANATION_REQUIRED).at("/explanation");
        }
    }

    /** The entries of a movement, in its lines' order; refuses a movement that breaks a rule. */
    public Decision post(Movement movement) {
        admit(movement);
        List<Finding> findings = new ArrayList<>();
        if (year.isSoftClosed(movement.documentDate())) {
            findings.add(new Finding(BudgetProblem.PERIOD_SOFT_CLOSED.name(), ControlMode.WARN, null, null, null, null));
        }
        if (movement.kind() == MovementKind.REVERSAL) {
            return new Decision(reversal(movement), findings);
        }
        requireKnown(movement);
        requireDistinct(movement);
        requireOrigin(movement);
        if (movement.kind() == MovementKind.VIREMENT) {
            requireBalanced(movement, findings);
        }
        Map<Long, Balance> left = new HashMap<>(sources);
        List<Entry> entries = new ArrayList<>();
        for (Movement.Line line : movement.lines()) {
            BigDecimal amount = movement.kind().signed(line.amount());
            Entry entry = new Entry(line.appropriationId(), movement.kind(), amount,
                movement.kind().change(amount, origin != null && movement.kind() == MovementKind.PAYMENT), line.sourceId());
            requireFirst(balances.get(line.appropriationId()), entry, line.pointer());
            requireRoom(balances.get(line.appropriationId()), entry, line.pointer() + "/amount", movement, findings);
            requireSource(entry, line.pointer(), left);
            entries.add(entry);
        }
        return new Decision(entries, findings);
    }

    private Violation soft(Movement movement, BudgetProblem problem) {
        return new Violation(problem).at("/documentDate").with("fiscalYear", year.fiscalYear())
            .with("month", movement.documentDate().getMonthValue()).with("documentDate", movement.documentDate().toString());
    }

    private void requireKnown(Movement movement) {
        for (Movement.Line line : movement.lines()) {
            if (!balances.containsKey(line.appropriationId())) {
                throw unknownAppropriation(String.valueOf(line.appropriationId()), line.pointer(), year.fiscalYear());
            }
            if (line.sourceId() != null && !sources.containsKey(line.sourceId())) {
                throw unknownAppropriation(String.valueOf(line.sourceId()), line.pointer(), year.fiscalYear() - 1)
                    .at(line.pointer() + "/carriedFrom");
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

    /** Keeps B6: a refund, a release or a payment out of a commitment takes at most what its origin still has. */
    private void requireOrigin(Movement movement) {
        if (origin == null) {
            return;
        }
        if (origin.reversed()) {
            throw reversed(origin.id());
        }
        Movement.Line line = movement.lines().get(0);
        boolean refund = movement.kind() == MovementKind.REFUND;
        if (movement.documentDate().isBefore(origin.documentDate())) {
            throw new Violation(refund ? BudgetProblem.REFUND_BEFORE_PAYMENT : BudgetProblem.DATE_BEFORE_ORIGIN).at("/documentDate")
                .with("documentDate", movement.documentDate().toString())
                .with(refund ? "paidDate" : "originDate", origin.documentDate().toString())
                .with(refund ? "paymentId" : "originId", String.valueOf(origin.id()));
        }
        long originAppropriation = origin.entries().get(0).appropriationId();
        if (originAppropriation != line.appropriationId()) {
            throw new Violation(BudgetProblem.COMMITMENT_ELSEWHERE).at(line.pointer() + "/appropriationId")
                .with("appropriationId", String.valueOf(line.appropriationId()))
                .with("committedOn", String.valueOf(originAppropriation)).with("commitmentId", String.valueOf(origin.id()));
        }
        if (line.amount().compareTo(origin.unusedAmount()) > 0) {
            Violation refused = new Violation(refund ? BudgetProblem.REFUND_EXCEEDS_PAYMENT : BudgetProblem.COMMITMENT_EXCEEDED)
                .at(line.pointer() + "/amount").with("available", origin.unusedAmount()).with("requested", line.amount());
            throw refund
                ? refused.with("paidAmount", origin.amount()).with("refundedAmount", origin.usedAmount())
                    .with("paymentId", String.valueOf(origin.id()))
                : refused.with("committedAmount", origin.amount()).with("usedAmount", origin.usedAmount())
                    .with("commitmentId", String.valueOf(origin.id()));
        }
    }

    /** Keeps B19: a movement is taken back whole, once, and only while nothing else refers to it. */
    private List<Entry> reversal(Movement movement) {
        if (origin.kind() == MovementKind.REVERSAL) {
            throw new Violation(BudgetProblem.MOVEMENT_NOT_REVERSIBLE).with("movementId", String.valueOf(origin.id()))
                .with("kind", origin.kind().name());
        }
        if (origin.reversed()) {
            throw reversed(origin.id());
        }
        if (origin.usedAmount().signum() != 0) {
            throw new Violation(BudgetProblem.MOVEMENT_USED).with("movementId", String.valueOf(origin.id()))
                .with("amount", origin.amount()).with("usedAmount", origin.usedAmount());
        }
        if (movement.documentDate().isBefore(origin.documentDate())) {
            throw new Violation(BudgetProblem.DATE_BEFORE_ORIGIN).at("/documentDate")
                .with("documentDate", movement.documentDate().toString()).with("originDate", origin.documentDate().toString())
                .with("originId", String.valueOf(origin.id()));
        }
        List<Entry> entries = new ArrayList<>();
        for (Entry recorded : origin.entries()) {
            Entry entry = recorded.reversed();
            requireRoom(balances.get(entry.appropriationId()), entry, null, movement, List.of());
            entries.add(entry);
        }
        return entries;
    }

    /** The refusal of a movement that was taken back already. */
    static Violation reversed(long id) {
        return new Violation(BudgetProblem.MOVEMENT_REVERSED).with("movementId", String.valueOf(id));
    }

    /** Keeps B5: from one appropriation to another one of the same fund nature, and nothing made or lost. */
    private void requireBalanced(Movement movement, List<Finding> findings) {
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
        boolean firstGives = movement.lines().get(0).amount().signum() < 0;
        Balance from = firstGives ? one : other;
        Balance to = firstGives ? other : one;
        ControlMode mode = policy.virementMode(from.expenditureKind(), to.expenditureKind(), from.functionalClass(), to.functionalClass());
        if (mode != ControlMode.OFF) {
            pass(mode, new Violation(BudgetProblem.VIREMENT_NOT_ALLOWED).at("/lines")
                .with("from", from.expenditureKind().name() + " " + from.functionalClass())
                .with("to", to.expenditureKind().name() + " " + to.functionalClass())
                .with("policyVersion", policy.version()), null, null, null, movement, findings);
        }
    }

    /** Keeps B3: an opening comes before everything else, or after one that was reversed. */
    private static void requireFirst(Balance balance, Entry entry, String pointer) {
        if (entry.kind() == MovementKind.OPENING && balance.entryCount() > 0
            && !(balance.opened() && balance.total().initial().signum() == 0)) {
            throw new Violation(BudgetProblem.OPENING_NOT_FIRST).at(pointer + "/appropriationId")
                .with("appropriationId", String.valueOf(balance.appropriationId()))
                .with("entryCount", balance.entryCount()).with("entryCountExpected", 0);
        }
    }

    /** Keeps B4 and B20: what an entry takes must be there and released. The pointer is null where no field names an amount. */
    private void requireRoom(Balance balance, Entry entry, String pointer, Movement movement, List<Finding> findings) {
        Balance after = balance.after(entry);
        BigDecimal effect = entry.change().available();
        if (effect.signum() < 0 && after.available().signum() < 0) {
            control(balance, entry, balance.available(), effect.negate(), new Violation(BudgetProblem.APPROPRIATION_EXCEEDED)
                .at(pointer).with("available", balance.available()).with("requested", effect.negate())
                .with("appropriationId", String.valueOf(balance.appropriationId())), movement, findings);
        }
        requireAllotted(balance, after, entry, pointer, movement, findings);
        BigDecimal most = after.total().adjusted().max(after.total().allotted()).max(after.total().spoken());
        if (most.compareTo(Amount.BALANCE_MAX) > 0) {
            throw new Violation(BudgetProblem.BALANCE_TOO_LARGE).at(pointer)
                .with("adjustedBudget", most).with("adjustedBudgetMax", Amount.BALANCE_MAX)
                .with("appropriationId", String.valueOf(balance.appropriationId()));
        }
    }

    /** Keeps B20: where anything was released, only that is spent, and no more is released than there is. */
    private void requireAllotted(Balance balance, Balance after, Entry entry, String pointer, Movement movement,
                                 List<Finding> findings) {
        if (!after.allotted()) {
            return;
        }
        Change change = entry.change();
        BigDecimal taken = change.spoken().subtract(change.allotted());
        if (after.allotmentLeft().signum() < 0 && (taken.signum() > 0 || !balance.allotted())) {
            BigDecimal left = balance.allotted() ? balance.allotmentLeft() : Amount.ZERO;
            BigDecimal requested = balance.allotted() ? taken : balance.total().spoken().subtract(change.allotted());
            Violation refusal = new Violation(BudgetProblem.ALLOTMENT_EXCEEDED).at(pointer)
                .with("available", left).with("requested", requested).with("allottedAmount", after.total().allotted())
                .with("appropriationId", String.valueOf(balance.appropriationId()));
            if (after.total().allotted().signum() < 0) {
                // no policy takes back what was never released
                throw refusal;
            }
            control(balance, entry, left, requested, refusal, movement, findings);
        }
        if (change.allotted().signum() > 0 && after.total().allotted().compareTo(after.total().adjusted()) > 0) {
            BigDecimal left = balance.total().adjusted().subtract(balance.total().allotted());
            control(balance, entry, left, change.allotted(), new Violation(BudgetProblem.ALLOTMENT_ABOVE_BUDGET)
                .at(pointer).with("available", left).with("requested", change.allotted())
                .with("adjustedBudget", after.total().adjusted())
                .with("appropriationId", String.valueOf(balance.appropriationId())), movement, findings);
        }
    }

    /** A limit that a policy may loosen for some kinds of movement. Keeps B18. */
    private void control(Balance balance, Entry entry, BigDecimal limit, BigDecimal requested, Violation refusal, Movement movement,
                         List<Finding> findings) {
        ControlMode mode = entry.kind().stage()
            .map(stage -> policy.mode(stage, balance.expenditureKind(), balance.fundNature())).orElse(ControlMode.STOP);
        pass(mode, refusal, balance.appropriationId(), limit, requested, movement, findings);
    }

    private void pass(ControlMode mode, Violation refusal, Long appropriationId, BigDecimal limit, BigDecimal requested,
                      Movement movement, List<Finding> findings) {
        if (mode == ControlMode.STOP) {
            throw refusal;
        }
        if (mode == ControlMode.WARN && movement.explanation() == null) {
            Violation unexplained = new Violation(BudgetProblem.EXPLANATION_REQUIRED).at("/explanation")
                .with("finding", refusal.code().name()).with("policyVersion", policy.version());
            refusal.params().forEach(unexplained::with);
            throw unexplained;
        }
        findings.add(new Finding(refusal.code().name(), mode, policy.version(), appropriationId, limit, requested));
    }

    /** Keeps B21: the year before gives what it had left, once, and of the same fund nature. */
    private void requireSource(Entry entry, String pointer, Map<Long, Balance> left) {
        if (entry.sourceId() == null) {
            return;
        }
        Balance source = left.get(entry.sourceId());
        Balance target = balances.get(entry.appropriationId());
        if (source.fundNature() != target.fundNature()) {
            throw new Violation(BudgetProblem.VIREMENT_ACROSS_FUNDS).at(pointer + "/carriedFrom")
                .with("fundNature", source.fundNature().name()).with("otherFundNature", target.fundNature().name());
        }
        if (entry.amount().compareTo(source.available()) > 0) {
            throw new Violation(BudgetProblem.CARRY_OVER_EXCEEDED).at(pointer + "/amount")
                .with("available", source.available()).with("requested", entry.amount())
                .with("carriedFrom", String.valueOf(source.appropriationId()));
        }
        left.put(entry.sourceId(), source.carriedForward(entry.amount()));
    }
}
