package org.jixiao.budget.ledger.bulk;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.PersistenceException;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jixiao.budget.Amount;
import org.jixiao.budget.BudgetProblem;
import org.jixiao.budget.control.ControlPolicy;
import org.jixiao.budget.control.ControlPolicyRepository;
import org.jixiao.budget.fiscalyear.FiscalYear;
import org.jixiao.budget.fiscalyear.FiscalYearRepository;
import org.jixiao.budget.ledger.Change;
import org.jixiao.budget.ledger.Decision;
import org.jixiao.budget.ledger.Entry;
import org.jixiao.budget.ledger.Finding;
import org.jixiao.budget.ledger.Ledger;
import org.jixiao.budget.ledger.LedgerRepository;
import org.jixiao.budget.ledger.Movement;
import org.jixiao.budget.ledger.MovementKind;
import org.jixiao.chassis.problem.Violation;
import org.jixiao.chassis.sql.SqlClient;

/**
 * Records many lines in a few statements. Each line is decided by the same {@link Ledger} as if it came alone, over balances
 * that are read once, under the locks that {@link LedgerRepository} takes: the year is share-locked (B9), the appropriations by
 * ascending id (B4). The document numbers come after them here and before them there; where a file and a single posting want
 * the same of both, the database ends one, and that one begins anew. The database's guards look at what is written as they
 * look at everything.
 */
@ApplicationScoped
public class BulkLedgerRepository {

    /**
     * What the lines come with.
     *
     * @param mayRecordLate whether the maker may record in a period that is closing
     * @param dryRun        nothing of the ledger is locked or recorded, and whoever asks for it takes the transaction back
     */
    public record Batch(String departmentCode, int fiscalYear, UUID intakeId, String maker, boolean mayRecordLate, boolean dryRun) {
    }

