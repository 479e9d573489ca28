package org.jixiao.report.narrative;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;

/** Every version of a department-year's narrative. */
@ApplicationScoped
public class NarrativeRepository {

    private static final String NEWEST = """
        select version, title, preamble, chapters, saved_by, saved_at from narrative_version
        where department_code = ? and fiscal_year = ? order by version desc limit 1""";
    private static final String ADD = """
        insert into narrative_version (department_code, fiscal_year, version, title, preamble, chapters, saved_by)
        values (?, ?, ?, ?, ?, ?::json, ?)""";

    private final AgroalDataSource database;
    private final ObjectMapper json;

    NarrativeRepository(AgroalDataSource database, ObjectMapper json) {
        this.database = database;
        this.json = json;
    }

    record Saved(int version, Narrative narrative, String savedBy, Instant savedAt) {
    }

    Optional<Saved> newest(String departmentCode, int fiscalYear) {
        try (Connection connection = database.getConnection();
             PreparedStatement statement = connection.prepareStatement(NEWEST)) {
            statement.setString(1, departmentCode);
            statement.setInt(2, fiscalYear);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? Optional.of(saved(row)) : Optional.empty();
            }
        } catch (SQLException | JsonProcessingException e) {
            throw new IllegalStateException("narrative", e);
        }
    }

    void add(String departmentCode, int fiscalYear, int version, Narrative narrative, String savedBy) {
        try (Connection connection = database.getConnection();
             PreparedStatement statement = connection.prepareStatement(ADD)) {
            statement.setString(1, departmentCode);
            statement.setInt(2, fiscalYear);
            statement.setInt(3, version);
            statement.setString(4, narrative.title());
            statement.setString(5, narrative.preamble());
            statement.setString(6, json.writeValueAsString(narrative.chapters()));
            statement.setString(7, savedBy);
            statement.executeUpdate();
        } catch (SQLException | JsonProcessingException e) {
            throw new IllegalStateException("narrative", e);
        }
    }

    private Saved saved(ResultSet row) throws SQLException, JsonProcessingException {
        List<Chapter> chapters = json.readValue(row.getString("chapters"), new TypeReference<>() {
        });
        return new Saved(row.getInt("version"),
                new Narrative(row.getString("title"), row.getString("preamble"), chapters),
                row.getString("saved_by"), row.getObject("saved_at", OffsetDateTime.class).toInstant());
    }
}
