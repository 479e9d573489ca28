package org.jixiao.report;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.type.TypeReference;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jixiao.chassis.testing.RealParts;
import org.jixiao.chassis.testing.Statements;
import org.jixiao.chassis.testing.Superuser;
import org.jixiao.chassis.testing.Tokens;
import org.jixiao.report.crosscheck.Example;
import org.jixiao.report.narrative.Narrative;
import org.junit.jupiter.api.Test;

@QuarkusTest
@RealParts
class PublicationIT {

    private static final String[] FORMATS = {"pdf", "docx", "xlsx", "json"};

    @Test
    void theWholePackageIsHeldUntilItsErrorsAreFixedOrExplained() {
        String department = "WAY";
        save(department, Example.narrative(), null).then().statusCode(201).header("ETag", equalTo("\"1\""));
        state(department).then().body("status", equalTo("WAITING")).body("missing.what", hasItem("STATEMENT"));
        announceAll(department);
        awaitStatus(department, "HELD");
        List<String> unresolved = state(department).jsonPath().getList("findings.findAll { it.unresolved }.rule");
        assertEquals(List.of("NARRATIVE_PROJECT_TOTAL", "NARRATIVE_TOTAL", "PROJECT_FORM_COVERAGE",
                "PROJECT_INITIAL_COVERAGE", "COUNT_CONFLICT", "GOAL_TEXT_MATCH", "GOAL_LIST_MATCH"), unresolved);

        save(department, Example.correctedNarrative(), "\"1\"").then().statusCode(200).header("ETag", equalTo("\"2\""));
        state(department).then().body("status", equalTo("HELD")).body("versions", empty());
        explainAll(department);
        state(department).then().body("status", equalTo("PUBLISHED")).body("versions", hasSize(1))
                .body("versions[0].href", equalTo("/reports/WAY/2021/v1"))
                .body("findings.find { it.rule == 'PROJECT_FORM_COVERAGE' }.explanation.by", equalTo("test-evaluator"));
    }

    @Test
    void aPublishedVersionIsReadableByAnyoneAndKeptForGood() {
        String department = "PUBLIC";
        publish(department);
        given().redirects().follow(false).get("/reports/PUBLIC/2021").then().statusCode(302)
                .header("Location", containsString("/reports/PUBLIC/2021/v1"));
        Response page = given().get("/reports/PUBLIC/2021/v1");
        page.then().statusCode(200).contentType(startsWith("text/html"))
                .header("Cache-Control", equalTo("public, max-age=31536000, immutable"))
                .header("ETag", startsWith("\"sha256:"));
        assertTrue(page.headers().getValues("Link").stream().anyMatch(link -> link.contains("v1.pdf")
                && link.contains("rel=\"alternate\"")), page.headers()::toString);
        given().header("If-None-Match", page.header("ETag")).get("/reports/PUBLIC/2021/v1").then().statusCode(304);
        given().get("/reports/PUBLIC/2021/v2").then().statusCode(404).body("code", equalTo("NOT_FOUND"));
        given().get("/reports/PUBLIC/2021/v1.exe").then().statusCode(404).body("code", equalTo("NOT_FOUND"));
        given().get("/reports").then().statusCode(200).contentType(startsWith("text/html"))
                .body(containsString("/reports/PUBLIC/2021"));
        given().queryParam("department", department).get("/api/v1/reports").then().statusCode(200)
                .body("items", hasSize(1)).body("items[0].href", equalTo("/reports/PUBLIC/2021/v1"));
    }

    @Test
    void everyDocumentOfAVersionIsThereWithAChineseFileName() {
        publish("FILES");
        for (String format : FORMATS) {
            Response document = given().get("/reports/FILES/2021/v1." + format);
            assertEquals("200 " + format, document.statusCode() + " " + format);
            document.then()
                    .header("ETag", startsWith("\"sha256:"))
                    .header("Content-Disposition", containsString("filename*=UTF-8''%E9%9B%81%E5%B3%B0%E5%8C%BA"));
        }
    }

    @Test
    void theContentHashIsTheHashOfTheJsonDocument() {
        publish("HASH");
        byte[] json = given().get("/reports/HASH/2021/v1.json").asByteArray();
        given().queryParam("department", "HASH").get("/api/v1/reports").then()
                .body("items[0].contentHash", equalTo(ContentHash.of(json)));
    }

