package org.jixiao.budget.ledger;

import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jixiao.budget.Amount;
import org.jixiao.budget.BudgetProblem;
import org.jixiao.budget.control.ControlPolicy;
import org.jixiao.budget.control.ControlPolicyRepository;
import org.jixiao.budget.fiscalyear.FiscalYear;
import org.jixiao.budget.fiscalyear.FiscalYearRepository;
import org.jixiao.chassis.access.Caller;
import org.jixiao.chassis.access.Role;
import org.jixiao.chassis.problem.ChassisProblem;
import org.jixiao.chassis.problem.Violation;
import org.jixiao.chassis.sql.SqlClient;

/**
 * Records movements. The rules are {@link Ledger}'s; this class sees to it that they hold when many
 * record at once. In this order: the year is share-locked (B9), the movement that this one refers to gives its
 * part by one conditional change (B6), appropriations of the year before and then several of this one are
 * locked by ascending id, and the balance changes by one conditional UPDATE in the statement that writes the
 * entries (B4).
 */
@ApplicationScoped
public class LedgerRepository {

    /** A movement as it is recorded. */
    public record Posted(long id, MovementKind kind, String documentNumber, LocalDate documentDate, String reason,
                         Long refersTo, String explanation, UUID intakeId, String maker, Instant recordedAt,
                         List<PostedEntry> entries, List<Finding> findings) {
    }

    /**
     * An entry as it is recorded.
     *
     * @param sequence        its place among the entries of its appropriation, from 1 without gaps
     * @param availableAmount what the appropriation had left right after it; null when read later
     */
    public record PostedEntry(long id, long appropriationId, int sequence, BigDecimal amount,
                              BigDecimal availableAmount) {
    }

    /** The columns that {@link #balance} wants, of an appropriation called a. */
    public static final String BALANCE = """
        a.id, a.fund_nature, a.expenditure_kind, a.functional_class, a.initial_budget, a.adjusted_budget, a.allotted_amount,
        a.committed_amount, a.executed_amount, a.lapsed_amount, a.carried_forward_amount, a.opened, a.entry_count""";

    private static final long NOT_RECORDED = 0;

    private static final String OPEN = """
        %s
        SELECT %s, %s
          FROM in_turn
          JOIN fiscal_year y ON y.department_code = ? AND y.fiscal_year = ?
          LEFT JOIN appropriation a ON a.department_code = ? AND a.fiscal_year = ? AND a.id = ANY (?)
           FOR SHARE OF y""".formatted(FiscalYearRepository.IN_TURN, FiscalYearRepository.COLUMNS, BALANCE);

    private static final String LOCK = """
        SELECT %s
          FROM appropriation a
         WHERE a.department_code = ? AND a.fiscal_year = ? AND a.id = ANY (?)
         ORDER BY a.id
           FOR UPDATE""".formatted(BALANCE);

    private static final String ADD_MOVEMENT = """
        INSERT INTO movement (department_code, fiscal_year, kind, document_number, document_date, reason, refers_to, override_reason,
               intake_id, maker)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT DO NOTHING
        RETURNING id, recorded_at""";

    private static final String ADD_FINDING = """
        INSERT INTO movement_finding (department_code, fiscal_year, movement_id, number, code, mode, policy_version, appropriation_id,
               limit_amount, requested_amount, explanation)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""";

    /** A row that nobody has used yet is made by the first who uses it. */
    private static final String TAKE = """
        INSERT INTO movement_use AS u (department_code, fiscal_year, movement_id, amount, used_amount, use_count)
        VALUES (?, ?, ?, ?, ?, 1)
        ON CONFLICT (department_code, fiscal_year, movement_id) DO UPDATE
           SET used_amount = u.used_amount + excluded.used_amount, use_count = u.use_count + 1
         WHERE u.used_amount + excluded.used_amount <= u.amount""";

    private static final String GIVE_BACK = """
        UPDATE movement_use SET used_amount = used_amount - ?, use_count = use_count + 1
         WHERE department_code = ? AND fiscal_year = ? AND movement_id = ?""";

    private static final String CARRY = """
        UPDATE appropriation a SET carried_forward_amount = a.carried_forward_amount + l.amount
          FROM (SELECT id, sum(amount) AS amount FROM unnest(?, ?) AS l (id, amount) GROUP BY id) l
         WHERE a.department_code = ? AND a.fiscal_year = ? AND a.id = l.id AND (l.amount < 0 OR a.available_amount >= l.amount)""";

