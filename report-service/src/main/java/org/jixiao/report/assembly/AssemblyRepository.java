package org.jixiao.report.assembly;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jixiao.chassis.sql.SqlClient;
import org.jixiao.report.ContentHash;
import org.jixiao.report.DepartmentYearRepository;
import org.jixiao.report.assembly.Assembly.Arrived;
import org.jixiao.report.assembly.Assembly.GivenExplanation;
import org.jixiao.report.assembly.Assembly.ReceivedEvaluation;
import org.jixiao.report.assembly.Assembly.ReceivedStatement;
import org.jixiao.report.assembly.Assembly.SavedNarrative;
import org.jixiao.report.crosscheck.Finding;
import org.jixiao.report.crosscheck.Statement;
import org.jixiao.report.narrative.Chapter;
import org.jixiao.report.narrative.Narrative;

/** What has arrived for a department-year: stored word for word, read in one statement. */
@ApplicationScoped
public class AssemblyRepository {

    private static final String STORE_STATEMENT = """
        insert into statement_received (department_code, fiscal_year, version, event_id, content)
        values (?, ?, ?, ?, ?::json) on conflict do nothing""";
    private static final String STORE_EVALUATION = """
        insert into evaluation_received (department_code, fiscal_year, evaluation_id, completion, event_id, content)
        values (?, ?, ?, ?, ?, ?::json) on conflict do nothing""";
    private static final String LOAD = """
        select now() as loaded_at, n.version, n.title, n.preamble, n.chapters, s.event_id, s.content,
          (select json_agg(json_build_object('eventId', e.event_id, 'content', e.content))
           from (select distinct on (evaluation_id) event_id, content from evaluation_received
                 where department_code = d.department_code and fiscal_year = d.fiscal_year
                 order by evaluation_id, completion desc) e) as evaluations,
          (select json_agg(json_build_object('rule', x.rule, 'place', x.place, 'stated', x.stated,
             'computed', x.computed, 'difference', x.difference,
             'explanation', json_build_object('text', x.explanation, 'by', x.given_by,
               'at', to_char(x.given_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'))) order by x.given_at, x.id)
           from explanation x
           where x.department_code = d.department_code and x.fiscal_year = d.fiscal_year) as explanations,
          (select json_agg(json_build_object('version', v.version, 'contentHash', v.content_hash,
             'publishedAt', to_char(v.published_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')) order by v.version)
           from report_version v
           where v.department_code = d.department_code and v.fiscal_year = d.fiscal_year) as versions
        from department_year d
        left join lateral (select * from narrative_version
           where department_code = d.department_code and fiscal_year = d.fiscal_year
           order by version desc limit 1) n on true
        left join lateral (select * from statement_received
           where department_code = d.department_code and fiscal_year = d.fiscal_year
           order by version desc limit 1) s on true
        where d.department_code = ? and d.fiscal_year = ?""";

    private final SqlClient sql;
    private final EntityManager entities;
    private final ObjectMapper json;
    private final DepartmentYearRepository departmentYears;

    AssemblyRepository(SqlClient sql, EntityManager entities, ObjectMapper json,
                       DepartmentYearRepository departmentYears) {
        this.sql = sql;
        this.entities = entities;
        this.json = json;
        this.departmentYears = departmentYears;
    }

    /** Everything of a department-year as of one moment of the database's clock. */
    public record Loaded(Instant at, Arrived arrived, List<PublishedVersion> versions) {
    }

    public void lock(String departmentCode, int fiscalYear) {
        departmentYears.lock(departmentCode, fiscalYear);
    }

    void store(Statement statement, String eventId, String content) {
        sql.change(STORE_STATEMENT, statement.departmentCode(), statement.fiscalYear(), statement.version(), eventId, content);
    }

    void store(String departmentCode, int fiscalYear, ReceivedEvaluation received, String content) {
        sql.change(STORE_EVALUATION, departmentCode, fiscalYear, received.evaluation().evaluationId(),
                received.evaluation().completion(), received.eventId(), content);
    }

    void store(String departmentCode, int fiscalYear, Finding finding, String text, String by) {
        entities.persist(ExplanationEntity.of(departmentCode, fiscalYear, finding, text, by));
        entities.flush();
    }

    /** Nothing for a department-year that nothing is known of, or that the caller may not see. */
    public Optional<Loaded> load(String departmentCode, int fiscalYear) {
        return sql.first(LOAD, this::loaded, departmentCode, fiscalYear);
    }

    private Loaded loaded(ResultSet row) throws SQLException, IOException {
        Arrived arrived = new Arrived(statement(row), narrative(row), evaluations(row.getString("evaluations")),
                list(row.getString("explanations"), new TypeReference<List<GivenExplanation>>() {
                }));
        return new Loaded(row.getObject("loaded_at", OffsetDateTime.class).toInstant(), arrived,
                list(row.getString("versions"), new TypeReference<List<PublishedVersion>>() {
                }));
    }

    private ReceivedStatement statement(ResultSet row) throws SQLException {
        String content = row.getString("content");
        return content == null ? null : new ReceivedStatement(row.getString("event_id"), ContentHash.of(content),
                StatementClosedHandler.read(json, content));
    }

    private SavedNarrative narrative(ResultSet row) throws SQLException, JsonProcessingException {
        String chapters = row.getString("chapters");
        if (chapters == null) {
            return null;
        }
        String title = row.getString("title");
        String preamble = row.getString("preamble");
        List<Chapter> read = json.readValue(chapters, new TypeReference<>() {
        });
        return new SavedNarrative(row.getInt("version"), ContentHash.of(title + "\n" + preamble + "\n" + chapters),
                new Narrative(title, preamble, read));
    }

    private List<ReceivedEvaluation> evaluations(String all) throws JsonProcessingException {
        List<ReceivedEvaluation> evaluations = new ArrayList<>();
        if (all != null) {
            for (JsonNode one : json.readTree(all)) {
                evaluations.add(EvaluationCompletedHandler.read(json, one.path("eventId").asText(),
                        one.path("content").toString()));
            }
        }
        return evaluations;
    }

    private <T> List<T> list(String all, TypeReference<List<T>> type) throws JsonProcessingException {
        return all == null ? List.of() : json.readValue(all, type);
    }
}
