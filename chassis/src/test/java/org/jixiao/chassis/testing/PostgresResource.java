package org.jixiao.chassis.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;

/** A real PostgreSQL for a test run, with the two roles that a service has: one owns, one works. */
public class PostgresResource implements QuarkusTestResourceLifecycleManager {

    /** System properties by which tests reach the database as its superuser. */
    public static final String SUPERUSER_URL = "jixiao.test.superuser-url";

    private static final String OWNER = "test_owner";
    private static final String APP = "test_app";
    private static final String PASSWORD = "only-for-tests";

    private EmbeddedPostgres postgres;

    @Override
    public Map<String, String> start() {
        try {
            postgres = EmbeddedPostgres.builder()
                .setServerConfig("listen_addresses", "127.0.0.1")
                .setServerConfig("shared_buffers", "64MB")
                .setServerConfig("max_connections", "60")
                .setServerConfig("fsync", "off")
                // off unless said; what is answered must be there after a crash, here too
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("shared_preload_libraries", "pg_stat_statements")
                .setServerConfig("pg_stat_statements.track_utility", "off")
                .start();
            prepare();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        System.setProperty(SUPERUSER_URL, postgres.getJdbcUrl("postgres", "test"));
        return Map.of(
            "quarkus.datasource.jdbc.url", "jdbc:postgresql://127.0.0.1:" + postgres.getPort() + "/test",
            "quarkus.datasource.username", APP,
            "quarkus.datasource.password", PASSWORD,
            "quarkus.flyway.username", OWNER,
            "quarkus.flyway.password", PASSWORD);
    }

    private void prepare() {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
             Statement statement = connection.createStatement()) {
            statement.execute("create role " + OWNER + " login password '" + PASSWORD + "'");
            statement.execute("create role " + APP + " login password '" + PASSWORD + "'");
            statement.execute("create database test owner " + OWNER);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        try (Connection connection = postgres.getDatabase("postgres", "test").getConnection();
             Statement statement = connection.createStatement()) {
            statement.execute("alter schema public owner to " + OWNER);
            statement.execute("create extension pg_stat_statements");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void stop() {
        try {
            if (postgres != null) {
                postgres.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