    @Test
    void aLaterCompletionMakesTheNextVersionWithWhatChanged() {
        String department = "NEXT";
        publish(department);
        Announced.send(Announced.EVALUATION, department, Announced.evaluation(department, "3", 2, Example.HALL,
                Example.changed(Example.hall(), form -> form.put("implementingUnit", "雁峰区政务服务中心"))));
        await().atMost(Duration.ofSeconds(30)).until(() -> versions(department) == 2);
        Response second = given().get("/reports/NEXT/2021/v2.json");
        second.then().body("supersedes", equalTo(1)).body("version", equalTo(2))
                .body("changes.find { it.pointer == '/forms/2/form/implementingUnit' }.after", equalTo("雁峰区政务服务中心"));
        given().get("/reports/NEXT/2021/v1.json").then().statusCode(200).body("version", equalTo(1));
        given().redirects().follow(false).get("/reports/NEXT/2021").then().header("Location", containsString("v2"));
    }

    /** A year that was reopened and closed again: the budget service announces the next version of its statement. */
    @Test
    void theLaterStatementIsUsedTheEarlierIsKeptAndAStaleOneIsIgnored() {
        String department = "REOPENED";
        publish(department);
        String later = Announced.statement(department, 2).replace("2022-01-20T02:15:00Z", "2022-03-01T02:15:00Z");
        Announced.send(Announced.BUDGET, department, later, Announced.statement(department, 1).replace("\"entryCount\":12", "\"entryCount\":99"),
                later, Announced.statement(department, 2).replace("\"entryCount\":12", "\"entryCount\":98"));
        await().atMost(Duration.ofSeconds(30)).until(() -> Superuser.query(
                "select count(*) from inbox where department_code = 'REOPENED'").equals(List.of("7")));

        assertEquals(List.of("1 12", "2 12"), Superuser.query("""
            select version || ' ' || (content->>'entryCount') from statement_received where department_code = 'REOPENED' order by version"""));
        assertEquals(2, versions(department));
        given().get("/reports/REOPENED/2021/v1.json").then().body("statement.version", equalTo(1));
        given().get("/reports/REOPENED/2021/v2.json").then().body("statement.version", equalTo(2)).body("supersedes", equalTo(1))
                .body("statement.closedAt", equalTo("2022-03-01T02:15:00Z"))
                .body("changes.find { it.pointer == '/statement/version' }.after", equalTo("2"));
    }

    @Test
    void anEarlierStatementThatComesLateIsKeptAndNotUsed() {
        String department = "OVERTAKEN";
        saveCorrected(department);
        Announced.send(Announced.EVALUATION, department, Announced.hall(department, 1), Announced.department(department, 1),
                Announced.hardware(department, 1));
        Announced.send(Announced.BUDGET, department, Announced.statement(department, 2), Announced.statement(department, 1));
        await().atMost(Duration.ofSeconds(30)).until(() -> Superuser.query("""
            select version::text from statement_received where department_code = 'OVERTAKEN' order by version""").equals(List.of("1", "2")));
        awaitStatus(department, "HELD");
        explainAll(department);

        assertEquals(1, versions(department));
        given().get("/reports/OVERTAKEN/2021/v1.json").then().body("statement.version", equalTo(2));
    }

    @Test
    void duplicatesAndStaleCompletionsHaveNoEffect() {
        String department = "AGAIN";
        String newer = Announced.hall(department, 2);
        saveCorrected(department);
        Announced.send(Announced.EVALUATION, department, newer, Announced.hall(department, 1), newer,
                Announced.hardware(department, 1), Announced.department(department, 1));
        String statement = Announced.statement(department, 1);
        Announced.send(Announced.BUDGET, department, statement, statement);
        awaitStatus(department, "HELD");
        explainAll(department);
        Announced.send(Announced.EVALUATION, department, newer, Announced.hall(department, 1), Announced.hall(department, 2));
        await().atMost(Duration.ofSeconds(30)).until(() -> Superuser.query(
                "select count(*) from inbox where department_code = 'AGAIN'").equals(List.of("7")));
        assertEquals(1, versions(department));
        given().get("/reports/AGAIN/2021/v1.json").then().body("forms[2].completion", equalTo(2));
    }

    @Test
    void aPoisonRecordIsPutAsideAndThoseBehindItGoOn() {
        String department = "POISON";
        int before = Integer.parseInt(Superuser.query("select count(*) from dead_letter").get(0));
        String foreign = Announced.statement("OTHER", 1).replace("\"department\":\"OTHER\"", "\"department\":\"POISON\"");
        String huge = Announced.hall(department, 1).replace("\"79.71\"", "\"1E+999999999\"");
        Announced.send(Announced.EVALUATION, department, "{", foreign, huge, Announced.hall(department, 1));
        await().atMost(Duration.ofSeconds(30)).until(() -> Superuser.query(
                "select count(*) from evaluation_received where department_code = 'POISON'").equals(List.of("1")));
        assertEquals(String.valueOf(before + 3), Superuser.query("select count(*) from dead_letter").get(0));
    }

