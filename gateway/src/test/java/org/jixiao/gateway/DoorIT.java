package org.jixiao.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.jixiao.gateway.access.Issuer;
import org.jixiao.gateway.server.ServerJob;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jwt.JwtClaims;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who comes in, how often, and what is written about it. */
@QuarkusTest
@WithTestResource(Upstreams.class)
class DoorIT {

    private static final String DEPARTMENTS = "/api/v1/departments/A";
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final AtomicInteger SOMEBODY = new AtomicInteger();
    private static final HttpClient CLIENT = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @Inject
    ServerJob server;
    @Inject
    Vertx vertx;
    private final ConcurrentLinkedQueue<String> lines = new ConcurrentLinkedQueue<>();
    private final Handler log = new Handler() {
        @Override
        public void publish(LogRecord record) {
            lines.add(record.getMessage());
        }

        @Override
        public void flush() {
        }

        @Override
        public void close() {
        }
    };

    @BeforeEach
    void open() {
        Upstreams.SEEN.clear();
        Door.issuer.away = false;
        Door.issuer.publish(Door.KEY);
        Logger.getLogger("access").addHandler(log);
    }

    @AfterEach
    void closed() {
        Logger.getLogger("access").removeHandler(log);
    }

    private static String somebody() {
        return "somebody" + SOMEBODY.incrementAndGet();
    }

    /** An address that no other test has; what one test does wrong is not counted for another one. */
    private static String somewhere() {
        return "203.0.113." + SOMEBODY.incrementAndGet();
    }

    private static String bearer(String subject, String... departments) {
        return "Bearer " + Door.issuer.token(Door.KEY, subject, departments);
    }

