package org.jixiao.budget.department;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import org.jixiao.budget.BudgetProblem;
import org.jixiao.chassis.paging.ListHandler;
import org.jixiao.chassis.paging.ListQuery;
import org.jixiao.chassis.paging.Page;
import org.jixiao.chassis.problem.Violation;
import org.jixiao.chassis.sql.SqlClient;

/** Stores and finds departments. */
@ApplicationScoped
class DepartmentRepository implements PanacheRepositoryBase<DepartmentEntity, String> {

    private final SqlClient sql;
    private final ListHandler lists;

    DepartmentRepository(SqlClient sql, ListHandler lists) {
        this.sql = sql;
        this.lists = lists;
    }

    void add(Department department) {
        DepartmentEntity existing = findById(department.code());
        if (existing != null) {
            throw new Violation(BudgetProblem.DEPARTMENT_EXISTS).at("/code").with("id", department.code())
                .with("existing", existing.toDomain()).with("requested", department);
        }
        persistAndFlush(DepartmentEntity.of(department));
    }

    Page<Department> page(ListQuery query) {
        return lists.page("SELECT department_code, name, {keys} FROM department WHERE true {conditions} {page}", query,
            row -> new Department(row.getString(1), row.getString(2))).orElse(Page.empty());
    }

    Department find(String code) {
        return sql.row("SELECT department_code, name FROM department WHERE department_code = ?",
            row -> new Department(row.getString(1), row.getString(2)), code);
    }
}
