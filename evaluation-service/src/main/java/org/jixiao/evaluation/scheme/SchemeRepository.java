package org.jixiao.evaluation.scheme;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

@ApplicationScoped
public class SchemeRepository {

    private static final String COLUMNS = "select code, version, valid_from, valid_to, document from scheme ";

    private final AgroalDataSource database;
    private final ObjectMapper json;

    SchemeRepository(AgroalDataSource database, ObjectMapper json) {
        this.database = database;
        this.json = json;
    }

    public Optional<Scheme> find(String code, int version) {
        return read(COLUMNS + "where code = ? and version = ?", code, version).stream().findFirst();
    }

    /** The scheme that holds on the last day of the fiscal year; of several the one that came last. */
    public Optional<Scheme> validFor(int fiscalYear) {
        LocalDate lastDay = LocalDate.of(fiscalYear, 12, 31);
        return read(COLUMNS + "where valid_from <= ? and (valid_to is null or valid_to >= ?) "
                + "order by valid_from desc, code, version desc limit 1", lastDay, lastDay).stream().findFirst();
    }

    /** Schemes by code and version, after the given one. */
    List<Scheme> after(String code, int version, int limit) {
        return read(COLUMNS + "where (code, version) > (?, ?) order by code, version limit ?", code, version, limit);
    }

    private List<Scheme> read(String sql, Object... parameters) {
        try (Connection connection = database.getConnection(); PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            try (ResultSet rows = statement.executeQuery()) {
                List<Scheme> schemes = new ArrayList<>();
                while (rows.next()) {
                    schemes.add(new Scheme(rows.getString("code"), rows.getInt("version"),
                            rows.getObject("valid_from", LocalDate.class), rows.getObject("valid_to", LocalDate.class),
                            json.readValue(rows.getString("document"), Scheme.SchemeRules.class)));
                }
                return schemes;
            }
        } catch (SQLException | JsonProcessingException e) {
            throw new IllegalStateException("scheme", e);
        }
    }
}
