package org.jixiao.chassis.sql;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.PersistenceException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * Runs one SQL statement on the connection of the current transaction, or on one of its own where
 * there is none, and reads its rows.
 */
@ApplicationScoped
public class SqlClient {

    /** Makes something of the row that the result set stands on. */
    @FunctionalInterface
    public interface RowReader<T> {
        T read(ResultSet row) throws SQLException, IOException;
    }

    /** Does something with the row that the result set stands on. */
    @FunctionalInterface
    public interface RowConsumer {
        void accept(ResultSet row) throws SQLException, IOException;
    }

    private final DataSource dataSource;

    SqlClient(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** The rows of the statement; where it is several that go out together, with a semicolon between them, those of the first. */
    public <T> List<T> rows(String sql, RowReader<T> reader, Object... parameters) {
        try (Connection connection = dataSource.getConnection();
             PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(connection, statement, parameters);
            List<T> rows = new ArrayList<>();
            if (!statement.execute()) {
                throw new SQLException("a statement without rows: " + sql);
            }
            try (ResultSet result = statement.getResultSet()) {
                while (result.next()) {
                    rows.add(reader.read(result));
                }
            }
            return rows;
        } catch (SQLException e) {
            throw new PersistenceException(e);
        } catch (IOException e) {
            throw new UncheckedIOException("a stored document that cannot be read", e);
        }
    }

    /**
     * Hands the rows on as they come, so many at a time, without keeping them. All are of the moment when the statement began.
     * Only inside a transaction: without one, the driver would read them all first.
     */
    public void each(String sql, int fetchRows, RowConsumer consumer, Object... parameters) throws IOException {
        try (Connection connection = dataSource.getConnection();
             PreparedStatement statement = connection.prepareStatement(sql)) {
            if (connection.getAutoCommit()) {
                throw new IllegalStateException("no transaction to keep a cursor open in");
            }
            bind(connection, statement, parameters);
            statement.setFetchSize(fetchRows);
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    consumer.accept(result);
                }
            }
        } catch (SQLException e) {
            throw new PersistenceException(e);
        }
    }

    /** The only row, or null. */
    public <T> T row(String sql, RowReader<T> reader, Object... parameters) {
        List<T> rows = rows(sql, reader, parameters);
        return rows.isEmpty() ? null : rows.get(0);
    }

    /** The first row, where there is one. */
    public <T> Optional<T> first(String sql, RowReader<T> reader, Object... parameters) {
        return Optional.ofNullable(row(sql, reader, parameters));
    }

    /** How many rows the statement changed. */
    public int change(String sql, Object... parameters) {
        try (Connection connection = dataSource.getConnection();
             PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(connection, statement, parameters);
            return statement.executeUpdate();
        } catch (SQLException e) {
            throw new PersistenceException(e);
        }
    }

    private static void bind(Connection connection, PreparedStatement statement, Object[] parameters)
        throws SQLException {
        for (int i = 0; i < parameters.length; i++) {
            Object value = parameters[i];
            if (value instanceof Long[] ids) {
                statement.setArray(i + 1, connection.createArrayOf("bigint", ids));
            } else if (value instanceof Integer[] numbers) {
                statement.setArray(i + 1, connection.createArrayOf("integer", numbers));
            } else if (value instanceof String[] texts) {
                statement.setArray(i + 1, connection.createArrayOf("text", texts));
            } else if (value instanceof BigDecimal[] amounts) {
                statement.setArray(i + 1, connection.createArrayOf("numeric", amounts));
            } else if (value instanceof Enum<?> constant) {
                statement.setString(i + 1, constant.name());
            } else {
                statement.setObject(i + 1, value);
            }
        }
    }
}
