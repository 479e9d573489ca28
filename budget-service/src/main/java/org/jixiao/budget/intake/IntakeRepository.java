package org.jixiao.budget.intake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jixiao.budget.appropriation.ExpenditureKind;
import org.jixiao.budget.appropriation.FundNature;
import org.jixiao.budget.fiscalyear.FiscalYear;
import org.jixiao.budget.fiscalyear.FiscalYearRepository;
import org.jixiao.chassis.job.JobStoppedException;
import org.jixiao.chassis.paging.ListHandler;
import org.jixiao.chassis.paging.ListQuery;
import org.jixiao.chassis.paging.Page;
import org.jixiao.chassis.problem.ChassisProblem;
import org.jixiao.chassis.problem.Violation;
import org.jixiao.chassis.sql.SqlClient;

/** Stores files that were handed in, their pieces, what became of them, and the rows that were rejected. */
@ApplicationScoped
class IntakeRepository {

    /** A rejected row: what it says, and why it was not recorded. A cell is null where the file has none, and empty where it is blank. */
    record Reject(String sheet, long rowNumber, String[] cells, List<Fault> faults) {
    }

    /** Where an intake is. */
    record Key(String departmentCode, int fiscalYear, UUID id) {
    }

    private static final String COLUMNS = """
        i.id, i.kind, i.mode, i.dry_run, i.file_name, i.file_size, i.sha256, i.job_id, i.may_record_late, i.attempt, i.total_rows,
        CASE WHEN i.state = 'WAITING' THEN coalesce(intake_job_done(i.job_id), 0) ELSE i.done_rows END AS done_rows,
        i.recorded_rows, i.already_recorded_rows, i.rejected_rows, i.sum_rows, i.recorded_amount, i.file_format, i.encoding,
        i.sheets::text, i.problem::text, i.maker, i.recorded_at, i.ended_at,
        CASE WHEN i.state = 'WAITING' THEN coalesce(intake_job_state(i.job_id), 'FAILED') ELSE i.state END AS state""";
    private static final String ADD = """
        INSERT INTO intake (department_code, fiscal_year, id, kind, mode, dry_run, file_name, file_size, sha256, job_id, may_record_late, maker)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""";
    private static final String ADD_PIECE = """
        INSERT INTO intake_piece (department_code, fiscal_year, intake_id, piece, bytes) VALUES (?, ?, ?, ?, ?)""";
    private static final String PIECE = """
        SELECT bytes FROM intake_piece WHERE department_code = ? AND fiscal_year = ? AND intake_id = ? AND piece = ?""";
    private static final String BEGIN = """
        UPDATE intake i SET attempt = attempt + 1
         WHERE i.department_code = ? AND i.fiscal_year = ? AND i.id = ? AND i.state = 'WAITING'
        RETURNING %s""".formatted(COLUMNS);
    private static final String KEEP = """
        UPDATE intake SET total_rows = ?
         WHERE department_code = ? AND fiscal_year = ? AND id = ? AND attempt = ? AND state = 'WAITING'""";
    private static final String RECORDED = """
        UPDATE intake SET recorded_rows = ?, recorded_amount = ?
         WHERE department_code = ? AND fiscal_year = ? AND id = ? AND attempt = ? AND state = 'WAITING'""";
    private static final String END = """
        UPDATE intake SET state = ?, total_rows = ?, recorded_rows = ?, already_recorded_rows = ?, rejected_rows = ?, sum_rows = ?,
               recorded_amount = ?, file_format = ?, encoding = ?, sheets = ?::json, done_rows = ?, ended_at = clock_timestamp()
         WHERE department_code = ? AND fiscal_year = ? AND id = ? AND attempt = ? AND state = 'WAITING'""";
    private static final String ADD_REJECTS = """
        INSERT INTO intake_reject (department_code, fiscal_year, intake_id, number, sheet, row_number, cells, faults)
        SELECT ?, ?, ?, ? + r.place, r.sheet, r.row_number, r.cells::json, r.faults::json
          FROM unnest(?::text[], ?::bigint[], ?::text[], ?::text[]) WITH ORDINALITY AS r (sheet, row_number, cells, faults, place)""";
    private static final String REJECTS = """
        SELECT number, sheet, row_number, cells::text, faults::text FROM intake_reject
         WHERE department_code = ? AND fiscal_year = ? AND intake_id = ? AND number > ? ORDER BY number LIMIT ?""";
    private static final String REJECTED_COLUMNS = """
        SELECT DISTINCT c.place - 1
          FROM intake_reject r, json_array_elements_text(r.cells) WITH ORDINALITY AS c (cell, place)
         WHERE r.department_code = ? AND r.fiscal_year = ? AND r.intake_id = ? AND c.cell IS NOT NULL
         ORDER BY 1""";
    private static final String ENTER = """
        INSERT INTO appropriation AS a (department_code, fiscal_year, agency_code, project_code, fund_nature, expenditure_kind,
               functional_class, economic_class, economic_class_name)
        SELECT ?, ?, l.* FROM unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[])
               AS l (agency, project, nature, kind, functional, economic, name)
            ON CONFLICT ON CONSTRAINT appropriation_once DO NOTHING
        RETURNING a.id, a.agency_code, a.project_code, a.fund_nature, a.expenditure_kind, a.functional_class, a.economic_class,
                  a.economic_class_name""";
    private static final String APPROPRIATIONS = """
        SELECT id, agency_code, project_code, fund_nature, expenditure_kind, functional_class, economic_class, economic_class_name
          FROM appropriation WHERE department_code = ? AND fiscal_year = ?""";

