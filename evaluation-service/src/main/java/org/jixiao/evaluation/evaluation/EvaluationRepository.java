package org.jixiao.evaluation.evaluation;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import org.jixiao.chassis.paging.ListHandler;
import org.jixiao.chassis.paging.ListQuery;
import org.jixiao.chassis.paging.Page;
import org.jixiao.chassis.problem.ChassisProblem;
import org.jixiao.chassis.problem.Violation;
import org.jixiao.chassis.sql.SqlClient;
import org.jixiao.evaluation.evaluation.Evaluation.EvaluationStep;
import org.jixiao.evaluation.evaluation.Evaluation.Explanation;
import org.jixiao.evaluation.evaluation.LifeCycle.EvaluationStatus;
import org.jixiao.evaluation.form.Form;
import org.jixiao.evaluation.scheme.Scheme;

/**
 * Evaluations: each read is one statement; each change goes through a locked row, so that of two people who act
 * at the same time the second sees what the first did. Row-level security hides other departments.
 */
@ApplicationScoped
public class EvaluationRepository {

    private static final String FIND = """
        select e.*, s.document, s.valid_from, s.valid_to,
          (select json_agg(json_build_object('action', t.action, 'by', t.acted_by, 'at', t.acted_at, 'note', t.note,
                    'formHash', t.form_hash) order by t.acted_at, t.id)
             from evaluation_step t where t.evaluation_id = e.id) as steps,
          (select json_agg(json_build_object('rule', x.rule, 'pointer', x.pointer, 'figures', x.figures,
                    'text', x.explanation, 'by', x.explained_by, 'at', x.explained_at) order by x.explained_at, x.id)
             from evaluation_explanation x where x.evaluation_id = e.id) as explanations
        from evaluation e
        join scheme s on s.code = e.scheme_code and s.version = e.scheme_version
        where e.id = ?""";

    private static final String LIST = """
        select id, department_code, department_name, fiscal_year, kind, project_code, project_name, scheme_code,
          scheme_version, status, completion, version, form is not null as has_form, submitted_by, created_at, {keys}
        from evaluation
        where true {conditions} {page}""";

    private static final String PACKAGE = """
        select id, kind, project_code from evaluation
        where department_code = ? and fiscal_year = ? order by kind, project_code""";

    private static final String EXISTING = """
        select id from evaluation
        where department_code = ? and fiscal_year = ? and kind = ? and project_code is not distinct from ?""";

    private final SqlClient sql;
    private final ListHandler lists;
    private final EntityManager entities;
    private final ObjectMapper json;

    EvaluationRepository(SqlClient sql, ListHandler lists, EntityManager entities, ObjectMapper json) {
        this.sql = sql;
        this.lists = lists;
        this.entities = entities;
        this.json = json;
    }

    /** A row of a list. */
    public record Summary(long id, String departmentCode, String departmentName, int fiscalYear, Form.EvaluationKind kind,
            String projectCode, String projectName, String schemeCode, int schemeVersion, EvaluationStatus status, int completion,
            long version, boolean hasForm, String submittedBy, Instant createdAt) {}

    /** One evaluation among those of its department-year. */
    public record Member(long id, Form.EvaluationKind kind, String projectCode) {}

    /** The evaluation, or a refusal in the words used for one that does not exist. */
    public Evaluation find(String id) {
        long number = number(id);
        return sql.first(FIND, this::evaluation, number).orElseThrow(() -> new Violation(ChassisProblem.NOT_FOUND).with("id", id));
    }

    /** The row, locked until the transaction ends. */
    public EvaluationEntity lock(String id) {
        EvaluationEntity row = entities.find(EvaluationEntity.class, number(id), LockModeType.PESSIMISTIC_WRITE);
        if (row == null) {
            throw new Violation(ChassisProblem.NOT_FOUND).with("id", id);
        }
        return row;
    }

    Page<Summary> page(ListQuery query) {
        return lists.page(LIST, query, EvaluationRepository::summary).orElse(Page.empty());
    }

    /** All evaluations of a department-year, the department's own first. */
    public List<Member> members(String departmentCode, int fiscalYear) {
        return sql.rows(PACKAGE, rows -> new Member(rows.getLong("id"), Form.EvaluationKind.valueOf(rows.getString("kind")),
                rows.getString("project_code")), departmentCode, fiscalYear);
    }

    void add(EvaluationEntity row) {
        sql.first(EXISTING, rows -> rows.getLong(1), row.departmentCode, row.fiscalYear, row.kind, row.projectCode)
                .ifPresent(existing -> {
                    throw new Violation(ChassisProblem.ALREADY_EXISTS).with("id", String.valueOf(existing));
                });
        entities.persist(row);
    }

    /** Records what was done to the row, and makes everything done so far visible to the next read. */
    public void addStep(EvaluationEntity row, String action, String by, Instant at, String note) {
        entities.persist(StepEntity.of(row, action, by, at, note));
        entities.flush();
    }

    void addExplanation(EvaluationEntity row, Explanation explanation) {
        entities.persist(ExplanationEntity.of(row, explanation));
        entities.flush();
    }

    private static long number(String id) {
        if (!id.matches("[1-9][0-9]{0,17}")) {
            throw new Violation(ChassisProblem.NOT_FOUND).with("id", id);
        }
        return Long.parseLong(id);
    }

    private Evaluation evaluation(ResultSet rows) throws SQLException, IOException {
        Scheme scheme = new Scheme(rows.getString("scheme_code"), rows.getInt("scheme_version"),
                rows.getObject("valid_from", LocalDate.class), rows.getObject("valid_to", LocalDate.class),
                json.readValue(rows.getString("document"), Scheme.SchemeRules.class));
        String form = rows.getString("form");
        String steps = rows.getString("steps");
        String explanations = rows.getString("explanations");
        return new Evaluation(rows.getLong("id"), rows.getString("department_code"), rows.getString("department_name"),
                rows.getInt("fiscal_year"), Form.EvaluationKind.valueOf(rows.getString("kind")), rows.getString("project_code"),
                rows.getString("project_name"), scheme, EvaluationStatus.valueOf(rows.getString("status")), rows.getInt("completion"),
                rows.getLong("version"), form == null ? null : json.readValue(form, Form.class), rows.getString("form_hash"),
                rows.getString("created_by"), instant(rows, "created_at"), rows.getString("submitted_by"),
                instant(rows, "submitted_at"), rows.getString("reviewed_by"), instant(rows, "reviewed_at"),
                rows.getString("completed_by"), instant(rows, "completed_at"),
                steps == null ? List.of() : json.readValue(steps, new TypeReference<List<EvaluationStep>>() {}),
                explanations == null ? List.of() : json.readValue(explanations, new TypeReference<List<Explanation>>() {}));
    }

    private static Summary summary(ResultSet rows) throws SQLException {
        return new Summary(rows.getLong("id"), rows.getString("department_code"), rows.getString("department_name"),
                rows.getInt("fiscal_year"), Form.EvaluationKind.valueOf(rows.getString("kind")), rows.getString("project_code"),
                rows.getString("project_name"), rows.getString("scheme_code"), rows.getInt("scheme_version"),
                EvaluationStatus.valueOf(rows.getString("status")), rows.getInt("completion"), rows.getLong("version"),
                rows.getBoolean("has_form"), rows.getString("submitted_by"), instant(rows, "created_at"));
    }

    private static Instant instant(ResultSet rows, String column) throws SQLException {
        OffsetDateTime at = rows.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }
}
