package org.jixiao.budget.reconciliation;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jixiao.budget.reconciliation.Reconciliation.Finding;
import org.jixiao.chassis.sql.SqlClient;

/**
 * Compares what is stored of a department's year with its entries. Each check is one statement and so of one moment,
 * whoever records meanwhile; the chains are walked entry by entry, and what is appended behind the walk is left to the
 * next run.
 */
@ApplicationScoped
class CheckRepository {

    /** What a check found: all of it counted, some of it named. */
    record Found(long differences, List<Finding> findings) {
    }

    /**
     * How much there is, and where all chains end.
     *
     * @param chainEnds {@code ,id:count:hash} of each appropriation
     */
    record Extent(int yearVersion, long appropriations, long movements, long entries, byte[] chainDigest, String chainEnds) {
    }

    private static final int CHAIN_PAGE = 20_000;

    private static final String EXTENT = """
        SELECT y.version, coalesce(d.appropriations, 0),
               (SELECT count(*) FROM movement m WHERE m.department_code = y.department_code AND m.fiscal_year = y.fiscal_year),
               coalesce(d.entries, 0), coalesce(d.digest, sha256('sha256/1')), coalesce(d.ends, '')
          FROM fiscal_year y
          LEFT JOIN ledger_chain_digest d ON d.department_code = y.department_code AND d.fiscal_year = y.fiscal_year
         WHERE y.department_code = ? AND y.fiscal_year = ?""";

