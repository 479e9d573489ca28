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

/** Stores and finds departments. */
@ApplicationScoped
class DepartmentRepository implements PanacheRepositoryBase<DepartmentEntity, String> {

    /** A department as it stands, and how often it was changed, from 1. */
    record Stored(Department department, int version) {

        private static Stored of(ResultSet row) throws SQLException {
            return new Stored(new Department(row.getString(1), row.getString(2)), row.getInt(3));
        }
    }

    private static final String FIND = "SELECT department_code, name, version FROM department WHERE department_code = ?";

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

    Page<Stored> page(ListQuery query) {
        return lists.page("SELECT department_code, name, version, {keys} FROM department WHERE true {conditions} {page}", query,
            Stored::of).orElse(Page.empty());
    }

    Stored find(String code) {
        return sql.row(FIND, Stored::of, code);
    }

    /** Changes a department for whoever has seen its newest version. */
    Stored change(String code, String ifMatch, UnaryOperator<Department> change) {
        Stored before = sql.row(FIND + " FOR NO KEY UPDATE", Stored::of, code);
        if (before == null) {
            throw new Violation(ChassisProblem.NOT_FOUND).with("id", code);
        }
        Etag.require(ifMatch, before.version());
        Department after = change.apply(before.department());
        if (after.equals(before.department())) {
            return before;
        }
        Stored stored = new Stored(after, before.version() + 1);
        sql.change("UPDATE department SET name = ?, version = ? WHERE department_code = ?", after.name(), stored.version(), code);
        return stored;
    }
}
