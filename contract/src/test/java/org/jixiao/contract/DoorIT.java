package org.jixiao.contract;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a caller from outside can and cannot do, whatever they send: asked of the gateway of a whole suite. */
class DoorIT {

    private static final String PROTECTED = "/api/v1/departments/YF-XZSP";
    /** The department's name, which only an answer to a caller of that department holds. */
    private static final String GUARDED = "雁峰区行政审批服务局";
    private static final String PAGE = "/reports/YF-XZSP/2021/v1";

    private final RunningSuite suite = RunningSuite.get();
    private final URI base = suite.base();

    /** Spellings of one address by which path policies have been bypassed elsewhere. */
    static Stream<String> spellings() {
        return Stream.of("/api/v1/departments/YF-XZSP", "/api/v1//departments/YF-XZSP", "//api/v1/departments/YF-XZSP",
                "/api/v1/departments/YF-XZSP/", "/api/v1/./departments/YF-XZSP", "/api/v1/x/../departments/YF-XZSP",
                "/reports/../api/v1/departments/YF-XZSP", "/api/v1/departments;a=b/YF-XZSP", "/api/v1/departments/YF-XZSP;x",
                "/api/v1/%64epartments/YF-XZSP", "/api%2fv1/departments/YF-XZSP", "/api/v1/departments%2fYF-XZSP",
                "/api/v1/departments/%2e%2e/departments/YF-XZSP", "/api/v1/departments/YF-XZSP%00", "/API/v1/departments/YF-XZSP",
                "/api/v1/departments/YF-XZSP%20", "/api/v1/departments/YF-XZSP.json", "/api\\v1\\departments\\YF-XZSP",
                "/api/v1/departments/YF-XZSP?access_token=x", "/reports/%2e%2e/api/v1/departments/YF-XZSP",
                "/api/v1/departments/YF-XZSP#x", "/api/v1/departments/%59F-XZSP", "/api/v1/departments%c0%afYF-XZSP");
    }

    @ParameterizedTest
    @MethodSource("spellings")
    void noSpellingOfAnAddressOpensItWithoutAToken(String spelling) {
        Wire.Answer answer = Wire.send(base, "GET", spelling);

        assertTrue(Set.of(400, 401, 404).contains(answer.status()), answer.head());
        assertFalse(answer.body().contains(GUARDED));
    }

