package org.jixiao.budget.fiscalyear;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import org.jixiao.chassis.paging.ListHandler;
import org.jixiao.chassis.paging.ListQuery;
import org.jixiao.chassis.paging.Page;
import org.jixiao.chassis.problem.ChassisProblem;
import org.jixiao.chassis.problem.Violation;
import org.jixiao.chassis.sql.SqlClient;

/** Opens and closes the year and its months, and keeps who did it and why. */
@ApplicationScoped
public class PeriodRepository {

    /**
     * Before those who come later to post ({@link FiscalYearRepository#IN_TURN}). The row's lock is weaker than FOR UPDATE so that
     * foreign keys do not wait, and it still waits for whoever holds the year.
     */
    private static final String LOCK = """
        WITH in_turn AS MATERIALIZED (SELECT pg_advisory_xact_lock(hashtext(?), ?))
        SELECT %s
          FROM in_turn
          JOIN fiscal_year y ON y.department_code = ? AND y.fiscal_year = ?
           FOR NO KEY UPDATE OF y""".formatted(FiscalYearRepository.COLUMNS);

    /** The database's clock as of now: the transaction may have begun before those it waited for. */
    private static final String CHANGE = """
        WITH asked AS MATERIALIZED (
            SELECT ?::smallint AS month, ?::text AS was, ?::text AS becomes, ?::text AS reason, ?::text AS maker,
                   clock_timestamp() AS at
        ), changed AS (
            UPDATE fiscal_year f
               SET status = CASE WHEN a.month IS NULL THEN a.becomes ELSE f.status END,
                   month_status = CASE WHEN a.month IS NULL THEN f.month_status
                       ELSE f.month_status[:a.month - 1] || a.becomes || f.month_status[a.month + 1:] END,
                   version = f.version + 1,
                   statement_version = f.statement_version + CASE WHEN a.month IS NULL AND a.becomes = 'CLOSED' THEN 1 ELSE 0 END,
                   closed_by = CASE WHEN a.month IS NOT NULL THEN f.closed_by WHEN a.becomes = 'CLOSED' THEN a.maker END,
                   closed_at = CASE WHEN a.month IS NOT NULL THEN f.closed_at WHEN a.becomes = 'CLOSED' THEN a.at END
              FROM asked a
             WHERE f.department_code = ? AND f.fiscal_year = ? AND f.version = ?
            RETURNING f.*
        ), recorded AS (
            INSERT INTO period_change (department_code, fiscal_year, version, month, was, becomes, reason, maker, recorded_at)
            SELECT c.department_code, c.fiscal_year, c.version, a.month, a.was, a.becomes, a.reason, a.maker, a.at
              FROM changed c, asked a
        )
        SELECT %s FROM changed y""".formatted(FiscalYearRepository.COLUMNS);

    private final SqlClient sql;
    private final ListHandler lists;

    PeriodRepository(SqlClient sql, ListHandler lists) {
        this.sql = sql;
        this.lists = lists;
    }

    /** The year as it is once everybody who posts has finished; nobody posts until the transaction ends. Keeps B9. */
    public FiscalYear lock(String departmentCode, int fiscalYear) {
        FiscalYear year = sql.row(LOCK, FiscalYearRepository::read, departmentCode, fiscalYear, departmentCode, fiscalYear);
        if (year == null) {
            throw new Violation(ChassisProblem.NOT_FOUND).with("id", String.valueOf(fiscalYear));
        }
        return year;
    }

    /**
     * Does what {@link FiscalYear#require} has allowed to a year that is locked, and records it in the same statement.
     *
     * @param month 1 to 12, or null for the year
     */
    public FiscalYear change(FiscalYear year, PeriodAction action, Integer month, String reason, String maker) {
        FiscalYear changed = sql.row(CHANGE, FiscalYearRepository::read, month, year.status(month), action.becomes(), reason,
            maker, year.departmentCode(), year.fiscalYear(), year.version());
        if (changed == null) {
            throw new IllegalStateException("fiscal year " + year.fiscalYear() + " was changed without its lock");
        }
        return changed;
    }

    Page<PeriodChange> changes(String departmentCode, int fiscalYear, ListQuery query) {
        return lists.page("""
            SELECT c.*
              FROM fiscal_year y
              LEFT JOIN LATERAL (SELECT *, {keys} FROM period_change
                                  WHERE department_code = y.department_code AND fiscal_year = y.fiscal_year
                                    {conditions} {page}) c ON true
             WHERE y.department_code = ? AND y.fiscal_year = ?
             ORDER BY c.place""", query, PeriodRepository::recorded, departmentCode, fiscalYear)
            .orElseThrow(() -> new Violation(ChassisProblem.NOT_FOUND).with("id", String.valueOf(fiscalYear)));
    }

    private static PeriodChange recorded(ResultSet row) throws SQLException {
        return new PeriodChange(row.getInt("version"), row.getObject("month", Integer.class),
            PeriodStatus.valueOf(row.getString("was")), PeriodStatus.valueOf(row.getString("becomes")), row.getString("reason"),
            row.getString("maker"), row.getObject("recorded_at", OffsetDateTime.class).toInstant());
    }
}
