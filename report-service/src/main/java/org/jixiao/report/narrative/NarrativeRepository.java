package org.jixiao.report.narrative;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jixiao.chassis.sql.SqlClient;

/** Every version of a department-year's narrative. */
@ApplicationScoped
public class NarrativeRepository {

    private static final String NEWEST = """
        select version, title, preamble, chapters, saved_by, saved_at from narrative_version
        where department_code = ? and fiscal_year = ? order by version desc limit 1""";
    private static final String ADD = """
        insert into narrative_version (department_code, fiscal_year, version, title, preamble, chapters, saved_by)
        values (?, ?, ?, ?, ?, ?::json, ?)""";

    private final SqlClient sql;
    private final ObjectMapper json;

    NarrativeRepository(SqlClient sql, ObjectMapper json) {
        this.sql = sql;
        this.json = json;
    }

    record Saved(int version, Narrative narrative, String savedBy, Instant savedAt) {
    }

    Optional<Saved> newest(String departmentCode, int fiscalYear) {
        return sql.first(NEWEST, this::saved, departmentCode, fiscalYear);
    }

    void add(String departmentCode, int fiscalYear, int version, Narrative narrative, String savedBy) {
        sql.change(ADD, departmentCode, fiscalYear, version, narrative.title(), narrative.preamble(),
                text(narrative.chapters()), savedBy);
    }

    private Saved saved(ResultSet row) throws SQLException, IOException {
        List<Chapter> chapters = json.readValue(row.getString("chapters"), new TypeReference<>() {
        });
        return new Saved(row.getInt("version"),
                new Narrative(row.getString("title"), row.getString("preamble"), chapters),
                row.getString("saved_by"), row.getObject("saved_at", OffsetDateTime.class).toInstant());
    }

    private String text(List<Chapter> chapters) {
        try {
            return json.writeValueAsString(chapters);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("chapters that cannot be written as JSON", e);
        }
    }
}
