package org.jixiao.budget.ledger;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.jixiao.budget.Amount;
import org.jixiao.budget.appropriation.ExpenditureKind;
import org.jixiao.budget.appropriation.FundNature;
import org.jixiao.budget.control.ControlMode;
import org.jixiao.budget.control.ControlPolicy;
import org.jixiao.budget.control.ControlRule;
import org.jixiao.budget.control.ControlStage;
import org.jixiao.budget.fiscalyear.FiscalYear;
import org.jixiao.budget.fiscalyear.PeriodStatus;
import org.jixiao.chassis.problem.Violation;

/**
 * A department's year as one seed makes it. A client sends documents, some of them twice, and sends each again until it
 * has an answer; the machine dies now and then between decision, commit and answer, and comes back with nothing but its
 * journal. Beside it the model takes each document once.
 */
final class History {

    private static final Set<String> EXPECTED = expected();
    private static final int APPROPRIATIONS = 8;

    /** What the journal holds of a document: all that survives. */
    private record Line(String key, String answer, Origin recorded, Map<Long, BigDecimal> carried) {
    }

    private final Random random;
    private final CentModel model = new CentModel();
    private final List<Line> journal = new ArrayList<>();
    private final Map<String, String> answers = new HashMap<>();
    private final Map<Long, Balance> balances = new HashMap<>();
    private final Map<Long, Balance> yearBefore = new HashMap<>();
    private final Map<Long, Origin> origins = new HashMap<>();
    private final List<Long> numbers = new ArrayList<>();
    private final List<String> disagreements = new ArrayList<>();
    private final TreeMap<String, Integer> outcomes = new TreeMap<>();
    private final PeriodStatus[] months = new PeriodStatus[FiscalYear.MONTHS];
    private ControlPolicy policy = ControlPolicy.STRICT;
    private long sent;

    History(long seed) {
        random = new Random(seed);
        Arrays.fill(months, PeriodStatus.OPEN);
        for (ControlMode[] stage : model.control) {
            Arrays.fill(stage, ControlMode.STOP);
        }
        for (long id = 1; id <= APPROPRIATIONS; id++) {
            model.accounts.put(id, new CentModel.Account((int) id % 2, (int) id % 3));
            CentModel.Account before = new CentModel.Account((int) id % 2, 0);
            before.adjusted = 1_000_000;
            model.yearBefore.put(id, before);
        }
        restart();
    }

    private static Set<String> expected() {
        List<String> outcomes = new ArrayList<>(List.of("PERIOD_CLOSED", "PERIOD_SOFT_CLOSED", "EXPLANATION_REQUIRED", "UNKNOWN_APPROPRIATION",
            "APPROPRIATION_REPEATED", "VIREMENT_TO_ITSELF", "VIREMENT_NOT_BALANCED", "VIREMENT_ACROSS_FUNDS", "OPENING_NOT_FIRST",
            "APPROPRIATION_EXCEEDED", "ALLOTMENT_EXCEEDED", "ALLOTMENT_ABOVE_BUDGET", "CARRY_OVER_EXCEEDED", "REFUND_BEFORE_PAYMENT",
            "REFUND_EXCEEDS_PAYMENT", "DATE_BEFORE_ORIGIN", "COMMITMENT_ELSEWHERE", "COMMITMENT_EXCEEDED", "MOVEMENT_REVERSED",
            "MOVEMENT_USED", "MOVEMENT_NOT_REVERSIBLE", "finding", "replayed", "died before commit", "died before answer"));
        for (MovementKind kind : MovementKind.values()) {
            outcomes.add("recorded " + kind);
        }
        return Set.copyOf(outcomes);
    }

    /** Nothing but the journal is left. */
    private void restart() {
        answers.clear();
        balances.clear();
        yearBefore.clear();
        origins.clear();
        for (long id = 1; id <= APPROPRIATIONS; id++) {
            balances.put(id, Balance.empty(id, nature(id), kind(id), "2010301"));
            BigDecimal before = new BigDecimal("10000.00");
            yearBefore.put(id, Balance.empty(id, nature(id), ExpenditureKind.PERSONNEL, "2010301").after(new Entry(id, MovementKind.OPENING,
                before, MovementKind.OPENING.change(before, false), null)));
        }
        journal.forEach(this::apply);
    }

    private static FundNature nature(long id) {
        return FundNature.values()[(int) id % 2];
    }

    private static ExpenditureKind kind(long id) {
        return ExpenditureKind.values()[(int) id % 3];
    }

