package org.jixiao.contract.fuzz;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Whether anything was written to the business tables. A row that is inserted, updated or deleted
 * changes the sum of its table's xmin or its count, whatever it holds; what was rolled back does not.
 */
final class Databases implements AutoCloseable {

    /** Written on their own account: housekeeping, the record of refusals, what other transactions announce. */
    private static final String HOUSEKEEPING = "^(flyway|outbox|inbox|idempotency|audit|job|dead_letter|reconciliation)";
    private static final String INBOX = "^(inbox|dead_letter|document|job|reconciliation)";

    private record Base(Connection connection, String business, String arrivals) {
    }

    private final Map<String, Base> bases = new LinkedHashMap<>();

    void add(String name, Connection connection) throws SQLException {
        bases.put(name, new Base(connection, query(connection, "!~ '" + HOUSEKEEPING + "' and relname !~ '^document'"),
                query(connection, "~ '" + INBOX + "'")));
    }

    private static String query(Connection connection, String condition) throws SQLException {
        List<String> tables = new ArrayList<>();
        try (Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery(
                "select relname from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' and relname "
                        + condition + " order by 1")) {
            while (rows.next()) {
                tables.add(rows.getString(1));
            }
        }
        return tables.isEmpty() ? "select ''" : tables.stream()
                .map(table -> "select '" + table + ' ' + "' || count(*) || ' ' || coalesce(sum(xmin::text::bigint), 0) from \""
                        + table + '"')
                .collect(Collectors.joining(" union all "));
    }

    /** One line for each business table. */
    List<String> state() {
        return read(true);
    }

    /** What other services have sent and what is made in the background; it may explain a change. */
    List<String> arrivals() {
        return read(false);
    }

    private List<String> read(boolean business) {
        List<String> lines = new ArrayList<>();
        bases.forEach((name, base) -> {
            try (Statement statement = base.connection().createStatement();
                    ResultSet rows = statement.executeQuery(business ? base.business() : base.arrivals())) {
                while (rows.next()) {
                    lines.add(name + "." + rows.getString(1));
                }
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        });
        return lines;
    }

    @Override
    public void close() throws SQLException {
        for (Base base : bases.values()) {
            base.connection().close();
        }
    }
}
