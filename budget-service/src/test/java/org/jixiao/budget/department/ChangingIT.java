package org.jixiao.budget.department;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.jixiao.budget.Api;
import org.jixiao.chassis.testing.RealParts;
import org.jixiao.chassis.testing.Superuser;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Departments, units and projects get other names and places, by whoever has seen the newest version. */
@QuarkusTest
@RealParts
class ChangingIT {

    @TestFactory
    Stream<DynamicTest> aChangeNeedsTheNewestVersion() {
        return Stream.of("", "/agencies/U1", "/projects/P1").map(thing -> DynamicTest.dynamicTest("of " + thing, () -> {
            Api api = Api.newDepartment();
            String path = api.path(thing);
            assertEquals("\"1\" \"1\"", api.get(path).header("ETag") + " " + api.get(path).path("etag"));
            assertEquals("428 IF_MATCH_REQUIRED \"1\"", refusal(api.patch(path, null, Map.of("name", "新")), "current"));
            assertEquals("412 STALE \"1\"", refusal(api.patch(path, "\"7\"", Map.of("name", "新")), "current"));
            assertEquals("412 STALE \"7\"", refusal(api.patch(path, "\"7\"", Map.of("name", "新")), "stated"));
            Response changed = api.patch(path, "\"1\"", Map.of("name", "新"));
            assertEquals("200 \"2\" 新 \"2\"", changed.statusCode() + " " + changed.header("ETag") + " " + changed.path("name") + " "
                + changed.path("etag"));
            assertEquals(changed.asString(), api.get(path).asString());
            assertEquals("412 STALE \"2\"", refusal(api.patch(path, "\"1\"", Map.of("name", "旧")), "current"));
            assertEquals("200 \"2\"", api.patch(path, "\"2\"", Map.of("name", "新")).statusCode() + " " + api.get(path).header("ETag"));
        }));
    }

    @TestFactory
    Stream<DynamicTest> badChangesAreRefused() {
        Api api = Api.newDepartment();
        Map<String, Object> nameless = new HashMap<>();
        nameless.put("name", null);
        return Stream.of(
            refused(api, "", Map.of("name", " "), "400 VALIDATION_FAILED"), refused(api, "", nameless, "400 VALIDATION_FAILED"),
            refused(api, "", Map.of(), "400 VALIDATION_FAILED"), refused(api, "", Map.of("name", "长".repeat(201)), "400 VALIDATION_FAILED"),
            refused(api, "", Map.of("code", "X"), "400 UNKNOWN_FIELD"), refused(api, "/agencies/U1", Map.of("code", "X"), "400 UNKNOWN_FIELD"),
            refused(api, "/agencies/U1", nameless, "400 INVALID_VALUE"), refused(api, "/agencies/U1", Map.of("name", " "), "400 VALIDATION_FAILED"),
            refused(api, "/agencies/U1", Map.of("name", ""), "400 VALIDATION_FAILED"),
            refused(api, "/agencies/U1", Map.of("parentCode", "u 1"), "400 VALIDATION_FAILED"),
            refused(api, "/agencies/U1", Map.of("parentCode", "NONE"), "400 UNKNOWN_AGENCY"),
            refused(api, "/agencies/U1", Map.of("parentCode", "U1"), "422 AGENCY_CYCLE"),
            refused(api, "/agencies/NONE", Map.of("name", "新"), "404 NOT_FOUND"),
            refused(api, "/projects/P1", nameless, "400 INVALID_VALUE"),
            refused(api, "/projects/P1", Map.of("implementingAgencyCode", "NONE"), "400 UNKNOWN_AGENCY"),
            refused(api, "/projects/NONE", Map.of("name", "新"), "404 NOT_FOUND"));
    }

    @Test
    void whatIsLeftOutStaysAndNullTakesAway() {
        Api api = Api.newDepartment();
        api.created(api.path("/agencies"), Map.of("code", "U2", "name", "二级", "parentCode", "U1"));
        api.patch(api.path("/projects/P1"), "*", Map.of("implementingAgencyCode", "U2")).then().statusCode(200);
        assertEquals("U1 U2", api.patch(api.path("/agencies/U2"), "*", Map.of("name", "新")).path("parentCode") + " "
            + api.patch(api.path("/projects/P1"), "*", Map.of("name", "新")).path("implementingAgencyCode"));
        assertEquals("新 null", named(api.patch(api.path("/agencies/U2"), "*", nothing("parentCode")), "parentCode"));
        assertEquals("新 null", named(api.patch(api.path("/projects/P1"), "*", nothing("implementingAgencyCode")), "implementingAgencyCode"));
        assertEquals("\"3\" \"4\"", api.get(api.path("/agencies/U2")).path("etag") + " " + api.get(api.path("/projects/P1")).path("etag"));
    }