    /** Pairs of placeholders: department and year. */
    private static final Map<ReconciliationCheck, String> CHECKS = new EnumMap<>(Map.ofEntries(
        Map.entry(ReconciliationCheck.BALANCE, difference("appropriation")),
        Map.entry(ReconciliationCheck.CARRIED_FORWARD, difference("carryForward")),
        Map.entry(ReconciliationCheck.MONTH, difference("month")),
        Map.entry(ReconciliationCheck.USE, difference("movement")),
        Map.entry(ReconciliationCheck.SEQUENCE, """
            SELECT appropriation_id AS id, max(sequence)::text AS stored, count(*)::text AS computed
              FROM ledger_entry
             WHERE department_code = ? AND fiscal_year = ?
             GROUP BY appropriation_id
            HAVING max(sequence) <> count(*) OR min(sequence) <> 1"""),
        Map.entry(ReconciliationCheck.CHAIN_END, """
            SELECT a.id, encode(a.chain_head, 'hex') AS stored, encode(e.hash, 'hex') AS computed
              FROM appropriation a
              LEFT JOIN LATERAL (
                   SELECT hash FROM ledger_entry e
                    WHERE e.department_code = a.department_code AND e.fiscal_year = a.fiscal_year AND e.appropriation_id = a.id
                    ORDER BY e.sequence DESC LIMIT 1) e ON true
             WHERE a.department_code = ? AND a.fiscal_year = ?
               AND a.chain_head <> coalesce(e.hash, decode(repeat('00', 32), 'hex'))"""),
        Map.entry(ReconciliationCheck.EARLIER_END, """
            SELECT h.appropriation_id AS id, encode(h.hash, 'hex') AS stored, encode(e.hash, 'hex') AS computed
              FROM reconciliation_head h
              LEFT JOIN ledger_entry e ON e.department_code = h.department_code AND e.fiscal_year = h.fiscal_year
                                      AND e.appropriation_id = h.appropriation_id AND e.sequence = h.entry_count
             WHERE h.department_code = ? AND h.fiscal_year = ? AND e.hash IS DISTINCT FROM h.hash"""),
        Map.entry(ReconciliationCheck.MOVEMENT, """
            SELECT m.id, m.kind AS stored, NULL AS computed
              FROM movement m
             WHERE m.department_code = ? AND m.fiscal_year = ?
               AND NOT EXISTS (SELECT FROM ledger_entry e
                                WHERE e.department_code = m.department_code AND e.fiscal_year = m.fiscal_year AND e.movement_id = m.id)
            UNION ALL
            SELECT e.id, NULL, e.kind
              FROM ledger_entry e
             WHERE e.department_code = ? AND e.fiscal_year = ?
               AND NOT EXISTS (SELECT FROM movement m
                                WHERE m.department_code = e.department_code AND m.fiscal_year = e.fiscal_year AND m.id = e.movement_id
                                  AND m.kind = e.kind)"""),
        Map.entry(ReconciliationCheck.VIREMENT, """
            SELECT e.movement_id AS id, sum(e.adjusted_change)::text AS stored, '0.00' AS computed
              FROM ledger_entry e
              JOIN appropriation a ON a.department_code = e.department_code AND a.fiscal_year = e.fiscal_year AND a.id = e.appropriation_id
             WHERE e.department_code = ? AND e.fiscal_year = ? AND e.kind = 'VIREMENT'
             GROUP BY e.movement_id
            HAVING sum(e.adjusted_change) <> 0 OR count(*) <> 2 OR count(DISTINCT a.fund_nature) <> 1"""),
        Map.entry(ReconciliationCheck.REVERSAL, """
            SELECT r.id, sum(e.adjusted_change)::text AS stored, '0.00' AS computed
              FROM movement r
              JOIN ledger_entry e ON e.department_code = r.department_code AND e.fiscal_year = r.fiscal_year
                                 AND e.movement_id IN (r.id, r.refers_to)
             WHERE r.department_code = ? AND r.fiscal_year = ? AND r.kind = 'REVERSAL'
             GROUP BY r.id, e.appropriation_id
            HAVING count(*) <> 2 OR (sum(e.amount), sum(e.initial_change), sum(e.adjusted_change), sum(e.allotted_change),
                   sum(e.committed_change), sum(e.executed_change), sum(e.lapsed_change)) <> (0, 0, 0, 0, 0, 0, 0)"""),
        Map.entry(ReconciliationCheck.FUND, """
            SELECT fund_nature AS id, coalesce(sum(amount) FILTER (WHERE NOT brought), 0.00)::text AS stored,
                   coalesce(sum(amount) FILTER (WHERE brought), 0.00)::text AS computed
              FROM (SELECT fund_nature, adjusted_budget AS amount, false AS brought
                      FROM appropriation WHERE department_code = ? AND fiscal_year = ?
                    UNION ALL
                    SELECT a.fund_nature, e.adjusted_change, true
                      FROM ledger_entry e
                      JOIN appropriation a ON a.department_code = e.department_code AND a.fiscal_year = e.fiscal_year AND a.id = e.appropriation_id
                     WHERE e.department_code = ? AND e.fiscal_year = ? AND e.adjusted_change <> 0 AND e.kind NOT IN ('VIREMENT', 'REVERSAL')
                    UNION ALL
                    SELECT a.fund_nature, e.adjusted_change, true
                      FROM ledger_entry e
                      JOIN appropriation a ON a.department_code = e.department_code AND a.fiscal_year = e.fiscal_year AND a.id = e.appropriation_id
                      JOIN movement r ON r.department_code = e.department_code AND r.fiscal_year = e.fiscal_year AND r.id = e.movement_id
                      JOIN movement o ON o.department_code = r.department_code AND o.fiscal_year = r.fiscal_year AND o.id = r.refers_to
                     WHERE e.department_code = ? AND e.fiscal_year = ? AND e.kind = 'REVERSAL' AND o.kind <> 'VIREMENT') moved
             GROUP BY fund_nature
            HAVING coalesce(sum(amount) FILTER (WHERE NOT brought), 0) <> coalesce(sum(amount) FILTER (WHERE brought), 0)"""),
        Map.entry(ReconciliationCheck.CLASSIFICATION, """
            SELECT a.id, a.stored, made.computed
              FROM (SELECT id, concat_ws('/', 'appropriation', department_code, fiscal_year, id) AS target,
                           concat_ws(' ', agency_code, project_code, fund_nature, expenditure_kind, functional_class, economic_class) AS stored
                      FROM appropriation WHERE department_code = ? AND fiscal_year = ?) a
             CROSS JOIN LATERAL (
                   SELECT string_agg(c.new, ' ' ORDER BY array_position(l.fields, c.field)) AS computed
                     FROM (SELECT ARRAY['agencyCode', 'projectCode', 'fundNature', 'expenditureKind', 'functionalClass', 'economicClass']) l (fields)
                     JOIN audit_entry e ON e.target = a.target AND e.action = 'appropriation.create'
                     JOIN json_to_recordset(e.changes) AS c (field text, new text) ON c.field = ANY (l.fields)) made
             WHERE made.computed <> a.stored"""),
        Map.entry(ReconciliationCheck.DATE, """
            SELECT m.id, m.document_date::text AS stored, m.fiscal_year::text AS computed
              FROM movement m
             WHERE m.department_code = ? AND m.fiscal_year = ? AND extract(year FROM m.document_date) <> m.fiscal_year
            UNION ALL
            SELECT e.id, e.document_date::text, e.fiscal_year::text
              FROM ledger_entry e
             WHERE e.department_code = ? AND e.fiscal_year = ? AND extract(year FROM e.document_date) <> e.fiscal_year"""),
        Map.entry(ReconciliationCheck.BELOW_ZERO, """
            SELECT a.id, a.available_amount::text AS stored, '0.00' AS computed
              FROM appropriation a
             WHERE a.department_code = ? AND a.fiscal_year = ? AND a.available_amount < 0
               AND NOT EXISTS (SELECT FROM movement_finding f
                                WHERE f.department_code = a.department_code AND f.fiscal_year = a.fiscal_year AND f.appropriation_id = a.id
                                   AND f.code = 'APPROPRIATION_EXCEEDED')"""),
        Map.entry(ReconciliationCheck.ANNOUNCEMENT, """
            SELECT y.fiscal_year AS id, y.statement_version::text AS stored, o.announced::text AS computed
              FROM fiscal_year y
             CROSS JOIN LATERAL (
                   SELECT count(*) AS announced FROM outbox o
                    WHERE o.department_code = y.department_code AND o.type LIKE '%.statement-closed.v_'
                      AND o.event::json ->> 'subject' = y.department_code || '/' || y.fiscal_year) o
             WHERE y.department_code = ? AND y.fiscal_year = ? AND o.announced <> y.statement_version""")));

