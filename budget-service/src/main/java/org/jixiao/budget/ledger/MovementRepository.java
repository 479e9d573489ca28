package org.jixiao.budget.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jixiao.budget.Amount;
import org.jixiao.budget.appropriation.ExpenditureKind;
import org.jixiao.budget.appropriation.FundNature;
import org.jixiao.budget.control.ControlMode;
import org.jixiao.chassis.paging.ListHandler;
import org.jixiao.chassis.paging.ListQuery;
import org.jixiao.chassis.paging.Page;
import org.jixiao.chassis.problem.ChassisProblem;
import org.jixiao.chassis.problem.Violation;
import org.jixiao.chassis.sql.SqlClient;

/** Finds what was recorded. */
@ApplicationScoped
class MovementRepository {

    /** An entry in a list, with the document that it comes from. */
    public record ListedEntry(long id, long movementId, MovementKind kind, String documentNumber,
                              LocalDate documentDate, long appropriationId, int sequence, BigDecimal amount,
                              Change change, String reason, UUID intakeId, String maker, Instant recordedAt) {
    }

    /** An entry in a file, with what it is about. */
    record ExportedEntry(ListedEntry entry, String agencyCode, String agencyName, String projectCode, String projectName,
                         String functionalClass, String economicClass, String economicClassName) {
    }

    /** Takes one entry after the other. */
    interface EntryConsumer {
        void accept(ExportedEntry entry) throws IOException;
    }

    /** Each row's document looked up by its key: where statistics are old, a join of all would take minutes before the first row. */
    private static final String EXPORT = """
        SELECT e.id, e.movement_id, e.kind, m.document_number, m.document_date, e.appropriation_id, e.sequence, e.amount,
               e.initial_change, e.adjusted_change, e.allotted_change, e.committed_change, e.executed_change, e.lapsed_change,
               m.reason, m.intake_id, m.maker, m.recorded_at, a.agency_code, a.agency_name, a.project_code, a.project_name,
               a.functional_class, a.economic_class, a.economic_class_name
          FROM fiscal_year y
          JOIN ledger_entry e ON e.department_code = y.department_code AND e.fiscal_year = y.fiscal_year
         CROSS JOIN LATERAL (
               SELECT m.document_number, m.document_date, m.reason, m.intake_id, m.maker, m.recorded_at
                 FROM movement m
                WHERE m.department_code = e.department_code AND m.fiscal_year = e.fiscal_year AND m.id = e.movement_id OFFSET 0) m
         CROSS JOIN LATERAL (
               SELECT a.department_code, a.agency_code, g.name AS agency_name, a.project_code, p.name AS project_name,
                      a.fund_nature, a.expenditure_kind, a.functional_class, a.economic_class, a.economic_class_name
                 FROM appropriation a
                 JOIN agency g ON g.department_code = a.department_code AND g.code = a.agency_code
                 LEFT JOIN project p ON p.department_code = a.department_code AND p.code = a.project_code
                WHERE a.department_code = e.department_code AND a.fiscal_year = e.fiscal_year AND a.id = e.appropriation_id OFFSET 0) a
         WHERE y.department_code = ? AND y.fiscal_year = ? {conditions} {order}""";

    private static final String FIND = """
        SELECT m.id, m.kind, m.document_number, m.document_date, m.reason, m.refers_to, m.override_reason, m.intake_id, m.maker,
               m.recorded_at, e.id AS entry_id, e.appropriation_id, e.sequence, e.amount,
               (SELECT json_agg(f ORDER BY f.number)
                  FROM (SELECT number, code, mode, policy_version, appropriation_id, limit_amount::text, requested_amount::text
                          FROM movement_finding f
                         WHERE f.department_code = m.department_code AND f.fiscal_year = m.fiscal_year AND f.movement_id = m.id) f)
               AS findings
          FROM movement m
          JOIN ledger_entry e ON e.department_code = m.department_code AND e.fiscal_year = m.fiscal_year
                             AND e.movement_id = m.id
         WHERE m.department_code = ? AND m.fiscal_year = ? AND m.%s = ?
         ORDER BY e.id""";