    private static final String NOW = "SELECT (extract(epoch FROM now()) * 1000000)::bigint";
    private static final String LOOK = """
        SELECT %s, a.chain_head
          FROM appropriation a
         WHERE a.department_code = ? AND a.fiscal_year = ? AND a.id = ANY (?)
         ORDER BY a.id""".formatted(LedgerRepository.BALANCE);
    /** Not the key: entries that are recorded by others meanwhile refer to it. */
    private static final String HOLD = LOOK + " FOR NO KEY UPDATE";
    /** By the number's key: a join of all, planned when the tables were small, would read them whole for each chunk. */
    private static final String EXISTING = """
        SELECT m.document_number, m.id, m.kind, m.document_date, m.reason, e.appropriation_id, abs(e.amount) AS amount
          FROM unnest(?::text[]) AS n (number)
         CROSS JOIN LATERAL (
               SELECT * FROM movement m
                WHERE m.department_code = ? AND m.fiscal_year = ? AND m.document_number = n.number OFFSET 0) m
          LEFT JOIN ledger_entry e ON e.department_code = m.department_code AND e.fiscal_year = m.fiscal_year AND e.movement_id = m.id""";
    private static final String TRIED = """
        SELECT t.document_number, 0 AS id, t.kind, t.document_date, t.reason, t.appropriation_id, t.amount
          FROM unnest(?::text[]) AS n (number)
         CROSS JOIN LATERAL (
               SELECT * FROM intake_trial t
                WHERE t.department_code = ? AND t.fiscal_year = ? AND t.document_number = n.number AND t.intake_id = ? OFFSET 0) t""";
    private static final String ADD_TRIED = """
        INSERT INTO intake_trial (department_code, fiscal_year, intake_id, document_number, kind, document_date, reason, appropriation_id, amount)
        SELECT ?, ?, ?, l.number, l.kind, date '1970-01-01' + l.day, l.reason, l.appropriation_id, l.cents * 0.01
          FROM unnest(?::text[], ?::text[], ?::integer[], ?::text[], ?::bigint[], ?::bigint[])
               AS l (number, kind, day, reason, appropriation_id, cents)""";
    private static final String IDS = """
        SELECT (SELECT array_agg(nextval('movement_id_seq')) FROM generate_series(1, ?)),
               (SELECT array_agg(nextval('ledger_entry_id_seq')) FROM generate_series(1, ?))""";
    private static final String ADD_MOVEMENTS = """
        INSERT INTO movement (department_code, fiscal_year, id, kind, document_number, document_date, reason, override_reason, intake_id,
               maker, recorded_at)
        SELECT ?, ?, l.id, l.kind, l.number, date '1970-01-01' + l.day, l.reason, l.explanation, ?, ?, now()
          FROM unnest(?::bigint[], ?::text[], ?::text[], ?::integer[], ?::text[], ?::text[])
               AS l (id, kind, number, day, reason, explanation)""";
    private static final String ADD_ENTRIES = """
        INSERT INTO ledger_entry (department_code, fiscal_year, id, movement_id, kind, appropriation_id, sequence, amount,
               initial_change, adjusted_change, executed_change, document_date, recorded_at, hash)
        SELECT ?, ?, l.id, l.movement_id, l.kind, l.appropriation_id, l.sequence, l.cents * 0.01,
               CASE l.kind WHEN 'OPENING' THEN l.cents * 0.01 ELSE 0 END, CASE l.kind WHEN 'PAYMENT' THEN 0 ELSE l.cents * 0.01 END,
               CASE l.kind WHEN 'PAYMENT' THEN l.cents * -0.01 ELSE 0 END, date '1970-01-01' + l.day, now(), l.hash
          FROM unnest(?::bigint[], ?::bigint[], ?::text[], ?::bigint[], ?::integer[], ?::bigint[], ?::integer[], ?::bytea[])
               AS l (id, movement_id, kind, appropriation_id, sequence, cents, day, hash)""";
    private static final String ADD_FINDINGS = """
        INSERT INTO movement_finding (department_code, fiscal_year, movement_id, number, code, mode, policy_version, appropriation_id,
               limit_amount, requested_amount, explanation)
        SELECT ?, ?, f.*
          FROM unnest(?::bigint[], ?::integer[], ?::text[], ?::text[], ?::integer[], ?::bigint[], ?::numeric[], ?::numeric[], ?::text[]) AS f""";
    private static final String CHANGE_BALANCES = """
        UPDATE appropriation a
           SET initial_budget = a.initial_budget + l.initial * 0.01, adjusted_budget = a.adjusted_budget + l.adjusted * 0.01,
               executed_amount = a.executed_amount + l.executed * 0.01, opened = l.opened, entry_count = a.entry_count + l.entries,
               chain_head = l.head
          FROM unnest(?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::boolean[], ?::integer[], ?::bytea[])
               AS l (id, initial, adjusted, executed, opened, entries, head)
         WHERE a.department_code = ? AND a.fiscal_year = ? AND a.id = l.id""";
    private static final String CHANGE_MONTHS = """
        INSERT INTO appropriation_month AS m (department_code, fiscal_year, appropriation_id, month, initial_change, adjusted_change,
               allotted_change, committed_change, executed_change, lapsed_change, entry_count)
        SELECT ?, ?, l.id, l.month, l.initial * 0.01, l.adjusted * 0.01, 0, 0, l.executed * 0.01, 0, l.entries
          FROM unnest(?::bigint[], ?::integer[], ?::bigint[], ?::bigint[], ?::bigint[], ?::integer[])
               AS l (id, month, initial, adjusted, executed, entries)
            ON CONFLICT (department_code, fiscal_year, appropriation_id, month) DO UPDATE
           SET initial_change = m.initial_change + excluded.initial_change,
               adjusted_change = m.adjusted_change + excluded.adjusted_change,
               executed_change = m.executed_change + excluded.executed_change,
               entry_count = m.entry_count + excluded.entry_count""";

