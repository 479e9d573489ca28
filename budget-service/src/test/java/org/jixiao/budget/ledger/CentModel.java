package org.jixiao.budget.ledger;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jixiao.budget.control.ControlMode;

/**
 * What the ledger's rules come to, written down a second time in the plainest way: whole cents, one loop, one answer. It
 * shares nothing with the ledger but the words.
 */
final class CentModel {

    /** What an appropriation has, in cents. */
    static final class Account {
        final int nature;
        final int kind;
        long initial;
        long adjusted;
        Long allotted;
        long committed;
        long executed;
        long lapsed;
        long carried;
        boolean opened;
        int count;

        Account(int nature, int kind) {
            this.nature = nature;
            this.kind = kind;
        }

        long available() {
            return adjusted - committed - executed - lapsed - carried;
        }

        @Override
        public String toString() {
            return initial + " " + adjusted + " " + allotted + " " + committed + " " + executed + " " + lapsed + " " + carried + " " + opened
                + " " + count;
        }
    }

    /** A recorded document. */
    static final class Recorded {
        final MovementKind kind;
        final int day;
        final List<long[]> lines = new ArrayList<>();
        final Long refersTo;
        long used;
        boolean reversed;

        Recorded(MovementKind kind, int day, Long refersTo) {
            this.kind = kind;
            this.day = day;
            this.refersTo = refersTo;
        }

        long amount() {
            return lines.stream().mapToLong(line -> Math.abs(line[1])).sum();
        }
    }

    /** A document to be recorded; a line is appropriation, cents, source or 0. */
    record Wanted(MovementKind kind, int day, Long refersTo, boolean explained, boolean late, List<long[]> lines) {
    }

    final Map<Long, Account> accounts = new HashMap<>();
    final Map<Long, Account> yearBefore = new HashMap<>();
    final Map<Long, Recorded> recorded = new HashMap<>();
    /** 0 open, 1 closing, 2 closed; by month from 1. */
    final int[] months = new int[13];
    /** By stage (allotment, commitment, payment) and kind of appropriation. */
    final ControlMode[][] control = new ControlMode[3][3];
    int findings;

    /** Null where it is recorded under this number, else why not. */
    String record(long number, Wanted wanted) {
        int month = months[1 + wanted.day / 31];
        if (month == 2) {
            return "PERIOD_CLOSED";
        }
        if (month == 1 && !wanted.late) {
            return "PERIOD_SOFT_CLOSED";
        }
        if (month == 1 && !wanted.explained) {
            return "EXPLANATION_REQUIRED";
        }
        int found = month == 1 ? 1 : 0;
        Recorded origin = wanted.refersTo == null ? null : recorded.get(wanted.refersTo);
        Recorded now = new Recorded(wanted.kind, wanted.day, wanted.refersTo);
        if (wanted.kind == MovementKind.REVERSAL) {
            String refused = reversal(origin, wanted, now);
            if (refused != null) {
                return refused;
            }
        } else {
            for (long[] line : wanted.lines) {
                if (!accounts.containsKey(line[0])) {
                    return "UNKNOWN_APPROPRIATION";
                }
            }
            for (int i = 0; i < wanted.lines.size(); i++) {
                for (int j = 0; j < i; j++) {
                    if (wanted.lines.get(i)[0] == wanted.lines.get(j)[0]) {
                        return wanted.kind == MovementKind.VIREMENT ? "VIREMENT_TO_ITSELF" : "APPROPRIATION_REPEATED";
                    }
                }
            }
            String refused = origin == null ? null : part(origin, wanted);
            if (refused == null && wanted.kind == MovementKind.VIREMENT) {
                refused = virement(wanted);
            }
            if (refused != null) {
                return refused;
            }
            Map<Long, Long> taken = new HashMap<>();
            for (long[] line : wanted.lines) {
                int sign = switch (wanted.kind) {
                    case REDUCTION, LAPSE, COMMITMENT, PAYMENT -> -1;
                    default -> 1;
                };
                now.lines.add(new long[] {line[0], sign * line[1], line[2]});
                Object outcome = room(accounts.get(line[0]), wanted, sign * line[1], origin != null && wanted.kind == MovementKind.PAYMENT);
                if (outcome instanceof String why) {
                    return why;
                }
                found += (Integer) outcome;
                if (line[2] != 0) {
                    Account source = yearBefore.get(line[2]);
                    if (source.nature != accounts.get(line[0]).nature) {
                        return "VIREMENT_ACROSS_FUNDS";
                    }
                    if (line[1] > source.available() - taken.getOrDefault(line[2], 0L)) {
                        return "CARRY_OVER_EXCEEDED";
                    }
                    taken.merge(line[2], line[1], Long::sum);
                }
            }
        }
        if (origin != null) {
            origin.used += now.amount();
            if (wanted.kind == MovementKind.REVERSAL) {
                origin.reversed = true;
                if (origin.refersTo != null) {
                    recorded.get(origin.refersTo).used -= origin.amount();
                }
            }
        }
        MovementKind effect = wanted.kind == MovementKind.REVERSAL ? origin.kind : wanted.kind;
        boolean reserved = effect == MovementKind.PAYMENT && (wanted.kind == MovementKind.REVERSAL ? origin.refersTo : wanted.refersTo) != null;
        for (long[] line : now.lines) {
            apply(accounts.get(line[0]), wanted.kind, effect, line[1], reserved);
            if (line[2] != 0) {
                yearBefore.get(line[2]).carried += line[1];
            }
        }
        recorded.put(number, now);
        findings += found;
        return null;
    }

