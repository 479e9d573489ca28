package org.jixiao.evaluation.evaluation;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jixiao.chassis.access.Role;
import org.jixiao.chassis.testing.RealParts;
import org.jixiao.chassis.testing.Statements;
import org.jixiao.chassis.testing.Superuser;
import org.jixiao.chassis.testing.Tokens;
import org.jixiao.evaluation.Api;
import org.jixiao.evaluation.Examples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@RealParts
class EvaluationIT {

    private static final Map<String, Integer> BLOCKING = Map.of("department", 6, "hardware-procurement", 3, "hall-renovation", 2);

    private final Api api = Api.ofNewDepartment();

    @Test
    void anEvaluationIsOpenedAsADraftWithTheSchemeOfItsYear() {
        api.post(api.clerk, "", api.createRequest("hardware-procurement")).then().statusCode(201)
                .header("Location", startsWith("/api/v1/evaluations/")).header("ETag", equalTo("\"0\""))
                .body("status", equalTo("DRAFT")).body("scheme.code", equalTo("CN-2020-10")).body("scheme.version", equalTo(1))
                .body("completion", equalTo(0)).body("projectCode", equalTo("HARDWARE-PROCUREMENT"))
                .body("steps.action", contains("CREATE")).body("allowedActions", contains("EDIT_FORM"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"department", "hardware-procurement", "hall-renovation"})
    void aPublishedFormIsStoredAsItIsAndNotAcceptedAsItIs(String name) {
        String id = api.create(name);

        api.putForm(id, Examples.formJson(name)).then().statusCode(200).header("ETag", equalTo("\"1\""));
        Response refused = api.post(api.clerk, "/" + id + "/submit", null);

        refused.then().statusCode(422).contentType("application/problem+json")
                .body("code", equalTo("FINDINGS_BLOCK_SUBMISSION")).body("findings", hasSize(BLOCKING.get(name)))
                .body("errors", hasSize(BLOCKING.get(name))).body("blockingCount", equalTo(BLOCKING.get(name)))
                .body("errors.pointer", hasItem(startsWith("/indicators/"))).body("findings.rule", hasItem("DEVIATION_REASON_REQUIRED"));
        api.get("/" + id).then().statusCode(200).body("status", equalTo("DRAFT")).body("steps.action", contains("CREATE", "EDIT_FORM"));
        assertEquals(Examples.formJson(name), json(api.get("/" + id)).get("form"));
    }

    @Test
    void theRefusalShowsPlaceFiguresAndComputation() {
        String id = api.create("department");
        api.putForm(id, Examples.formJson("department"));

        JsonNode problem = json(api.post(api.clerk, "/" + id + "/submit", null));

        assertEquals(json("""
                {"rule":"GROUP_SCORE_LE_WEIGHT","severity":"ERROR","place":"groups[效益指标]","pointer":"/groups/1","stated":"30",
                "computed":"39","difference":"+9","computation":"10+10+5+5+5+4 = 39 > 30","explainable":false}"""),
                problem.get("findings").get(2));
        assertEquals(json("""
                {"pointer":"/groups/1","code":"GROUP_SCORE_LE_WEIGHT","message":"groups[效益指标]：10+10+5+5+5+4 = 39 > 30"}"""),
                problem.get("errors").get(2));
    }

    @Test
    void aCorrectedFormGoesAllTheWay() {
        String id = api.filled("department");

        api.post(api.clerk, "/" + id + "/submit", null).then().statusCode(200).body("status", equalTo("SUBMITTED"))
                .body("submittedBy", equalTo("zhang.wei")).body("allowedActions", empty());
        Api.as(api.reviewer).get("/api/v1/evaluations/" + id).then().body("allowedActions", contains("RETURN", "REVIEW"));
        api.post(api.reviewer, "/" + id + "/review", Map.of("opinion", "同意。")).then().statusCode(200)
                .body("status", equalTo("REVIEWED")).body("reviewedBy", equalTo("li.na")).body("allowedActions", contains("COMPLETE"));
        api.post(api.reviewer, "/" + id + "/complete", null).then().statusCode(200).body("status", equalTo("COMPLETED"))
                .body("completion", equalTo(1)).body("completedAt", notNullValue()).body("allowedActions", empty())
                .body("steps.action", contains("CREATE", "EDIT_FORM", "SUBMIT", "REVIEW", "COMPLETE"))
                .body("steps[3].note", equalTo("同意。")).body("steps[4].formHash", startsWith("sha256:"));
    }

    @Test
    void aReturnedFormIsCorrectedAndSubmittedAgain() {
        String id = api.submitted("hall-renovation");

        api.post(api.reviewer, "/" + id + "/return", Map.of("reason", "请补充调查样本量。")).then().statusCode(200)
                .body("status", equalTo("RETURNED")).body("steps[3].note", equalTo("请补充调查样本量。"));
        api.putForm(id, Examples.with(Examples.corrected("hall-renovation"), "/indicators/10/deviationReason", "样本 200 份，2 份不满意。"))
                .then().statusCode(200).body("status", equalTo("RETURNED"));
        api.post(api.clerk, "/" + id + "/submit", null).then().statusCode(200).body("status", equalTo("SUBMITTED"));
    }

    @ParameterizedTest
    @CsvSource({"submitted, return", "submitted, review", "reviewed, complete"})
    void theSubmitterDoesNotReviewWhateverHisRoles(String stage, String action) {
        String id = stage.equals("submitted") ? api.submitted("hall-renovation") : api.reviewed("hall-renovation");
        Object body = action.equals("return") ? Map.of("reason", "x") : Map.of();

        api.post(api.clerkWithBothRoles, "/" + id + "/" + action, body).then().statusCode(422)
                .body("code", equalTo("REVIEWER_IS_SUBMITTER")).body("submittedBy", equalTo("zhang.wei"));
    }

    @Test
    void theDatabaseItselfRefusesAReviewBySubmitter() {
        String id = api.submitted("hall-renovation");

        assertThrows(IllegalStateException.class, () -> Superuser.execute(
                "update evaluation set status = 'REVIEWED', reviewed_by = submitted_by, reviewed_at = now() where id = " + id));
        Superuser.execute("update evaluation set status = 'REVIEWED', reviewed_by = 'somebody else', reviewed_at = now() where id = " + id);
        assertThrows(IllegalStateException.class, () -> Superuser.execute(
                "update evaluation set status = 'COMPLETED', completion = 1, completed_by = submitted_by, completed_at = now() where id = " + id));
    }

    @Test
    void ofManyReviewsAtOnceOneTakesEffect() throws Exception {
        String id = api.submitted("hall-renovation");
        List<Callable<Integer>> calls = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            String reviewer = Tokens.bearerFor("reviewer-" + i, Set.of(Role.DEPARTMENT_REVIEWER), api.department);
            String action = i % 2 == 0 ? "review" : "return";
            calls.add(() -> api.post(reviewer, "/" + id + "/" + action, Map.of(action.equals("review") ? "opinion" : "reason", "x")).statusCode());
        }

        List<Integer> statuses = together(calls);

        assertEquals(1, statuses.stream().filter(s -> s == 200).count(), statuses::toString);
        assertEquals(11, statuses.stream().filter(s -> s == 409).count(), statuses::toString);
    }