    private static final String APPEND = """
        WITH line AS MATERIALIZED (
            SELECT l.*, nextval('ledger_entry_id_seq') AS entry_id, l.committed + l.executed AS spoken
              FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?) AS l (id, amount, initial, adjusted, allotted, committed, executed, lapsed, source)
        ), document AS (
            SELECT ?::bigint AS movement_id, ?::text AS kind, ?::text AS number, ?::date AS date, ?::text AS reason,
                   ?::bigint AS refers_to, ?::text AS explanation, ?::uuid AS intake_id, ?::text AS maker, ?::bigint[] AS beyond_limit
        ), applied AS (
            UPDATE appropriation a
               SET initial_budget = a.initial_budget + l.initial,
                   adjusted_budget = a.adjusted_budget + l.adjusted,
                   allotted_amount = CASE WHEN l.allotted = 0 THEN a.allotted_amount ELSE coalesce(a.allotted_amount, 0) + l.allotted END,
                   committed_amount = a.committed_amount + l.committed,
                   executed_amount = a.executed_amount + l.executed,
                   lapsed_amount = a.lapsed_amount + l.lapsed,
                   opened = a.opened OR d.kind = 'OPENING',
                   entry_count = a.entry_count + 1,
                   chain_head = ledger_hash(a.chain_head, a.department_code, a.fiscal_year, a.id, a.entry_count + 1, l.entry_id,
                       d.movement_id, d.kind, l.amount, l.initial, l.adjusted, l.allotted, l.committed, l.executed, l.lapsed, l.source,
                       d.number, d.date, d.reason, d.refers_to, d.explanation, d.intake_id, d.maker, now())
              FROM line l, document d
             WHERE a.department_code = ? AND a.fiscal_year = ? AND a.id = l.id
               AND (d.kind <> 'OPENING' OR a.entry_count = 0 OR a.opened AND a.initial_budget = 0)
               AND (l.id = ANY (d.beyond_limit)
                    OR (l.adjusted - l.spoken - l.lapsed >= 0 OR a.available_amount + l.adjusted - l.spoken - l.lapsed >= 0)
                   AND (a.allotted_amount IS NULL AND l.allotted = 0
                        OR coalesce(a.allotted_amount, 0) + l.allotted >= a.committed_amount + a.executed_amount + l.spoken
                        OR a.allotted_amount IS NOT NULL AND l.spoken <= l.allotted)
                   AND (l.allotted <= 0 OR coalesce(a.allotted_amount, 0) + l.allotted <= a.adjusted_budget + l.adjusted))
            RETURNING a.id, a.entry_count, a.available_amount, a.chain_head, l.entry_id, l.amount, l.initial, l.adjusted, l.allotted,
                      l.committed, l.executed, l.lapsed, l.source
        ), entered AS (
            INSERT INTO ledger_entry (department_code, fiscal_year, id, movement_id, kind, appropriation_id, sequence, amount,
                   initial_change, adjusted_change, allotted_change, committed_change, executed_change, lapsed_change,
                   source_appropriation_id, document_date, recorded_at, hash)
            SELECT ?, ?, p.entry_id, d.movement_id, d.kind, p.id, p.entry_count, p.amount, p.initial, p.adjusted, p.allotted, p.committed,
                   p.executed, p.lapsed, p.source, d.date, now(), p.chain_head
              FROM applied p, document d ORDER BY p.id
        ), summed AS (
            INSERT INTO appropriation_month AS m (department_code, fiscal_year, appropriation_id, month, initial_change, adjusted_change,
                   allotted_change, committed_change, executed_change, lapsed_change, entry_count)
            SELECT ?, ?, p.id, extract(month FROM d.date), p.initial, p.adjusted, p.allotted, p.committed, p.executed, p.lapsed, 1
              FROM applied p, document d ORDER BY p.id
            ON CONFLICT (department_code, fiscal_year, appropriation_id, month) DO UPDATE
               SET initial_change = m.initial_change + excluded.initial_change,
                   adjusted_change = m.adjusted_change + excluded.adjusted_change,
                   allotted_change = m.allotted_change + excluded.allotted_change,
                   committed_change = m.committed_change + excluded.committed_change,
                   executed_change = m.executed_change + excluded.executed_change,
                   lapsed_change = m.lapsed_change + excluded.lapsed_change,
                   entry_count = m.entry_count + 1
        )
        SELECT entry_id, id, entry_count, amount, available_amount FROM applied ORDER BY id""";