    private final SqlClient sql;
    private final FiscalYearRepository years;
    private final ControlPolicyRepository policies;

    BulkLedgerRepository(SqlClient sql, FiscalYearRepository years, ControlPolicyRepository policies) {
        this.sql = sql;
        this.years = years;
        this.policies = policies;
    }

    /** Begins to record in the current transaction, and with it only. */
    public Posting begin(Batch batch) {
        FiscalYear year = batch.dryRun() ? years.find(batch.departmentCode(), batch.fiscalYear())
            : years.hold(batch.departmentCode(), batch.fiscalYear());
        return new Posting(batch, year, sql.row(NOW, row -> row.getLong(1)));
    }

    /** Lines that are recorded in one transaction. */
    public final class Posting {

        private final Batch batch;
        private final FiscalYear year;
        private final EntryHash hash;
        private final Map<Long, Account> accounts = new HashMap<>();
        private final Map<LocalDate, ControlPolicy> policyOn = new HashMap<>();

        private Posting(Batch batch, FiscalYear year, long recordedAt) {
            this.batch = batch;
            this.year = year;
            this.hash = new EntryHash(batch.departmentCode(), batch.fiscalYear(), batch.intakeId().toString(), batch.maker(), recordedAt);
        }

        /** Takes hold of appropriations until the transaction ends; whoever needs many takes all of them at once. */
        public void hold(Collection<Long> ids) {
            Long[] fresh = ids.stream().filter(id -> !accounts.containsKey(id)).distinct().sorted().toArray(Long[]::new);
            if (fresh.length > 0) {
                sql.rows(batch.dryRun() ? LOOK : HOLD, row -> {
                    Account account = new Account(LedgerRepository.balance(row), row.getBytes("chain_head"));
                    accounts.put(account.id(), account);
                    return null;
                }, batch.departmentCode(), batch.fiscalYear(), fresh);
            }
        }

        /**
         * Records what the ledger lets pass of some lines, in their order. Lines with one number are one document; a payment has
         * one line. All lines of a document come in one call. The balances follow at the {@link #end}.
         *
         * @return what became of each
         */
        public List<Outcome> post(List<Wanted> lines) {
            if (lines.isEmpty()) {
                return List.of();
            }
            hold(lines.stream().map(Wanted::appropriationId).toList());
            Map<String, Document> documents = existing(lines);
            Rows rows = new Rows(lines.size(), ids(lines.size()));
            List<Outcome> outcomes = new ArrayList<>(lines.size());
            for (Wanted line : lines) {
                outcomes.add(post(line, documents, rows));
            }
            rows.write();
            return outcomes;
        }

        /** To be called once, when all is posted: what the lines have changed is added up until then, for one write to each balance. */
        public void end() {
            List<Account> touched = accounts.values().stream().filter(account -> account.entries() > 0)
                .sorted((one, other) -> Long.compare(one.id(), other.id())).toList();
            if (!touched.isEmpty() && !batch.dryRun()) {
                changeBalances(touched);
            }
        }

        private void changeBalances(List<Account> touched) {
            boolean[] opened = new boolean[touched.size()];
            for (int i = 0; i < opened.length; i++) {
                opened[i] = touched.get(i).opened();
            }
            sql.change(CHANGE_BALANCES, touched.stream().mapToLong(Account::id).toArray(),
                sums(touched, Change::initial), sums(touched, Change::adjusted), sums(touched, Change::executed), opened,
                touched.stream().mapToInt(Account::entries).toArray(), touched.stream().map(Account::head).toArray(byte[][]::new),
                batch.departmentCode(), batch.fiscalYear());
            Months months = new Months();
            for (int month = 0; month < FiscalYear.MONTHS; month++) {
                for (Account account : touched) {
                    if (account.monthEntries(month) > 0) {
                        months.add(account, month);
                    }
                }
            }
            sql.change(CHANGE_MONTHS, batch.departmentCode(), batch.fiscalYear(), longs(months.ids),
                months.months.stream().mapToInt(Integer::intValue).toArray(), longs(months.initial), longs(months.adjusted),
                longs(months.executed), months.entries.stream().mapToInt(Integer::intValue).toArray());
        }

