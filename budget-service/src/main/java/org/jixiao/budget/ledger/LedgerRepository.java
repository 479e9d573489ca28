package org.jixiao.budget.ledger;

import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jixiao.budget.Amount;
import org.jixiao.budget.BudgetProblem;
import org.jixiao.budget.appropriation.FundNature;
import org.jixiao.budget.fiscalyear.FiscalYear;
import org.jixiao.budget.fiscalyear.FiscalYearRepository;
import org.jixiao.chassis.paging.ListHandler;
import org.jixiao.chassis.paging.ListQuery;
import org.jixiao.chassis.paging.Page;
import org.jixiao.chassis.problem.ChassisProblem;
import org.jixiao.chassis.problem.Violation;
import org.jixiao.chassis.sql.SqlClient;

/**
 * Records movements. The rules are {@link Ledger}'s; this class sees to it that they hold when many
 * record at once: the year is share-locked first (B9), several appropriations are locked by ascending
 * id, and the balance changes by one conditional UPDATE in the statement that writes the entries (B4).
 */
@ApplicationScoped
public class LedgerRepository {

    /** A movement as it is recorded. */
    public record Posted(long id, MovementKind kind, String documentNumber, LocalDate documentDate, String reason,
                         Long refundOf, String maker, Instant recordedAt, List<PostedEntry> entries) {
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

    /** An entry in a list, with the document that it comes from. */
    public record ListedEntry(long id, long movementId, MovementKind kind, String documentNumber,
                              LocalDate documentDate, long appropriationId, int sequence, BigDecimal amount,
                              String reason, String maker, Instant recordedAt) {
    }

    private static final String BALANCE = """
        a.id, a.fund_nature, a.initial_budget, a.adjusted_budget, a.executed_amount, a.entry_count""";

    private static final String OPEN = """
        SELECT %s, %s
          FROM fiscal_year y
          LEFT JOIN appropriation a ON a.department_code = y.department_code AND a.fiscal_year = y.fiscal_year
                                   AND a.id = ANY (?)
         WHERE y.department_code = ? AND y.fiscal_year = ?
           FOR SHARE OF y""".formatted(FiscalYearRepository.COLUMNS, BALANCE);

    private static final String LOCK = """
        SELECT %s
          FROM appropriation a
         WHERE a.department_code = ? AND a.fiscal_year = ? AND a.id = ANY (?)
         ORDER BY a.id
           FOR UPDATE""".formatted(BALANCE);

    private static final String ADD_MOVEMENT = """
        INSERT INTO movement (department_code, fiscal_year, kind, document_number, document_date, reason, refund_of, maker)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT ON CONSTRAINT document_number_once DO NOTHING
        RETURNING id, recorded_at""";

    private static final String APPEND = """
        WITH line AS (
            SELECT id, amount FROM unnest(?, ?) AS l (id, amount)
        ), applied AS (
            UPDATE appropriation a
               SET initial_budget = a.initial_budget + l.amount * ?,
                   adjusted_budget = a.adjusted_budget + l.amount * ?,
                   executed_amount = a.executed_amount + l.amount * ?,
                   entry_count = a.entry_count + 1
              FROM line l
             WHERE a.department_code = ? AND a.fiscal_year = ? AND a.id = l.id
               AND a.adjusted_budget - a.executed_amount + l.amount >= 0
               AND (? <> 'OPENING' OR a.entry_count = 0)
            RETURNING a.id, a.entry_count, a.adjusted_budget - a.executed_amount AS available, l.amount
        ), entered AS (
            INSERT INTO ledger_entry (department_code, fiscal_year, movement_id, kind, appropriation_id, sequence, amount)
            SELECT ?, ?, ?, ?, applied.id, applied.entry_count, applied.amount FROM applied ORDER BY applied.id
            RETURNING id, appropriation_id, sequence, amount
        )
        SELECT entered.id, entered.appropriation_id, entered.sequence, entered.amount, applied.available
          FROM entered JOIN applied ON applied.id = entered.appropriation_id
         ORDER BY entered.id""";

    private static final String FIND = """
        SELECT m.id, m.kind, m.document_number, m.document_date, m.reason, m.refund_of, m.maker, m.recorded_at,
               e.id AS entry_id, e.appropriation_id, e.sequence, e.amount
          FROM movement m
          JOIN ledger_entry e ON e.department_code = m.department_code AND e.fiscal_year = m.fiscal_year
                             AND e.movement_id = m.id
         WHERE m.department_code = ? AND m.fiscal_year = ? AND m.%s = ?
         ORDER BY e.id""";

    private final SqlClient sql;
    private final ListHandler lists;

    LedgerRepository(SqlClient sql, ListHandler lists) {
        this.sql = sql;
        this.lists = lists;
    }

    /**
     * Records a movement in the current transaction, or throws what the ledger says against it.
     *
     * @param maker who records it: the subject of the token
     */
    public Posted post(String departmentCode, int fiscalYear, Movement movement, String maker) {
        return post(departmentCode, fiscalYear, movement, maker, () -> { });
    }

    /** The same, with something to be done after the ledger has agreed and before a balance changes. */
    public Posted post(String departmentCode, int fiscalYear, Movement movement, String maker, Runnable beforeChange) {
        Long[] ids = movement.lines().stream().map(Movement.Line::appropriationId).distinct().sorted()
            .toArray(Long[]::new);
        Ledger ledger = open(departmentCode, fiscalYear, ids);
        ledger.admit(movement);
        Posted head = addMovement(departmentCode, fiscalYear, movement, maker);
        if (ids.length > 1) {
            ledger = locked(ledger.year(), ids);
        }
        List<Entry> entries = ledger.post(movement);
        beforeChange.run();
        List<PostedEntry> posted = append(departmentCode, fiscalYear, head.id(), movement.kind(), entries);
        if (posted.size() < entries.size()) {
            // others were quicker since we looked: look again, this time holding the row
            entries = locked(ledger.year(), ids).post(movement);
            posted = append(departmentCode, fiscalYear, head.id(), movement.kind(), entries);
            if (posted.size() < entries.size()) {
                throw new IllegalStateException("the database refuses what the ledger allows");
            }
        }
        return with(head, posted);
    }

    Posted find(String departmentCode, int fiscalYear, long id) {
        return only(sql.rows(FIND.formatted("id"), LedgerRepository::movement, departmentCode, fiscalYear, id));
    }

    Page<ListedEntry> page(String departmentCode, int fiscalYear, ListQuery query) {
        return lists.page("""
            SELECT e.*
              FROM fiscal_year y
              LEFT JOIN LATERAL (
                   SELECT e.id, e.movement_id, e.kind, m.document_number, m.document_date, e.appropriation_id,
                          e.sequence, e.amount, m.reason, m.maker, m.recorded_at, {keys}
                     FROM ledger_entry e
                     JOIN movement m ON m.department_code = e.department_code AND m.fiscal_year = e.fiscal_year
                                    AND m.id = e.movement_id
                    WHERE e.department_code = y.department_code AND e.fiscal_year = y.fiscal_year
                      {conditions} {page}) e ON true
             WHERE y.department_code = ? AND y.fiscal_year = ?
             ORDER BY e.place""", query, LedgerRepository::listed, departmentCode, fiscalYear)
            .orElseThrow(() -> new Violation(ChassisProblem.NOT_FOUND).with("id", String.valueOf(fiscalYear)));
    }

    /** The year, held open until the transaction ends, and what the appropriations have as we look. */
    private Ledger open(String departmentCode, int fiscalYear, Long[] ids) {
        List<Balance> balances = new ArrayList<>();
        List<FiscalYear> years = sql.rows(OPEN, row -> {
            row.getLong("id");
            if (!row.wasNull()) {
                balances.add(balance(row));
            }
            return FiscalYearRepository.read(row);
        }, ids, departmentCode, fiscalYear);
        if (years.isEmpty()) {
            throw new Violation(ChassisProblem.NOT_FOUND).with("id", String.valueOf(fiscalYear));
        }
        return new Ledger(years.get(0), balances);
    }

    private Ledger locked(FiscalYear year, Long[] ids) {
        return new Ledger(year, sql.rows(LOCK, LedgerRepository::balance, year.departmentCode(), year.fiscalYear(), ids));
    }

    /** Keeps B7: one document, one movement. */
    private Posted addMovement(String departmentCode, int fiscalYear, Movement movement, String maker) {
        Posted added = sql.row(ADD_MOVEMENT,
            row -> new Posted(row.getLong("id"), movement.kind(), movement.documentNumber(), movement.documentDate(),
                movement.reason(), movement.refundOf(), maker, instant(row), List.of()),
            departmentCode, fiscalYear, movement.kind(), movement.documentNumber(), movement.documentDate(),
            movement.reason(), movement.refundOf(), maker);
        if (added != null) {
            return added;
        }
        Posted existing = only(sql.rows(FIND.formatted("document_number"), LedgerRepository::movement,
            departmentCode, fiscalYear, movement.documentNumber()));
        Document stored = Document.of(existing);
        Document requested = Document.of(movement);
        throw new Violation(BudgetProblem.DOCUMENT_NUMBER_TAKEN).at("/documentNumber")
            .with("documentNumber", movement.documentNumber())
            .with("movementId", String.valueOf(existing.id()))
            .with("sameContent", stored.equals(requested))
            .with("existing", stored).with("requested", requested);
    }

    private List<PostedEntry> append(String departmentCode, int fiscalYear, long movementId, MovementKind kind,
                                     List<Entry> entries) {
        return sql.rows(APPEND, row -> new PostedEntry(row.getLong("id"), row.getLong("appropriation_id"),
                row.getInt("sequence"), row.getBigDecimal("amount"), row.getBigDecimal("available")),
            entries.stream().map(Entry::appropriationId).toArray(Long[]::new),
            entries.stream().map(Entry::amount).toArray(BigDecimal[]::new),
            kind.initialFactor(), kind.adjustedFactor(), kind.executedFactor(),
            departmentCode, fiscalYear, kind, departmentCode, fiscalYear, movementId, kind);
    }

    /** What a document says, to show beside one that says something else under the same number. */
    private record Document(MovementKind kind, String documentDate, String reason, List<DocumentLine> lines) {

        static Document of(Movement movement) {
            return new Document(movement.kind(), movement.documentDate().toString(), movement.reason(),
                movement.lines().stream().map(line -> new DocumentLine(String.valueOf(line.appropriationId()),
                    Amount.text(line.amount()))).sorted().toList());
        }

        static Document of(Posted posted) {
            return new Document(posted.kind(), posted.documentDate().toString(), posted.reason(),
                posted.entries().stream().map(entry -> new DocumentLine(String.valueOf(entry.appropriationId()),
                    Amount.text(posted.kind().isSigned() ? entry.amount() : entry.amount().abs()))).sorted().toList());
        }
    }

    private record DocumentLine(String appropriationId, String amount) implements Comparable<DocumentLine> {

        @Override
        public int compareTo(DocumentLine other) {
            return appropriationId.compareTo(other.appropriationId);
        }
    }

    private static Posted with(Posted head, List<PostedEntry> entries) {
        return new Posted(head.id(), head.kind(), head.documentNumber(), head.documentDate(), head.reason(),
            head.refundOf(), head.maker(), head.recordedAt(), entries);
    }

    private static Posted only(List<Posted> rowByEntry) {
        return rowByEntry.isEmpty() ? null
            : with(rowByEntry.get(0), rowByEntry.stream().flatMap(row -> row.entries().stream()).toList());
    }

    private static Posted movement(ResultSet row) throws SQLException {
        long refundOf = row.getLong("refund_of");
        Long payment = row.wasNull() ? null : refundOf;
        return new Posted(row.getLong("id"), MovementKind.valueOf(row.getString("kind")),
            row.getString("document_number"), row.getObject("document_date", LocalDate.class),
            row.getString("reason"), payment, row.getString("maker"), instant(row),
            List.of(new PostedEntry(row.getLong("entry_id"), row.getLong("appropriation_id"), row.getInt("sequence"),
                row.getBigDecimal("amount"), null)));
    }

    private static ListedEntry listed(ResultSet row) throws SQLException {
        return new ListedEntry(row.getLong("id"), row.getLong("movement_id"),
            MovementKind.valueOf(row.getString("kind")), row.getString("document_number"),
            row.getObject("document_date", LocalDate.class), row.getLong("appropriation_id"), row.getInt("sequence"),
            row.getBigDecimal("amount"), row.getString("reason"), row.getString("maker"), instant(row));
    }

    private static Balance balance(ResultSet row) throws SQLException {
        return new Balance(row.getLong("id"), FundNature.valueOf(row.getString("fund_nature")),
            row.getBigDecimal("initial_budget"), row.getBigDecimal("adjusted_budget"),
            row.getBigDecimal("executed_amount"), row.getInt("entry_count"));
    }

    private static Instant instant(ResultSet row) throws SQLException {
        return row.getObject("recorded_at", OffsetDateTime.class).toInstant();
    }
}