    /** From the last entry that is known to be right, which is in the page but not judged again. */
    private static final String CHAIN = """
        WITH page AS (
            SELECT * FROM ledger_entry e
             WHERE e.department_code = ? AND e.fiscal_year = ? AND (e.appropriation_id, e.sequence) >= (?::bigint, ?::integer)
             ORDER BY e.appropriation_id, e.sequence LIMIT ?
        ), link AS (
            SELECT p.appropriation_id, p.sequence, p.id, p.hash, p.document_date, p.recorded_at,
                   ledger_hash(coalesce(lag(p.hash) OVER chain, decode(repeat('00', 32), 'hex')), p.department_code, p.fiscal_year,
                       p.appropriation_id, coalesce(lag(p.sequence) OVER chain, 0) + 1, p.id, p.movement_id, p.kind, p.amount,
                       p.initial_change, p.adjusted_change, p.allotted_change, p.committed_change, p.executed_change, p.lapsed_change,
                       p.source_appropriation_id, m.document_number, m.document_date, m.reason, m.refers_to, m.override_reason,
                       m.intake_id, m.maker, m.recorded_at) AS computed,
                   (m.document_date, m.recorded_at) IS NOT DISTINCT FROM (p.document_date, p.recorded_at) AS of_document
              FROM page p
              -- by its key: a join of all, planned with statistics from before they grew, would take hours
              LEFT JOIN LATERAL (
                   SELECT * FROM movement m
                    WHERE m.department_code = p.department_code AND m.fiscal_year = p.fiscal_year AND m.id = p.movement_id OFFSET 0) m ON true
            WINDOW chain AS (PARTITION BY p.appropriation_id ORDER BY p.sequence)
        ), judged AS (
            SELECT *, (appropriation_id, sequence) <> (?::bigint, ?::integer) AND (computed <> hash OR NOT of_document) AS broken FROM link
        )
        SELECT count(*) AS entries, count(*) FILTER (WHERE broken) AS differences,
               (array_agg(appropriation_id ORDER BY appropriation_id DESC, sequence DESC))[1] AS last_appropriation,
               (array_agg(sequence ORDER BY appropriation_id DESC, sequence DESC))[1] AS last_sequence,
               (array_agg(concat_ws(' ', id, encode(hash, 'hex'), encode(computed, 'hex')) ORDER BY appropriation_id, sequence)
                   FILTER (WHERE broken))[1:100] AS named
          FROM judged""";

