package org.jixiao.chassis.job;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jixiao.chassis.access.Caller;
import org.jixiao.chassis.access.Role;
import org.jixiao.chassis.access.SystemHandler;
import org.jixiao.chassis.audit.AuditChain;
import org.jixiao.chassis.audit.AuditEntry;
import org.jixiao.chassis.audit.AuditLink;
import org.jixiao.chassis.testing.RealParts;
import org.jixiao.chassis.testing.Superuser;
import org.jixiao.chassis.testing.Tokens;
import org.junit.jupiter.api.Test;

@QuarkusTest
@RealParts
class JobIT {

    private static final String JOBS = "/api/v1/jobs/chassis-test";

    @Inject
    JobRepository jobs;
    @Inject
    SystemHandler system;

    @Test
    void aJobRunsAsItsCreatorAndItsResultIsThere() {
        note("J1", "note of J1");
        note("J2", "note of J2");
        String id = start("anna", "J1", Map.of());

        Response job = ended("anna", "J1", id);

        job.then().body("state", equalTo("SUCCEEDED")).body("done", equalTo(10)).body("total", equalTo(10))
            .body("result.facts.notes", equalTo("1")).body("result.size", equalTo(10));
        assertEquals("note of J1", get("anna", "J1", job.path("result.href")).then().statusCode(200).header("Content-Length", "10").extract().asString());
    }

    @Test
    void anotherPersonsJobIsNotThere() {
        String id = start("berta", "J3", Map.of());
        ended("berta", "J3", id);
        for (String path : new String[] {"/" + id, "/" + id + "/result"}) {
            get("carla", "J3", JOBS + path).then().statusCode(404).body("code", equalTo("NOT_FOUND"));
        }
        cancel("carla", "J3", id).then().statusCode(404);
        get("carla", "J3", JOBS).then().statusCode(200).body("items", hasSize(0));
        get("berta", "J3", JOBS).then().statusCode(200).body("items.id", hasItem(id));
    }

    @Test
    void whoMayNoLongerTouchTheDepartmentFindsNoJobOfIt() {
        String id = start("doris", "J4", Map.of());
        ended("doris", "J4", id);
        get("doris", "J5", JOBS + "/" + id).then().statusCode(404);
        get("doris", "J5", JOBS + "/" + id + "/result").then().statusCode(404);
        cancel("doris", "J5", id).then().statusCode(404);
        get("doris", "J5", JOBS).then().statusCode(200).body("items", hasSize(0));
        get("doris", "J4", JOBS).then().statusCode(200).body("items.id", hasItem(id));
    }

    @Test
    void aRunningJobIsCancelledAndShowsItsProgressBefore() {
        String id = start("emma", "J6", Map.of("wait", true));
        await().atMost(Duration.ofSeconds(30)).until(() -> get("emma", "J6", JOBS + "/" + id).path("done").equals(3));
        get("emma", "J6", JOBS + "/" + id).then().body("state", equalTo("RUNNING")).header("Retry-After", equalTo("1"));
        cancel("emma", "J6", id).then().statusCode(200).body("cancelRequested", equalTo(true));
        ended("emma", "J6", id).then().body("state", equalTo("CANCELLED"));
        cancel("emma", "J6", id).then().statusCode(409).body("code", equalTo("JOB_ENDED"));
    }

    @Test
    void aFailedJobSaysWhyInTheCallersLanguageAndNothingOfTheInside() {
        String id = start("fanny", "J7", Map.of("fail", true));
        Response job = ended("fanny", "J7", id);
        job.then().body("state", equalTo("FAILED")).body("problem.code", equalTo("INTERNAL_ERROR")).body("problem.title", notNullValue());
        assertTrue(!job.asString().contains("on purpose"), job::asString);
    }

