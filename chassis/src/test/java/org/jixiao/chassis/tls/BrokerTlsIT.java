package org.jixiao.chassis.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.kafka.client.runtime.KafkaRuntimeConfigProducer;
import io.quarkus.runtime.ApplicationConfig;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.reactive.messaging.kafka.companion.test.EmbeddedKafkaBroker;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.security.auth.SecurityProtocol;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The variables that docs/operations.md gives for TLS to the broker, read as Quarkus reads them: which broker is believed. */
class BrokerTlsIT {

    /** The only name in the broker's certificate. */
    private static final String HOST = "localhost";
    private static final Pattern VARIABLE = Pattern.compile("(?m)^ {4}(KAFKA_\\w+)=(\\S+)$");

    @TempDir
    static Path folder;
    private static Authority authority;
    private static Authority another;
    private static EmbeddedKafkaBroker broker;
    private static int port;

    @BeforeAll
    static void start() throws IOException {
        authority = new Authority(folder.resolve("authority")).withServer(HOST);
        another = new Authority(folder.resolve("another"));
        String key = Files.readString(authority.serverKey());
        String certificate = Files.readString(authority.serverCertificate());
        int itsOwn;
        try (ServerSocket one = new ServerSocket(0); ServerSocket two = new ServerSocket(0)) {
            port = one.getLocalPort();
            itsOwn = two.getLocalPort();
        }
        broker = new EmbeddedKafkaBroker()
            .withNodeId(0)
            .withAdvertisedListeners(EmbeddedKafkaBroker.endpoint(SecurityProtocol.SSL, HOST, port),
                EmbeddedKafkaBroker.endpoint(SecurityProtocol.PLAINTEXT, HOST, itsOwn))
            .withAdditionalProperties(settings -> settings.putAll(Map.of(
                "ssl.keystore.type", "PEM",
                "ssl.keystore.key", key,
                "ssl.keystore.certificate.chain", certificate)))
            .start();
    }

    @AfterAll
    static void stop() {
        if (broker != null) {
            broker.close();
        }
    }

    @Test
    void whoBelievesTheAuthorityIsAnswered() throws Exception {
        assertEquals(broker.getClusterId(), cluster(HOST, authority));
    }

    @Test
    void aBrokerOfAnotherAuthorityIsNotBelieved() {
        assertNotBelieved("PKIX path validation failed", HOST, another);
    }

    @Test
    void aBrokerOfAnotherNameIsNotBelieved() {
        assertNotBelieved("No subject alternative names matching IP address 127.0.0.1", "127.0.0.1", authority);
    }

    private static void assertNotBelieved(String why, String host, Authority believed) {
        Throwable cause = assertThrows(ExecutionException.class, () -> cluster(host, believed)).getCause();
        assertInstanceOf(SslAuthenticationException.class, cause);
        StringBuilder reasons = new StringBuilder();
        for (Throwable each = cause; each != null; each = each.getCause()) {
            reasons.append(each.getMessage()).append('\n');
        }
        assertTrue(reasons.toString().contains(why), reasons::toString);
    }

    private static String cluster(String host, Authority believed) throws Exception {
        try (Admin admin = Admin.create(client(host, believed))) {
            return admin.describeCluster().clusterId().get();
        }
    }

    private static Map<String, Object> client(String host, Authority believed) throws IOException {
        Map<String, String> variables = new HashMap<>();
        VARIABLE.matcher(Files.readString(Path.of("../docs/operations.md"))).results()
            .forEach((MatchResult line) -> variables.put(line.group(1), line.group(2)));
        variables.put("KAFKA_BOOTSTRAP_SERVERS", host + ":" + port);
        variables.replace("KAFKA_SSL_TRUSTSTORE_LOCATION", believed.certificate().toString());
        SmallRyeConfig config = new SmallRyeConfigBuilder().withSources(new EnvConfigSource(variables, 300)).build();
        return new KafkaRuntimeConfigProducer().createKafkaRuntimeConfig(config, new Nameless());
    }

    /** Names the group of a service that has not chosen one; here nobody reads. */
    private record Nameless(Optional<String> name, Optional<String> version, Optional<String> uiHeader)
        implements ApplicationConfig {

        Nameless() {
            this(Optional.empty(), Optional.empty(), Optional.empty());
        }
    }
}