    private final SqlClient sql;
    private final ControlPolicyRepository policies;
    private final MovementRepository movements;

    LedgerRepository(SqlClient sql, ControlPolicyRepository policies, MovementRepository movements) {
        this.sql = sql;
        this.policies = policies;
        this.movements = movements;
    }

    /**
     * Records a movement in the current transaction, or throws what the ledger says against it.
     *
     * @param maker who records it
     */
    public Posted post(String departmentCode, int fiscalYear, Movement movement, Caller maker) {
        Origin origin = movement.refersTo() == null ? null : origin(departmentCode, fiscalYear, movement, NOT_RECORDED);
        Place place = new Place(departmentCode, fiscalYear, movement, origin, maker.has(Role.FINANCE_REVIEWER));
        Seen seen = open(place);
        new Ledger(seen.year(), List.of(), List.of(), origin, ControlPolicy.STRICT, place.mayRecordLate()).admit(movement);
        Posted head = addMovement(place, maker.subject());
        List<Balance> sources = place.sourceIds().length == 0 ? List.of() : locked(departmentCode, fiscalYear - 1, place.sourceIds());
        Decision decision = decide(place, seen.year(), seen.balances(), sources);
        if (origin != null) {
            take(place, head, seen, sources);
        }
        if (place.ids().length > 1 || decision.beyondLimit().length > 0) {
            decision = decide(place, seen.year(), locked(departmentCode, fiscalYear, place.ids()), sources);
        }
        carry(place, decision);
        addFindings(place, head, decision.findings(), 0);
        List<PostedEntry> posted = append(place, head, decision);
        if (posted.size() < decision.entries().size()) {
            // others were quicker since we looked: look again, this time holding the row
            Decision again = decide(place, seen.year(), locked(departmentCode, fiscalYear, place.ids()), sources);
            addFindings(place, head, again.findings(), decision.findings().size());
            posted = append(place, head, again);
            decision = again;
            if (posted.size() < again.entries().size()) {
                throw new IllegalStateException("the database refuses what the ledger allows");
            }
        }
        return new Posted(head.id(), head.kind(), head.documentNumber(), head.documentDate(), head.reason(), head.refersTo(),
            head.explanation(), head.intakeId(), head.maker(), head.recordedAt(), posted, decision.findings());
    }

    /** Where a movement is recorded, what it refers to, and whether it may come late. */
    private record Place(String departmentCode, int fiscalYear, Movement movement, Origin origin, boolean mayRecordLate) {

        Long[] ids() {
            return (movement.kind() == MovementKind.REVERSAL ? origin.entries().stream().map(Entry::appropriationId)
                : movement.lines().stream().map(Movement.Line::appropriationId)).distinct().sorted().toArray(Long[]::new);
        }

        Long[] sourceIds() {
            return (movement.kind() == MovementKind.REVERSAL ? origin.entries().stream().map(Entry::sourceId)
                : movement.lines().stream().map(Movement.Line::sourceId)).filter(id -> id != null).distinct().sorted()
                .toArray(Long[]::new);
        }
    }

    private record Seen(FiscalYear year, List<Balance> balances) {
    }

    /** Asks for the department's policy only where it can make a difference: beyond a limit, and for virements. */
    private Decision decide(Place place, FiscalYear year, List<Balance> balances, List<Balance> sources) {
        Movement movement = place.movement();
        if (movement.kind() == MovementKind.VIREMENT) {
            return ledger(place, year, balances, sources, policies.on(place.departmentCode(), movement.documentDate())).post(movement);
        }
        try {
            return ledger(place, year, balances, sources, ControlPolicy.STRICT).post(movement);
        } catch (Violation refused) {
            if (movement.kind().stage().isEmpty() || !Ledger.LIMITS.contains(refused.code())) {
                throw refused;
            }
            ControlPolicy policy = policies.on(place.departmentCode(), movement.documentDate());
            if (!policy.isLoose()) {
                throw refused;
            }
            return ledger(place, year, balances, sources, policy).post(movement);
        }
    }

