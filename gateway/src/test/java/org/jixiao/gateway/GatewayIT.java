package org.jixiao.gateway;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jixiao.gateway.server.ServerJob;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(Upstreams.class)
class GatewayIT {

    private static final String PROBLEM = "application/problem+json";
    private static final HttpClient CLIENT = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @Inject
    ServerJob server;
    private int port;

    @BeforeEach
    void nothingSeenYet() {
        port = server.port();
        RestAssured.port = port;
        Upstreams.SEEN.clear();
        Upstreams.goOn = new CountDownLatch(0);
        Upstreams.evaluationDocument =
                Upstreams.document("/api/v1/evaluations/{id}", "getEvaluation", "string");
    }

    // routing

    @Test
    void aPathOfAServiceIsAnsweredByTheService() {
        given().urlEncodingEnabled(false).get("/api/v1/departments/YF-XZSP?limit=2&q=%E9%9B%81").then().statusCode(200)
                .header("ETag", "\"3\"").body("name", equalTo("雁峰区"));
        assertEquals("/api/v1/departments/YF-XZSP?limit=2&q=%E9%9B%81", seen().uri());
    }

    @Test
    void theNormalisedPathIsWhatTheServiceGets() throws IOException {
        Wire.get(port, "/api/v1/%64epartments/a%3ab");
        assertEquals("/api/v1/departments/a%3Ab", seen().uri());
    }

    @Test
    void anAbsoluteTargetDoesNotChooseTheService() throws IOException {
        assertEquals(400, Wire.get(port, "http://somewhere.example/api/v1/departments/A").status());
        assertEquals(200, Wire.get(port, "http://gateway.example/api/v1/departments/A").status());
        assertEquals("/api/v1/departments/A", seen().uri());
    }

    @Test
    void aBodyArrivesWhole() {
        given().body("x".repeat(Upstreams.BODY_LIMIT)).contentType("text/plain")
                .put("/api/v1/departments/A").then().statusCode(200);
        assertEquals(Upstreams.BODY_LIMIT, seen().bytes());
    }

