package org.jixiao.chassis.note;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.URL;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jixiao.chassis.idempotency.IdempotencyKey;
import org.jixiao.chassis.testing.KafkaResource;
import org.jixiao.chassis.testing.RealParts;
import org.jixiao.chassis.testing.Superuser;
import org.jixiao.chassis.testing.Tokens;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@RealParts
class NoteIT {

    @Inject
    NoteHandler handler;

    @TestHTTPResource(value = "/", management = true)
    URL management;

    @Test
    void theSameKeyAndBodyGiveTheFirstAnswerAgain() {
        String key = UUID.randomUUID().toString();
        Response first = take("D1", key, "first", "1.00");
        Response again = take("D1", key, "first", "1.00");
        assertEquals(201, first.statusCode(), first.asString());
        assertEquals(first.asString(), again.asString());
        assertEquals(first.header("Location"), again.header("Location"));
        assertEquals("true", again.header("Idempotency-Replayed"));
        assertEquals(List.of("1"), Superuser.query("select count(*) from note where text = 'first'"));
    }

    @Test
    void theSameKeyWithAnotherBodyIsRefused() {
        String key = UUID.randomUUID().toString();
        take("D1", key, "body one", "1.00");
        take("D1", key, "body two", "1.00").then().statusCode(422).body("code", equalTo("IDEMPOTENCY_KEY_REUSED"));
    }

    @Test
    void aRefusalByARuleIsKeptAndChangesNothing() {
        String key = UUID.randomUUID().toString();
        Response refused = take("D1", key, "too much", "100.01");
        refused.then().statusCode(422).contentType("application/problem+json")
            .body("code", equalTo("TOO_MUCH")).body("available", equalTo("100.00")).body("requested", equalTo("100.01"))
            .body("pointer", equalTo("/amount")).body("newKeyRequired", equalTo(true)).body("title", equalTo("金额 100.01 超过 100.00"));
        Response again = take("D1", key, "too much", "100.01");
        assertEquals(refused.jsonPath().getString("requestId"), again.jsonPath().getString("requestId"), again.asString());
        assertEquals(List.of("0"), Superuser.query("select count(*) from note where text = 'too much'"));
        assertEquals(List.of("0"), Superuser.query("select count(*) from outbox where event like '%too much%'"));
    }

