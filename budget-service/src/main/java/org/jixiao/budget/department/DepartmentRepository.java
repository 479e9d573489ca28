package org.jixiao.budget.department;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.jixiao.budget.BudgetProblem;
import org.jixiao.chassis.problem.Violation;
import org.jixiao.chassis.sql.SqlClient;

/** Stores and finds departments. */
@ApplicationScoped
class DepartmentRepository implements PanacheRepositoryBase<DepartmentEntity, String> {

    private final SqlClient sql;

    DepartmentRepository(SqlClient sql) {
        this.sql = sql;
    }

    void add(Department department) {
        DepartmentEntity existing = findById(department.code());
        if (existing != null) {
            throw new Violation(BudgetProblem.DEPARTMENT_EXISTS).at("/code").with("id", department.code())
                .with("existing", existing.toDomain()).with("requested", department);
        }
        persistAndFlush(DepartmentEntity.of(department));
    }

    List<Department> page(String afterCode, int rows) {
        return sql.rows("""
            SELECT department_code, name FROM department WHERE department_code > ? ORDER BY department_code LIMIT ?""",
            row -> new Department(row.getString(1), row.getString(2)), afterCode, rows);
    }

    Department find(String code) {
        return sql.row("SELECT department_code, name FROM department WHERE department_code = ?",
            row -> new Department(row.getString(1), row.getString(2)), code);
    }
}
