package org.jixiao.budget.appropriation;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jixiao.budget.BudgetProblem;
import org.jixiao.budget.fiscalyear.FiscalYearRepository;
import org.jixiao.chassis.access.Caller;
import org.jixiao.chassis.paging.ListHandler;
import org.jixiao.chassis.paging.ListQuery;
import org.jixiao.chassis.paging.Page;
import org.jixiao.chassis.problem.ChassisProblem;
import org.jixiao.chassis.problem.Violation;
import org.jixiao.chassis.sql.SqlClient;

/** Stores and finds appropriations; their balances are the ledger's to change. */
@ApplicationScoped
class AppropriationRepository {

    private static final String COLUMNS = """
        a.id, a.agency_code, a.project_code, a.fund_nature, a.expenditure_kind, a.functional_class, a.economic_class,
        a.economic_class_name, a.initial_budget, a.adjusted_budget, a.allotted_amount, a.committed_amount, a.executed_amount,
        a.lapsed_amount, a.carried_forward_amount, a.available_amount, a.entry_count""";

    private final SqlClient sql;
    private final ListHandler lists;
    private final FiscalYearRepository years;

    AppropriationRepository(SqlClient sql, ListHandler lists, FiscalYearRepository years) {
        this.sql = sql;
        this.lists = lists;
        this.years = years;
    }

    /** Adds an appropriation with nothing on it; the id of what is given does not count. */
    Appropriation add(String departmentCode, int fiscalYear, Appropriation wanted, Caller maker) {
        years.hold(departmentCode, fiscalYear).requireTakesFrom(maker);
        requireParents(departmentCode, wanted);
        Appropriation added = sql.row("""
            INSERT INTO appropriation AS a (department_code, fiscal_year, agency_code, project_code, fund_nature,
                   expenditure_kind, functional_class, economic_class, economic_class_name)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT ON CONSTRAINT appropriation_once DO NOTHING
            RETURNING %s""".formatted(COLUMNS), AppropriationRepository::read,
            departmentCode, fiscalYear, wanted.agencyCode(), wanted.projectCode(), wanted.fundNature(),
            wanted.expenditureKind(), wanted.functionalClass(), wanted.economicClass(), wanted.economicClassName());
        if (added == null) {
            long existing = sql.row("""
                SELECT id FROM appropriation
                 WHERE department_code = ? AND fiscal_year = ? AND agency_code = ?
                   AND project_code IS NOT DISTINCT FROM ? AND fund_nature = ? AND expenditure_kind = ?
                   AND functional_class = ? AND economic_class = ?""", row -> row.getLong(1),
                departmentCode, fiscalYear, wanted.agencyCode(), wanted.projectCode(), wanted.fundNature(),
                wanted.expenditureKind(), wanted.functionalClass(), wanted.economicClass());
            throw new Violation(BudgetProblem.APPROPRIATION_EXISTS).with("appropriationId", String.valueOf(existing));
        }
        return added;
    }

    private void requireParents(String departmentCode, Appropriation wanted) {
        List<String> known = sql.rows("""
            SELECT 'agency' FROM agency WHERE department_code = ? AND code = ?
             UNION ALL
            SELECT 'project' FROM project WHERE department_code = ? AND code = ?""", row -> row.getString(1),
            departmentCode, wanted.agencyCode(), departmentCode, wanted.projectCode());
        if (!known.contains("agency")) {
            throw new Violation(BudgetProblem.UNKNOWN_AGENCY).at("/agencyCode").with("agencyCode", wanted.agencyCode());
        }
        if (wanted.projectCode() != null && !known.contains("project")) {
            throw new Violation(BudgetProblem.UNKNOWN_PROJECT).at("/projectCode").with("projectCode", wanted.projectCode());
        }
    }

    Page<Appropriation> page(String departmentCode, int fiscalYear, ListQuery query) {
        return lists.page("""
            SELECT a.*
              FROM fiscal_year y
              LEFT JOIN LATERAL (SELECT *, {keys} FROM appropriation
                                  WHERE department_code = y.department_code AND fiscal_year = y.fiscal_year
                                    {conditions} {page}) a ON true
             WHERE y.department_code = ? AND y.fiscal_year = ?
             ORDER BY a.place""", query, AppropriationRepository::read, departmentCode, fiscalYear)
            .orElseThrow(() -> new Violation(ChassisProblem.NOT_FOUND).with("id", String.valueOf(fiscalYear)));
    }

    Appropriation find(String departmentCode, int fiscalYear, long id) {
        return sql.row("""
            SELECT %s FROM appropriation a WHERE a.department_code = ? AND a.fiscal_year = ? AND a.id = ?"""
            .formatted(COLUMNS), AppropriationRepository::read, departmentCode, fiscalYear, id);
    }

    private static Appropriation read(ResultSet row) throws SQLException {
        return new Appropriation(row.getLong("id"), row.getString("agency_code"),
            row.getString("project_code"), FundNature.valueOf(row.getString("fund_nature")),
            ExpenditureKind.valueOf(row.getString("expenditure_kind")), row.getString("functional_class"),
            row.getString("economic_class"), row.getString("economic_class_name"),
            row.getBigDecimal("initial_budget"), row.getBigDecimal("adjusted_budget"), row.getBigDecimal("allotted_amount"),
            row.getBigDecimal("committed_amount"), row.getBigDecimal("executed_amount"), row.getBigDecimal("lapsed_amount"),
            row.getBigDecimal("carried_forward_amount"), row.getBigDecimal("available_amount"), row.getInt("entry_count"));
    }
}
