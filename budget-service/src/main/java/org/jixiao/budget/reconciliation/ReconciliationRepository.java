package org.jixiao.budget.reconciliation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jixiao.budget.reconciliation.CheckRepository.Extent;
import org.jixiao.budget.reconciliation.Reconciliation.Finding;
import org.jixiao.chassis.paging.ListHandler;
import org.jixiao.chassis.paging.ListQuery;
import org.jixiao.chassis.paging.Page;
import org.jixiao.chassis.problem.ChassisProblem;
import org.jixiao.chassis.problem.Violation;
import org.jixiao.chassis.sql.SqlClient;

/** Keeps what each run saw, and says which years are due. */
@ApplicationScoped
class ReconciliationRepository {

    /** A year that is to be reconciled. */
    record Due(String departmentCode, int fiscalYear) {
    }

    /**
     * What the newest runs of all years say together.
     *
     * @param differences      that they found
     * @param where            the first year in which they found some, or null
     * @param overdue          years that no run has looked at for too long
     * @param lastAgeSeconds   how long ago the newest run ended; -1 where there is none
     * @param reconciledYears  years that a run has looked at
     */
    record Summary(long differences, String where, long overdue, long lastAgeSeconds, long reconciledYears) {
    }

    private static final String COLUMNS = """
        r.id, r.maker, r.started_at, r.ended_at, r.year_version, r.appropriations, r.movements, r.entries, r.chain_digest, r.checks, r.findings""";
    private static final String FIND = "SELECT " + COLUMNS + " FROM reconciliation r WHERE r.department_code = ? AND r.fiscal_year = ? AND r.id = ?";
    private static final String PAGE = """
        SELECT r.*
          FROM fiscal_year y
          LEFT JOIN LATERAL (SELECT *, {keys} FROM reconciliation
                              WHERE department_code = y.department_code AND fiscal_year = y.fiscal_year {conditions} {page}) r ON true
         WHERE y.department_code = ? AND y.fiscal_year = ?
         ORDER BY r.place""";
    private static final String ADD = """
        INSERT INTO reconciliation AS r (department_code, fiscal_year, maker, started_at, year_version, appropriations, movements, entries,
               chain_digest, differences, checks, findings)
        VALUES (?, ?, ?, now(), ?, ?, ?, ?, ?, ?, ?::jsonb, ?::jsonb)
        RETURNING\s""" + COLUMNS;
    /** Only ends that are new since the run before, and only those that were there before the run began to walk. */
    private static final String ADD_HEADS = """
        INSERT INTO reconciliation_head (department_code, fiscal_year, appropriation_id, entry_count, hash, reconciliation_id)
        SELECT ?, ?, split_part(e, ':', 1)::bigint, split_part(e, ':', 2)::integer, decode(split_part(e, ':', 3), 'hex'), ?
          FROM string_to_table(ltrim(?, ','), ',') e
         WHERE split_part(e, ':', 2) <> '0'
        ON CONFLICT DO NOTHING""";
    private static final String ALONE = "SELECT pg_advisory_xact_lock(hashtextextended('reconciliation:' || ? || '/' || ?, 0))::text";
    private static final String ALONE_OR_NOT = "SELECT pg_try_advisory_xact_lock(hashtextextended('reconciliation:' || ? || '/' || ?, 0))";
    private static final String EXISTS = "SELECT 1 FROM fiscal_year WHERE department_code = ? AND fiscal_year = ?";
    /** Since the last night began: years that take movements, years that have changed, all others once a week. */
    private static final String DUE = """
        WITH clock AS (SELECT now() AT TIME ZONE ? AS local, ?::time AS at, ?::text AS zone),
             night AS (SELECT (date_trunc('day', local) + at - CASE WHEN local::time < at THEN interval '1 day' ELSE interval '0' END)
                              AT TIME ZONE zone AS began FROM clock)
        SELECT l.department_code, l.fiscal_year
          FROM reconciliation_last l, night n
         WHERE (?::text IS NULL OR l.department_code = ?) AND (?::integer IS NULL OR l.fiscal_year = ?)
           AND coalesce(l.started_at, l.opened_at) < n.began
           AND (l.status <> 'CLOSED' OR l.started_at IS NULL OR l.differences > 0 OR l.year_version <> l.version
                OR l.started_at < n.began - interval '6 days'
                OR l.entries <> (SELECT coalesce(sum(a.entry_count), 0) FROM appropriation a
                                  WHERE a.department_code = l.department_code AND a.fiscal_year = l.fiscal_year))
         ORDER BY l.department_code, l.fiscal_year
         LIMIT 1000""";
    private static final String SUMMARY = """
        SELECT coalesce(sum(differences), 0)::bigint,
               (array_agg(department_code || '/' || fiscal_year ORDER BY department_code, fiscal_year) FILTER (WHERE differences > 0))[1],
               count(*) FILTER (WHERE coalesce(started_at, opened_at)
                   < now() - CASE status WHEN 'CLOSED' THEN interval '8 days' ELSE interval '48 hours' END),
               coalesce(extract(epoch FROM now() - max(ended_at)), -1)::bigint, count(id)
          FROM reconciliation_last""";

