package org.jixiao.budget.project;

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

/** Stores and finds the projects of a department. */
@ApplicationScoped
class ProjectRepository implements PanacheRepositoryBase<ProjectEntity, ProjectEntity.Key> {

    /** A project as it stands, and how often it was changed, from 1. */
    record Stored(Project project, int version) {

        private static Stored of(ResultSet row) throws SQLException {
            return new Stored(new Project(row.getString("code"), row.getString("name"), row.getString("implementing_agency_code")),
                row.getInt("version"));
        }
    }

    private static final String FIND =
        "SELECT code, name, implementing_agency_code, version FROM project WHERE department_code = ? AND code = ?";

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

    Page<Stored> page(String departmentCode, ListQuery query) {
        return lists.page("""
            SELECT p.*
              FROM department d
              LEFT JOIN LATERAL (SELECT code, name, implementing_agency_code, version, {keys} FROM project
                                  WHERE department_code = d.department_code {conditions} {page}) p ON true
             WHERE d.department_code = ?
             ORDER BY p.place""", query,
            Stored::of, departmentCode).orElseThrow(() -> new Violation(ChassisProblem.NOT_FOUND).with("id", departmentCode));
    }

    Stored find(String departmentCode, String code) {
        return sql.row(FIND, Stored::of, departmentCode, code);
    }

    /** Changes a project for whoever has seen its newest version. */
    Stored change(String departmentCode, String code, String ifMatch, UnaryOperator<Project> change) {
        Stored before = sql.row(FIND + " FOR NO KEY UPDATE", Stored::of, departmentCode, code);
        if (before == null) {
            throw new Violation(ChassisProblem.NOT_FOUND).with("id", code);
        }
        Etag.require(ifMatch, before.version());
        Project after = change.apply(before.project());
        if (after.equals(before.project())) {
            return before;
        }
        requireParents(departmentCode, after.implementingAgencyCode());
        Stored stored = new Stored(after, before.version() + 1);
        sql.change("UPDATE project SET name = ?, implementing_agency_code = ?, version = ? WHERE department_code = ? AND code = ?",
            after.name(), after.implementingAgencyCode(), stored.version(), departmentCode, code);
        return stored;
    }
}
