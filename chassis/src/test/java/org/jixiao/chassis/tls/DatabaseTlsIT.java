package org.jixiao.chassis.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The address that docs/operations.md gives for TLS to the database: what comes in by it, and what does not. */
class DatabaseTlsIT {

    /** The only name in the server's certificate. */
    private static final String HOST = "localhost";
    private static final Pattern ADDRESS = Pattern.compile("JDBC_URL=jdbc:postgresql://[^/ ]+/\\w+(\\?\\S*&sslrootcert=)\\S+");
    private static final String CONNECTION_REJECTED = "08004";
    private static final String INVALID_AUTHORIZATION = "28000";

    @TempDir
    static Path folder;
    private static String page;
    private static Authority authority;
    private static Authority another;
    private static EmbeddedPostgres withTls;
    private static EmbeddedPostgres without;

    @BeforeAll
    static void start() throws IOException {
        page = Files.readString(Path.of("../docs/operations.md"));
        authority = new Authority(folder.resolve("authority")).withServer(HOST);
        another = new Authority(folder.resolve("another"));
        Path access = Files.writeString(folder.resolve("pg_hba.conf"), "hostssl all all 127.0.0.1/32 trust\n");
        without = postgres().start();
        withTls = postgres()
            .setServerConfig("ssl", "on")
            .setServerConfig("ssl_cert_file", authority.serverCertificate().toString())
            .setServerConfig("ssl_key_file", authority.serverKey().toString())
            .setServerConfig("hba_file", access.toString())
            .start();
    }

    @AfterAll
    static void stop() throws IOException {
        for (EmbeddedPostgres each : new EmbeddedPostgres[] {withTls, without}) {
            if (each != null) {
                each.close();
            }
        }
    }

    @Test
    void whoBelievesTheAuthorityComesInAndSpeaksTls13() throws Exception {
        try (Connection connection = DriverManager.getConnection(verified(HOST, withTls, authority));
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select version from pg_stat_ssl where pid = pg_backend_pid() and ssl")) {
            assertTrue(row.next());
            assertEquals("TLSv1.3", row.getString(1));
        }
    }

    @Test
    void aServerOfAnotherAuthorityIsNotBelieved() {
        SQLException refusal = refusal(verified(HOST, withTls, another));

        assertInstanceOf(SSLHandshakeException.class, refusal.getCause(), refusal::toString);
    }

    @Test
    void aServerOfAnotherNameIsNotBelieved() {
        SQLException refusal = refusal(verified("127.0.0.1", withTls, authority));

        assertTrue(refusal.getMessage().contains("could not be verified by hostnameverifier"), refusal::toString);
    }

    @Test
    void aServerWithoutTlsIsNotSpokenTo() {
        SQLException refusal = refusal(verified(HOST, without, authority));

        assertEquals(CONNECTION_REJECTED, refusal.getSQLState(), refusal::toString);
    }

    @Test
    void whoComesWithoutTlsIsTurnedAwayByHostssl() {
        SQLException refusal = refusal(url(HOST, withTls) + "?sslmode=disable&user=postgres");

        assertEquals(INVALID_AUTHORIZATION, refusal.getSQLState(), refusal::toString);
    }

    private static EmbeddedPostgres.Builder postgres() {
        return EmbeddedPostgres.builder()
            .setServerConfig("listen_addresses", "127.0.0.1")
            .setServerConfig("shared_buffers", "16MB")
            .setServerConfig("fsync", "off");
    }

    private static SQLException refusal(String url) {
        return assertThrows(SQLException.class, () -> DriverManager.getConnection(url).close());
    }

    /** With the parameters of the page, and the file that the authority's certificate really is in. */
    private static String verified(String host, EmbeddedPostgres postgres, Authority believed) {
        Matcher address = ADDRESS.matcher(page);
        assertTrue(address.find(), "the page gives no address with a certificate");
        return url(host, postgres) + address.group(1) + believed.certificate() + "&user=postgres";
    }

    private static String url(String host, EmbeddedPostgres postgres) {
        return "jdbc:postgresql://" + host + ":" + postgres.getPort() + "/postgres";
    }
}