    @Test
    void theRightSpellingWithATokenIsAnswered() {
        Wire.Answer answer = Wire.send(base, "GET", PROTECTED, bearer("auditor", "YF-XZSP"));

        assertEquals(200, answer.status(), answer.body());
        assertTrue(answer.body().contains(GUARDED));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/q/health", "/q/health/ready", "/q/metrics", "/q/openapi", "/q/swagger-ui", "/q/dev-ui", "/q/arc",
            "/metrics", "/management", "/admin", "/api/v1/q/metrics", "/actuator/env", "/reports/%2e%2e/q/metrics", "/.env",
            "/.git/config", "/swagger-ui", "/api/v1/departments/../../../q/metrics"})
    void operationsAreNotReachableFromOutside(String path) {
        Wire.Answer answer = Wire.send(base, "GET", path);

        assertTrue(Set.of(400, 401, 404).contains(answer.status()), path + " " + answer.head());
        assertEquals("application/problem+json", answer.header("Content-Type"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"TRACE", "TRACK", "DEBUG", "PROPFIND", "FOO"})
    void aMethodThatNobodyOffersIsRefused(String method) {
        Wire.Answer answer = Wire.send(base, method, PROTECTED, bearer("auditor", "YF-XZSP"), "Cookie: canary-7d1");

        assertTrue(Set.of(400, 405, 501).contains(answer.status()), answer.head());
        // TRACE would send back what a script may not read
        assertFalse(answer.body().contains("canary-7d1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-HTTP-Method-Override: DELETE", "X-HTTP-Method: PUT", "X-Method-Override: POST",
            "X-Original-URL: /api/v1/schemes", "X-Rewrite-URL: /api/v1/schemes", "X-Forwarded-Prefix: /q"})
    void noHeaderChangesTheMethodOrTheAddress(String header) {
        String plain = Wire.send(base, "GET", PROTECTED, bearer("auditor", "YF-XZSP")).body();

        assertEquals(plain, Wire.send(base, "GET", PROTECTED, bearer("auditor", "YF-XZSP"), header).body());
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-User: root", "X-Roles: auditor", "X-Forwarded-User: root", "X-Org: YF-XZSP",
            "Authorization: Basic cm9vdDpyb290", "Cookie: Authorization=Bearer x"})
    void noHeaderButAGoodTokenSaysWhoIsCalling(String header) {
        assertEquals(401, Wire.send(base, "GET", PROTECTED, header).status());
    }

    @ParameterizedTest
    @ValueSource(strings = {"?access_token=", "?token=", "?authorization=Bearer%20"})
    void aTokenInTheAddressIsWorthNothing(String query) {
        Wire.Answer answer = Wire.send(base, "GET", PROTECTED + query + suite.token("auditor", "YF-XZSP"));

        assertTrue(Set.of(400, 401).contains(answer.status()), answer.head());
    }

    @Test
    void headIsGetWithoutABody() {
        Wire.Answer get = Wire.send(base, "GET", PAGE + ".json");
        Wire.Answer head = Wire.send(base, "HEAD", PAGE + ".json");

        assertEquals("", head.body());
        assertAll(Stream.of("Content-Type", "ETag", "Cache-Control", "Content-Disposition")
                .map(name -> () -> assertEquals(get.header(name), head.header(name), name)));
    }

    @Test
    void whatIsPublishedMayBeKeptForGoodAndWhatIsNotMayNotBeKept() {
        assertTrue(Wire.send(base, "GET", PAGE + ".json").header("Cache-Control").contains("immutable"));
        assertAll(Stream.of(PROTECTED, PROTECTED + "/fiscal-years/2021/statement", "/api/v1/evaluations", "/api/v1/reports/YF-XZSP/2021")
                .map(path -> () -> {
                    Wire.Answer answer = Wire.send(base, "GET", path, bearer("auditor", "YF-XZSP"));
                    assertEquals(200, answer.status(), path);
                    assertTrue(answer.header("Cache-Control").contains("no-store"), path + " may be kept: " + answer.head());
                }));
    }

    @Test
    void aRefusalIsNeverKept() {
        assertAll(Stream.of(PROTECTED, "/nowhere", "/reports/YF-XZSP/2021/v999")
                .map(path -> () -> assertTrue(Wire.send(base, "GET", path).header("Cache-Control").contains("no-store"),
                        path + " may be kept")));
    }

    @Test
    void everyPageSaysWhatItMayLoadAndNobodyMayFrameIt() {
        assertAll(Stream.of("/", "/docs", "/reports", PAGE, "/problems/NOT_FOUND").map(path -> () -> {
            Wire.Answer answer = Wire.send(base, "GET", path);
            String policy = answer.header("Content-Security-Policy");
            assertTrue(policy.contains("default-src 'none'"), path + " " + answer.head());
            assertTrue(policy.contains("frame-ancestors 'none'"), path + " " + policy);
            assertTrue(policy.contains("form-action 'none'"), path + " " + policy);
            assertFalse(policy.contains("unsafe-eval"), path + " " + policy);
            assertFalse(policy.matches(".*script-src[^;]*'unsafe-inline'.*"), path + " " + policy);
            assertEquals("nosniff", answer.header("X-Content-Type-Options"), path);
        }));
    }

    @Test
    void aDownloadHasAPlainNameAndTheRealOne() {
        Wire.Answer answer = Wire.send(base, "GET", PAGE + ".xlsx");

        assertTrue(answer.header("Content-Disposition")
                .matches("attachment; filename=\"[A-Za-z0-9._-]+\\.xlsx\"; filename\\*=UTF-8''[A-Za-z0-9%._~!#$&+^`|-]+\\.xlsx"),
                answer.header("Content-Disposition"));
    }

    @Test
    void noAnswerNamesTheProductBehindIt() {
        assertAll(Stream.of("/", PROTECTED, PAGE, "/nowhere").map(path -> () -> {
            Wire.Answer answer = Wire.send(base, "GET", path);
            assertEquals(List.of("", ""), List.of(answer.header("Server"), answer.header("X-Powered-By")), path);
        }));
    }

    @Test
    void everyRefusalIsAProblemWithTheStatusOfItsLine() {
        assertAll(
                () -> assertProblem(404, Wire.send(base, "GET", "/nowhere")),
                () -> assertProblem(404, Wire.send(base, "GET", PROTECTED + "/nothing", bearer("auditor", "YF-XZSP"))),
                () -> assertProblem(401, Wire.send(base, "GET", PROTECTED)),
                () -> assertProblem(405, Wire.send(base, "DELETE", PROTECTED, bearer("auditor", "YF-XZSP"))),
                () -> assertProblem(400, Wire.send(base, "GET", "/api/v1/reports?surprise=1")),
                () -> assertProblem(415, Wire.send(base, "POST", "/api/v1/departments", bearer("budget-officer", "*"),
                        "Idempotency-Key: door-415", "Content-Type: text/plain", "Content-Length: 0")));
    }

    @Test
    void a405SaysWhatIsAllowed() {
        assertTrue(Wire.send(base, "DELETE", PROTECTED, bearer("auditor", "YF-XZSP")).header("Allow").contains("GET"));
    }

    private void assertProblem(int status, Wire.Answer answer) {
        assertEquals(status, answer.status(), answer.head());
        assertEquals("application/problem+json", answer.header("Content-Type").split(";")[0], answer.head());
        assertTrue(answer.body().contains("\"status\":" + status), answer.body());
        assertTrue(answer.body().contains("\"code\":"), answer.body());
    }

    private String bearer(String role, String... departments) {
        return "Authorization: Bearer " + suite.token(role, departments);
    }
}
