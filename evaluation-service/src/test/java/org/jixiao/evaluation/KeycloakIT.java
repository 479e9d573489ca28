package org.jixiao.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.jixiao.chassis.testing.KafkaResource;
import org.jixiao.chassis.testing.KeycloakResource;
import org.jixiao.chassis.testing.PostgresResource;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** The suite with a real Keycloak and the realm of deploy/. Its keys change and it is stopped at the end, hence the order. */
@QuarkusTest
@WithTestResource(PostgresResource.class)
@WithTestResource(KafkaResource.class)
@WithTestResource(KeycloakResource.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class KeycloakIT {

    @Test
    @Order(1)
    void aPersonsTokenOpensWhatHisRoleMayDo() {
        assertEquals("201 403 403 403", statuses("evaluator", "officer", "auditor", "schemes"));
        assertEquals("200 403 200 403", reads("reviewer", "officer", "auditor", "schemes"));
    }

    @Test
    @Order(1)
    void theDepartmentsAreThoseOfThePersonInTheRealm() {
        assertEquals("404 NOT_FOUND", told(create(KeycloakResource.tokenOf("evaluator"), "SOMEBODY-ELSE")));
    }

    @Test
    @Order(1)
    void aClientThatIsNotForThisApiIsRefused() {
        assertEquals("401 UNAUTHENTICATED", told(read(KeycloakResource.tokenOfClient("somebody-else"))));
    }

    @Test
    @Order(1)
    void aProgramIsKnownByItsOwnRole() {
        assertEquals("403 FORBIDDEN", told(read(KeycloakResource.tokenOfClient("jixiao-sync"))));
    }

    @Test
    @Order(1)
    void anIdTokenIsNoAccessToken() {
        assertEquals("401 UNAUTHENTICATED", told(read(KeycloakResource.idTokenOf("auditor"))));
    }

    @Test
    @Order(2)
    void aNewKeyIsLearnedWhileTheServiceRunsAndTheOldOneStaysGood() {
        String old = KeycloakResource.tokenOf("auditor");
        assertEquals(200, read(old).statusCode());

        KeycloakResource.rotateKey();
        String renewed = KeycloakResource.tokenOf("auditor");

        assertNotEquals(keyOf(old), keyOf(renewed));
        assertEquals("200 200", read(renewed).statusCode() + " " + read(old).statusCode());
    }

    @Test
    @Order(3)
    void tokensAreStillVerifiedWhenKeycloakIsGone() {
        String token = KeycloakResource.tokenOf("auditor");
        read(token);

        KeycloakResource.end();

        assertEquals(200, read(token).statusCode());
    }

    private static String statuses(String... users) {
        StringBuilder statuses = new StringBuilder();
        for (String user : users) {
            statuses.append(create(KeycloakResource.tokenOf(user), "YF-XZSP").statusCode()).append(' ');
        }
        return statuses.toString().strip();
    }

    private static String reads(String... users) {
        StringBuilder statuses = new StringBuilder();
        for (String user : users) {
            statuses.append(read(KeycloakResource.tokenOf(user)).statusCode()).append(' ');
        }
        return statuses.toString().strip();
    }

    private static Response create(String token, String department) {
        return Api.as("Bearer " + token).header("Idempotency-Key", Api.key())
                .body(Map.of("departmentCode", department, "departmentName", "部门", "fiscalYear", 2031, "kind", "DEPARTMENT"))
                .post("/api/v1/evaluations");
    }

    private static Response read(String token) {
        return Api.as("Bearer " + token).get("/api/v1/evaluations");
    }

    private static String told(Response answer) {
        return answer.statusCode() + " " + answer.path("code");
    }

    private static String keyOf(String token) {
        String header = new String(Base64.getUrlDecoder().decode(token.substring(0, token.indexOf('.'))), StandardCharsets.UTF_8);
        return header.replaceFirst(".*\"kid\" ?: ?\"([^\"]+)\".*", "$1");
    }
}