    private final SqlClient sql;
    private final ListHandler lists;
    private final FiscalYearRepository years;
    private final ObjectMapper json;

    IntakeRepository(SqlClient sql, ListHandler lists, FiscalYearRepository years, ObjectMapper json) {
        this.sql = sql;
        this.lists = lists;
        this.years = years;
        this.json = json;
    }

    /** The year; refuses one that does not exist or is closed. */
    FiscalYear requireOpen(String departmentCode, int fiscalYear) {
        FiscalYear year = years.hold(departmentCode, fiscalYear);
        year.requireNotClosed();
        return year;
    }

    /** Adds an intake with the whole of its file to the current transaction. */
    void add(Key key, Intake intake, Upload file) throws IOException {
        sql.change(ADD, key.departmentCode(), key.fiscalYear(), key.id(), intake.kind(), intake.mode(), intake.dryRun(), intake.fileName(),
            intake.fileSize(), intake.sha256(), intake.jobId(), intake.mayRecordLate(), intake.maker());
        try (InputStream in = file.open()) {
            int piece = 0;
            for (byte[] bytes = in.readNBytes(Upload.PIECE_SIZE); bytes.length > 0; bytes = in.readNBytes(Upload.PIECE_SIZE)) {
                sql.change(ADD_PIECE, key.departmentCode(), key.fiscalYear(), key.id(), piece++, bytes);
            }
        }
    }

    Optional<byte[]> piece(Key key, int piece) {
        return sql.first(PIECE, row -> row.getBytes(1), key.departmentCode(), key.fiscalYear(), key.id(), piece);
    }

    Optional<Intake> find(Key key) {
        return sql.first("SELECT " + COLUMNS + " FROM intake i WHERE i.department_code = ? AND i.fiscal_year = ? AND i.id = ?",
            this::read, key.departmentCode(), key.fiscalYear(), key.id());
    }

    Page<Intake> page(String departmentCode, int fiscalYear, ListQuery query) {
        return lists.page("""
            SELECT i.*
              FROM fiscal_year y
              LEFT JOIN LATERAL (SELECT %s, {keys} FROM intake i
                                  WHERE i.department_code = y.department_code AND i.fiscal_year = y.fiscal_year
                                    {conditions} {page}) i ON true
             WHERE y.department_code = ? AND y.fiscal_year = ?
             ORDER BY i.place""".formatted(COLUMNS), query, this::read, departmentCode, fiscalYear)
            .orElseThrow(() -> new Violation(ChassisProblem.NOT_FOUND).with("id", String.valueOf(fiscalYear)));
    }

    /** Empty where it has ended: a worker was lost between its last word about the intake and about the job. */
    Optional<Intake> begin(Key key) {
        Optional<Intake> begun = sql.first(BEGIN, this::read, key.departmentCode(), key.fiscalYear(), key.id());
        begun.ifPresent(intake -> dropRejects(key));
        return begun;
    }

    /** Comes before the rejects: it waits for a worker that was thought lost, and shuts that one out. */
    void keep(Key key, int attempt, long total) {
        requireOurs(sql.change(KEEP, total, key.departmentCode(), key.fiscalYear(), key.id(), attempt));
    }

    /** Says what is recorded for good, in the transaction that does so: the trail has it, however the job ends. */
    void recorded(Key key, int attempt, long rows, BigDecimal amount) {
        requireOurs(sql.change(RECORDED, rows, amount, key.departmentCode(), key.fiscalYear(), key.id(), attempt));
    }

    /** Says what has become of it. */
    void end(Key key, int attempt, IntakeState state, Intake.Result result) {
        requireOurs(sql.change(END, state, result.total(), result.recorded(), result.alreadyRecorded(), result.rejected(), result.sums(),
            result.amount(), result.fileFormat(), result.encoding(), result.sheets() == null ? null : text(result.sheets()), result.total(),
            key.departmentCode(), key.fiscalYear(), key.id(), attempt));
        sql.change("DELETE FROM intake_piece WHERE department_code = ? AND fiscal_year = ? AND intake_id = ?", key.departmentCode(),
            key.fiscalYear(), key.id());
    }

    /** Nothing of the transaction may stay where another worker has the intake by now, or it has ended. */
    private static void requireOurs(int changed) {
        if (changed == 0) {
            throw new JobStoppedException("another worker has it");
        }
    }

