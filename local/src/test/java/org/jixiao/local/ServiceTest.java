package org.jixiao.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceTest {

    @TempDir
    Path folder;
    private Keys keys;
    private Passwords passwords;

    @BeforeEach
    void prepare() {
        Home home = new Home(folder, folder.resolve("home")).prepared();
        keys = new Keys(home);
        passwords = new Passwords(home);
    }

    private Map<String, String> environment(Service service) {
        return service.environment(new Ports(18700), keys, passwords);
    }

    @Test
    void aServiceListensOnThisMachineOnly() {
        Map<String, String> environment = environment(Service.EVALUATION);

        assertEquals("127.0.0.1", environment.get("QUARKUS_HTTP_HOST"));
        assertEquals("127.0.0.1", environment.get("QUARKUS_MANAGEMENT_HOST"));
        assertEquals("18702", environment.get("QUARKUS_HTTP_PORT"));
        assertEquals("18712", environment.get("QUARKUS_MANAGEMENT_PORT"));
    }

    @Test
    void theGatewayServesCallersByItsOwnServer() {
        Map<String, String> environment = environment(Service.GATEWAY);

        assertEquals("127.0.0.1", environment.get("GATEWAY_HTTP_HOST"));
        assertEquals("18700", environment.get("GATEWAY_HTTP_PORT"));
        assertNull(environment.get("QUARKUS_HTTP_PORT"));
    }

    @Test
    void aServiceWorksAsARoleThatDoesNotOwnItsTables() {
        Map<String, String> environment = environment(Service.BUDGET);

        assertEquals("jdbc:postgresql://127.0.0.1:18732/budget", environment.get("QUARKUS_DATASOURCE_JDBC_URL"));
        assertEquals("budget_app", environment.get("QUARKUS_DATASOURCE_USERNAME"));
        assertEquals("budget_owner", environment.get("QUARKUS_FLYWAY_USERNAME"));
        assertNotEquals(environment.get("QUARKUS_DATASOURCE_PASSWORD"), environment.get("QUARKUS_FLYWAY_PASSWORD"));
    }

    @Test
    void everyServiceVerifiesTokensWithTheSamePublicKey() {
        for (Service service : Service.values()) {
            Map<String, String> environment = environment(service);
            assertEquals("file:" + keys.publicKey(), environment.get("MP_JWT_VERIFY_PUBLICKEY_LOCATION"));
            assertEquals("https://jixiao.example/local", environment.get("MP_JWT_VERIFY_ISSUER"));
            assertEquals("jixiao", environment.get("MP_JWT_VERIFY_AUDIENCES"));
        }
    }

    @Test
    void everyServiceIsToldThatThisIsNoProduction() {
        for (Service service : Service.values()) {
            assertEquals("local", environment(service).get("QUARKUS_PROFILE"));
        }
    }

    @Test
    void theGatewayKnowsTheThreeServices() {
        Map<String, String> environment = environment(Service.GATEWAY);

        assertEquals("http://127.0.0.1:18701", environment.get("GATEWAY_ROUTES_BUDGET_URL"));
        assertEquals("http://127.0.0.1:18711", environment.get("GATEWAY_ROUTES_BUDGET_MANAGEMENT_URL"));
        assertEquals("http://127.0.0.1:18702", environment.get("GATEWAY_ROUTES_EVALUATION_URL"));
        assertEquals("http://127.0.0.1:18712", environment.get("GATEWAY_ROUTES_EVALUATION_MANAGEMENT_URL"));
        assertEquals("http://127.0.0.1:18703", environment.get("GATEWAY_ROUTES_REPORT_URL"));
        assertEquals("http://127.0.0.1:18713", environment.get("GATEWAY_ROUTES_REPORT_MANAGEMENT_URL"));
    }

    @Test
    void theGatewayHasNoDatabaseAndNoPassword() {
        Set<String> names = environment(Service.GATEWAY).keySet();

        assertTrue(names.stream().noneMatch(name -> name.contains("DATASOURCE") || name.contains("PASSWORD")), names::toString);
    }

    @Test
    void passwordsAreKeptFromOneRunToTheNext() {
        String password = passwords.of("report_app");

        assertEquals(password, new Passwords(new Home(folder, folder.resolve("home"))).of("report_app"));
    }

    @Test
    void aServiceIsFoundByItsLongAndItsShortName() {
        assertEquals(Optional.of(Service.REPORT), Service.named("report-service"));
        assertEquals(Optional.of(Service.REPORT), Service.named("report"));
    }
}