    private void apply(Line line) {
        answers.put(line.key(), line.answer());
        if (line.recorded() == null) {
            return;
        }
        Origin recorded = line.recorded();
        recorded.entries().forEach(entry -> balances.computeIfPresent(entry.appropriationId(), (id, balance) -> balance.after(entry)));
        line.carried().forEach((id, amount) -> yearBefore.computeIfPresent(id, (same, balance) -> balance.carriedForward(amount)));
        origins.put(recorded.id(), recorded);
        if (recorded.refersTo() != null) {
            Origin origin = origins.get(recorded.refersTo());
            boolean reversal = recorded.kind() == MovementKind.REVERSAL;
            origins.put(origin.id(), used(origin, recorded.amount(), reversal));
            if (reversal && origin.refersTo() != null) {
                origins.computeIfPresent(origin.refersTo(), (id, first) -> used(first, origin.amount().negate(), false));
            }
        }
    }

    private static Origin used(Origin origin, BigDecimal amount, boolean reversed) {
        return new Origin(origin.id(), origin.kind(), origin.documentDate(), origin.refersTo(), origin.entries(),
            origin.usedAmount().add(amount), origin.reversed() || reversed);
    }

    /** One thing happens: mostly a document, now and then a period or the policy changes. */
    void next() {
        if (random.nextInt(200) == 0) {
            int month = 1 + random.nextInt(FiscalYear.MONTHS);
            // mostly open, or little would be recorded
            int status = random.nextInt(4) == 0 ? 1 + random.nextInt(2) : 0;
            model.months[month] = status;
            months[month - 1] = PeriodStatus.values()[status];
            return;
        }
        if (random.nextInt(500) == 0) {
            changePolicy();
            return;
        }
        sent++;
        CentModel.Wanted wanted = wanted();
        String expected = model.record(sent, wanted);
        String answer = send("key " + sent, wanted);
        if (random.nextInt(10) == 0) {
            String again = send("key " + sent, wanted);
            count("replayed");
            if (!again.equals(answer)) {
                disagreements.add(sent + " was answered " + answer + " and then " + again);
            }
        }
        String got = answer.startsWith("recorded") ? null : answer;
        if (got == null ? expected != null : !got.equals(expected)) {
            disagreements.add(sent + " " + wanted.kind() + ": the ledger says " + answer + ", the model " + expected);
        }
        count(answer);
        if (expected == null) {
            numbers.add(sent);
        }
    }

    private void changePolicy() {
        List<ControlRule> rules = new ArrayList<>();
        for (ControlStage stage : ControlStage.values()) {
            for (ExpenditureKind kind : ExpenditureKind.values()) {
                ControlMode mode = random.nextInt(3) > 0 ? ControlMode.STOP : ControlMode.values()[random.nextInt(3)];
                model.control[stage.ordinal()][kind.ordinal()] = mode;
                rules.add(new ControlRule(stage, kind, null, mode));
            }
        }
        policy = new ControlPolicy(policy.version() + 1, LocalDate.of(2021, 1, 1), rules, List.of());
    }

    /** Sends until there is an answer. */
    private String send(String key, CentModel.Wanted wanted) {
        while (true) {
            if (answers.containsKey(key)) {
                return answers.get(key);
            }
            Line line = decide(key, wanted);
            if (random.nextInt(50) == 0) {
                count("died before commit");
                restart(journalIsShort());
                continue;
            }
            journal.add(line);
            apply(line);
            if (random.nextInt(50) == 0) {
                count("died before answer");
                restart(journalIsShort());
                continue;
            }
            return line.answer();
        }
    }

    /** To read a long journal after each of two thousand crashes would take minutes: most come early. */
    private boolean journalIsShort() {
        return journal.size() < 3_000 || random.nextInt(200) == 0;
    }

    private void restart(boolean whole) {
        if (whole) {
            restart();
        }
    }

    private Line decide(String key, CentModel.Wanted wanted) {
        List<Movement.Line> lines = new ArrayList<>();
        for (long[] line : wanted.lines()) {
            lines.add(new Movement.Line(line[0], BigDecimal.valueOf(line[1], 2), line[2] == 0 ? null : line[2], "/lines/" + lines.size()));
        }
        Movement movement = new Movement(wanted.kind(), key, day(wanted.day()), "r", wanted.refersTo(), wanted.explained() ? "why" : null, null,
            lines);
        FiscalYear year = new FiscalYear("D", 2021, PeriodStatus.OPEN, List.of(months), 0, 0, null, null, null);
        Origin origin = wanted.refersTo() == null ? null : origins.get(wanted.refersTo());
        try {
            Decision decision = new Ledger(year, balances.values(), yearBefore.values(), origin, policy, wanted.late()).post(movement);
            if (!decision.findings().isEmpty()) {
                count("finding");
            }
            Map<Long, BigDecimal> carried = new HashMap<>();
            decision.entries().stream().filter(entry -> entry.sourceId() != null)
                .forEach(entry -> carried.merge(entry.sourceId(), entry.amount(), BigDecimal::add));
            return new Line(key, "recorded " + wanted.kind(), new Origin(Long.parseLong(key.substring(4)), wanted.kind(), movement.documentDate(),
                wanted.refersTo(), decision.entries(), Amount.ZERO, false), carried);
        } catch (Violation refused) {
            return new Line(key, refused.code().name(), null, Map.of());
        }
    }