        private static long[] sums(List<Account> touched, Function<Change, BigDecimal> measure) {
            return touched.stream().mapToLong(account -> cents(measure.apply(account.added()))).toArray();
        }

        private Outcome post(Wanted line, Map<String, Document> documents, Rows rows) {
            Document document = documents.get(line.documentNumber());
            if (document != null) {
                BigDecimal recorded = document.isHeadOf(line) ? document.lines.get(line.appropriationId()) : null;
                if (recorded != null && recorded.compareTo(line.amount()) == 0) {
                    return Outcome.ALREADY;
                }
                if (document.isComplete || !document.isHeadOf(line) || line.kind() == MovementKind.PAYMENT) {
                    return Outcome.refused(taken(document, line));
                }
                if (recorded != null) {
                    return Outcome.refused(new Violation(BudgetProblem.APPROPRIATION_REPEATED).at("/appropriationId")
                        .with("appropriationId", String.valueOf(line.appropriationId())));
                }
            }
            try {
                Account account = accounts.get(line.appropriationId());
                if (account == null) {
                    throw new Violation(BudgetProblem.UNKNOWN_APPROPRIATION).at("/appropriationId")
                        .with("appropriationId", String.valueOf(line.appropriationId())).with("fiscalYear", batch.fiscalYear());
                }
                Decision decision = decide(account, new Movement(line.kind(), line.documentNumber(), line.documentDate(), line.reason(), null,
                    line.explanation(), batch.intakeId(), List.of(new Movement.Line(line.appropriationId(), line.amount(), null, ""))));
                if (document == null) {
                    document = rows.document(line);
                    documents.put(line.documentNumber(), document);
                }
                rows.entry(document, line, account, decision);
                return Outcome.RECORDED;
            } catch (Violation refused) {
                return Outcome.refused(refused);
            }
        }

        /** Asks for the department's policy only where it can make a difference. */
        private Decision decide(Account account, Movement movement) {
            try {
                return account.post(year, movement, ControlPolicy.STRICT, batch.mayRecordLate());
            } catch (Violation refused) {
                if (movement.kind() != MovementKind.PAYMENT || !Ledger.LIMITS.contains(refused.code())) {
                    throw refused;
                }
                ControlPolicy policy = policyOn.computeIfAbsent(movement.documentDate(), day -> policies.on(batch.departmentCode(), day));
                if (!policy.isLoose()) {
                    throw refused;
                }
                return account.post(year, movement, policy, batch.mayRecordLate());
            }
        }

        private Violation taken(Document document, Wanted line) {
            Map<String, Object> existing = said(document.kind, document.date, document.reason, document.lines);
            Map<String, Object> requested = said(line.kind(), line.documentDate(), line.reason(),
                Map.of(line.appropriationId(), line.amount()));
            return new Violation(BudgetProblem.DOCUMENT_NUMBER_TAKEN).at("/documentNumber").with("documentNumber", line.documentNumber())
                .with("movementId", String.valueOf(document.movementId)).with("sameContent", false)
                .with("existing", existing).with("requested", requested);
        }

        private Map<String, Document> existing(List<Wanted> lines) {
            Map<String, Document> documents = new HashMap<>();
            SqlClient.RowReader<Document> reader = row -> {
                Document document = documents.computeIfAbsent(row.getString("document_number"), number -> stored(row));
                document.lines.put(row.getLong("appropriation_id"), row.getBigDecimal("amount"));
                return document;
            };
            String[] numbers = lines.stream().map(Wanted::documentNumber).distinct().toArray(String[]::new);
            sql.rows(EXISTING, reader, numbers, batch.departmentCode(), batch.fiscalYear());
            if (batch.dryRun()) {
                sql.rows(TRIED, reader, numbers, batch.departmentCode(), batch.fiscalYear(), batch.intakeId());
            }
            return documents;
        }