    @Test
    void aChunkedBodyArrivesWhole() throws Exception {
        byte[] body = "x".repeat(50_000).getBytes(StandardCharsets.UTF_8);
        HttpResponse<String> answer = CLIENT.send(HttpRequest.newBuilder(uri("/api/v1/departments/A"))
                .POST(HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body))).build(),
                HttpResponse.BodyHandlers.ofString());
        assertEquals(200, answer.statusCode());
        assertEquals("chunked", seen().header("transfer-encoding"));
        assertEquals(50_000, seen().bytes());
    }

    @Test
    void aClientThatWaitsForContinueIsToldTo() throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(10_000);
            write(socket, "POST /api/v1/departments/A HTTP/1.1\r\nHost: g\r\nContent-Length: 5\r\n"
                    + "Expect: 100-continue\r\nConnection: close\r\n\r\n");
            assertTrue(Wire.readHead(socket.getInputStream()).startsWith("HTTP/1.1 100"));
            write(socket, "hello");
            assertEquals(200, Wire.read(socket.getInputStream()).status());
        }
        assertEquals(5, seen().bytes());
    }

    @Test
    void headAnswersWithoutABody() throws IOException {
        Wire.Answer answer = Wire.send(port,
                "HEAD /api/v1/departments/A HTTP/1.1\r\nHost: g\r\nConnection: close\r\n\r\n");
        assertEquals(200, answer.status());
        assertEquals("", answer.body());
    }

    @ParameterizedTest
    @ValueSource(strings = {"nothing", "unchanged"})
    void answersThatHaveNoBodyStayWithoutOne(String kind) throws IOException {
        Wire.Answer answer = Wire.get(port, "/api/v1/departments/" + kind);
        assertEquals(kind.equals("nothing") ? 204 : 304, answer.status());
        assertNull(answer.header("Transfer-Encoding"));
        assertEquals("", answer.body());
    }

    @Test
    void aServicesOwnAddressIsTakenOutOfLocation() {
        given().redirects().follow(false).post("/api/v1/departments/created").then().statusCode(201)
                .header("Location", "/api/v1/departments/NEW");
    }

    @Test
    void anUpgradeToAnythingButWebSocketIsNotPassedOn() throws IOException {
        Wire.Answer answer = Wire.send(port, "GET /api/v1/departments/A HTTP/1.1\r\nHost: g\r\n"
                + "Connection: Upgrade\r\nUpgrade: other/1\r\n\r\n");
        assertEquals(200, answer.status());
        assertNull(seen().header("upgrade"));
    }

    // streaming

    @Test
    void eventsPassWhenTheyHappen() throws Exception {
        Upstreams.goOn = new CountDownLatch(1);
        HttpResponse<InputStream> answer = CLIENT.send(HttpRequest.newBuilder(uri("/api/v1/departments/events")).build(),
                HttpResponse.BodyHandlers.ofInputStream());
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
            assertEquals("data: one", lines.readLine());
            Upstreams.goOn.countDown();
            assertEquals("", lines.readLine());
            assertEquals("data: two", lines.readLine());
        }
    }

    @Test
    void aStreamMayBeQuietLongerThanTheDeadlineOfTheHead() throws Exception {
        Upstreams.goOn = new CountDownLatch(1);
        HttpResponse<InputStream> answer = CLIENT.send(HttpRequest.newBuilder(uri("/api/v1/departments/events")).build(),
                HttpResponse.BodyHandlers.ofInputStream());
        TimeUnit.MILLISECONDS.sleep(1_500);
        Upstreams.goOn.countDown();
        assertEquals("data: one\n\ndata: two\n\n", new String(answer.body().readAllBytes(), StandardCharsets.UTF_8));
    }

    @Test
    void aClientThatGoesAwayFreesTheService() throws Exception {
        Upstreams.clientGone = new CountDownLatch(1);
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            write(socket, "GET /api/v1/departments/endless HTTP/1.1\r\nHost: g\r\n\r\n");
            Wire.readHead(socket.getInputStream());
        }
        assertTrue(Upstreams.clientGone.await(10, TimeUnit.SECONDS));
    }

    // what the gateway says itself

    @Test
    void anUnknownPathIsAProblem() {
        given().get("/nowhere").then().statusCode(404).contentType(PROBLEM)
                .header("Content-Language", "zh-CN")
                .body("type", equalTo("/problems/UNKNOWN_PATH")).body("code", equalTo("UNKNOWN_PATH"))
                .body("title", equalTo("没有这个地址")).body("status", equalTo(404))
                .body("instance", equalTo("/nowhere")).body("requestId", notNullValue());
    }

    @Test
    void theProblemSpeaksEnglishToThoseWhoAsk() {
        given().header("Accept-Language", "en-US,en;q=0.8").get("/nowhere").then()
                .header("Content-Language", "en").body("title", equalTo("There is nothing at this address"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/q/health", "/q/metrics", "/q/openapi", "/openapi", "/q/swagger-ui", "/api/v1", "/api/v1/users"})
    void whatIsNotRoutedIsUnknown(String path) {
        given().get(path).then().statusCode(404).contentType(PROBLEM).body("code", equalTo("UNKNOWN_PATH"));
    }

    @Test
    void aServiceThatIsNotThereIsUnavailable() {
        given().get("/api/v1/reports").then().statusCode(503).contentType(PROBLEM).header("Retry-After", "1")
                .body("code", equalTo("SERVICE_UNAVAILABLE")).body("service", equalTo("report"));
    }

    @Test
    void aBodyForAServiceThatIsNotThereIsReadAndRefused() {
        given().body("x".repeat(60_000)).contentType("text/plain").post("/api/v1/reports").then()
                .statusCode(503).body("code", equalTo("SERVICE_UNAVAILABLE"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nonsense\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Len"})
    void aBrokenAnswerIsABadGateway(String raw) {
        Upstreams.rawAnswer = raw;
        given().get("/api/v1/evaluations/1").then().statusCode(502).contentType(PROBLEM)
                .body("code", equalTo("BAD_GATEWAY")).body("service", equalTo("evaluation"));
    }

    @Test
    void anAnswerThatBreaksOffIsNotMadeWhole() throws IOException {
        Upstreams.rawAnswer = "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf";
        Wire.Answer answer = Wire.get(port, "/api/v1/evaluations/1");
        assertEquals("100", answer.header("Content-Length"));
        assertTrue(answer.body().length() < 100);
    }

    @Test
    void aSlowServiceIsGivenUp() {
        Upstreams.goOn = new CountDownLatch(1);
        given().get("/api/v1/departments/slow").then().statusCode(504).contentType(PROBLEM)
                .body("code", equalTo("GATEWAY_TIMEOUT")).body("timeoutMillis", equalTo(1000));
        Upstreams.goOn.countDown();
    }

    @Test
    void aClientThatStopsInTheMiddleOfItsBodyIsGivenUp() throws IOException {
        Wire.Answer answer = Wire.send(port, "POST /api/v1/departments/A HTTP/1.1\r\nHost: g\r\n"
                + "Content-Length: 10\r\n\r\nhalf");
        assertEquals(408, answer.status());
        assertTrue(answer.body().contains("REQUEST_TIMEOUT"));
    }

    @Test
    void aStatedLengthBeyondTheLimitIsRefusedBeforeItIsSent() throws IOException {
        Wire.Answer answer = Wire.send(port, "POST /api/v1/departments/A HTTP/1.1\r\nHost: g\r\n"
                + "Content-Length: 999999999\r\nExpect: 100-continue\r\n\r\n");
        assertEquals(413, answer.status());
        assertEquals(PROBLEM, answer.header("Content-Type"));
        assertTrue(Upstreams.SEEN.isEmpty());
    }

    @Test
    void aLongBodyIsRefused() {
        given().body("x".repeat(Upstreams.BODY_LIMIT + 1)).contentType("text/plain").put("/api/v1/departments/A").then()
                .statusCode(413).contentType(PROBLEM).body("code", equalTo("BODY_TOO_LARGE"))
                .body("limitBytes", equalTo(Upstreams.BODY_LIMIT));
    }

    @Test
    void aFileMayBeLongerWhereFilesAreHandedIn() {
        given().body("x".repeat(4 * Upstreams.BODY_LIMIT)).contentType("text/csv")
                .post("/api/v1/departments/A/fiscal-years/2021/intakes").then().statusCode(200);
    }

    @Test
    void aLongChunkedBodyIsRefusedToo() throws Exception {
        byte[] body = new byte[4 * Upstreams.BODY_LIMIT];
        HttpResponse<String> answer = CLIENT.send(HttpRequest.newBuilder(uri("/api/v1/departments/A"))
                .POST(HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body))).build(),
                HttpResponse.BodyHandlers.ofString());
        assertEquals(413, answer.statusCode());
        assertTrue(answer.body().contains("BODY_TOO_LARGE"), answer.body());
        assertTrue(Upstreams.SEEN.isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "DELETE", "PUT"})
    void theGatewaysOwnPagesAreOnlyRead(String method) {
        given().request(method, "/docs").then().statusCode(405).contentType(PROBLEM).header("Allow", "GET, HEAD")
                .body("code", equalTo("METHOD_NOT_ALLOWED"));
    }

    @Test
    void traceIsRefused() throws IOException {
        assertEquals(405, Wire.send(port,
                "TRACE /api/v1/departments HTTP/1.1\r\nHost: g\r\nConnection: close\r\n\r\n").status());
    }

    // paths

    @ParameterizedTest
    @ValueSource(strings = {
        "/api/v1/departments/../../../q/health", "/api/v1/departments/%2e%2e/%2e%2e/q", "/api/v1/departments/.%2E/x",
        "/api/v1/departments/./x", "/api/v1/departments/%2e", "/api/v1/departments/a%2fb",
        "/api/v1/departments/a%2Fb", "/api/v1/departments/a%5cb", "/api/v1/departments;x=1/a",
        "/api/v1/departments%3bx/a", "//api/v1/departments", "/api//v1/departments", "/api/v1/departments//",
        "/api/v1/departments/%00", "/api/v1/departments/%0d%0aX:y", "/api/v1/departments/%252e%252e/q",
        "/api/v1/departments/%c0%af", "/api/v1/departments/%ff", "/docs/../api/v1/departments", "/docs;/x",
        "/%2e%2e/q/health", "/openapi.json/../q/health"
    })
    void anAmbiguousPathReachesNobody(String path) throws IOException {
        Wire.Answer answer = Wire.get(port, path);
        assertEquals(400, answer.status());
        assertTrue(answer.body().contains("\"code\":\"AMBIGUOUS_PATH\""), answer.body());
        assertTrue(Upstreams.SEEN.isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/departments\\..\\x", "/api/v1/departments/%zz", "/api/v1/departments/%"})
    void whatIsNoAddressAtAllReachesNobody(String path) throws IOException {
        assertEquals(400, Wire.get(port, path).status());
        assertTrue(Upstreams.SEEN.isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"Transfer-Encoding: xchunked", "Transfer-Encoding: chunked, chunked", "Host: second.example",
        "X: a\r\n folded", "Content-Length: 5", "X: a\u0001b", "X : a"})
    void aHeadThatReadersCouldUnderstandDifferentlyIsRefused(String header) throws IOException {
        String chunked = header.startsWith("Transfer") ? "" : "Transfer-Encoding: chunked\r\n";
        Wire.Answer answer = Wire.send(port, "POST /api/v1/departments HTTP/1.1\r\nHost: g\r\n" + chunked + header
                + "\r\n\r\n0\r\n\r\n");
        assertEquals(400, answer.status());
        assertEquals(PROBLEM, answer.header("Content-Type"));
        assertEquals("close", answer.header("Connection"));
        assertTrue(answer.body().contains("MALFORMED_REQUEST"), answer.body());
        assertTrue(Upstreams.SEEN.isEmpty());
    }

    @Test
    void aHalfSentHeadIsClosed() throws IOException {
        Wire.Answer answer = Wire.send(port, "GET /api/v1/departments HTTP/1.1\r\nHost: g\r\nX-Ha");
        assertEquals(408, answer.status());
        assertTrue(answer.body().contains("REQUEST_TIMEOUT"), answer.body());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "PRI * HT"})
    void aConnectionThatNeverSaysAnythingIsClosed(String bytes) throws IOException {
        assertEquals(0, Wire.send(port, bytes).status());
    }

    @Test
    void aLongAddressIsRefused() throws IOException {
        assertEquals(414, Wire.get(port, "/api/v1/departments/" + "a".repeat(4_096)).status());
    }

    @Test
    void aLongHeadIsRefused() throws IOException {
        assertEquals(431, Wire.get(port, "/api/v1/departments", "X: " + "a".repeat(17_000)).status());
    }

    // headers

    @Test
    void hopByHopHeadersOfTheCallerEndHere() throws IOException {
        Wire.get(port, "/api/v1/departments", "Connection: X-Hop, keep-alive", "X-Hop: 1", "Keep-Alive: timeout=5",
                "TE: trailers", "Proxy-Authorization: Basic x", "X-End-To-End: 1");
        Upstreams.Seen seen = seen();
        for (String name : List.of("X-Hop", "Keep-Alive", "TE", "Proxy-Authorization")) {
            assertNull(seen.header(name), name);
        }
        assertEquals("1", seen.header("X-End-To-End"));
    }

    @Test
    void hopByHopHeadersOfTheServiceEndHere() throws IOException {
        Upstreams.rawAnswer = "HTTP/1.1 200 OK\r\nConnection: X-Hop, close\r\nX-Hop: 1\r\nKeep-Alive: timeout=5\r\n"
                + "Proxy-Authenticate: Basic\r\nUpgrade: h2c\r\nServer: Inner/1.0\r\nX-Powered-By: Inner\r\n"
                + "X-End-To-End: 1\r\nContent-Length: 2\r\n\r\nok";
        Wire.Answer answer = Wire.get(port, "/api/v1/evaluations/1");
        for (String name : List.of("X-Hop", "Keep-Alive", "Proxy-Authenticate", "Upgrade", "Server", "X-Powered-By")) {
            assertNull(answer.header(name), name);
        }
        assertEquals("1", answer.header("X-End-To-End"));
        assertEquals("ok", answer.body());
    }

    @Test
    void whatACallerClaimsAboutItselfIsReplaced() throws IOException {
        Wire.get(port, "/api/v1/departments", "X-Forwarded-For: 1.2.3.4", "X-Forwarded-Host: evil.example",
                "X-Forwarded-Proto: https", "X-Forwarded-Prefix: /evil", "Forwarded: for=1.2.3.4",
                "X-Real-IP: 1.2.3.4", "X-User-Id: admin", "X-Org-Code: OTHER");
        Upstreams.Seen seen = seen();
        // the tests trust this machine as a proxy, for the address and for nothing else
        assertEquals("1.2.3.4", seen.header("X-Forwarded-For"));
        assertEquals("gateway.example", seen.header("X-Forwarded-Host"));
        assertEquals("http", seen.header("X-Forwarded-Proto"));
        for (String name : List.of("X-Forwarded-Prefix", "Forwarded", "X-Real-IP", "X-User-Id", "X-Org-Code")) {
            assertNull(seen.header(name), name);
        }
    }

    // request id

    @Test
    void aWellFormedRequestIdIsForwardedAndEchoed() throws IOException {
        Wire.Answer answer = Wire.get(port, "/api/v1/departments", "X-Request-Id: abc-1");
        assertEquals("abc-1", seen().header("X-Request-Id"));
        assertEquals("abc-1", answer.header("X-Request-Id"));
    }

    @Test
    void aNewRequestIdIsForwardedAndEchoed() {
        String id = given().header("X-Request-Id", "not well formed").get("/api/v1/departments").header("X-Request-Id");
        assertTrue(id.matches("[0-9a-f-]{36}"), id);
        assertEquals(id, seen().header("X-Request-Id"));
    }

    @Test
    void aRefusalCarriesTheRequestId() {
        given().header("X-Request-Id", "abc-2").get("/nowhere").then().header("X-Request-Id", "abc-2")
                .body("requestId", equalTo("abc-2"));
        given().header("X-Request-Id", "abc-3").get("/api/v1/reports").then().header("X-Request-Id", "abc-3")
                .body("requestId", equalTo("abc-3"));
    }

    // the API document

    @Test
    void theMergedDocumentHasThePathsOfAllServicesThatAreThere() {
        given().get("/openapi.json").then().statusCode(200).contentType("application/json")
                .body("openapi", equalTo("3.1.0"))
                .body("servers[0].url", equalTo("/"))
                .body("paths.'/api/v1/departments/{code}'.get.operationId", equalTo("getDepartment"))
                .body("paths.'/api/v1/evaluations/{id}'.get.operationId", equalTo("getEvaluation"))
                .body("paths.'/q/inner'", nullValue())
                .body("components.schemas.Version.type", equalTo("integer"))
                .body("components.schemas.EvaluationVersion.type", equalTo("string"))
                .body("components.securitySchemes.bearer.scheme", equalTo("bearer"))
                .body("'x-services'.find { it.name == 'report' }.state", equalTo("MISSING"))
                .body(not(containsString("inner.budget")));
    }

    @Test
    void theCopyOfAServiceThatWentDownIsKeptAndMarked() throws InterruptedException {
        given().get("/openapi.json").then().statusCode(200);
        Upstreams.evaluationDocument = null;
        JsonPath document = null;
        for (int i = 0; i < 50; i++) {
            document = given().get("/openapi.json").jsonPath();
            if ("STALE".equals(document.getString("'x-services'.find { it.name == 'evaluation' }.state"))) {
                break;
            }
            TimeUnit.MILLISECONDS.sleep(200);
        }
        assertEquals("STALE", document.getString("'x-services'.find { it.name == 'evaluation' }.state"));
        assertNotNull(document.get("paths.'/api/v1/evaluations/{id}'"));
    }

    // the gateway's own pages

    @Test
    void theReaderOfTheDocumentComesFromTheGatewayAlone() {
        String page = given().get("/docs").then().statusCode(200).contentType("text/html")
                .header("Content-Security-Policy", containsString("script-src 'self';")).extract().asString();
        assertFalse(page.contains("//"), page);
        given().get("/docs/swagger-ui-bundle.js").then().statusCode(200).contentType("text/javascript")
                .body(containsString("SwaggerUIBundle"));
        given().get("/docs/swagger-ui.css").then().statusCode(200).contentType("text/css");
        given().get("/docs/docs.js").then().statusCode(200).body(containsString("/openapi.json"));
    }

    @Test
    void theStartPageLeadsToReportsAndDocuments() {
        given().get("/").then().statusCode(200).contentType("text/html")
                .header("Content-Security-Policy", containsString("default-src 'none'"))
                .header("X-Content-Type-Options", "nosniff").header("Server", nullValue())
                .body(containsString("href=\"/reports\"")).body(containsString("href=\"/docs\""))
                .body(containsString("href=\"/openapi.json\""));
    }

    @Test
    void everyAddressOnTheStartPageIsOneOfOurs() {
        String page = given().get("/").asString();
        List<String> addresses = Pattern.compile("href=\"([^\"]+)\"").matcher(page).results().map(match -> match.group(1)).toList();
        assertEquals(List.of(), addresses.stream()
                .filter(address -> given().get(address).asString().contains("UNKNOWN_PATH")).toList());
        given().get("/favicon.ico").then().statusCode(200).contentType("image/svg+xml");
        given().get("/events/asyncapi.yaml").then().statusCode(200).contentType("application/yaml").body(containsString("asyncapi: 3"));
    }

    @Test
    void aProblemTypeLeadsToItsPage() {
        given().get("/problems/UNKNOWN_PATH").then().statusCode(200).contentType("text/html")
                .body(containsString("UNKNOWN_PATH")).body(containsString("404"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/problems/NO_SUCH_CODE", "/problems/%3Cscript%3E", "/problems", "/problems/"})
    void anUnknownCodeIsAProblemItself(String path) {
        given().urlEncodingEnabled(false).get(path).then().statusCode(404).contentType(PROBLEM)
                .body("code", equalTo("UNKNOWN_PATH"));
    }

    @Test
    void healthNamesTheServiceThatIsDown() {
        given().get("/health").then().statusCode(503).contentType("application/json")
                .header("X-Request-Id", matchesPattern("[0-9a-f-]{36}"))
                .body("status", equalTo("DOWN"))
                .body("services.find { it.name == 'budget' }.status", equalTo("UP"))
                .body("services.find { it.name == 'evaluation' }.status", equalTo("UP"))
                .body("services.find { it.name == 'report' }.status", equalTo("DOWN"));
    }

    private Upstreams.Seen seen() {
        assertEquals(1, Upstreams.SEEN.size());
        return Upstreams.SEEN.peek();
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
    }
}