    private static LocalDate day(int day) {
        return LocalDate.of(2021, 1 + day / 31, 1 + Math.min(day % 31, 27));
    }

    private CentModel.Wanted wanted() {
        MovementKind kind = MovementKind.values()[random.nextInt(MovementKind.values().length)];
        if (random.nextInt(4) == 0) {
            kind = MovementKind.PAYMENT;
        }
        if (random.nextInt(10) == 0 && model.accounts.values().stream().anyMatch(account -> account.count == 0)) {
            kind = MovementKind.OPENING;
        }
        int day = 31 * random.nextInt(12) + random.nextInt(28);
        boolean refers = kind == MovementKind.REFUND || kind == MovementKind.RELEASE || kind == MovementKind.REVERSAL
            || kind == MovementKind.PAYMENT && random.nextInt(3) == 0;
        Long refersTo = refers ? origin(kind) : null;
        if (refersTo == null && kind != MovementKind.PAYMENT && refers) {
            kind = MovementKind.SUPPLEMENT;
        }
        List<long[]> lines = new ArrayList<>();
        long cents = 1 + random.nextInt(100_000);
        if (refersTo != null) {
            // late enough, mostly
            day = random.nextInt(10) == 0 ? day : Math.max(day, model.recorded.get(refersTo).day);
        }
        if (kind == MovementKind.VIREMENT) {
            lines.add(new long[] {account(), -cents, 0});
            lines.add(new long[] {account(), random.nextInt(10) == 0 ? cents + 1 : cents, 0});
        } else if (kind != MovementKind.REVERSAL) {
            int count = refersTo != null ? 1 : 1 + random.nextInt(3) / 2;
            for (int i = 0; i < count; i++) {
                long signed = kind == MovementKind.ALLOTMENT && random.nextInt(4) == 0 ? -cents : cents;
                long source = kind == MovementKind.CARRY_OVER && random.nextBoolean() ? 1 + random.nextInt(APPROPRIATIONS) : 0;
                long account = refersTo != null && random.nextInt(20) > 0 ? model.recorded.get(refersTo).lines.get(0)[0] : account();
                lines.add(new long[] {account, signed, source});
            }
        }
        return new CentModel.Wanted(kind, day, refersTo, random.nextBoolean(), random.nextBoolean(), lines);
    }

    private long account() {
        return random.nextInt(100) == 0 ? APPROPRIATIONS + 1 : 1 + random.nextInt(APPROPRIATIONS);
    }

    /** Something that this kind can refer to, or null. */
    private Long origin(MovementKind kind) {
        MovementKind wanted = kind == MovementKind.REFUND ? MovementKind.PAYMENT : MovementKind.COMMITMENT;
        for (int i = 0; i < 30 && !numbers.isEmpty(); i++) {
            // mostly a recent one: the old ones are used up
            int back = random.nextInt(Math.min(numbers.size(), random.nextInt(5) == 0 ? numbers.size() : 60));
            Long number = numbers.get(numbers.size() - 1 - back);
            if (kind == MovementKind.REVERSAL || model.recorded.get(number).kind == wanted) {
                return number;
            }
        }
        return null;
    }

    private void count(String outcome) {
        outcomes.merge(outcome, 1, Integer::sum);
    }

    /** What differs between ledger and model and between the ledger as it stands and as its journal gives it; what never happened. */
    List<String> disagreements() {
        List<String> all = new ArrayList<>(disagreements.subList(0, Math.min(20, disagreements.size())));
        compare(all, "");
        restart();
        compare(all, " after a restart");
        EXPECTED.stream().filter(outcome -> !outcomes.containsKey(outcome)).forEach(outcome -> all.add("never seen: " + outcome));
        return all;
    }

    private void compare(List<String> all, String when) {
        for (long id = 1; id <= APPROPRIATIONS; id++) {
            String expected = model.accounts.get(id) + " | " + model.yearBefore.get(id).carried;
            Balance balance = balances.get(id);
            Change total = balance.total();
            String got = String.join(" ", cents(total.initial()), cents(total.adjusted()), balance.allotted() ? cents(total.allotted()) : "null",
                cents(total.committed()), cents(total.executed()), cents(total.lapsed()), cents(balance.carriedForward()),
                String.valueOf(balance.opened()), String.valueOf(balance.entryCount())) + " | " + cents(yearBefore.get(id).carriedForward());
            if (!got.equals(expected)) {
                all.add(id + when + " has " + got + ", the model " + expected);
            }
        }
        model.recorded.forEach((number, recorded) -> {
            Origin origin = origins.get(number);
            if (!cents(origin.usedAmount()).equals(String.valueOf(recorded.used)) || origin.reversed() != recorded.reversed) {
                all.add("document " + number + when + ": " + origin.usedAmount() + " used, the model " + recorded.used);
            }
        });
    }

    private static String cents(BigDecimal amount) {
        return String.valueOf(amount.movePointRight(2).longValueExact());
    }
}