    private HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        return CLIENT.send(request(path, headers).build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path));
        return headers.length == 0 ? request : request.headers(headers);
    }

    private static String header(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name).orElse(null);
    }

    private static void assertRefused(int status, String code, HttpResponse<String> answer) {
        assertEquals(code, JsonPath.from(answer.body()).getString("code"), answer.body());
        assertEquals(status, answer.statusCode());
        assertEquals("application/problem+json", header(answer, "Content-Type"));
        assertEquals(List.of(), List.copyOf(Upstreams.SEEN));
    }

    private JsonPath line(String requestId) throws InterruptedException {
        for (int i = 0; i < 200; i++) {
            for (String line : lines) {
                if (line.contains("\"requestId\":\"" + requestId + "\"")) {
                    return JsonPath.from(line);
                }
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
        throw new AssertionError("no line of " + requestId + " in " + lines);
    }

    // tokens

    @Test
    void aGoodTokenPassesAndTheServiceGetsItToo() throws Exception {
        String token = bearer(somebody());
        HttpResponse<String> answer = get("/api/v1/departments/echo", "Authorization", token);
        assertEquals(200, answer.statusCode());
        assertEquals(token, answer.body());
    }

    @Test
    void withoutATokenTheServiceDecides() throws Exception {
        assertEquals(200, get(DEPARTMENTS).statusCode());
    }

    static Stream<Consumer<JwtClaims>> badClaims() {
        return Stream.of(claims -> claims.setExpirationTimeMinutesInTheFuture(-2), claims -> claims.setAudience("other"),
                claims -> claims.setIssuer("https://other.example"), claims -> claims.setClaim("at_hash", "x"));
    }

    @ParameterizedTest
    @MethodSource("badClaims")
    void aBadTokenReachesNobody(Consumer<JwtClaims> change) throws Exception {
        JwtClaims claims = Door.issuer.claims("anna");
        change.accept(claims);
        HttpResponse<String> answer = get(DEPARTMENTS, "X-Forwarded-For", somewhere(),
                "Authorization", "Bearer " + Issuer.signed(Issuer.unsigned(claims), Door.KEY));
        assertRefused(401, "INVALID_TOKEN", answer);
        assertEquals("Bearer error=\"invalid_token\"", header(answer, "WWW-Authenticate"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Basic YTpi", "Bearer rubbish", "Bearer"})
    void whatIsNoTokenReachesNobody(String header) throws Exception {
        assertRefused(401, "INVALID_TOKEN", get(DEPARTMENTS, "X-Forwarded-For", somewhere(), "Authorization", header));
    }

    @Test
    void twoTokensReachNobody() throws IOException {
        String token = "Authorization: " + bearer(somebody());
        assertEquals(401, Wire.get(server.port(), DEPARTMENTS, "X-Forwarded-For: " + somewhere(), token, token).status());
        assertTrue(Upstreams.SEEN.isEmpty());
    }

    @Test
    void aTokenInTheAddressReachesNobodyAndNoLog() throws Exception {
        String token = Door.issuer.token(Door.KEY, somebody());
        assertRefused(400, "TOKEN_IN_URL", get(DEPARTMENTS + "?access_token=" + token, "X-Request-Id", "url-1"));
        assertEquals("TOKEN_IN_URL", line("url-1").getString("code"));
        assertFalse(String.join("\n", lines).contains(token));
    }

    // keys that come and go

    @Test
    void aTokenOfANewKeyPasses() throws Exception {
        PublicJsonWebKey second = Issuer.rsa("second");
        Door.issuer.publish(Door.KEY, second);
        String token = Door.issuer.token(second, somebody());
        int status = 0;
        for (int i = 0; i < 50 && status != 200; i++) {
            status = get(DEPARTMENTS, "X-Forwarded-For", somewhere(), "Authorization", "Bearer " + token).statusCode();
            if (status != 200) {
                TimeUnit.MILLISECONDS.sleep(50);
            }
        }
        assertEquals(200, status);
    }

    @Test
    void whileTheIssuerIsAwayKnownKeysGoOnAndUnknownOnesMustWait() throws Exception {
        Door.issuer.away = true;
        HttpResponse<String> unknown = null;
        String token = "Bearer " + Door.issuer.token(Issuer.rsa("third"), "anna");
        for (int i = 0; i < 50 && (unknown == null || unknown.statusCode() == 401); i++) {
            // the answer to a question of another test may be fresh yet
            unknown = get(DEPARTMENTS, "X-Forwarded-For", somewhere(), "Authorization", token);
            TimeUnit.MILLISECONDS.sleep(50);
        }
        assertRefused(503, "KEYS_UNAVAILABLE", unknown);
        assertEquals("1", header(unknown, "Retry-After"));
        assertEquals(200, get(DEPARTMENTS, "Authorization", bearer(somebody())).statusCode());
    }

    // limits

    @Test
    void aClientMayCallSoOftenAndIsToldSo() throws Exception {
        String often = bearer(somebody());
        HttpResponse<String> first = get("/api/v1/reports", "Authorization", often);
        assertEquals("\"client\";q=5;w=3600", header(first, "RateLimit-Policy"));
        assertEquals("\"client\";r=4;t=720", header(first, "RateLimit"));
        for (int i = 0; i < 4; i++) {
            get("/api/v1/reports", "Authorization", often);
        }
        HttpResponse<String> refused = get("/api/v1/reports", "Authorization", often);
        assertRefused(429, "RATE_LIMITED", refused);
        assertTrue(header(refused, "Retry-After").matches("7[0-2][0-9]"), header(refused, "Retry-After"));
        assertTrue(header(refused, "RateLimit").startsWith("\"client\";r=0;"), header(refused, "RateLimit"));
        assertEquals(503, get("/api/v1/reports", "Authorization", bearer(somebody())).statusCode());
    }

    @Test
    void aDepartmentHasALimitOverAllItsPeople() throws Exception {
        for (int i = 0; i < 8; i++) {
            assertEquals(503, get("/api/v1/reports", "Authorization", bearer(somebody(), "D-1")).statusCode());
        }
        HttpResponse<String> refused = get("/api/v1/reports", "Authorization", bearer(somebody(), "D-1"));
        assertRefused(429, "RATE_LIMITED", refused);
        assertEquals("department", JsonPath.from(refused.body()).getString("policy"));
        assertEquals(503, get("/api/v1/reports", "Authorization", bearer(somebody(), "D-2")).statusCode());
        assertEquals(503, get("/api/v1/reports", "Authorization", bearer(somebody(), "D-1", "D-2")).statusCode());
    }

    @Test
    void whatTheDepartmentRefusesIsNotCountedForItsPeople() throws Exception {
        for (int i = 0; i < 8; i++) {
            get("/api/v1/reports", "Authorization", bearer(somebody(), "D-3"));
        }
        String anna = somebody();
        for (int i = 0; i < 6; i++) {
            HttpResponse<String> refused = get("/api/v1/reports", "Authorization", bearer(anna, "D-3"));
            assertEquals("department", JsonPath.from(refused.body()).getString("policy"), refused.body());
        }
        HttpResponse<String> answer = get("/api/v1/reports", "Authorization", bearer(anna));
        assertTrue(header(answer, "RateLimit").startsWith("\"client\";r=4;"), header(answer, "RateLimit"));
    }

    @Test
    void whoIsAnonymousIsCountedByAddress() throws Exception {
        String one = somewhere();
        for (int i = 0; i < 50; i++) {
            get("/api/v1/reports", "X-Forwarded-For", one);
        }
        assertRefused(429, "RATE_LIMITED", get("/api/v1/reports", "X-Forwarded-For", one));
        assertEquals(503, get("/api/v1/reports", "X-Forwarded-For", somewhere()).statusCode());
    }

    @Test
    void theSameRequestAgainIsNotCounted() throws Exception {
        Upstreams.rawAnswer = "HTTP/1.1 200 OK\r\nIdempotency-Replayed: true\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok";
        String again = bearer(somebody());
        for (int i = 0; i < 5; i++) {
            assertEquals(200, get("/api/v1/evaluations/1", "Authorization", again).statusCode());
        }
    }

    @Test
    void whoSentManyBadTokensMayNotTryOthersForAWhile() throws Exception {
        String here = somewhere();
        String known = bearer(somebody());
        get(DEPARTMENTS, "X-Forwarded-For", here, "Authorization", known);
        Upstreams.SEEN.clear();
        for (int i = 0; i < 5; i++) {
            get(DEPARTMENTS, "X-Forwarded-For", here, "Authorization", "Bearer a.b.c");
        }
        HttpResponse<String> refused = get(DEPARTMENTS, "X-Forwarded-For", here, "Authorization", bearer(somebody()));
        assertRefused(429, "RATE_LIMITED", refused);
        assertEquals("failures", JsonPath.from(refused.body()).getString("policy"));
        assertEquals(200, get(DEPARTMENTS, "X-Forwarded-For", here, "Authorization", known).statusCode());
    }

    // pages of other hosts

    private HttpResponse<String> preflight(String origin, String method, String headers) throws Exception {
        return CLIENT.send(request(DEPARTMENTS, "Origin", origin, "Access-Control-Request-Method", method,
                "Access-Control-Request-Headers", headers)
                .method("OPTIONS", HttpRequest.BodyPublishers.noBody()).build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void aPageOfTheListMaySend() throws Exception {
        HttpResponse<String> answer = preflight("https://portal.example", "PUT", "authorization,if-match");
        assertEquals(204, answer.statusCode());
        assertEquals("https://portal.example", header(answer, "Access-Control-Allow-Origin"));
        assertTrue(header(answer, "Access-Control-Allow-Headers").contains("If-Match"));
        assertNull(header(answer, "Access-Control-Allow-Credentials"));
        assertTrue(answer.headers().allValues("Vary").contains("origin"), answer.headers().allValues("Vary").toString());
        assertTrue(Upstreams.SEEN.isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://evil.example", "null", "https://portal.example.evil"})
    void otherPagesMayNot(String origin) throws Exception {
        HttpResponse<String> answer = preflight(origin, "PUT", "authorization");
        assertRefused(403, "ORIGIN_NOT_ALLOWED", answer);
        assertNull(header(answer, "Access-Control-Allow-Origin"));
    }

    @Test
    void aPageOfTheListMayRead() throws Exception {
        HttpResponse<String> answer = get("/api/v1/departments/echo", "Origin", "https://portal.example");
        assertEquals(List.of("https://portal.example"), answer.headers().allValues("Access-Control-Allow-Origin"));
        assertTrue(header(answer, "Access-Control-Expose-Headers").contains("ETag"));
    }

    @Test
    void aServiceDoesNotOpenWhatIsClosedHere() throws Exception {
        HttpResponse<String> answer = get("/api/v1/departments/echo", "Origin", "https://evil.example");
        assertEquals(200, answer.statusCode());
        assertNull(header(answer, "Access-Control-Allow-Origin"));
    }

    // what is said about every answer

    @ParameterizedTest
    @ValueSource(strings = {DEPARTMENTS, "/nowhere", "/api/v1/reports"})
    void everyAnswerOfTheApiIsSecured(String path) throws Exception {
        HttpResponse<String> answer = get(path, "X-Forwarded-For", somewhere());
        assertEquals("default-src 'none'; frame-ancestors 'none'", header(answer, "Content-Security-Policy"));
        for (Map.Entry<String, String> said : Map.of("X-Content-Type-Options", "nosniff", "Referrer-Policy", "no-referrer",
                "Cross-Origin-Resource-Policy", "same-origin").entrySet()) {
            assertEquals(List.of(said.getValue()), answer.headers().allValues(said.getKey()));
        }
        assertNull(header(answer, "Strict-Transport-Security"));
        assertNull(header(answer, "Server"));
    }

    @Test
    void pagesKeepThePolicyThatTheySet() throws Exception {
        List<String> policies = get("/docs").headers().allValues("Content-Security-Policy");
        assertEquals(1, policies.size());
        assertTrue(policies.get(0).contains("script-src 'self'"));
    }

    @Test
    void whatOneCallerMayReadIsNotStored() throws Exception {
        assertEquals("no-store", header(get(DEPARTMENTS, "Authorization", bearer(somebody())), "Cache-Control"));
        assertNull(header(get(DEPARTMENTS), "Cache-Control"));
    }

    // identity

    @ParameterizedTest
    @ValueSource(strings = {"X-Remote-User", "Remote-User", "X-Authenticated-User", "X-Roles", "X-Departments", "X-Tenant-Id",
        "X-Client-Cert", "X-JWT-Assertion", "X-Access-Token", "Cookie"})
    void nobodySaysWhoHeIsButByHisToken(String name) throws Exception {
        get(DEPARTMENTS, name, "admin");
        assertNull(Upstreams.SEEN.element().header(name));
    }

    // traces

    @Test
    void aTraceGoesOnWithASpanOfTheGateway() throws Exception {
        get(DEPARTMENTS, "traceparent", "00-" + TRACE + "-00f067aa0ba902b7-01", "tracestate", "a=1");
        Upstreams.Seen seen = Upstreams.SEEN.element();
        assertTrue(seen.header("traceparent").matches("00-" + TRACE + "-[0-9a-f]{16}-01"), seen.header("traceparent"));
        assertNotEquals("00f067aa0ba902b7", seen.header("traceparent").substring(36, 52));
        assertEquals("a=1", seen.header("tracestate"));
    }

    @Test
    void overHttp2TheSameHolds() throws Exception {
        var client = vertx.createHttpClient(new HttpClientOptions().setProtocolVersion(HttpVersion.HTTP_2).setHttp2ClearTextUpgrade(false));
        HttpClientResponse answer = client.request(HttpMethod.GET, server.port(), "127.0.0.1", DEPARTMENTS)
                .compose(request -> request.putHeader("traceparent", "00-" + TRACE + "-00f067aa0ba902b7-01").putHeader("tracestate", "A=bad")
                        .putHeader("Authorization", bearer(somebody())).putHeader("X-Request-Id", "h2-1").send())
                .toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        client.close();
        assertEquals(HttpVersion.HTTP_2, answer.version());
        assertEquals("nosniff", answer.getHeader("X-Content-Type-Options"));
        Upstreams.Seen seen = Upstreams.SEEN.element();
        assertTrue(seen.header("traceparent").startsWith("00-" + TRACE), seen.header("traceparent"));
        assertNull(seen.header("tracestate"));
        assertEquals("HTTP_2", line("h2-1").getString("protocol"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"rubbish", "00-00000000000000000000000000000000-00f067aa0ba902b7-01"})
    void aTraceThatIsNoneBeginsAnew(String parent) throws Exception {
        assertEquals(200, get(DEPARTMENTS, "traceparent", parent, "tracestate", "a=1").statusCode());
        Upstreams.Seen seen = Upstreams.SEEN.element();
        assertTrue(seen.header("traceparent").matches("00-[0-9a-f]{32}-[0-9a-f]{16}-01"), seen.header("traceparent"));
        assertNull(seen.header("tracestate"));
    }

    @Test
    void aRefusalNamesItsTrace() throws Exception {
        HttpResponse<String> answer = get("/nowhere", "traceparent", "00-" + TRACE + "-00f067aa0ba902b7-01");
        assertEquals(TRACE, JsonPath.from(answer.body()).getString("traceId"));
    }

    // the log

    @Test
    void eachRequestIsOneLine() throws Exception {
        String subject = somebody();
        String token = bearer(subject, "YF-XZSP");
        get("/api/v1/departments/A?q=secret", "X-Request-Id", "log-1", "X-Forwarded-For", "198.51.100.7",
                "Authorization", token, "User-Agent", "test/1", "traceparent", "00-" + TRACE + "-00f067aa0ba902b7-01");
        JsonPath line = line("log-1");
        assertEquals(1, lines.stream().filter(each -> each.contains("log-1")).count());
        for (Map.Entry<String, Object> told : Map.<String, Object>ofEntries(
                Map.entry("event", "request"), Map.entry("traceId", TRACE), Map.entry("address", "198.51.100.7"),
                Map.entry("method", "GET"), Map.entry("path", DEPARTMENTS), Map.entry("route", "budget"),
                Map.entry("status", 200), Map.entry("subject", subject), Map.entry("client", subject),
                Map.entry("departments", 1), Map.entry("department", "YF-XZSP"), Map.entry("userAgent", "test/1"),
                Map.entry("protocol", "HTTP_1_1")).entrySet()) {
            assertEquals(told.getValue(), line.get(told.getKey()), told.getKey());
        }
        assertTrue(line.getInt("bytesOut") > 0);
        assertTrue(line.getString("time").matches("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z"), line.getString("time"));
        String all = String.join("\n", lines);
        assertFalse(all.contains("secret") || all.contains(token.substring(7)), all);
    }

    @Test
    void aRefusedAttemptIsALineThatSaysWhy() throws Exception {
        JwtClaims claims = Door.issuer.claims("anna");
        claims.setAudience("other");
        String token = Issuer.signed(Issuer.unsigned(claims), Door.KEY);
        get(DEPARTMENTS, "X-Request-Id", "log-2", "X-Forwarded-For", somewhere(), "Authorization", "Bearer " + token);
        JsonPath line = line("log-2");
        assertEquals("refused", line.getString("event"));
        assertEquals("INVALID_TOKEN", line.getString("code"));
        assertEquals("AUDIENCE", line.getString("reason"));
        assertNull(line.getString("subject"));
        assertFalse(String.join("\n", lines).contains(token));
    }

    @Test
    void whatNobodyAnswersIsALineOfARefusalThatNamesWhoAsked() throws Exception {
        get("/nobody/answers/this", "X-Request-Id", "log-3", "X-Forwarded-For", somewhere());
        JsonPath line = line("log-3");
        assertEquals("refused 404 UNKNOWN_PATH", line.getString("event") + " " + line.getInt("status") + " " + line.getString("code"));
        assertNotNull(line.getString("address"));
    }

    // all at once

    @Test
    void aHundredAtOnceGetTheirOwnAnswers() {
        List<String> tokens = new ArrayList<>();
        List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            tokens.add(i % 4 == 3 ? "Bearer a.b." + i : bearer("user" + i, "D" + i % 7));
        }
        for (int i = 0; i < 200; i++) {
            answers.add(echo(tokens.get(i % 100), "198.51.100." + i % 100, 20));
        }
        for (int i = 0; i < answers.size(); i++) {
            HttpResponse<String> answer = answers.get(i).join();
            boolean good = i % 4 != 3;
            assertEquals(good ? 200 : 401, answer.statusCode(), "caller " + i);
            assertTrue(good ? answer.body().equals(tokens.get(i % 100)) : answer.body().contains("INVALID_TOKEN"), answer.body());
        }
    }

    /** A machine that is too busy for the short deadline of the tests, until the circuit opens, is asked again. */
    private CompletableFuture<HttpResponse<String>> echo(String token, String address, int tries) {
        return CLIENT.sendAsync(request("/api/v1/departments/echo", "Authorization", token, "X-Forwarded-For", address).build(),
                HttpResponse.BodyHandlers.ofString())
                .thenCompose(answer -> answer.statusCode() >= 503 && tries > 0
                        ? CompletableFuture.supplyAsync(() -> echo(token, address, tries - 1),
                                CompletableFuture.delayedExecutor(200, TimeUnit.MILLISECONDS)).thenCompose(again -> again)
                        : CompletableFuture.completedFuture(answer));
    }
}