    private static final String ORIGIN = """
        SELECT m.id, m.kind, m.document_date, m.refers_to, e.appropriation_id, e.amount, e.initial_change, e.adjusted_change,
               e.allotted_change, e.committed_change, e.executed_change, e.lapsed_change, e.source_appropriation_id,
               coalesce(u.used_amount, 0.00) AS used_amount,
               EXISTS (SELECT FROM movement r WHERE r.department_code = m.department_code AND r.fiscal_year = m.fiscal_year
                          AND r.refers_to = m.id AND r.kind = 'REVERSAL' AND r.id <> ?) AS reversed
          FROM movement m
          JOIN ledger_entry e ON e.department_code = m.department_code AND e.fiscal_year = m.fiscal_year AND e.movement_id = m.id
          LEFT JOIN movement_use u ON u.department_code = m.department_code AND u.fiscal_year = m.fiscal_year AND u.movement_id = m.id
         WHERE m.department_code = ? AND m.fiscal_year = ? AND m.id = ?
         ORDER BY e.id""";

    private final SqlClient sql;
    private final ListHandler lists;
    private final ObjectMapper json;

    MovementRepository(SqlClient sql, ListHandler lists, ObjectMapper json) {
        this.sql = sql;
        this.lists = lists;
        this.json = json;
    }

    LedgerRepository.Posted find(String departmentCode, int fiscalYear, long id) {
        return only(sql.rows(FIND.formatted("id"), this::movement, departmentCode, fiscalYear, id));
    }

    LedgerRepository.Posted find(String departmentCode, int fiscalYear, String documentNumber) {
        return only(sql.rows(FIND.formatted("document_number"), this::movement, departmentCode, fiscalYear, documentNumber));
    }

    /**
     * Null where there is no such movement.
     *
     * @param asker the movement that asks, which may be about to take it back; 0 where it is not recorded yet
     */
    Origin origin(String departmentCode, int fiscalYear, long id, long asker) {
        return origin(sql.rows(ORIGIN, MovementRepository::origin, asker, departmentCode, fiscalYear, id));
    }

    Page<ListedEntry> page(String departmentCode, int fiscalYear, ListQuery query) {
        return lists.page("""
            SELECT e.*
              FROM fiscal_year y
              LEFT JOIN LATERAL (
                   SELECT e.id, e.movement_id, e.kind, m.document_number, m.document_date, e.appropriation_id,
                          e.sequence, e.amount, e.initial_change, e.adjusted_change, e.allotted_change, e.committed_change,
                          e.executed_change, e.lapsed_change, m.reason, m.intake_id, m.maker, m.recorded_at, {keys}
                     FROM ledger_entry e
                     JOIN movement m ON m.department_code = e.department_code AND m.fiscal_year = e.fiscal_year
                                    AND m.id = e.movement_id
                     LEFT JOIN appropriation a ON a.department_code = e.department_code AND a.fiscal_year = e.fiscal_year
                                              AND a.id = e.appropriation_id
                    WHERE e.department_code = y.department_code AND e.fiscal_year = y.fiscal_year
                      {conditions} {page}) e ON true
             WHERE y.department_code = ? AND y.fiscal_year = ?
             ORDER BY e.place""", query, MovementRepository::listed, departmentCode, fiscalYear)
            .orElseThrow(() -> new Violation(ChassisProblem.NOT_FOUND).with("id", String.valueOf(fiscalYear)));
    }

    void requireYear(String departmentCode, int fiscalYear) {
        sql.first("SELECT fiscal_year FROM fiscal_year WHERE department_code = ? AND fiscal_year = ?", row -> row.getInt(1),
            departmentCode, fiscalYear).orElseThrow(() -> new Violation(ChassisProblem.NOT_FOUND).with("id", String.valueOf(fiscalYear)));
    }

    /** All entries of one moment that the query leaves, in its order; only inside a transaction. */
    void each(String departmentCode, int fiscalYear, ListQuery query, int fetchRows, EntryConsumer consumer) throws IOException {
        List<Object> bound = new ArrayList<>(List.of(departmentCode, fiscalYear));
        bound.addAll(query.bound());
        sql.each(EXPORT.replace("{conditions}", query.conditions()).replace("{order}", query.orderBy()), fetchRows,
            row -> consumer.accept(exported(row)), bound.toArray());
    }

    private static ExportedEntry exported(ResultSet row) throws SQLException {
        return new ExportedEntry(listed(row), row.getString("agency_code"), row.getString("agency_name"), row.getString("project_code"),
            row.getString("project_name"), row.getString("functional_class"), row.getString("economic_class"),
            row.getString("economic_class_name"));
    }

    /** A movement from the rows of its entries; null from none. */
    private LedgerRepository.Posted only(List<LedgerRepository.Posted> rowByEntry) {
        if (rowByEntry.isEmpty()) {
            return null;
        }
        LedgerRepository.Posted head = rowByEntry.get(0);
        return new LedgerRepository.Posted(head.id(), head.kind(), head.documentNumber(), head.documentDate(), head.reason(),
            head.refersTo(), head.explanation(), head.intakeId(), head.maker(), head.recordedAt(),
            rowByEntry.stream().flatMap(row -> row.entries().stream()).toList(), head.findings());
    }