    private static Ledger ledger(Place place, FiscalYear year, List<Balance> balances, List<Balance> sources, ControlPolicy policy) {
        return new Ledger(year, balances, sources, place.origin(), policy, place.mayRecordLate());
    }

    /** Keeps B6 under any number at once: takes its part of the origin, or says what is left of it by now. */
    private void take(Place place, Posted head, Seen seen, List<Balance> sources) {
        Origin origin = place.origin();
        BigDecimal part = place.movement().kind() == MovementKind.REVERSAL ? origin.amount() : place.movement().lines().get(0).amount();
        if (!takes(place, part)) {
            Origin now = origin(place.departmentCode(), place.fiscalYear(), place.movement(), head.id());
            decide(new Place(place.departmentCode(), place.fiscalYear(), place.movement(), now, place.mayRecordLate()), seen.year(),
                seen.balances(), sources);
            // given back by a reversal between our two looks
            if (!takes(place, part)) {
                throw new IllegalStateException("the database refuses what the origin allows");
            }
        }
        if (place.movement().kind() == MovementKind.REVERSAL && origin.refersTo() != null) {
            sql.change(GIVE_BACK, origin.amount(), place.departmentCode(), place.fiscalYear(), origin.refersTo());
        }
    }

    private boolean takes(Place place, BigDecimal part) {
        Origin origin = place.origin();
        return sql.change(TAKE, place.departmentCode(), place.fiscalYear(), origin.id(), origin.amount(), part) > 0;
    }

    /** Keeps B21 behind the lock on the rows of the year before. */
    private void carry(Place place, Decision decision) {
        List<Entry> carried = decision.entries().stream().filter(entry -> entry.sourceId() != null).toList();
        if (!carried.isEmpty()) {
            int changed = sql.change(CARRY, carried.stream().map(Entry::sourceId).toArray(Long[]::new),
                carried.stream().map(Entry::amount).toArray(BigDecimal[]::new), place.departmentCode(), place.fiscalYear() - 1);
            if (changed < place.sourceIds().length) {
                throw new IllegalStateException("the database refuses what the year before allows");
            }
        }
    }

    /** Adds those after the first ones, which are there already. */
    private void addFindings(Place place, Posted head, List<Finding> findings, int first) {
        for (int i = first; i < findings.size(); i++) {
            Finding finding = findings.get(i);
            sql.change(ADD_FINDING, place.departmentCode(), place.fiscalYear(), head.id(), i + 1, finding.code(), finding.mode(),
                finding.policyVersion(), finding.appropriationId(), finding.limit(), finding.requested(), head.explanation());
        }
    }

    /** The year, held open until the transaction ends, and what the appropriations have as we look. */
    private Seen open(Place place) {
        List<Balance> balances = new ArrayList<>();
        List<FiscalYear> years = sql.rows(OPEN, row -> {
            row.getLong("id");
            if (!row.wasNull()) {
                balances.add(MovementRepository.balance(row));
            }
            return FiscalYearRepository.read(row);
        }, place.departmentCode(), place.fiscalYear(), place.departmentCode(), place.fiscalYear(), place.departmentCode(),
            place.fiscalYear(), place.ids());
        if (years.isEmpty()) {
            throw new Violation(ChassisProblem.NOT_FOUND).with("id", String.valueOf(place.fiscalYear()));
        }
        return new Seen(years.get(0), balances);
    }

    private List<Balance> locked(String departmentCode, int fiscalYear, Long[] ids) {
        return sql.rows(LOCK, MovementRepository::balance, departmentCode, fiscalYear, ids);
    }

    private Origin origin(String departmentCode, int fiscalYear, Movement movement, long asker) {
        Origin found = movements.origin(departmentCode, fiscalYear, movement.refersTo(), asker);
        MovementKind wanted = switch (movement.kind()) {
            case REFUND -> MovementKind.PAYMENT;
            case RELEASE, PAYMENT -> MovementKind.COMMITMENT;
            default -> found == null ? null : found.kind();
        };
        if (found == null || found.kind() != wanted) {
            throw movement.kind() == MovementKind.PAYMENT
                ? new Violation(BudgetProblem.UNKNOWN_COMMITMENT).at("/commitmentId")
                    .with("commitmentId", String.valueOf(movement.refersTo())).with("fiscalYear", fiscalYear)
                : new Violation(ChassisProblem.NOT_FOUND).with("id", String.valueOf(movement.refersTo()));
        }
        return found;
    }