        private long[][] ids(int count) {
            return sql.row(IDS, row -> new long[][] {drawn(row, 1), drawn(row, 2)}, count, count);
        }

        private static long[] drawn(ResultSet row, int column) throws SQLException {
            return Arrays.stream((Long[]) row.getArray(column).getArray()).mapToLong(Long::longValue).toArray();
        }

        /** What is written when all lines have been decided, column by column. */
        private final class Rows {

            private final long[] movementIds;
            private final long[] entryIds;
            private final List<Document> documents = new ArrayList<>();
            private final List<Found> findings = new ArrayList<>();
            private final long[] movementOf;
            private final String[] kinds;
            private final String[] numbers;
            private final String[] reasons;
            private final long[] appropriationIds;
            private final int[] sequences;
            private final long[] cents;
            private final int[] days;
            private final byte[][] hashes;
            private int count;

            Rows(int max, long[][] ids) {
                movementIds = ids[0];
                entryIds = ids[1];
                movementOf = new long[max];
                kinds = new String[max];
                numbers = new String[max];
                reasons = new String[max];
                appropriationIds = new long[max];
                sequences = new int[max];
                cents = new long[max];
                days = new int[max];
                hashes = new byte[max][];
            }

            Document document(Wanted line) {
                Document document = new Document(movementIds[documents.size()], line.kind(), line.documentDate(), line.reason(), false);
                document.number = line.documentNumber();
                document.explanation = line.explanation();
                documents.add(document);
                return document;
            }

            void entry(Document document, Wanted line, Account account, Decision decision) {
                Entry entry = decision.entries().get(0);
                document.lines.put(line.appropriationId(), line.amount());
                movementOf[count] = document.movementId;
                kinds[count] = line.kind().name();
                numbers[count] = line.documentNumber();
                reasons[count] = line.reason();
                appropriationIds[count] = line.appropriationId();
                sequences[count] = account.entryCount();
                cents[count] = cents(entry.amount());
                days[count] = (int) line.documentDate().toEpochDay();
                hashes[count] = hash.of(account.head(), account.entryCount(), entryIds[count], document.movementId, entry,
                    line.documentNumber(), line.documentDate().toString(), line.reason(), document.explanation);
                account.head(hashes[count]);
                for (Finding finding : decision.findings()) {
                    // of this line, or of the document as a whole, which its first line tells
                    if (finding.appropriationId() != null || document.lines.size() == 1) {
                        findings.add(new Found(document, ++document.findings, finding));
                    }
                }
                count++;
            }

            /** Movements first, for entries and findings name them. */
            void write() {
                if (count == 0) {
                    return;
                }
                if (batch.dryRun()) {
                    sql.change(ADD_TRIED, batch.departmentCode(), batch.fiscalYear(), batch.intakeId(), Arrays.copyOf(numbers, count),
                        Arrays.copyOf(kinds, count), Arrays.copyOf(days, count), Arrays.copyOf(reasons, count),
                        Arrays.copyOf(appropriationIds, count), Arrays.copyOf(cents, count));
                    return;
                }
                sql.change(ADD_MOVEMENTS, batch.departmentCode(), batch.fiscalYear(), batch.intakeId(), batch.maker(),
                    Arrays.copyOf(movementIds, documents.size()), texts(document -> document.kind.name()),
                    texts(document -> document.number), documents.stream().mapToInt(document -> (int) document.date.toEpochDay()).toArray(),
                    texts(document -> document.reason), texts(document -> document.explanation));
                sql.change(ADD_ENTRIES, batch.departmentCode(), batch.fiscalYear(), Arrays.copyOf(entryIds, count),
                    Arrays.copyOf(movementOf, count), Arrays.copyOf(kinds, count), Arrays.copyOf(appropriationIds, count),
                    Arrays.copyOf(sequences, count), Arrays.copyOf(cents, count), Arrays.copyOf(days, count), Arrays.copyOf(hashes, count));
                if (!findings.isEmpty()) {
                    addFindings();
                }
            }