    private LedgerRepository.Posted movement(ResultSet row) throws SQLException {
        return new LedgerRepository.Posted(row.getLong("id"), MovementKind.valueOf(row.getString("kind")),
            row.getString("document_number"), row.getObject("document_date", LocalDate.class),
            row.getString("reason"), row.getObject("refers_to", Long.class), row.getString("override_reason"),
            row.getObject("intake_id", UUID.class), row.getString("maker"), instant(row),
            List.of(new LedgerRepository.PostedEntry(row.getLong("entry_id"), row.getLong("appropriation_id"),
                row.getInt("sequence"), row.getBigDecimal("amount"), null)), findings(row.getString("findings")));
    }

    private List<Finding> findings(String text) {
        List<Finding> findings = new ArrayList<>();
        if (text != null) {
            for (JsonNode finding : read(text)) {
                findings.add(new Finding(finding.get("code").textValue(), ControlMode.valueOf(finding.get("mode").textValue()),
                    finding.get("policy_version").isNull() ? null : finding.get("policy_version").intValue(),
                    finding.get("appropriation_id").isNull() ? null : finding.get("appropriation_id").longValue(),
                    amount(finding.get("limit_amount")), amount(finding.get("requested_amount"))));
            }
        }
        return findings;
    }

    private JsonNode read(String text) {
        try {
            return json.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the database wrote JSON that cannot be read", e);
        }
    }

    private static BigDecimal amount(JsonNode node) {
        return node.isNull() ? null : new BigDecimal(node.textValue());
    }

    private static ListedEntry listed(ResultSet row) throws SQLException {
        return new ListedEntry(row.getLong("id"), row.getLong("movement_id"),
            MovementKind.valueOf(row.getString("kind")), row.getString("document_number"),
            row.getObject("document_date", LocalDate.class), row.getLong("appropriation_id"), row.getInt("sequence"),
            row.getBigDecimal("amount"), change(row), row.getString("reason"),
            row.getObject("intake_id", UUID.class), row.getString("maker"), instant(row));
    }

    static Balance balance(ResultSet row) throws SQLException {
        BigDecimal allotted = row.getBigDecimal("allotted_amount");
        return new Balance(row.getLong("id"), FundNature.valueOf(row.getString("fund_nature")),
            ExpenditureKind.valueOf(row.getString("expenditure_kind")), row.getString("functional_class"),
            new Change(row.getBigDecimal("initial_budget"), row.getBigDecimal("adjusted_budget"),
                allotted == null ? Amount.ZERO : allotted, row.getBigDecimal("committed_amount"),
                row.getBigDecimal("executed_amount"), row.getBigDecimal("lapsed_amount")),
            allotted != null, row.getBigDecimal("carried_forward_amount"), row.getBoolean("opened"), row.getInt("entry_count"));
    }

    private static Change change(ResultSet row) throws SQLException {
        return new Change(row.getBigDecimal("initial_change"), row.getBigDecimal("adjusted_change"), row.getBigDecimal("allotted_change"),
            row.getBigDecimal("committed_change"), row.getBigDecimal("executed_change"), row.getBigDecimal("lapsed_change"));
    }

    /** An origin with the entry of this row. */
    private static Origin origin(ResultSet row) throws SQLException {
        MovementKind kind = MovementKind.valueOf(row.getString("kind"));
        return new Origin(row.getLong("id"), kind, row.getObject("document_date", LocalDate.class),
            row.getObject("refers_to", Long.class),
            List.of(new Entry(row.getLong("appropriation_id"), kind, row.getBigDecimal("amount"), change(row),
                row.getObject("source_appropriation_id", Long.class))),
            row.getBigDecimal("used_amount"), row.getBoolean("reversed"));
    }

    /** An origin from the rows of its entries; null from none. */
    private static Origin origin(List<Origin> rowByEntry) {
        if (rowByEntry.isEmpty()) {
            return null;
        }
        Origin head = rowByEntry.get(0);
        return new Origin(head.id(), head.kind(), head.documentDate(), head.refersTo(),
            rowByEntry.stream().flatMap(row -> row.entries().stream()).toList(), head.usedAmount(), head.reversed());
    }

    static Instant instant(ResultSet row) throws SQLException {
        return row.getObject("recorded_at", OffsetDateTime.class).toInstant();
    }
}