    @Test
    void aJobOfALostWorkerIsTakenOverAndTheLostOneCannotEndIt() {
        note("J8", "note of J8");
        UUID lost = UUID.randomUUID();
        String id = UUID.randomUUID().toString();
        Superuser.execute("insert into job (id, kind, creator, roles, departments, parameters, state, attempt, worker, heartbeat_at, started_at) values ('"
            + id + "', 'note-export', 'gerda', 'evaluator', 'J8', '{}', 'RUNNING', 1, '" + lost + "', now() - interval '1 hour', now() - interval '2 hours')");
        ended("gerda", "J8", id).then().body("state", equalTo("SUCCEEDED"));
        assertEquals("2", Superuser.query("select attempt from job where id = '" + id + "'").get(0));
        JobRepository.Stored late = system.transaction(Caller.system("jobs", ""), () -> jobs.find(UUID.fromString(id)).orElseThrow());
        assertEquals(false, system.transaction(Caller.system("jobs", ""), () -> jobs.addPiece(late, lost, 7, new byte[1])));
        assertEquals(false, system.transaction(Caller.system("jobs", ""), () -> jobs.end(late, lost, JobState.FAILED, 0, null, null, null)));
    }

    @Test
    void aJobThatLosesEveryWorkerIsGivenUp() {
        String id = UUID.randomUUID().toString();
        Superuser.execute("insert into job (id, kind, creator, roles, departments, parameters, state, attempt, worker, heartbeat_at) values ('"
            + id + "', 'note-export', 'hanna', 'evaluator', 'J9', '{}', 'RUNNING', 3, '" + UUID.randomUUID() + "', now() - interval '1 hour')");
        system.transaction(Caller.system("jobs", ""), () -> {
            jobs.giveUpLost(Duration.ofSeconds(30), "{\"code\": \"JOB_ABANDONED\"}");
            return null;
        });
        get("hanna", "J9", JOBS + "/" + id).then().body("state", equalTo("FAILED")).body("problem.code", equalTo("JOB_ABANDONED"));
    }

    @Test
    void nobodyHasMoreThanTenJobsWaiting() {
        Superuser.execute("insert into job (id, kind, creator, roles, departments, parameters, attempt) "
            + "select gen_random_uuid(), 'nothing', 'ines', '', 'J10', '{}', 3 from generate_series(1, 10)");
        given().header("Authorization", Tokens.bearerFor("ines", Set.of(Role.AUDITOR), "J10")).header("Idempotency-Key", "ines")
            .contentType(ContentType.JSON).body(Map.of("format", "CSV")).post("/api/v1/audit/chassis-test/exports")
            .then().statusCode(429).header("Retry-After", equalTo("1")).body("code", equalTo("TOO_MANY_JOBS"));
    }

    @Test
    void oldJobsAreTidiedAway() {
        String id = UUID.randomUUID().toString();
        Superuser.execute("insert into job (id, kind, creator, roles, departments, parameters, state, ended_at) values ('"
            + id + "', 'note-export', 'jana', '', 'J11', '{}', 'SUCCEEDED', now() - interval '8 days')");
        system.transaction(Caller.system("jobs", ""), () -> {
            jobs.tidy(Duration.ofDays(7));
            return null;
        });
        get("jana", "J11", JOBS + "/" + id).then().statusCode(404);
    }

    @Test
    void anExportedTrailIsVerifiedFromTheFileAlone() throws IOException {
        note("J12", "=cmd|' /C calc'!A0");
        await().atMost(Duration.ofSeconds(20)).until(() -> Superuser.query("select 1 from audit_unsealed").isEmpty());
        Response job = exported("J12", "NDJSON");
        String file = get("auditor", "J12", job.path("result.href")).then().statusCode(200).contentType("application/x-ndjson").extract().asString();

        assertEquals("sha256:" + HexFormat.of().formatHex(sha256(file)), job.path("result.sha256"));
        String[] lines = file.split("\n");
        JsonNode head = new ObjectMapper().readTree(lines[0]);
        AuditChain chain = new AuditChain("J12");
        for (int i = 1; i < lines.length; i++) {
            assertEquals(null, chain.next(link(new ObjectMapper().readTree(lines[i]))));
        }
        assertEquals(head.at("/chains/0/head").textValue(), "sha256:" + HexFormat.of().formatHex(chain.head()));
    }