    private final SqlClient sql;
    private final ListHandler lists;
    private final ObjectMapper json;

    ReconciliationRepository(SqlClient sql, ListHandler lists, ObjectMapper json) {
        this.sql = sql;
        this.lists = lists;
        this.json = json;
    }

    Optional<Reconciliation> find(String departmentCode, int fiscalYear, Long id) {
        return sql.first(FIND, this::read, departmentCode, fiscalYear, id);
    }

    Page<Reconciliation> page(String departmentCode, int fiscalYear, ListQuery query) {
        return lists.page(PAGE, query, this::read, departmentCode, fiscalYear).orElseThrow(() -> missing(fiscalYear));
    }

    void requireYear(String departmentCode, int fiscalYear) {
        if (sql.first(EXISTS, row -> true, departmentCode, fiscalYear).isEmpty()) {
            throw missing(fiscalYear);
        }
    }

    private static Violation missing(int fiscalYear) {
        return new Violation(ChassisProblem.NOT_FOUND).with("id", String.valueOf(fiscalYear));
    }

    /** Lets the current transaction take its time: a county's year has a million entries. */
    void takeTime(int seconds) {
        sql.change("SET LOCAL statement_timeout = '" + seconds + "s'");
        sql.change("SET LOCAL lock_timeout = '" + seconds + "s'");
    }

    /** Waits until nobody else is at this year; to the end of the transaction. */
    void waitForTurn(String departmentCode, int fiscalYear) {
        sql.row(ALONE, row -> "", departmentCode, fiscalYear);
    }

    /** Whether nobody else is at this year; then nobody else will be to the end of the transaction. */
    boolean hasTurn(String departmentCode, int fiscalYear) {
        return sql.row(ALONE_OR_NOT, row -> row.getBoolean(1), departmentCode, fiscalYear);
    }

    Reconciliation add(String departmentCode, int fiscalYear, String maker, Extent extent, Map<ReconciliationCheck, Long> checks,
                       List<Finding> findings) {
        long differences = checks.values().stream().mapToLong(Long::longValue).sum();
        Reconciliation added = sql.row(ADD, this::read, departmentCode, fiscalYear, maker, extent.yearVersion(), extent.appropriations(),
            extent.movements(), extent.entries(), extent.chainDigest(), differences, text(checks), text(findings));
        if (differences == 0) {
            sql.change(ADD_HEADS, departmentCode, fiscalYear, added.id(), extent.chainEnds());
        }
        return added;
    }

    /** Years whose turn has come since the given hour of the night, of all departments that the caller sees. */
    List<Due> due(String zone, String at) {
        return due(zone, at, null, null);
    }

    boolean isDue(String zone, String at, Due year) {
        return !due(zone, at, year.departmentCode(), year.fiscalYear()).isEmpty();
    }

    private List<Due> due(String zone, String at, String departmentCode, Integer fiscalYear) {
        return sql.rows(DUE, row -> new Due(row.getString(1), row.getInt(2)), zone, at, zone, departmentCode, departmentCode,
            fiscalYear, fiscalYear);
    }

    Summary summary() {
        return sql.row(SUMMARY, row -> new Summary(row.getLong(1), row.getString(2), row.getLong(3), row.getLong(4), row.getLong(5)));
    }

    private Reconciliation read(ResultSet row) throws SQLException, IOException {
        return new Reconciliation(row.getLong("id"), row.getString("maker"), row.getObject("started_at", OffsetDateTime.class).toInstant(),
            row.getObject("ended_at", OffsetDateTime.class).toInstant(), row.getInt("year_version"), row.getLong("appropriations"),
            row.getLong("movements"), row.getLong("entries"), row.getBytes("chain_digest"),
            json.readValue(row.getString("checks"), new TypeReference<EnumMap<ReconciliationCheck, Long>>() { }),
            List.of(json.readValue(row.getString("findings"), Finding[].class)));
    }

    private String text(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("findings that cannot be written as JSON", e);
        }
    }
}
