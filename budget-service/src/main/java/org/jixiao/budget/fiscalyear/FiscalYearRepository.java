package org.jixiao.budget.fiscalyear;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.stream.Stream;
import org.jixiao.budget.BudgetProblem;
import org.jixiao.chassis.paging.ListHandler;
import org.jixiao.chassis.paging.ListQuery;
import org.jixiao.chassis.paging.Page;
import org.jixiao.chassis.problem.ChassisProblem;
import org.jixiao.chassis.problem.Violation;
import org.jixiao.chassis.sql.SqlClient;

/** Stores, finds and holds the fiscal years of a department. */
@ApplicationScoped
public class FiscalYearRepository {

    /** The columns that {@link #read} wants, of a fiscal_year called y. */
    public static final String COLUMNS = """
        y.department_code, y.fiscal_year, y.status, y.month_status, y.version, y.statement_version, y.comparative_initial_budget,
        y.comparative_executed_amount, y.comparative_source, y.closed_by, y.closed_at""";

    /**
     * To be read first by whoever posts into a year: waits behind those who want to close it. The row's share lock alone would let
     * everyone pass who comes while somebody else posts, and closing would never have its turn.
     */
    public static final String IN_TURN = """
        WITH in_turn AS MATERIALIZED (SELECT pg_advisory_xact_lock_shared(hashtext(?), ?))""";

    private static final String HOLD = """
        %s
        SELECT %s
          FROM in_turn
          JOIN fiscal_year y ON y.department_code = ? AND y.fiscal_year = ?
           FOR SHARE OF y""".formatted(IN_TURN, COLUMNS);

    private final SqlClient sql;
    private final ListHandler lists;

    FiscalYearRepository(SqlClient sql, ListHandler lists) {
        this.sql = sql;
        this.lists = lists;
    }

    void add(FiscalYear year) {
        sql.rows("SELECT ensure_year_partitions(?) FROM department WHERE department_code = ?", row -> "", year.fiscalYear(),
            year.departmentCode());
        FiscalYear.Comparative comparative = year.comparative();
        int added = sql.change("""
            INSERT INTO fiscal_year (department_code, fiscal_year, comparative_initial_budget,
                                     comparative_executed_amount, comparative_source)
            SELECT department_code, ?, ?, ?, ? FROM department WHERE department_code = ?
            ON CONFLICT DO NOTHING""",
            year.fiscalYear(),
            comparative == null ? null : comparative.initialBudget(),
            comparative == null ? null : comparative.executedAmount(),
            comparative == null ? null : comparative.source(),
            year.departmentCode());
        if (added == 0) {
            FiscalYear existing = sql.row("""
                SELECT %s FROM fiscal_year y WHERE y.department_code = ? AND y.fiscal_year = ?""".formatted(COLUMNS),
                FiscalYearRepository::read, year.departmentCode(), year.fiscalYear());
            if (existing == null) {
                throw new Violation(ChassisProblem.NOT_FOUND).with("id", year.departmentCode());
            }
            throw new Violation(BudgetProblem.FISCAL_YEAR_EXISTS).at("/fiscalYear")
                .with("fiscalYear", existing.fiscalYear()).with("existing", existing.comparative())
                .with("requested", comparative);
        }
    }

    Page<FiscalYear> page(String departmentCode, ListQuery query) {
        return lists.page("""
            SELECT y.*
              FROM department d
              LEFT JOIN LATERAL (SELECT *, {keys} FROM fiscal_year
                                  WHERE department_code = d.department_code {conditions} {page}) y ON true
             WHERE d.department_code = ?
             ORDER BY y.place""", query, FiscalYearRepository::read, departmentCode)
            .orElseThrow(() -> new Violation(ChassisProblem.NOT_FOUND).with("id", departmentCode));
    }

    public FiscalYear find(String departmentCode, int fiscalYear) {
        return found(sql.row("""
            SELECT %s FROM fiscal_year y WHERE y.department_code = ? AND y.fiscal_year = ?""".formatted(COLUMNS),
            FiscalYearRepository::read, departmentCode, fiscalYear), fiscalYear);
    }

    /** The year, held open until the transaction ends: whoever closes it waits. Keeps B9. */
    public FiscalYear hold(String departmentCode, int fiscalYear) {
        return found(sql.row(HOLD, FiscalYearRepository::read, departmentCode, fiscalYear, departmentCode, fiscalYear), fiscalYear);
    }

    public static FiscalYear read(ResultSet row) throws SQLException {
        FiscalYear.Comparative comparative = row.getString("comparative_source") == null ? null
            : new FiscalYear.Comparative(row.getBigDecimal("comparative_initial_budget"),
                row.getBigDecimal("comparative_executed_amount"), row.getString("comparative_source"));
        OffsetDateTime closedAt = row.getObject("closed_at", OffsetDateTime.class);
        Instant closed = closedAt == null ? null : closedAt.toInstant();
        return new FiscalYear(row.getString("department_code"), row.getInt("fiscal_year"),
            PeriodStatus.valueOf(row.getString("status")), months(row), row.getInt("version"),
            row.getInt("statement_version"), comparative, row.getString("closed_by"), closed);
    }

    private static List<PeriodStatus> months(ResultSet row) throws SQLException {
        return Stream.of((String[]) row.getArray("month_status").getArray()).map(PeriodStatus::valueOf).toList();
    }

    private static FiscalYear found(FiscalYear year, int fiscalYear) {
        if (year == null) {
            throw new Violation(ChassisProblem.NOT_FOUND).with("id", String.valueOf(fiscalYear));
        }
        return year;
    }
}