    @Test
    void ofManyOpenedAtOnceThereIsOne() throws Exception {
        List<Callable<Integer>> calls = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            calls.add(() -> api.post(api.clerk, "", api.createRequest("department")).statusCode());
        }

        List<Integer> statuses = together(calls);

        assertEquals(1, statuses.stream().filter(s -> s == 201).count(), statuses::toString);
        assertEquals(7, statuses.stream().filter(s -> s == 409).count(), statuses::toString);
    }

    @Test
    void aSecondEvaluationOfTheSameYearNamesTheFirst() {
        String id = api.create("department");

        api.post(api.clerk, "", api.createRequest("department")).then().statusCode(409)
                .body("code", equalTo("ALREADY_EXISTS")).body("id", equalTo(id));
    }

    @Test
    void aCompletedEvaluationIsFrozen() {
        String id = api.completed("hall-renovation");

        api.putForm(id, Examples.formJson("hall-renovation")).then().statusCode(409).body("code", equalTo("ACTION_NOT_ALLOWED"))
                .body("evaluationStatus", equalTo("COMPLETED")).body("allowedActions", empty());
        assertThrows(IllegalStateException.class, () -> Superuser.execute("update evaluation set form = '{}' where id = " + id));
        assertThrows(IllegalStateException.class, () -> Superuser.execute("delete from evaluation where id = " + id));
        assertThrows(IllegalStateException.class, () -> Superuser.execute("delete from evaluation_step where evaluation_id = " + id));
    }

    @Test
    void aStaleOrMissingIfMatchIsRefusedAndChangesNothing() {
        String id = api.create("department");
        String form = Examples.formJson("department").toString();
        api.putForm(id, form, "\"0\"").then().statusCode(200);

        api.putForm(id, form, "\"0\"").then().statusCode(412).body("code", equalTo("STALE")).body("current", equalTo("\"1\""));
        Api.as(api.clerk).body(form).put("/api/v1/evaluations/" + id + "/form").then().statusCode(428)
                .body("code", equalTo("IF_MATCH_REQUIRED"));
        Api.as(api.clerk).header("If-Match", "\"0\"").header("Idempotency-Key", Api.key())
                .post("/api/v1/evaluations/" + id + "/submit").then().statusCode(412);
        api.get("/" + id).then().header("ETag", equalTo("\"1\"")).body("steps", hasSize(2));
    }

    @Test
    void theSameFormAgainChangesNothing() {
        String id = api.filled("department");

        api.putForm(id, Examples.corrected("department")).then().statusCode(200).header("ETag", equalTo("\"1\"")).body("steps", hasSize(2));
    }

    @Test
    void anotherDepartmentSeesNothing() {
        String id = api.submitted("hall-renovation");
        Api other = Api.ofNewDepartment();

        List<Response> answers = List.of(
                other.get("/" + id), other.get("/" + id + "/score"), other.get("/" + id + "/findings"),
                other.putForm(id, Examples.formJson("hall-renovation").toString(), "*"),
                other.post(other.clerk, "/" + id + "/submit", null),
                other.post(other.clerk, "/" + id + "/explanations", Map.of("rule", "X", "pointer", "/x", "text", "x")),
                other.post(other.reviewer, "/" + id + "/return", Map.of("reason", "x")),
                other.post(other.reviewer, "/" + id + "/review", Map.of()),
                other.post(other.reviewer, "/" + id + "/complete", null));

        answers.forEach(answer -> answer.then().statusCode(404).body("code", equalTo("NOT_FOUND")).body("title", equalTo("没有找到“" + id + "”")));
        other.get("?departmentCode=" + api.department).then().statusCode(200).body("items", empty());
        other.post(other.clerk, "", api.createRequest("department")).then().statusCode(404).body("code", equalTo("NOT_FOUND"));
    }

    @Test
    void noTableLeaks() {
        assertEquals(List.of(), Superuser.tablesWithoutRowLevelSecurity());
    }

    @Test
    void rolesAreKept() {
        String id = api.submitted("hall-renovation");

        api.post(api.clerk, "/" + id + "/review", Map.of()).then().statusCode(403).body("code", equalTo("FORBIDDEN"));
        api.post(api.reviewer, "/" + id + "/submit", null).then().statusCode(403);
        api.post(api.reviewer, "", api.createRequest("department")).then().statusCode(403);
        given().get("/api/v1/evaluations/" + id).then().statusCode(401).body("code", equalTo("UNAUTHENTICATED"));
    }

    @Test
    void everyReadIsOneStatement() {
        String id = api.submitted("department");
        for (String path : List.of("/api/v1/evaluations", "/api/v1/evaluations?departmentCode=" + api.department + "&fiscalYear=2021&kind=DEPARTMENT&status=SUBMITTED",
                "/api/v1/evaluations/" + id, "/api/v1/evaluations/" + id + "/score", "/api/v1/evaluations/" + id + "/findings",
                "/api/v1/schemes", "/api/v1/schemes/CN-2020-10/versions/1")) {
            List<String> statements = Statements.during(() -> Api.as(api.clerk).get(path).then().statusCode(200));
            assertEquals(1, statements.size(), () -> path + " " + statements);
        }
    }

    @Test
    void aRepeatedRequestGivesTheFirstAnswer() {
        String key = Api.key();
        Response first = api.post(api.clerk, "", api.createRequest("department"), key);
        Response again = api.post(api.clerk, "", api.createRequest("department"), key);

        assertEquals(201, again.statusCode());
        assertEquals(first.asString(), again.asString());
        again.then().header("Idempotency-Replayed", "true").header("ETag", first.header("ETag")).header("Location", first.header("Location"));
        api.post(api.clerk, "", api.createRequest("hall-renovation"), key).then().statusCode(422).body("code", equalTo("IDEMPOTENCY_KEY_REUSED"));
    }

    @Test
    void aRefusedSubmissionIsKeptUnderItsKeyAndANewKeyTriesAgain() {
        String id = api.create("hall-renovation");
        api.putForm(id, Examples.formJson("hall-renovation"));
        String key = Api.key();
        api.post(api.clerk, "/" + id + "/submit", null, key).then().statusCode(422).body("newKeyRequired", equalTo(true));

        api.putForm(id, Examples.corrected("hall-renovation")).then().statusCode(200);

        api.post(api.clerk, "/" + id + "/submit", null, key).then().statusCode(422).header("Idempotency-Replayed", "true");
        api.post(api.clerk, "/" + id + "/submit", null).then().statusCode(200);
    }

    @Test
    void withoutAKeyNothingHappens() {
        Api.as(api.clerk).body(api.createRequest("department")).post("/api/v1/evaluations").then().statusCode(400)
                .body("code", equalTo("IDEMPOTENCY_KEY_MISSING"));
        api.get("").then().body("items", empty());
    }

    @Test
    void theScoreIsComputedBesideTheStatedOne() {
        String id = api.filled("hardware-procurement");

        api.get("/" + id + "/score").then().statusCode(200).body("statedTotal", equalTo("98")).body("computedTotal", equalTo("99.00"))
                .body("rating", equalTo("EXCELLENT")).body("execution.rate", equalTo("100.00"))
                .body("execution.steps[1]", equalTo("199.62 ÷ 199.62 × 10 = 10.00"))
                .body("indicators[10].computedScore", equalTo("10.00")).body("indicators[10].steps[0]", equalTo("99 ≥ 90，得满分 10.00"))
                .body("indicators[0].derivable", equalTo(false)).body("indicators[0]", not(hasItem("computedScore")));
    }

    @Test
    void withoutAFormThereIsNoScoreAndNothingToSubmit() {
        String id = api.create("department");

        api.get("/" + id + "/score").then().statusCode(404).body("code", equalTo("NOT_FOUND"));
        api.get("/" + id + "/findings").then().statusCode(200).body("items", empty());
        api.post(api.clerk, "/" + id + "/submit", null).then().statusCode(422).body("code", equalTo("FORM_MISSING"));
    }

    @Test
    void anExplanationCoversAFindingUntilItsFiguresChange() {
        String id = api.create("hardware-procurement");
        JsonNode form = Examples.with(Examples.with(Examples.with(Examples.with(Examples.corrected("hardware-procurement"),
                "/indicators/10/targetText", (String) null), "/indicators/10/targetValue", (String) null),
                "/indicators/10/targetOperator", (String) null), "/indicators/10/targetUnit", (String) null);
        api.putForm(id, form).then().statusCode(200);
        api.post(api.clerk, "/" + id + "/submit", null).then().statusCode(422).body("findings.rule", contains("TARGET_REQUIRED"));

        api.post(api.clerk, "/" + id + "/explanations",
                Map.of("rule", "TARGET_REQUIRED", "pointer", "/indicators/10/targetText", "text", "批复时未设定该指标值。"))
                .then().statusCode(201).body("blockingCount", equalTo(0)).body("items[0].explanation.text", equalTo("批复时未设定该指标值。"))
                .body("items[0].explanation.by", equalTo("zhang.wei")).body("items[0].explanation.at", notNullValue());
        api.putForm(id, Examples.with(form, "/indicators/10/actualText", "98%")).then().statusCode(200);

        api.post(api.clerk, "/" + id + "/submit", null).then().statusCode(422).body("findings.rule", contains("TARGET_REQUIRED"));
        api.putForm(id, form).then().statusCode(200);
        api.post(api.clerk, "/" + id + "/submit", null).then().statusCode(200);
    }

    @Test
    void onlyWhatIsThereAndExplainableIsExplained() {
        String id = api.create("department");
        api.putForm(id, Examples.formJson("department"));

        api.post(api.clerk, "/" + id + "/explanations", Map.of("rule", "SCORE_LE_WEIGHT", "pointer", "/indicators/7/statedScore", "text", "x"))
                .then().statusCode(422).body("code", equalTo("FINDING_NOT_EXPLAINABLE"));
        api.post(api.clerk, "/" + id + "/explanations", Map.of("rule", "SCORE_LE_WEIGHT", "pointer", "/indicators/0/statedScore", "text", "x"))
                .then().statusCode(422).body("code", equalTo("FINDING_NOT_PRESENT"));
        assertEquals(List.of("0"), Superuser.query("select count(*) from evaluation_explanation where evaluation_id = " + id));
    }

    @Test
    void ofABatchOfExplanationsEachStandsForItself() {
        String id = api.create("department");
        api.putForm(id, Examples.formJson("department"));
        Map<String, Object> explainable = api.get("/" + id + "/findings").path("items.find { it.explainable }");

        api.post(api.clerk, "/" + id + "/explanations/batch", Map.of("items", List.of(
                Map.of("rule", "SCORE_LE_WEIGHT", "pointer", "/indicators/7/statedScore", "text", "x"),
                Map.of("rule", explainable.get("rule"), "pointer", explainable.get("pointer"), "text", "本单位主动扣分。"),
                Map.of("rule", "SCORE_LE_WEIGHT", "pointer", "/indicators/7/statedScore", "text", " "))))
                .then().statusCode(207).body("items.status", contains(422, 201, 400))
                .body("items[0].problem.pointer", equalTo("/items/0/rule")).body("items[1].resource.text", equalTo("本单位主动扣分。"))
                .body("items[2].problem.errors.pointer", contains("/items/2/text"));
        assertEquals(List.of("1"), Superuser.query("select count(*) from evaluation_explanation where evaluation_id = " + id));
    }

    @Test
    void ofManyWhoChangeTheSameVersionOneWins() throws Exception {
        String id = api.create("department");
        String etag = api.etag(id);
        List<Callable<Integer>> writers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            String form = ((ObjectNode) Examples.corrected("department")).put("title", "第" + i + "稿").toString();
            writers.add(() -> api.putForm(id, form, etag).statusCode());
        }
        ExecutorService pool = Executors.newFixedThreadPool(8);
        List<Integer> statuses = new ArrayList<>();
        for (Future<Integer> answer : pool.invokeAll(writers)) {
            statuses.add(answer.get());
        }
        pool.shutdown();
        statuses.sort(null);
        assertEquals(List.of(200, 412, 412, 412, 412, 412, 412, 412), statuses);
        assertEquals(200, api.putForm(id, Examples.corrected("department").toString(), "*").statusCode());
    }

    @Test
    void aListGoesOnWhereItStoppedAndOnlyWithTheSameFilters() {
        List<String> ids = List.of(api.create("department"), api.create("hardware-procurement"), api.create("hall-renovation"));

        String cursor = api.get("?limit=2&fiscalYear=2021").then().body("items.id", contains(ids.get(0), ids.get(1)))
                .body("items[0].allowedActions", contains("EDIT_FORM")).extract().path("nextCursor");

        api.get("?limit=2&fiscalYear=2021&cursor=" + cursor).then().body("items.id", contains(ids.get(2))).body("nextCursor", equalTo(null));
        api.get("?limit=2&cursor=" + cursor).then().statusCode(400).body("code", equalTo("INVALID_CURSOR"));
        api.get("?kind=PROJECT").then().body("items.id", contains(ids.get(1), ids.get(2)));
        api.get("?status=SUBMITTED").then().body("items", empty());
    }

    @Test
    void aSchemeIsReadByItsVersion() {
        Api.as(api.clerk).get("/api/v1/schemes/CN-2020-10/versions/1").then().statusCode(200)
                .body("rules.executionWeight", equalTo("10")).body("rules.groups.weight", contains("50", "30", "10"));
        Api.as(api.clerk).get("/api/v1/schemes?limit=100").then().statusCode(200).body("items.code", hasItem("CN-2020-10"));
        Api.as(api.clerk).get("/api/v1/schemes/CN-2020-10/versions/999").then().statusCode(404).body("code", equalTo("NOT_FOUND"));
        assertThrows(IllegalStateException.class, () -> Superuser.execute("update scheme set document = '{}'"));
    }

    @Test
    void aSchemeThatDoesNotExistIsRefused() {
        Map<String, Object> request = api.createRequest("department");
        request.put("scheme", Map.of("code", "CN-2020-10", "version", 9));

        api.post(api.clerk, "", request).then().statusCode(422).body("code", equalTo("SCHEME_UNKNOWN")).body("pointer", equalTo("/scheme"));
    }

    @Test
    void aFormOfAnotherYearOrKindIsRefused() {
        String id = api.create("department");

        api.putForm(id, ((ObjectNode) Examples.formJson("department")).put("fiscalYear", 2020)).then().statusCode(422)
                .body("code", equalTo("FORM_MISMATCH")).body("pointer", equalTo("/fiscalYear")).body("expected", equalTo("2021")).body("stated", equalTo("2020"));
        api.putForm(id, Examples.formJson("hall-renovation")).then().statusCode(422).body("code", equalTo("FORM_MISMATCH"));
    }

    @ParameterizedTest(name = "{0} = {1}: {2}")
    @CsvSource(delimiter = '|', textBlock = """
            /indicators/0/weight        | "-5"     | VALIDATION_FAILED | /indicators/0/weight
            /indicators/0/weight        | "5.125"  | VALIDATION_FAILED | /indicators/0/weight
            /indicators/0/weight        | "five"   | INVALID_VALUE     | /indicators/0/weight
            /indicators/0/group         | "INPUT"  | INVALID_VALUE     | /indicators/0/group
            /indicators/0/wieght        | "5"      | UNKNOWN_FIELD     | /indicators/0/wieght
            /indicators/0/number        | "one"    | INVALID_VALUE     | /indicators/0/number
            /funds/adjustedBudget       | 1e400    | INVALID_VALUE     | /funds/adjustedBudget
            /funds/adjustedBudget       | "1E+2"   | INVALID_VALUE     | /funds/adjustedBudget
            /funds                      | []       | INVALID_VALUE     | /funds
            /goals                      | {}       | INVALID_VALUE     | /goals
            /fiscalYear                 | null     | VALIDATION_FAILED | /fiscalYear
            """)
    void badInputIsRefusedWithItsPlaceAndNothingIsStored(String pointer, String value, String code, String place) {
        String id = api.create("department");
        JsonNode form = Examples.with(Examples.formJson("department"), pointer, json(value));

        api.putForm(id, form.toString().replace("1E+400", "1e400"), "\"0\"").then().statusCode(400).contentType("application/problem+json")
                .body("code", equalTo(code)).body("pointer", equalTo(place));
        api.get("/" + id).then().header("ETag", equalTo("\"0\"")).body("form", equalTo(null));
    }

    @Test
    void longTextsAreRefusedAtEveryLength() {
        String id = api.create("department");
        for (int length : new int[] {4_001, 400_000}) {
            JsonNode form = Examples.with(Examples.formJson("department"), "/goals/0/actual", "长".repeat(length));
            api.putForm(id, form.toString(), "\"0\"").then().statusCode(400).body("code", equalTo("VALIDATION_FAILED"))
                    .body("errors[0].pointer", equalTo("/goals/0/actual"));
        }
        JsonNode huge = Examples.with(Examples.formJson("department"), "/goals/0/actual", "x".repeat(2_200_000));
        api.putForm(id, huge.toString(), "\"0\"").then().statusCode(413);
        api.get("/" + id).then().header("ETag", equalTo("\"0\""));
    }

    @ParameterizedTest(name = "{0} = {1}")
    @CsvSource(delimiter = '|', textBlock = """
            departmentCode | "lower case"   | /departmentCode
            departmentName | ""             | /departmentName
            fiscalYear     | 1899           | /fiscalYear
            kind           | null           | /kind
            """)
    void anEvaluationIsNotOpenedWithBadInput(String field, String value, String place) {
        ObjectNode request = Examples.JSON.valueToTree(api.createRequest("department"));
        request.set(field, json(value));

        Response refused = api.post(api.clerk, "", request.toString());

        refused.then().statusCode(400).body("code", equalTo("VALIDATION_FAILED")).body("errors.pointer", hasItem(place));
    }

    @ParameterizedTest(name = "{0} = {1}")
    @CsvSource(delimiter = '|', textBlock = """
            projectCode | "YF-2021-01"           | /projectCode
            projectName | "一门式全覆盖硬件采购" | /projectName
            kind        | "PROJECT"              | /projectCode
            """)
    void onlyTheEvaluationOfAProjectNamesOne(String field, String value, String place) {
        ObjectNode request = Examples.JSON.valueToTree(api.createRequest("department"));
        request.set(field, json(value));

        api.post(api.clerk, "", request.toString()).then().statusCode(422).body("code", equalTo("PROJECT_MISMATCH"))
                .body("pointer", equalTo(place)).body("kind", equalTo(request.get("kind").asText()));
    }

    @Test
    void aMisspeltFilterIsRefused() {
        api.get("?fiscalyear=2021").then().statusCode(400).body("code", equalTo("UNKNOWN_PARAMETER"));
        api.get("?status=DONE").then().statusCode(400).body("code", equalTo("INVALID_VALUE")).body("pointer", equalTo("?status"));
    }

    @Test
    void aRefusalSpeaksEnglishWhenAsked() {
        String id = api.submitted("hall-renovation");

        Api.as(api.clerkWithBothRoles).header("Accept-Language", "en").header("Idempotency-Key", Api.key()).body(Map.of())
                .post("/api/v1/evaluations/" + id + "/review").then().statusCode(422)
                .body("title", equalTo("\"zhang.wei\" submitted it; somebody else must review, return and complete it"));
    }

    private static <T> List<T> together(List<Callable<T>> calls) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(calls.size());
        try {
            List<T> results = new ArrayList<>();
            for (Future<T> result : threads.invokeAll(calls)) {
                results.add(result.get());
            }
            return results;
        } finally {
            threads.shutdown();
            assertTrue(threads.awaitTermination(10, TimeUnit.SECONDS));
        }
    }

    private static JsonNode json(Response response) {
        return json(response.asString());
    }

    private static JsonNode json(String text) {
        try {
            return Examples.JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