            private String[] texts(Function<Document, String> text) {
                return documents.stream().map(text).toArray(String[]::new);
            }

            private void addFindings() {
                sql.change(ADD_FINDINGS, batch.departmentCode(), batch.fiscalYear(),
                    findings.stream().map(found -> found.document.movementId).toArray(Long[]::new),
                    findings.stream().mapToInt(Found::number).toArray(), said(found -> found.finding.code()),
                    said(found -> found.finding.mode().name()), each(Integer[]::new, found -> found.finding.policyVersion()),
                    each(Long[]::new, found -> found.finding.appropriationId()), each(BigDecimal[]::new, found -> found.finding.limit()),
                    each(BigDecimal[]::new, found -> found.finding.requested()), said(found -> found.document.explanation));
            }

            private String[] said(Function<Found, String> text) {
                return each(String[]::new, text);
            }

            private <T> T[] each(IntFunction<T[]> array, Function<Found, T> part) {
                return findings.stream().map(part).toArray(array);
            }
        }
    }

    /** A finding of a document, in its place among the document's. */
    private record Found(Document document, int number, Finding finding) {
    }

    private static final class Months {

        private final List<Long> ids = new ArrayList<>();
        private final List<Integer> months = new ArrayList<>();
        private final List<Long> initial = new ArrayList<>();
        private final List<Long> adjusted = new ArrayList<>();
        private final List<Long> executed = new ArrayList<>();
        private final List<Integer> entries = new ArrayList<>();

        void add(Account account, int month) {
            Change change = account.month(month);
            ids.add(account.id());
            months.add(month + 1);
            initial.add(cents(change.initial()));
            adjusted.add(cents(change.adjusted()));
            executed.add(cents(change.executed()));
            entries.add(account.monthEntries(month));
        }
    }

    private static long[] longs(List<Long> values) {
        return values.stream().mapToLong(Long::longValue).toArray();
    }

    private static long cents(BigDecimal amount) {
        return amount.movePointRight(Amount.SCALE).longValueExact();
    }

    private static Map<String, Object> said(MovementKind kind, LocalDate date, String reason, Map<Long, BigDecimal> lines) {
        return Map.of("kind", kind.name(), "documentDate", date.toString(), "reason", reason, "lines", lines.entrySet().stream().limit(10)
            .map(line -> Map.of("appropriationId", String.valueOf(line.getKey()), "amount", Amount.text(line.getValue()))).toList());
    }

    private static Document stored(ResultSet row) {
        try {
            return new Document(row.getLong("id"), MovementKind.valueOf(row.getString("kind")),
                row.getObject("document_date", LocalDate.class), row.getString("reason"), true);
        } catch (SQLException e) {
            throw new PersistenceException(e);
        }
    }

    /** A document with what is known of it. */
    private static final class Document {

        private final long movementId;
        private final MovementKind kind;
        private final LocalDate date;
        private final String reason;
        /** Whether it was recorded before: then no line is added to it. */
        private final boolean isComplete;
        private final Map<Long, BigDecimal> lines = new HashMap<>();
        private String number;
        private String explanation;
        private int findings;

        Document(long movementId, MovementKind kind, LocalDate date, String reason, boolean isComplete) {
            this.movementId = movementId;
            this.kind = kind;
            this.date = date;
            this.reason = reason;
            this.isComplete = isComplete;
        }

        boolean isHeadOf(Wanted line) {
            return kind == line.kind() && date.equals(line.documentDate()) && reason.equals(line.reason());
        }
    }
}
