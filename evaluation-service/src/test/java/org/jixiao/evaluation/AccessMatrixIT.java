package org.jixiao.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jixiao.chassis.access.Role;
import org.jixiao.chassis.testing.AccessMatrix;
import org.jixiao.chassis.testing.RealParts;
import org.jixiao.chassis.testing.Superuser;
import org.jixiao.chassis.testing.Tokens;
import org.junit.jupiter.api.Test;

@QuarkusTest
@RealParts
class AccessMatrixIT extends AccessMatrix {

    private static String administrator() {
        return Tokens.bearer(Role.SCHEME_ADMINISTRATOR, "*");
    }

    @Override
    protected Path document() {
        return Path.of("../docs/api/evaluation-service.json");
    }

    @Override
    protected Map<String, String> seed(String department) {
        return Map.of("id", Api.of(department).filled("department"), "code", "CN-2020-10", "version", "1");
    }

    @Override
    protected Map<String, String> nowhere() {
        return Map.of("department", "NOWHERE", "id", "99999999", "code", "NO-SUCH", "version", "1");
    }

    @Override
    protected Set<String> ofNoDepartment() {
        return Set.of("listSchemes", "getScheme", "createSchemeVersion");
    }

    @Override
    protected Map<String, Call> calls() {
        return Map.of(
                "listEvaluations", Call.query("departmentCode=${department}"),
                "createEvaluation", Call.body("""
                    {"departmentCode": "${department}", "departmentName": "部门", "fiscalYear": 2022, "kind": "DEPARTMENT"}"""),
                "createExplanation", Call.body("""
                    {"rule": "SCORE_NOT_DERIVABLE", "pointer": "/indicators/13/statedScore", "text": "主动扣分。"}"""),
                "createExplanationBatch", Call.body("""
                    {"items": [{"rule": "SCORE_NOT_DERIVABLE", "pointer": "/indicators/13/statedScore", "text": "主动扣分。"}]}"""),
                "putForm", Call.body(Examples.corrected("department").toString()).with("If-Match", "*"),
                "returnEvaluation", Call.body("""
                    {"reason": "请补充样本量。"}"""),
                "reviewEvaluation", Call.body("""
                    {"opinion": "同意。"}"""),
                "createSchemeVersion", Call.body(scheme("MATRIX", "100")));
    }

    @Test
    void theAdministratorAddsAVersionThatIsReadAsItWasStored() {
        Response first = add("ADDED-1", scheme("甲", "100"));
        Response second = add("ADDED-1", scheme("乙", "100"));

        assertEquals("201 1 201 2 乙", first.statusCode() + " " + first.path("version") + " " + second.statusCode() + " "
                + second.path("version") + " " + Api.as(administrator()).get(second.header("Location")).path("rules.name"));
    }

    @Test
    void aSchemeThatContradictsItselfIsNotStored() {
        Response refused = add("ADDED-2", scheme("甲", "101"));

        assertEquals("422 SCHEME_INCONSISTENT [/rules/total]",
                refused.statusCode() + " " + refused.path("code") + " " + refused.path("errors.pointer"));
        assertEquals(404, Api.as(administrator()).get("/api/v1/schemes/ADDED-2/versions/1").statusCode());
    }

    /** A first answer is for who may still see what it tells of. */
    @Test
    void whoLostTheDepartmentGetsNoFirstAnswerOfIt() {
        Api api = Api.of("LOST");
        String id = api.filled("department");
        String key = Api.key();
        String path = "/" + id + "/submit";
        assertEquals(200, api.post(Tokens.bearerFor("mover", Set.of(Role.EVALUATOR), "LOST"), path, null, key).statusCode());

        Response elsewhere = api.post(Tokens.bearerFor("mover", Set.of(Role.EVALUATOR), "NEW"), path, null, key);
        Response back = api.post(Tokens.bearerFor("mover", Set.of(Role.EVALUATOR), "NEW", "LOST"), path, null, key);

        assertEquals(List.of("404 NOT_FOUND", "200 true"), List.of(elsewhere.statusCode() + " " + elsewhere.path("code"),
                back.statusCode() + " " + back.header("Idempotency-Replayed")));
    }

    @Test
    void financeCompletesWhatTheDepartmentReviewed() {
        Api api = Api.of("FINANCE");
        String id = api.reviewed("department");

        assertEquals(200, api.post(Tokens.bearer(Role.FINANCE_REVIEWER, "FINANCE"), "/" + id + "/complete", null).statusCode());
    }

    @Test
    void whoSubmitsAndReviewsAtTheSameTimeHasReviewedNothing() throws Exception {
        Api api = Api.of("RACE");
        String id = api.filled("department");
        ExecutorService hands = Executors.newFixedThreadPool(8);
        List<Callable<Integer>> calls = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            calls.add(() -> api.post(api.clerkWithBothRoles, "/" + id + "/submit", null).statusCode());
            calls.add(() -> api.post(api.clerkWithBothRoles, "/" + id + "/review", Map.of()).statusCode());
            calls.add(() -> api.post(api.clerkWithBothRoles, "/" + id + "/complete", null).statusCode());
        }
        hands.invokeAll(calls);
        hands.shutdown();

        assertEquals(List.of("SUBMITTED zhang.wei -"), Superuser.query(
                "select status || ' ' || submitted_by || ' ' || coalesce(reviewed_by, '-') from evaluation where id = " + id));
    }

    @Test
    void theTableRefusesWhoReviewsHisOwnWhateverTheCodeDoes() {
        String id = Api.of("CHECKED").submitted("department");

        IllegalStateException refused = assertThrows(IllegalStateException.class, () -> Superuser.execute(
                "update evaluation set status = 'REVIEWED', reviewed_by = submitted_by, reviewed_at = now() where id = " + id));

        assertTrue(refused.getMessage().contains("evaluation_four_eyes"), refused.getMessage());
    }

    private static Response add(String code, String body) {
        return Api.as(administrator()).header("Idempotency-Key", Api.key()).body(body).post("/api/v1/schemes/" + code + "/versions");
    }

    /** The shipped scheme under another name; it holds for a year that no other test asks for. */
    private static String scheme(String name, String total) {
        try {
            String migration = Files.readString(Path.of("src/main/resources/db/migration/V1_0__evaluation.sql"));
            String rules = migration.substring(migration.indexOf("$json$") + 6, migration.lastIndexOf("$json$"));
            return "{\"validFrom\": \"2090-01-01\", \"validTo\": \"2090-12-31\", \"rules\": "
                    + rules.replace("全国单位自评 10/50/30/10", name).replace("\"total\": \"100\"", "\"total\": \"" + total + "\"") + "}";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