    private String reversal(Recorded origin, Wanted wanted, Recorded now) {
        if (origin.kind == MovementKind.REVERSAL) {
            return "MOVEMENT_NOT_REVERSIBLE";
        }
        if (origin.reversed) {
            return "MOVEMENT_REVERSED";
        }
        if (origin.used != 0) {
            return "MOVEMENT_USED";
        }
        if (wanted.day < origin.day) {
            return "DATE_BEFORE_ORIGIN";
        }
        for (long[] line : origin.lines) {
            Account account = accounts.get(line[0]);
            long back = -line[1];
            boolean takesMoney = back < 0 && origin.kind != MovementKind.ALLOTMENT;
            if (takesMoney && account.available() + back < 0) {
                return "APPROPRIATION_EXCEEDED";
            }
            if (account.allotted != null) {
                long allotted = account.allotted + (origin.kind == MovementKind.ALLOTMENT ? back : 0);
                long spoken = switch (origin.kind) {
                    case COMMITMENT, RELEASE, REFUND -> -back;
                    case PAYMENT -> origin.refersTo == null ? -back : 0;
                    default -> 0;
                };
                if (account.committed + account.executed + spoken > allotted
                    && spoken > (origin.kind == MovementKind.ALLOTMENT ? back : 0)) {
                    return "ALLOTMENT_EXCEEDED";
                }
            }
            now.lines.add(new long[] {line[0], back, line[2]});
        }
        return null;
    }

    private static String part(Recorded origin, Wanted wanted) {
        if (origin.reversed) {
            return "MOVEMENT_REVERSED";
        }
        long[] line = wanted.lines.get(0);
        boolean refund = wanted.kind == MovementKind.REFUND;
        if (wanted.day < origin.day) {
            return refund ? "REFUND_BEFORE_PAYMENT" : "DATE_BEFORE_ORIGIN";
        }
        if (line[0] != origin.lines.get(0)[0]) {
            return "COMMITMENT_ELSEWHERE";
        }
        if (line[1] > origin.amount() - origin.used) {
            return refund ? "REFUND_EXCEEDS_PAYMENT" : "COMMITMENT_EXCEEDED";
        }
        return null;
    }

    private String virement(Wanted wanted) {
        long net = wanted.lines.stream().mapToLong(line -> line[1]).sum();
        if (net != 0 || wanted.lines.size() != 2) {
            return "VIREMENT_NOT_BALANCED";
        }
        return accounts.get(wanted.lines.get(0)[0]).nature == accounts.get(wanted.lines.get(1)[0]).nature ? null : "VIREMENT_ACROSS_FUNDS";
    }

    /** The number of findings, or why not. */
    private Object room(Account account, Wanted wanted, long cents, boolean reserved) {
        int found = 0;
        if (wanted.kind == MovementKind.OPENING && account.count > 0 && !(account.opened && account.initial == 0)) {
            return "OPENING_NOT_FIRST";
        }
        boolean allotment = wanted.kind == MovementKind.ALLOTMENT;
        if (cents < 0 && !allotment && !reserved && account.available() + cents < 0) {
            Object outcome = asked(account, wanted, "APPROPRIATION_EXCEEDED");
            if (outcome instanceof String) {
                return outcome;
            }
            found++;
        }
        if (account.allotted != null || allotment) {
            long allotted = (account.allotted == null ? 0 : account.allotted) + (allotment ? cents : 0);
            long spoken = switch (wanted.kind) {
                case COMMITMENT, RELEASE, REFUND -> -cents;
                case PAYMENT -> reserved ? 0 : -cents;
                default -> 0;
            };
            boolean worse = spoken > (allotment ? cents : 0);
            if (account.committed + account.executed + spoken > allotted && (worse || account.allotted == null)) {
                if (allotted < 0) {
                    return "ALLOTMENT_EXCEEDED";
                }
                Object outcome = asked(account, wanted, "ALLOTMENT_EXCEEDED");
                if (outcome instanceof String) {
                    return outcome;
                }
                found++;
            }
            if (allotment && cents > 0 && allotted > account.adjusted) {
                Object outcome = asked(account, wanted, "ALLOTMENT_ABOVE_BUDGET");
                if (outcome instanceof String) {
                    return outcome;
                }
                found++;
            }
        }
        return found;
    }

    private Object asked(Account account, Wanted wanted, String why) {
        int stage = switch (wanted.kind) {
            case ALLOTMENT -> 0;
            case COMMITMENT -> 1;
            case PAYMENT -> 2;
            default -> -1;
        };
        ControlMode mode = stage < 0 ? ControlMode.STOP : control[stage][account.kind];
        if (mode == ControlMode.STOP) {
            return why;
        }
        return mode == ControlMode.WARN && !wanted.explained ? "EXPLANATION_REQUIRED" : Integer.valueOf(1);
    }

    private static void apply(Account account, MovementKind kind, MovementKind effect, long cents, boolean reserved) {
        switch (effect) {
            case OPENING -> {
                account.initial += cents;
                account.adjusted += cents;
                account.opened = true;
            }
            case SUPPLEMENT, CARRY_OVER, REDUCTION, VIREMENT -> account.adjusted += cents;
            case LAPSE -> account.lapsed -= cents;
            case ALLOTMENT -> account.allotted = (account.allotted == null ? 0 : account.allotted) + cents;
            case COMMITMENT, RELEASE -> account.committed -= cents;
            case PAYMENT, REFUND -> {
                account.executed -= cents;
                account.committed += reserved ? cents : 0;
            }
            default -> throw new IllegalStateException(kind.name());
        }
        account.count++;
    }
}