    @Test
    void anExportSaysWhatItWasAskedFor() throws IOException {
        Response job = exported("J14", Map.of("format", "NDJSON", "actor", "somebody", "from", "2022-04-01T00:00:00Z"));
        String file = get("auditor", "J14", job.path("result.href")).then().statusCode(200).extract().asString();

        assertEquals("{\"actor\":\"somebody\",\"from\":\"2022-04-01T00:00:00Z\"}",
            new ObjectMapper().readTree(file.split("\n")[0]).get("wanted").toString());
    }

    @Test
    void noCellOfASpreadsheetIsAFormula() {
        given().header("Authorization", Tokens.bearerFor("=1+1", Set.of(Role.AUDITOR), "J13")).post("/notes/J13").then().statusCode(403);
        await().atMost(Duration.ofSeconds(20)).until(() -> Superuser.query("select 1 from audit_unsealed").isEmpty());
        String file = get("auditor", "J13", exported("J13", "CSV").path("result.href")).then().statusCode(200).extract().asString();
        assertTrue(file.startsWith("\ufeffdepartmentCode,position,id,"), file);
        assertTrue(file.contains(",'=1+1,") && !file.contains(",=1+1"), file);
    }

    private Response exported(String department, String format) {
        return exported(department, Map.of("format", format));
    }

    private Response exported(String department, Map<String, String> wanted) {
        Response accepted = given().header("Authorization", Tokens.bearerFor("auditor", Set.of(Role.AUDITOR), department))
            .header("Idempotency-Key", UUID.randomUUID().toString()).contentType(ContentType.JSON)
            .body(wanted).post("/api/v1/audit/chassis-test/exports");
        accepted.then().statusCode(202).header("Location", notNullValue()).header("Retry-After", equalTo("1"));
        String location = accepted.header("Location");
        return ended("auditor", department, location.substring(location.lastIndexOf('/') + 1));
    }

    private static AuditLink link(JsonNode line) {
        HexFormat hex = HexFormat.of();
        AuditEntry entry = new AuditEntry(line.get("id").asLong(), text(line, "departmentCode"), Instant.parse(text(line, "at")), text(line, "outcome"),
            text(line, "actor"), text(line, "roles"), text(line, "action"), text(line, "target"), text(line, "changes"), text(line, "reason"),
            text(line, "status") == null ? null : Integer.valueOf(text(line, "status")), text(line, "code"), text(line, "requestId"),
            text(line, "traceId"), text(line, "sourceAddress"), hex.parseHex(text(line, "hash").substring(7)));
        return new AuditLink(text(line, "departmentCode"), line.get("position").asLong(), line.get("id").asLong(), Instant.parse(text(line, "sealedAt")),
            hex.parseHex(text(line, "link").substring(7)), entry);
    }

    private static String text(JsonNode line, String field) {
        return line.path(field).textValue();
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private String start(String subject, String department, Object parameters) {
        return system.transaction(caller(subject, department), () -> jobs.add(caller(subject, department), "note-export", parameters).toString());
    }

    private static Caller caller(String subject, String department) {
        return new Caller(subject, Set.of(Role.EVALUATOR), Set.of(department));
    }

    private static void note(String department, String text) {
        given().header("Authorization", Tokens.bearer(Role.EVALUATOR, department)).header("Idempotency-Key", UUID.randomUUID().toString())
            .contentType(ContentType.JSON).body(Map.of("text", text, "amount", "1.00")).post("/notes/" + department).then().statusCode(201);
    }

    private static Response get(String subject, String department, String path) {
        String role = subject.equals("auditor") ? Role.AUDITOR : Role.EVALUATOR;
        return given().header("Authorization", Tokens.bearerFor(subject, Set.of(role), department)).get(path);
    }

    private static Response cancel(String subject, String department, String id) {
        return given().header("Authorization", Tokens.bearerFor(subject, Set.of(Role.EVALUATOR), department))
            .header("Idempotency-Key", UUID.randomUUID().toString()).post(JOBS + "/" + id + "/cancel");
    }

    private static Response ended(String subject, String department, String id) {
        await().atMost(Duration.ofSeconds(90)).until(() -> {
            String state = get(subject, department, JOBS + "/" + id).path("state");
            return JobState.valueOf(state).hasEnded();
        });
        return get(subject, department, JOBS + "/" + id);
    }
}