    void addRejects(Key key, long before, List<Reject> rejects) {
        sql.change(ADD_REJECTS, key.departmentCode(), key.fiscalYear(), key.id(), before,
            rejects.stream().map(Reject::sheet).toArray(String[]::new), rejects.stream().mapToLong(Reject::rowNumber).toArray(),
            rejects.stream().map(reject -> text(reject.cells())).toArray(String[]::new),
            rejects.stream().map(reject -> text(reject.faults())).toArray(String[]::new));
    }

    void dropRejects(Key key) {
        sql.change("DELETE FROM intake_reject WHERE department_code = ? AND fiscal_year = ? AND intake_id = ?", key.departmentCode(),
            key.fiscalYear(), key.id());
    }

    List<Reject> rejects(Key key, long after, int max) {
        return sql.rows(REJECTS, this::reject, key.departmentCode(), key.fiscalYear(), key.id(), after, max);
    }

    /** Which columns of the kind any rejected row has, by their places. */
    List<Integer> rejectedColumns(Key key) {
        return sql.rows(REJECTED_COLUMNS, row -> row.getInt(1), key.departmentCode(), key.fiscalYear(), key.id());
    }

    private Reject reject(ResultSet row) throws SQLException, IOException {
        return new Reject(row.getString("sheet"), row.getLong("row_number"), json.readValue(row.getString("cells"), String[].class),
            json.readValue(row.getString("faults"), new TypeReference<List<Fault>>() { }));
    }

    Places places(String departmentCode, int fiscalYear) {
        Places places = new Places();
        sql.rows("SELECT code, name FROM agency WHERE department_code = ?", row -> {
            places.addAgency(row.getString(1), row.getString(2));
            return null;
        }, departmentCode);
        sql.rows("SELECT code, name FROM project WHERE department_code = ?", row -> {
            places.addProject(row.getString(1), row.getString(2));
            return null;
        }, departmentCode);
        sql.rows(APPROPRIATIONS, row -> {
            places.addAppropriation(row.getLong("id"), key(row), row.getString("economic_class_name"));
            return null;
        }, departmentCode, fiscalYear);
        return places;
    }

    /** Enters the appropriations that are new, and says which id each has. */
    Map<Line.Key, Long> enter(String departmentCode, int fiscalYear, Map<Line.Key, String> classNames) {
        Map<Line.Key, Long> entered = new HashMap<>();
        List<Line.Key> keys = List.copyOf(classNames.keySet());
        sql.rows(ENTER, row -> entered.put(key(row), row.getLong("id")), departmentCode, fiscalYear,
            texts(keys, Line.Key::agencyCode), texts(keys, Line.Key::projectCode), texts(keys, key -> key.fundNature().name()),
            texts(keys, key -> key.expenditureKind().name()), texts(keys, Line.Key::functionalClass), texts(keys, Line.Key::economicClass),
            texts(keys, classNames::get));
        if (entered.size() < keys.size()) {
            // others were quicker with some of them
            sql.rows(APPROPRIATIONS, row -> classNames.containsKey(key(row)) ? entered.putIfAbsent(key(row), row.getLong("id")) : null,
                departmentCode, fiscalYear);
        }
        return entered;
    }

    private static String[] texts(List<Line.Key> keys, Function<Line.Key, String> text) {
        return keys.stream().map(text).toArray(String[]::new);
    }

    private static Line.Key key(ResultSet row) throws SQLException {
        return new Line.Key(row.getString("agency_code"), row.getString("project_code"), FundNature.valueOf(row.getString("fund_nature")),
            ExpenditureKind.valueOf(row.getString("expenditure_kind")), row.getString("functional_class"), row.getString("economic_class"));
    }

    private String text(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what cannot be written as JSON", e);
        }
    }

    private static IntakeState state(String stored) {
        return switch (stored) {
            case "PENDING" -> IntakeState.WAITING;
            case "SUCCEEDED" -> IntakeState.FAILED;
            default -> IntakeState.valueOf(stored);
        };
    }

    private Intake read(ResultSet row) throws SQLException, IOException {
        String sheets = row.getString("sheets");
        return new Intake(row.getObject("id", UUID.class), IntakeKind.valueOf(row.getString("kind")), IntakeMode.valueOf(row.getString("mode")),
            row.getBoolean("dry_run"), row.getString("file_name"), row.getLong("file_size"), row.getString("sha256"),
            row.getObject("job_id", UUID.class), row.getBoolean("may_record_late"), state(row.getString("state")), row.getInt("attempt"),
            row.getLong("done_rows"), new Intake.Result(row.getObject("total_rows", Long.class), row.getObject("recorded_rows", Long.class),
                row.getObject("already_recorded_rows", Long.class), row.getObject("rejected_rows", Long.class),
                row.getObject("sum_rows", Long.class), row.getBigDecimal("recorded_amount"), row.getString("file_format"),
                row.getString("encoding"), sheets == null ? null : json.readValue(sheets, new TypeReference<List<Intake.Sheet>>() { })),
            row.getString("problem"), row.getString("maker"), instant(row, "recorded_at"), instant(row, "ended_at"));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }
}