    /** Keeps B7 and B19: one document, one movement; and one reversal of it. */
    private Posted addMovement(Place place, String maker) {
        String departmentCode = place.departmentCode();
        int fiscalYear = place.fiscalYear();
        Movement movement = place.movement();
        Posted added = sql.row(ADD_MOVEMENT,
            row -> new Posted(row.getLong("id"), movement.kind(), movement.documentNumber(), movement.documentDate(),
                movement.reason(), movement.refersTo(), movement.explanation(), movement.intakeId(), maker, MovementRepository.instant(row),
                List.of(), List.of()),
            departmentCode, fiscalYear, movement.kind(), movement.documentNumber(), movement.documentDate(),
            movement.reason(), movement.refersTo(), movement.explanation(), movement.intakeId(), maker);
        if (added != null) {
            return added;
        }
        Posted existing = movements.find(departmentCode, fiscalYear, movement.documentNumber());
        if (existing == null) {
            throw Ledger.reversed(movement.refersTo());
        }
        Document stored = Document.of(existing);
        Document requested = Document.of(movement, place.origin());
        throw new Violation(BudgetProblem.DOCUMENT_NUMBER_TAKEN).at("/documentNumber")
            .with("documentNumber", movement.documentNumber())
            .with("movementId", String.valueOf(existing.id()))
            .with("sameContent", stored.equals(requested))
            .with("existing", stored).with("requested", requested);
    }

    private List<PostedEntry> append(Place place, Posted head, Decision decision) {
        List<Entry> entries = decision.entries();
        String department = place.departmentCode();
        int year = place.fiscalYear();
        return sql.rows(APPEND, row -> new PostedEntry(row.getLong("entry_id"), row.getLong("id"),
                row.getInt("entry_count"), row.getBigDecimal("amount"), row.getBigDecimal("available_amount")),
            entries.stream().map(Entry::appropriationId).toArray(Long[]::new),
            amounts(entries, Entry::amount), amounts(entries, entry -> entry.change().initial()),
            amounts(entries, entry -> entry.change().adjusted()), amounts(entries, entry -> entry.change().allotted()),
            amounts(entries, entry -> entry.change().committed()), amounts(entries, entry -> entry.change().executed()),
            amounts(entries, entry -> entry.change().lapsed()), entries.stream().map(Entry::sourceId).toArray(Long[]::new),
            head.id(), head.kind(), head.documentNumber(), head.documentDate(), head.reason(), head.refersTo(), head.explanation(),
            place.movement().intakeId(), head.maker(), decision.beyondLimit(),
            department, year, department, year, department, year);
    }

    public static Balance balance(ResultSet row) throws SQLException {
        return MovementRepository.balance(row);
    }

    private static BigDecimal[] amounts(List<Entry> entries, Function<Entry, BigDecimal> amount) {
        return entries.stream().map(amount).toArray(BigDecimal[]::new);
    }

    /** What a document says, to show beside one that says something else under the same number. */
    private record Document(MovementKind kind, String documentDate, String reason, String refersTo, List<DocumentLine> lines) {

        static Document of(Movement movement, Origin origin) {
            return new Document(movement.kind(), movement.documentDate().toString(), movement.reason(), id(movement.refersTo()),
                (movement.kind() == MovementKind.REVERSAL
                    ? origin.entries().stream().map(entry -> new DocumentLine(String.valueOf(entry.appropriationId()),
                        Amount.text(entry.amount().negate())))
                    : movement.lines().stream().map(line -> new DocumentLine(String.valueOf(line.appropriationId()),
                        Amount.text(line.amount())))).sorted().toList());
        }

        static Document of(Posted posted) {
            return new Document(posted.kind(), posted.documentDate().toString(), posted.reason(), id(posted.refersTo()),
                posted.entries().stream().map(entry -> new DocumentLine(String.valueOf(entry.appropriationId()),
                    Amount.text(posted.kind().isSigned() ? entry.amount() : entry.amount().abs()))).sorted().toList());
        }

        private static String id(Long refersTo) {
            return refersTo == null ? null : String.valueOf(refersTo);
        }
    }

    private record DocumentLine(String appropriationId, String amount) implements Comparable<DocumentLine> {

        @Override
        public int compareTo(DocumentLine other) {
            return appropriationId.compareTo(other.appropriationId);
        }
    }
}