    private final SqlClient sql;

    CheckRepository(SqlClient sql) {
        this.sql = sql;
    }

    /** How much there is now; null where there is no such year. */
    Extent extent(String departmentCode, int fiscalYear) {
        return sql.row(EXTENT, row -> new Extent(row.getInt(1), row.getLong(2), row.getLong(3), row.getLong(4), row.getBytes(5),
            row.getString(6)),
            departmentCode, fiscalYear);
    }

    Found find(ReconciliationCheck check, String departmentCode, int fiscalYear) {
        if (check == ReconciliationCheck.CHAIN) {
            return walk(departmentCode, fiscalYear);
        }
        String query = CHECKS.get(check);
        Object[] parameters = new Object[(int) query.chars().filter(one -> one == '?').count()];
        for (int i = 0; i < parameters.length; i++) {
            parameters[i] = i % 2 == 0 ? departmentCode : (Object) fiscalYear;
        }
        long[] differences = new long[1];
        List<Finding> findings = sql.rows("SELECT id::text, stored, computed, count(*) OVER () FROM (" + query + ") found ORDER BY found.id LIMIT "
            + Reconciliation.FINDINGS_MAX, row -> {
                differences[0] = row.getLong(4);
                return new Finding(check, row.getString(1), row.getString(2), row.getString(3));
            }, parameters);
        return new Found(differences[0], findings);
    }

    private Found walk(String departmentCode, int fiscalYear) {
        Walked walked = new Walked(0, 0, 0, 0, List.of());
        long differences = 0;
        List<Finding> findings = new ArrayList<>();
        do {
            Walked from = walked;
            walked = sql.row(CHAIN, row -> new Walked(row.getLong("entries"), row.getLong("differences"), row.getLong("last_appropriation"),
                    row.getInt("last_sequence"), row.getArray("named") == null ? List.of() : Arrays.asList((String[]) row.getArray("named").getArray())),
                departmentCode, fiscalYear, from.lastAppropriation(), from.lastSequence(), CHAIN_PAGE, from.lastAppropriation(),
                from.lastSequence());
            differences += walked.differences();
            walked.named().stream().map(named -> named.split(" "))
                .map(named -> new Finding(ReconciliationCheck.CHAIN, named[0], named[1], named[2])).forEach(findings::add);
        } while (walked.entries() == CHAIN_PAGE);
        return new Found(differences, findings);
    }

    private record Walked(long entries, long differences, long lastAppropriation, int lastSequence, List<String> named) {
    }

    private static String difference(String keptOn) {
        return """
            SELECT id, stored, computed FROM ledger_difference
             WHERE department_code = ? AND fiscal_year = ? AND kept_on = '%s'""".formatted(keptOn);
    }
}
