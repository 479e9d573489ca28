package org.jixiao.budget.department;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import org.jixiao.budget.BudgetProblem;
import org.jixiao.chassis.paging.ListHandler;
import org.jixiao.chassis.paging.ListQuery;
import org.jixiao.chassis.paging.Page;
import org.jixiao.chassis.problem.ChassisProblem;
import org.jixiao.chassis.problem.Violation;
import org.jixiao.chassis.sql.SqlClient;

/** Stores and finds the budget units of a department. */
@ApplicationScoped
class AgencyRepository implements PanacheRepositoryBase<AgencyEntity, AgencyEntity.Key> {

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
        if (agency.parentCode() != null
            && findById(new AgencyEntity.Key(departmentCode, agency.parentCode())) == null) {
            throw new Violation(BudgetProblem.UNKNOWN_AGENCY).at("/parentCode").with("agencyCode", agency.parentCode());
        }
        AgencyEntity existing = findById(new AgencyEntity.Key(departmentCode, agency.code()));
        if (existing != null) {
            throw new Violation(BudgetProblem.AGENCY_EXISTS).at("/code").with("id", agency.code())
                .with("existing", existing.toDomain()).with("requested", agency);
        }
        persistAndFlush(AgencyEntity.of(departmentCode, agency));
    }

    /** The units of a department; one row without a unit says that the department is there and has none. */
    Page<Agency> page(String departmentCode, ListQuery query) {
        return lists.page("""
            SELECT a.*
              FROM department d
              LEFT JOIN LATERAL (SELECT code, name, parent_code, {keys} FROM agency
                                  WHERE department_code = d.department_code {conditions} {page}) a ON true
             WHERE d.department_code = ?
             ORDER BY a.place""", query,
            row -> new Agency(row.getString("code"), row.getString("name"), row.getString("parent_code")), departmentCode)
            .orElseThrow(() -> new Violation(ChassisProblem.NOT_FOUND).with("id", departmentCode));
    }

    Agency find(String departmentCode, String code) {
        return sql.row("SELECT code, name, parent_code FROM agency WHERE department_code = ? AND code = ?",
            row -> new Agency(row.getString(1), row.getString(2), row.getString(3)), departmentCode, code);
    }
}
