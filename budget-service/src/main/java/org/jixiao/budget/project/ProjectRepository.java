package org.jixiao.budget.project;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import org.jixiao.budget.BudgetProblem;
import org.jixiao.chassis.paging.ListHandler;
import org.jixiao.chassis.paging.ListQuery;
import org.jixiao.chassis.paging.Page;
import org.jixiao.chassis.problem.ChassisProblem;
import org.jixiao.chassis.problem.Violation;
import org.jixiao.chassis.sql.SqlClient;

/** Stores and finds the projects of a department. */
@ApplicationScoped
class ProjectRepository implements PanacheRepositoryBase<ProjectEntity, ProjectEntity.Key> {

    private final SqlClient sql;
    private final ListHandler lists;

    ProjectRepository(SqlClient sql, ListHandler lists) {
        this.sql = sql;
        this.lists = lists;
    }

    void add(String departmentCode, Project project) {
        requireParents(departmentCode, project.implementingAgencyCode());
        ProjectEntity existing = findById(new ProjectEntity.Key(departmentCode, project.code()));
        if (existing != null) {
            throw new Violation(BudgetProblem.PROJECT_EXISTS).at("/code").with("id", project.code())
                .with("existing", existing.toDomain()).with("requested", project);
        }
        persistAndFlush(ProjectEntity.of(departmentCode, project));
    }

    private void requireParents(String departmentCode, String agencyCode) {
        Boolean agencyKnown = sql.row("""
            SELECT a.code IS NOT NULL
              FROM department d LEFT JOIN agency a ON a.department_code = d.department_code AND a.code = ?
             WHERE d.department_code = ?""", row -> row.getBoolean(1), agencyCode, departmentCode);
        if (agencyKnown == null) {
            throw new Violation(ChassisProblem.NOT_FOUND).with("id", departmentCode);
        }
        if (agencyCode != null && !agencyKnown) {
            throw new Violation(BudgetProblem.UNKNOWN_AGENCY).at("/implementingAgencyCode").with("agencyCode", agencyCode);
        }
    }

    Page<Project> page(String departmentCode, ListQuery query) {
        return lists.page("""
            SELECT p.*
              FROM department d
              LEFT JOIN LATERAL (SELECT code, name, implementing_agency_code, {keys} FROM project
                                  WHERE department_code = d.department_code {conditions} {page}) p ON true
             WHERE d.department_code = ?
             ORDER BY p.place""", query,
            row -> new Project(row.getString("code"), row.getString("name"), row.getString("implementing_agency_code")),
            departmentCode).orElseThrow(() -> new Violation(ChassisProblem.NOT_FOUND).with("id", departmentCode));
    }

    Project find(String departmentCode, String code) {
        return sql.row("SELECT code, name, implementing_agency_code FROM project WHERE department_code = ? AND code = ?",
            row -> new Project(row.getString(1), row.getString(2), row.getString(3)), departmentCode, code);
    }
}
