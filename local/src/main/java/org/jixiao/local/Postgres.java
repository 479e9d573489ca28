package org.jixiao.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * A real PostgreSQL server on 127.0.0.1, with one database and two roles for each service that
 * stores anything. Every role needs its password, the superuser included; there is no socket file.
 */
final class Postgres implements Part {

    static final String SUPERUSER = "postgres";
    private static final int CONNECT_SECONDS = 3;

    private final Home home;
    private final Ports ports;
    private final Passwords passwords;

    Postgres(Home home, Ports ports, Passwords passwords) {
        this.home = home;
        this.ports = ports;
        this.passwords = passwords;
    }

    @Override
    public Child start(Children children) throws IOException {
        Path bin = PostgresBinaries.unpacked(home.folder()).resolve("bin");
        Privileges privileges = Privileges.forRunning(bin.resolve("postgres"));
        if (!Files.exists(home.postgresData())) {
            create(children, bin, privileges);
        }
        privileges.takeOver(home.postgresData());
        List<String> command = new ArrayList<>(privileges.prefix());
        command.addAll(List.of(bin.resolve("postgres").toString(), "-D", home.postgresData().toString()));
        settings().forEach(setting -> command.addAll(List.of("-c", setting)));
        // INT is PostgreSQL's fast shutdown; TERM would wait for every client to leave
        return children.start(name(), "INT", command, Map.of());
    }

    private List<String> settings() {
        return List.of(
                "listen_addresses=127.0.0.1",
                "port=" + ports.postgres(),
                "unix_socket_directories=",
                "max_connections=200",
                "shared_buffers=32MB",
                "max_wal_size=256MB",
                "fsync=on",
                "jit=off",
                "io_method=sync",
                "timezone=UTC",
                "log_timezone=UTC",
                "log_line_prefix=%m [%p] %u@%d ");
    }

    /** Makes the data folder under another name first, so that half of one is never taken for a whole. */
    private void create(Children children, Path bin, Privileges privileges) throws IOException {
        Path unfinished = home.folder().resolve("postgres.unfinished");
        Home.delete(unfinished);
        Home.createPrivately(unfinished);
        privileges.takeOver(unfinished);
        Path password = home.keys().resolve("superuser.password");
        PrivateFile.write(password, passwords.of(SUPERUSER) + "\n");
        privileges.takeOver(password);
        List<String> command = new ArrayList<>(privileges.prefix());
        command.addAll(List.of(bin.resolve("initdb").toString(), "-D", unfinished.toString(),
                "--username=" + SUPERUSER, "--pwfile=" + password, "--auth=scram-sha-256", "--encoding=UTF8",
                "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C", "--no-instructions"));
        Child initdb = children.start("initdb", "INT", command, Map.of());
        try {
            if (initdb.process().waitFor() != 0) {
                throw new StartFailure(initdb.failure("could not make PostgreSQL's data folder"));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartFailure("interrupted");
        } finally {
            Files.deleteIfExists(password);
        }
        Files.move(unfinished, home.postgresData());
    }

    @Override
    public String name() {
        return "postgres";
    }

    @Override
    public int port() {
        return ports.postgres();
    }

    /** Ready means that it answers and is this run's own server, not another one on the same port. */
    @Override
    public boolean isReady() throws IOException {
        try (Connection connection = connect("postgres"); Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SHOW data_directory")) {
            row.next();
            Path answered = Path.of(row.getString(1)).toRealPath();
            if (!answered.equals(home.postgresData().toRealPath())) {
                throw new StartFailure("Another PostgreSQL answers on port " + ports.postgres()
                        + ": its data is in " + answered + ".");
            }
            return true;
        } catch (SQLException e) {
            if ("28P01".equals(e.getSQLState())) {
                throw new StartFailure("The PostgreSQL on port " + ports.postgres() + " does not accept the password in "
                        + home.keys() + ". Either it is another server, or the data folder is older than the keys: "
                        + "./suite reset makes both anew.");
            }
            return false;
        }
    }

    /** Databases and roles may already be there; their passwords and rights are set each time. */
    void provide(Iterable<Service> services) {
        for (Service service : services) {
            service.database().ifPresent(database -> {
                try {
                    provide(database);
                } catch (SQLException e) {
                    throw new StartFailure("The database " + database + " could not be prepared: " + e.getMessage());
                }
            });
        }
    }

    private void provide(String database) throws SQLException {
        String owner = database + "_owner";
        String app = database + "_app";
        try (Connection connection = connect("postgres"); Statement statement = connection.createStatement()) {
            for (String role : List.of(owner, app)) {
                if (!exists(statement, "SELECT 1 FROM pg_roles WHERE rolname = '" + role + "'")) {
                    statement.execute("CREATE ROLE " + role);
                }
                statement.execute("ALTER ROLE " + role + " LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE"
                        + " PASSWORD '" + passwords.of(role) + "'");
            }
            if (!exists(statement, "SELECT 1 FROM pg_database WHERE datname = '" + database + "'")) {
                statement.execute("CREATE DATABASE " + database + " OWNER " + owner);
            }
            statement.execute("REVOKE ALL ON DATABASE " + database + " FROM PUBLIC");
            statement.execute("GRANT CONNECT ON DATABASE " + database + " TO " + app);
        }
        try (Connection connection = connect(database); Statement statement = connection.createStatement()) {
            statement.execute("ALTER SCHEMA public OWNER TO " + owner);
            statement.execute("GRANT USAGE ON SCHEMA public TO " + app);
        }
    }

    private static boolean exists(Statement statement, String query) throws SQLException {
        try (ResultSet row = statement.executeQuery(query)) {
            return row.next();
        }
    }

    /** As the superuser. */
    Connection connect(String database) throws SQLException {
        return connect(database, SUPERUSER);
    }

    Connection connect(String database, String role) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", role);
        properties.setProperty("password", passwords.of(role));
        properties.setProperty("connectTimeout", String.valueOf(CONNECT_SECONDS));
        properties.setProperty("socketTimeout", "30");
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + ports.postgres() + "/" + database,
                properties);
    }
}