    @Test
    void unitsStayATreeOfTenLevels() {
        Api api = Api.newDepartment();
        for (int level = 2; level <= 10; level++) {
            api.created(api.path("/agencies"), Map.of("code", "U" + level, "name", "级", "parentCode", "U" + (level - 1)));
        }
        Response deep = api.post(api.path("/agencies"), Map.of("code", "U11", "name", "级", "parentCode", "U10"));
        assertEquals("422 AGENCY_TREE_TOO_DEEP 11", refusal(deep, "levels"));
        api.created(api.path("/agencies"), Map.of("code", "V1", "name", "另"));
        api.created(api.path("/agencies"), Map.of("code", "V2", "name", "另", "parentCode", "V1"));
        assertEquals("422 AGENCY_TREE_TOO_DEEP 11", refusal(api.patch(api.path("/agencies/V1"), "*", Map.of("parentCode", "U9")), "levels"));
        api.patch(api.path("/agencies/V1"), "*", Map.of("parentCode", "U8")).then().statusCode(200);
        assertEquals("422 AGENCY_CYCLE U10", refusal(api.patch(api.path("/agencies/U1"), "*", Map.of("parentCode", "U10")), "parentCode"));
    }

    /** Each of the two is right alone. */
    @Test
    void twoMovesAtOnceMakeNoCircle() throws Exception {
        ExecutorService movers = Executors.newFixedThreadPool(2);
        Map<String, Integer> rounds = new TreeMap<>();
        for (int round = 0; round < 30; round++) {
            Api api = Api.newDepartment();
            api.created(api.path("/agencies"), Map.of("code", "U2", "name", "二级"));
            CountDownLatch start = new CountDownLatch(1);
            List<Future<String>> moves = new ArrayList<>();
            for (String unit : List.of("U1", "U2")) {
                moves.add(movers.submit(() -> {
                    start.await();
                    Response moved = api.patch(api.path("/agencies/" + unit), "\"1\"", Map.of("parentCode", unit.equals("U1") ? "U2" : "U1"));
                    return moved.statusCode() == 200 ? "200" : moved.statusCode() + " " + moved.path("code");
                }));
            }
            start.countDown();
            List<String> answers = new ArrayList<>();
            for (Future<String> move : moves) {
                answers.add(move.get());
            }
            rounds.merge(answers.stream().sorted().toList().toString(), 1, Integer::sum);
        }
        movers.shutdown();
        assertEquals(Map.of("[200, 422 AGENCY_CYCLE]", 30), rounds);
    }

    /** Whoever passes by the service meets the same rule, alone or at once with another. */
    @Test
    void theDatabaseRefusesACircleToo() {
        Api api = Api.newDepartment();
        api.created(api.path("/agencies"), Map.of("code", "U2", "name", "二级", "parentCode", "U1"));
        IllegalStateException refused = assertThrows(IllegalStateException.class, () -> Superuser.execute(
            "update agency set parent_code = 'U2' where code = 'U1' and department_code = '" + api.department() + "'"));
        assertTrue(refused.getMessage().contains("a circle: t"), refused.getMessage());
    }

    @Test
    void ofTwoWhoHaveSeenTheSameVersionOneChangesIt() throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(16);
        for (String thing : List.of("", "/agencies/U1", "/projects/P1")) {
            Api api = Api.newDepartment();
            List<Future<Integer>> changes = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                String name = "名" + i;
                changes.add(clients.submit(() -> api.patch(api.path(thing), "\"1\"", Map.of("name", name)).statusCode()));
            }
            Map<Integer, Integer> answers = new TreeMap<>();
            for (Future<Integer> change : changes) {
                answers.merge(change.get(), 1, Integer::sum);
            }
            assertEquals(Map.of(200, 1, 412, 15), answers, thing);
        }
        clients.shutdown();
    }

    private static DynamicTest refused(Api api, String thing, Map<String, Object> body, String expected) {
        return DynamicTest.dynamicTest(thing + " " + body.keySet() + " " + expected, () -> {
            Response answer = api.patch(api.path(thing), "*", body);
            assertEquals(expected, answer.statusCode() + " " + answer.path("code"), answer::asString);
        });
    }

    private static String refusal(Response answer, String field) {
        return answer.statusCode() + " " + answer.path("code") + " " + answer.path(field);
    }

    private static String named(Response answer, String field) {
        return answer.path("name") + " " + answer.path(field);
    }

    private static Map<String, Object> nothing(String field) {
        Map<String, Object> body = new HashMap<>();
        body.put(field, null);
        return body;
    }
}