    @Test
    void ofManyRequestsWithOneKeyOneTakesEffect() throws Exception {
        String key = UUID.randomUUID().toString();
        List<Callable<Response>> calls = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            calls.add(() -> take("D1", key, "race", "1.00"));
        }
        ExecutorService clients = Executors.newFixedThreadPool(16);
        Set<String> answers = new TreeSet<>();
        for (Future<Response> answer : clients.invokeAll(calls)) {
            answers.add(answer.get().statusCode() + " " + answer.get().path("code") + " " + answer.get().header("Retry-After"));
        }
        clients.shutdown();
        assertTrue(Set.of("201 null null", "409 IDEMPOTENCY_KEY_IN_USE 1").containsAll(answers), answers::toString);
        assertEquals(List.of("1"), Superuser.query("select count(*) from note where text = 'race'"));
    }

    /** The first commits when the second has looked for its record, found none and begun the same work. */
    @ParameterizedTest
    @ValueSource(strings = {"by the database", "by name"})
    void whatTheFirstHasTakenIsNoRefusalOfTheSecond(String refused) throws Exception {
        String key = UUID.randomUUID().toString();
        ExecutorService client = Executors.newSingleThreadExecutor();
        try (Connection first = Superuser.connect(); Statement work = first.createStatement()) {
            first.setAutoCommit(false);
            work.execute("insert into note values (-" + refused.length() + ", 'D1', '" + refused + "', 1)");
            work.execute("insert into idempotency_record (principal, route, key, fingerprint, status) values ('test-evaluator', 'POST /notes/D1', '"
                + key + "', '" + IdempotencyKey.fingerprint("{\"text\":\"" + refused + "\",\"amount\":\"1.00\"}") + "', 201)");
            Future<Response> second = client.submit(() -> take("D1", key, refused, "1.00"));
            await().atMost(Duration.ofSeconds(30)).until(() -> !Superuser.query(
                "select 1 from pg_stat_activity where wait_event_type = 'Lock' and query like '%insert into note%'").isEmpty());
            first.commit();

            assertEquals("409 IDEMPOTENCY_KEY_IN_USE", second.get().statusCode() + " " + second.get().path("code"));
        }
        client.shutdown();
        assertEquals("201 true", take("D1", key, refused, "1.00").statusCode() + " " + take("D1", key, refused, "1.00").header("Idempotency-Replayed"));
    }

    @Test
    void anotherDepartmentIsNotFound() {
        given().header("Authorization", Tokens.bearer("evaluator", "D1")).header("Idempotency-Key", "x1")
            .contentType(ContentType.JSON).body(Map.of("text", "foreign", "amount", "1.00"))
            .post("/notes/D2").then().statusCode(404).body("code", equalTo("NOT_FOUND"));
    }

    @Test
    void aForgottenFilterLeaksNothing() {
        take("D1", UUID.randomUUID().toString(), "mine", "1.00");
        given().header("Authorization", Tokens.bearer("evaluator", "D9")).get("/notes").then().statusCode(200).body("$", hasSize(0));
    }

    @Test
    void everyTableOfADepartmentHasRowLevelSecurity() {
        assertEquals(List.of(), Superuser.tablesWithoutRowLevelSecurity());
    }

    @Test
    void aResourceThatNobodyOpenedIsClosed() {
        given().header("Authorization", Tokens.bearer("evaluator", "D1")).get("/notes/forgotten")
            .then().statusCode(403).body("code", equalTo("FORBIDDEN"));
    }

    @Test
    void aCallWithoutATokenIsUnauthenticated() {
        given().get("/notes").then().statusCode(401).contentType("application/problem+json")
            .header("WWW-Authenticate", equalTo("Bearer")).body("code", equalTo("UNAUTHENTICATED"));
        given().header("Authorization", "Bearer rubbish").get("/notes").then().statusCode(401).body("code", equalTo("UNAUTHENTICATED"));
    }

    @Test
    void aLesserRoleIsForbidden() {
        given().header("Authorization", Tokens.bearer("auditor", "D1")).get("/notes").then().statusCode(403).body("code", equalTo("FORBIDDEN"));
    }

    @Test
    void badJsonIsNamedByItsPlace() {
        post("{\"text\":").then().statusCode(400).body("code", equalTo("MALFORMED_JSON"));
        post("{\"text\":\"a\",\"amount\":\"1\",\"extra\":1}").then().statusCode(400)
            .body("code", equalTo("UNKNOWN_FIELD")).body("pointer", equalTo("/extra"));
        post("{\"text\":\"a\",\"amount\":\"x\"}").then().statusCode(400)
            .body("code", equalTo("INVALID_VALUE")).body("pointer", equalTo("/amount")).body("expected", equalTo("decimal string"));
        post("{\"text\":\"a\",\"amount\":\"1E400\"}").then().statusCode(400).body("code", equalTo("INVALID_VALUE"));
        post("{\"text\":\"a\",\"amount\":1.5}").then().statusCode(400).body("code", equalTo("INVALID_VALUE")).body("pointer", equalTo("/amount"));
        post("{\"text\":7,\"amount\":\"1\"}").then().statusCode(400).body("code", equalTo("INVALID_VALUE")).body("pointer", equalTo("/text"));
        post("{\"text\":\"a\",\"text\":\"b\",\"amount\":\"1\"}").then().statusCode(400).body("code", equalTo("MALFORMED_JSON"));
        post("{\"text\":\"\",\"amount\":\"1\"}").then().statusCode(400)
            .body("code", equalTo("VALIDATION_FAILED")).body("errors.pointer", contains("/text"));
    }

    @Test
    void anUnknownParameterIsRefused() {
        given().header("Authorization", Tokens.bearer("evaluator", "D1")).get("/notes?txet=a").then().statusCode(400)
            .body("code", equalTo("UNKNOWN_PARAMETER")).body("parameter", equalTo("txet"));
    }

    @Test
    void anUnknownPathIsAProblemToo() {
        given().get("/nowhere").then().statusCode(404).contentType("application/problem+json").body("code", equalTo("UNKNOWN_PATH"));
        given().delete("/notes").then().statusCode(405).contentType("application/problem+json").body("code", equalTo("METHOD_NOT_ALLOWED"));
    }

    @Test
    void aDeprecatedOperationSaysUntilWhenItAnswersAndIsCounted() {
        given().get("/notes/old").then().statusCode(200).header("Deprecation", equalTo("@1796083200"))
            .header("Sunset", equalTo("Tue, 01 Jun 2027 00:00:00 GMT"));
        Response refused = given().get("/notes/old?nonsense=1");
        assertEquals("400 [</notes/open>; rel=\"successor-version\", </docs>; rel=\"deprecation\"; type=\"text/html\"]",
            refused.statusCode() + " " + refused.headers().getValues("Link"));
        given().get(URI.create(management.toString()).resolve("/q/metrics")).then().body(containsString("deprecated_operation_calls_total{operation=\"listOldNotes\"} 2.0"));
        given().get(URI.create(management.toString()).resolve("/q/openapi?format=json")).then().body("paths.'/notes/old'.get.deprecated", equalTo(true))
            .body("paths.'/notes/open'.get.deprecated", equalTo(null));
    }

    @Test
    void theRequestIdIsKeptAndGivenBack() {
        given().header("X-Request-Id", "abc-1").get("/notes/open/7").then().statusCode(404)
            .header("X-Request-Id", equalTo("abc-1")).body("requestId", equalTo("abc-1"));
        given().header("X-Request-Id", "a b<script>").get("/notes/open/7").then().header("X-Request-Id", matchesPattern("[0-9a-f-]{36}"));
    }

    @Test
    void theTraceOfTheCallerGoesOnInProblemsAndWhereTheEventIsTaken() {
        String trace = "4bf92f3577b34da6a3ce929d0e0e4736";
        given().header("traceparent", "00-" + trace + "-00f067aa0ba902b7-01").get("/notes/open/7").then().body("traceId", equalTo(trace));
        given().header("traceparent", "rubbish").get("/notes/open/7").then().statusCode(404).body("traceId", matchesPattern("[0-9a-f]{32}"));
        given().header("Authorization", Tokens.bearer("evaluator", "D6")).header("Idempotency-Key", UUID.randomUUID().toString())
            .header("traceparent", "00-" + trace + "-00f067aa0ba902b7-01").contentType(ContentType.JSON)
            .body(Map.of("text", "traced", "amount", "1.00")).post("/notes/D6").then().statusCode(201);
        await().atMost(Duration.ofSeconds(30)).until(() -> handled("traced") == 1);
        assertTrue(handler.traces().contains(trace), handler.traces().toString());
    }

    @Test
    void messagesComeInTheCallersLanguage() {
        given().header("Accept-Language", "en-GB,en;q=0.8").get("/notes/open/7").then().body("title", equalTo("\"7\" was not found"));
        given().get("/notes/open/7").then().body("title", equalTo("没有找到“7”"));
    }

    @Test
    void anEventIsPublishedAndTakenOnceInTheScopeOfItsDepartment() {
        take("D5", UUID.randomUUID().toString(), "event", "2.50");
        await().atMost(Duration.ofSeconds(30)).until(() -> handled("event") == 1);
        String event = Superuser.query("select event from outbox where event like '%\"subject\":\"event\"%'").get(0);
        send("D5", event);
        send("D5", "not json");
        send("D5", event.replace("\"event\"", "\"poison\"").replaceFirst("\"id\":\"[^\"]+", "\"id\":\"p1"));
        send("D5", event.replace("\"subject\":\"event\"", "\"subject\":\"after\"").replaceFirst("\"id\":\"[^\"]+", "\"id\":\"a1"));
        await().atMost(Duration.ofSeconds(30)).until(() -> handled("after") == 1);
        assertEquals(1, handled("event"));
        assertTrue(handler.scopes().contains("D5"));
        assertEquals(List.of("2"), Superuser.query("select count(*) from dead_letter"));
        await().atMost(Duration.ofSeconds(10)).until(() -> Superuser.query("select 1 from outbox where published_at is null").isEmpty());
    }

    @Test
    void thePoolRecoversFromLosingAllItsConnectionsAgainAndAgain() {
        for (int round = 0; round < 5; round++) {
            Superuser.query("select pg_terminate_backend(pid) from pg_stat_activity where usename = 'test_app'");
            await().atMost(Duration.ofSeconds(20)).until(() -> given()
                .header("Authorization", Tokens.bearer("evaluator", "D1")).get("/notes").statusCode() == 200);
        }
    }

    @Test
    void aBadTokenOnAnOpenResourceIsRefusedAndCostsNoConnection() {
        for (int i = 0; i < 25; i++) {
            given().header("Authorization", "Bearer rubbish").get("/notes/open").then().statusCode(401)
                .body("code", equalTo("UNAUTHENTICATED"));
            given().get("/notes/open").then().statusCode(200).body("$", hasSize(0));
        }
    }

    @Test
    void appendOnlyMeansAppendOnlyForTheOwnerToo() {
        Superuser.execute("create table if not exists kept (department_code text)");
        Superuser.execute("call forbid_change('kept')");
        Superuser.execute("insert into kept values ('D1')");
        assertThrows(IllegalStateException.class, () -> Superuser.execute("update kept set department_code = 'D2'"));
        assertThrows(IllegalStateException.class, () -> Superuser.execute("delete from kept"));
        assertThrows(IllegalStateException.class, () -> Superuser.execute("truncate kept"));
        Superuser.execute("drop table kept");
    }

    private long handled(String subject) {
        return handler.handled().stream().filter(event -> event.subject().equals(subject)).count();
    }

    private static void send(String key, String value) {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
            Map.of("bootstrap.servers", System.getProperty(KafkaResource.BOOTSTRAP_SERVERS)), new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>("chassis.test", key, value));
        }
    }

    private static Response take(String department, String key, String text, String amount) {
        return given().header("Authorization", Tokens.bearer("evaluator", department)).header("Idempotency-Key", key)
            .contentType(ContentType.JSON).body(Map.of("text", text, "amount", amount)).post("/notes/" + department);
    }

    private static Response post(String body) {
        return given().header("Authorization", Tokens.bearer("evaluator", "D1")).header("Idempotency-Key", UUID.randomUUID().toString())
            .contentType(ContentType.JSON).body(body).post("/notes/D1");
    }
}
