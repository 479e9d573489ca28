package org.jixiao.budget.department;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.function.UnaryOperator;
import org.jixiao.budget.BudgetProblem;
import org.jixiao.chassis.etag.Etag;
import org.jixiao.chassis.paging.ListHandler;
import org.jixiao.chassis.paging.ListQuery;
import org.jixiao.chassis.paging.Page;
import org.jixiao.chassis.problem.ChassisProblem;
import org.jixiao.chassis.problem.Violation;
import org.jixiao.chassis.sql.SqlClient;

/** Stores and finds the budget units of a department. */
@ApplicationScoped
class AgencyRepository implements PanacheRepositoryBase<AgencyEntity, AgencyEntity.Key> {

    /** A unit as it stands, and how often it was changed, from 1. */
    record Stored(Agency agency, int version) {

        private static Stored of(ResultSet row) throws SQLException {
            return new Stored(new Agency(row.getString("code"), row.getString("name"), row.getString("parent_code")), row.getInt("version"));
        }
    }

    private record Branch(boolean cyclic, int levels) {
    }

    private static final int LEVELS_MAX = 10;

    private final SqlClient sql;
    private final ListHandler lists;
    private final DepartmentRepository departments;

    AgencyRepository(SqlClient sql, ListHandler lists, DepartmentRepository departments) {
        this.sql = sql;
        this.lists = lists;
        this.departments = departments;
    }

    void add(String departmentCode, Agency agency) {
        if (departments.findById(departmentCode) == null) {
            throw new Violation(ChassisProblem.NOT_FOUND).with("id", departmentCode);
        }
        requireTree(departmentCode, agency);
        AgencyEntity existing = findById(new AgencyEntity.Key(departmentCode, agency.code()));
        if (existing != null) {
            throw new Violation(BudgetProblem.AGENCY_EXISTS).at("/code").with("id", agency.code())
                .with("existing", existing.toDomain()).with("requested", agency);
        }
        persistAndFlush(AgencyEntity.of(departmentCode, agency));
    }

    /** Changes a unit for whoever has seen its newest version. Moves follow one another, so that none makes a circle with another. */
    Stored change(String departmentCode, String code, String ifMatch, UnaryOperator<Agency> change) {
        sql.row("SELECT department_code FROM department WHERE department_code = ? FOR NO KEY UPDATE", row -> row.getString(1),
            departmentCode);
        Stored before = find(departmentCode, code);
        if (before == null) {
            throw new Violation(ChassisProblem.NOT_FOUND).with("id", code);
        }
        Etag.require(ifMatch, before.version());
        Agency after = change.apply(before.agency());
        if (after.equals(before.agency())) {
            return before;
        }
        requireTree(departmentCode, after);
        Stored stored = new Stored(after, before.version() + 1);
        sql.change("UPDATE agency SET name = ?, parent_code = ?, version = ? WHERE department_code = ? AND code = ?", after.name(),
            after.parentCode(), stored.version(), departmentCode, code);
        return stored;
    }

    private void requireTree(String departmentCode, Agency agency) {
        if (agency.parentCode() == null) {
            return;
        }
        Branch branch = sql.row("""
            SELECT p.cyclic, p.levels
              FROM agency a CROSS JOIN LATERAL agency_place(a.department_code, ?, a.code) p
             WHERE a.department_code = ? AND a.code = ?""", row -> new Branch(row.getBoolean(1), row.getInt(2)),
            agency.code(), departmentCode, agency.parentCode());
        if (branch == null) {
            throw new Violation(BudgetProblem.UNKNOWN_AGENCY).at("/parentCode").with("agencyCode", agency.parentCode());
        }
        if (branch.cyclic()) {
            throw new Violation(BudgetProblem.AGENCY_CYCLE).at("/parentCode").with("agencyCode", agency.code())
                .with("parentCode", agency.parentCode());
        }
        if (branch.levels() > LEVELS_MAX) {
            throw new Violation(BudgetProblem.AGENCY_TREE_TOO_DEEP).at("/parentCode").with("agencyCode", agency.code())
                .with("levels", branch.levels()).with("levelsMax", LEVELS_MAX);
        }
    }

    /** The units of a department; one row without a unit says that the department is there and has none. */
    Page<Stored> page(String departmentCode, ListQuery query) {
        return lists.page("""
            SELECT a.*
              FROM department d
              LEFT JOIN LATERAL (SELECT code, name, parent_code, version, {keys} FROM agency
                                  WHERE department_code = d.department_code {conditions} {page}) a ON true
             WHERE d.department_code = ?
             ORDER BY a.place""", query,
            Stored::of, departmentCode)
            .orElseThrow(() -> new Violation(ChassisProblem.NOT_FOUND).with("id", departmentCode));
    }

    Stored find(String departmentCode, String code) {
        return sql.row("SELECT code, name, parent_code, version FROM agency WHERE department_code = ? AND code = ?", Stored::of,
            departmentCode, code);
    }
}