    @Test
    void whatIsPublishedCannotBeChangedInTheDatabase() {
        publish("FIXED");
        for (String change : List.of("update report_version set title = 'x'", "delete from rendition",
                "truncate report_version cascade", "update narrative_version set title = 'x'",
                "delete from explanation", "delete from statement_received", "delete from evaluation_received")) {
            String refused = assertThrows(IllegalStateException.class, () -> Superuser.execute(change), change).getMessage();
            assertTrue(refused.contains("append-only"), refused);
        }
    }

    @Test
    void ofManyExplanationsAtTheSameTimeExactlyOneVersionIsMade() throws Exception {
        String department = "RACE";
        saveCorrected(department);
        announceAll(department);
        awaitStatus(department, "HELD");
        List<Map<String, String>> open = state(department).jsonPath().getList("findings.findAll { it.unresolved }");
        List<Callable<Integer>> calls = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            open.forEach(finding -> calls.add(() -> explain(department, finding).statusCode()));
        }
        ExecutorService clients = Executors.newFixedThreadPool(8);
        for (Future<Integer> answer : clients.invokeAll(calls)) {
            assertTrue(List.of(201, 503).contains(answer.get()), () -> "neither done nor told to come again");
        }
        clients.shutdown();
        explainAll(department);
        assertEquals(List.of("1"), Superuser.query("select version from report_version where department_code = 'RACE'"));
        assertEquals(List.of("1", "1"), Superuser.query("select count(*) from explanation where department_code = 'RACE' group by rule"));
    }

    @Test
    void savingTheSameNarrativeAgainMakesNothingNew() {
        String department = "SAME";
        publish(department);
        save(department, Example.correctedNarrative(), "\"1\"").then().statusCode(200).header("ETag", equalTo("\"1\""));
        assertEquals(1, versions(department));
    }

    @Test
    void aNarrativeIsSavedOnlyByWhoSawTheNewestVersion() {
        String department = "STALE";
        saveCorrected(department);
        save(department, Example.narrative(), null).then().statusCode(428).body("code", equalTo("IF_MATCH_REQUIRED"));
        save(department, Example.narrative(), "\"7\"").then().statusCode(412).body("code", equalTo("STALE"));
        given().header("Authorization", Tokens.bearer("evaluator", department))
                .get("/api/v1/reports/STALE/2021/narrative").then().statusCode(200).header("ETag", equalTo("\"1\""))
                .body("chapters", hasSize(12)).body("savedBy", equalTo("test-evaluator"));
    }

    @Test
    void chaptersOutOfOrderAreRefusedWithTheirNumbers() {
        Map<String, Object> body = body(Example.narrative());
        List<?> chapters = (List<?>) body.get("chapters");
        List<Object> turned = new ArrayList<>(chapters);
        Collections.swap(turned, 0, 1);
        body.put("chapters", turned);
        given().header("Authorization", Tokens.bearer("evaluator", "ORDER")).contentType(ContentType.JSON).body(body)
                .put("/api/v1/reports/ORDER/2021/narrative").then().statusCode(422)
                .body("code", equalTo("CHAPTERS_OUT_OF_ORDER")).body("stated[0]", equalTo(2));
        assertEquals(List.of("0"), Superuser.query("select count(*) from department_year where department_code = 'ORDER'"));
    }

    @Test
    void anArithmeticContradictionCannotBeExplained() {
        String department = "FIRM";
        save(department, Example.narrative(), null);
        announceAll(department);
        awaitStatus(department, "HELD");
        Map<String, String> finding = state(department).jsonPath().getMap("findings.find { it.rule == 'NARRATIVE_PROJECT_TOTAL' }");
        explain(department, finding).then().statusCode(422).body("code", equalTo("FINDING_NOT_EXPLAINABLE"))
                .body("stated", equalTo("343.74 vs 419.20")).body("difference", equalTo("75.46"));
        explain(department, Map.of("rule", "COUNT_CONFLICT", "place", "nowhere")).then().statusCode(404)
                .body("code", equalTo("FINDING_NOT_FOUND"));
    }

    @Test
    void anExplanationHoldsOnlyForTheFiguresItWasGivenFor() {
        String department = "BOUND";
        publish(department);
        Announced.send(Announced.EVALUATION, department, Announced.evaluation(department, "3", 2, Example.HALL,
                Example.changed(Example.hall(), form -> {
                    form.withObject("/funds").put("executedAmount", "79.70");
                    return form;
                })));
        awaitStatus(department, "HELD");
        state(department).then()
                .body("findings.findAll { it.unresolved }.rule", hasItem("PROJECT_FORM_COVERAGE"))
                .body("findings.findAll { it.unresolved }.rule", hasItem("LEDGER_PROJECT_FORM"))
                .body("versions", hasSize(1));
    }

    @Test
    void draftsAreCheckedTogetherAndNothingIsStored() {
        Map<String, Object> draft = Map.of("forms", List.of(
                Map.of("kind", "DEPARTMENT", "form", Example.JSON.valueToTree(Example.department())),
                Map.of("kind", "PROJECT", "projectCode", Example.HARDWARE, "form", Example.JSON.valueToTree(Example.hardware())),
                Map.of("kind", "PROJECT", "projectCode", Example.HALL, "form", Example.JSON.valueToTree(Example.hall()))),
                "narrative", body(Example.narrative()));
        given().header("Authorization", Tokens.bearer("evaluator", "DRAFT")).contentType(ContentType.JSON)
                .body(Example.JSON.valueToTree(draft).toString()).post("/api/v1/reports/DRAFT/2021/cross-check").then()
                .statusCode(200).body("findings.findAll { it.severity == 'ERROR' }", hasSize(7))
                .body("findings", hasSize(17));
        assertEquals(List.of("0"), Superuser.query("select count(*) from department_year where department_code = 'DRAFT'"));
    }

    @Test
    void theLongestDecimalOfTheDocumentIsReadInADraft() {
        String longest = "9".repeat(30) + "." + "9".repeat(20);
        for (String field : List.of("initialBudget", "adjustedBudget", "executedAmount", "weight", "statedRate", "statedScore")) {
            given().header("Authorization", Tokens.bearer("evaluator", "LONG")).contentType(ContentType.JSON)
                    .body(Example.JSON.valueToTree(Map.of("forms", List.of(Map.of("kind", "DEPARTMENT", "form",
                            Example.changed(Example.department(), form -> {
                                form.withObject("/funds").put(field, longest);
                                return form;
                            }))))).toString())
                    .post("/api/v1/reports/LONG/2021/cross-check").then().statusCode(200);
        }
    }

    @Test
    void anotherDepartmentsPackageIsNotFound() {
        save("MINE", Example.narrative(), null);
        String stranger = Tokens.bearer("evaluator", "YOURS");
        given().header("Authorization", stranger).get("/api/v1/reports/MINE/2021").then().statusCode(404)
                .body("code", equalTo("NOT_FOUND"));
        given().header("Authorization", stranger).get("/api/v1/reports/MINE/2021/narrative").then().statusCode(404)
                .body("code", equalTo("NOT_FOUND"));
        given().get("/api/v1/reports/MINE/2021").then().statusCode(401);
        given().header("Authorization", Tokens.bearer("budget-officer", "MINE")).contentType(ContentType.JSON)
                .body(body(Example.narrative())).put("/api/v1/reports/MINE/2021/narrative").then().statusCode(403)
                .body("code", equalTo("FORBIDDEN"));
    }

    @Test
    void everyTableOfADepartmentHasRowLevelSecurity() {
        assertEquals(List.of(), Superuser.tablesWithoutRowLevelSecurity());
    }

    @Test
    void everyReadIsOneStatement() {
        publish("COUNT");
        awaitDocuments();
        String evaluator = Tokens.bearer("evaluator", "COUNT");
        for (String path : List.of("/api/v1/reports", "/api/v1/reports/COUNT/2021", "/api/v1/reports/COUNT/2021/narrative",
                "/reports", "/reports/COUNT/2021/v1", "/reports/COUNT/2021/v1.pdf")) {
            List<String> statements = Statements.during(() -> given().header("Authorization", evaluator).get(path).then().statusCode(200));
            assertEquals(1, statements.size(), path + " " + statements);
        }
    }

    @Test
    void aDocumentThatAStopLeftUndrawnIsDrawnForWhoeverAsksAndIsTheSame() {
        publish("DRAWN");
        awaitDocuments();
        byte[] before = given().get("/reports/DRAWN/2021/v1.pdf").then().statusCode(200).extract().asByteArray();
        Superuser.execute("""
            alter table rendition disable trigger append_only;
            delete from rendition where department_code = 'DRAWN' and format = 'PDF';
            alter table rendition enable trigger append_only""");

        byte[] after = given().get("/reports/DRAWN/2021/v1.pdf").then().statusCode(200).extract().asByteArray();

        assertArrayEquals(before, after);
        assertEquals(List.of("5"), Superuser.query("select count(*) from rendition where department_code = 'DRAWN'"));
    }

    @Test
    void aCrowdThatAsksForAnUndrawnDocumentIsServedWithoutStarvingThePool() throws Exception {
        publish("CROWD");
        awaitDocuments();
        Superuser.execute("""
            alter table rendition disable trigger append_only;
            delete from rendition where department_code = 'CROWD' and format = 'PDF';
            alter table rendition enable trigger append_only""");
        ExecutorService readers = Executors.newFixedThreadPool(24);
        Callable<Integer> ask = () -> given().get("/reports/CROWD/2021/v1.pdf").statusCode();
        List<Integer> statuses = readers.invokeAll(Collections.nCopies(24, ask)).stream().map(PublicationIT::result).toList();
        readers.shutdown();

        assertEquals(Collections.nCopies(24, 200), statuses);
    }

    private static <T> T result(Future<T> future) {
        try {
            return future.get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void awaitDocuments() {
        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> assertEquals(List.of(), Superuser.query("""
            select v.department_code || ' ' || v.version || ' has ' || coalesce(string_agg(d.format, ' ' order by d.format), 'none')
            from report_version v left join rendition d using (department_code, fiscal_year, version)
            group by v.department_code, v.fiscal_year, v.version having count(d.format) < 5""")));
    }

    @Test
    void aMissingLedgerStatementIsNamed() {
        String department = "WAIT";
        saveCorrected(department);
        Announced.send(Announced.EVALUATION, department, Announced.hall(department, 1));
        await().atMost(Duration.ofSeconds(30)).until(() -> state(department).jsonPath().getList("missing").size() == 3);
        state(department).then().body("status", equalTo("WAITING")).body("missing.what", hasItem("STATEMENT"))
                .body("missing.find { it.projectCode == 'YF-2021-01' }.evaluationId", equalTo("2"))
                .body("allowedActions", notNullValue());
    }

    private static void publish(String department) {
        saveCorrected(department);
        announceAll(department);
        awaitStatus(department, "HELD");
        explainAll(department);
        assertEquals(1, versions(department));
    }

    private static void announceAll(String department) {
        Announced.send(Announced.EVALUATION, department, Announced.hall(department, 1), Announced.department(department, 1),
                Announced.hardware(department, 1));
        Announced.send(Announced.BUDGET, department, Announced.statement(department, 1));
    }

    private static void explainAll(String department) {
        List<Map<String, String>> open = state(department).jsonPath().getList("findings.findAll { it.unresolved }");
        open.forEach(finding -> explain(department, finding).then().statusCode(201));
    }

    private static Response explain(String department, Map<String, String> finding) {
        return given().header("Authorization", Tokens.bearer("evaluator", department))
                .header("Idempotency-Key", UUID.randomUUID().toString()).contentType(ContentType.JSON)
                .body(Map.of("rule", finding.get("rule"), "place", finding.get("place"), "text", "其余为小额运转项目，未单独填报"))
                .post("/api/v1/reports/" + department + "/2021/explanations");
    }

    private static void saveCorrected(String department) {
        save(department, Example.correctedNarrative(), null).then().statusCode(201);
    }

    private static Response save(String department, Narrative narrative, String ifMatch) {
        var request = given().header("Authorization", Tokens.bearer("evaluator", department))
                .contentType(ContentType.JSON).body(body(narrative));
        if (ifMatch != null) {
            request.header("If-Match", ifMatch);
        }
        return request.put("/api/v1/reports/" + department + "/2021/narrative");
    }

    static Map<String, Object> body(Narrative narrative) {
        return Example.JSON.convertValue(narrative, new TypeReference<>() {
        });
    }

    private static Response state(String department) {
        return given().header("Authorization", Tokens.bearer("evaluator", department))
                .get("/api/v1/reports/" + department + "/2021");
    }

    private static void awaitStatus(String department, String status) {
        await().atMost(Duration.ofSeconds(30)).until(() -> status.equals(state(department).jsonPath().getString("status")));
    }

    private static int versions(String department) {
        return state(department).jsonPath().getList("versions").size();
    }
}
