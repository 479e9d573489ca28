package org.jixiao.budget;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jixiao.chassis.access.Role;
import org.jixiao.chassis.testing.HttpChecks;
import org.jixiao.chassis.testing.ListChecks;
import org.jixiao.chassis.testing.RealParts;
import org.jixiao.chassis.testing.Superuser;
import org.jixiao.chassis.testing.Tokens;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Lists by their one grammar, several things at once, and what HTTP asks of every address. */
@QuarkusTest
@RealParts
class ListIT {

    private static final Path DOCUMENT = Path.of("../docs/api/budget-service.json");

    @TestFactory
    Stream<DynamicTest> httpIsAsItsStandardsSay() {
        Api api = Api.newDepartment();
        api.created(api.path("/agencies"), Map.of("code", "U2", "name", "二级"));
        return new HttpChecks(bearer(api), api.path("/agencies"), "code", api.path("/agencies/U1"), api.path("/agencies"), "name",
            "no-store").all();
    }

    @TestFactory
    Stream<DynamicTest> everyOrderAndFilterOfTheDocumentIsServed() {
        Api api = Api.newDepartment();
        api.created(api.path("/agencies"), Map.of("code", "U2", "name", "本级", "parentCode", "U1"));
        api.created(api.path("/projects"), Map.of("code", "P2", "name", "项目一", "implementingAgencyCode", "U1"));
        api.created(api.path("/fiscal-years"), Map.of("fiscalYear", 2020));
        String appropriation = api.appropriation("10.00");
        api.appropriation("GOVERNMENT_FUND", "10.00");
        api.created(api.year("/payments"), Api.payment(appropriation, "1.00"));
        return Stream.of(
                ListChecks.of(DOCUMENT, "listDepartments", "/api/v1/departments", Tokens.bearer(Role.BUDGET_OFFICER, api.department(), "T1")),
                ListChecks.of(DOCUMENT, "listAgencies", api.path("/agencies"), bearer(api)),
                ListChecks.of(DOCUMENT, "listProjects", api.path("/projects"), bearer(api)),
                ListChecks.of(DOCUMENT, "listFiscalYears", api.path("/fiscal-years"), bearer(api)),
                ListChecks.of(DOCUMENT, "listAppropriations", api.year("/appropriations"), bearer(api)),
                ListChecks.of(DOCUMENT, "listEntries", api.year("/entries"), bearer(api)))
            .flatMap(tests -> tests);
    }

    @TestFactory
    Stream<DynamicTest> filtersFindWhatTheySay() {
        Api api = Api.newDepartment();
        String first = api.appropriation("100.00");
        String second = api.appropriation("GOVERNMENT_FUND", "7.50");
        Map<String, Object> payment = Api.payment(first, "30.00");
        payment.put("purpose", "采购 100%_ 电脑");
        payment.put("documentDate", "2021-07-01");
        api.created(api.year("/payments"), payment);
        return Stream.of(
            found(api, "/entries?kind=PAYMENT", "-30.00"),
            found(api, "/entries?kind=PAYMENT,OPENING&sort=amount", "-30.00 7.50 100.00"),
            found(api, "/entries?sort=-amount", "100.00 7.50 -30.00"),
            found(api, "/entries?appropriationId=" + first + "," + second + "&sort=-documentDate,amount", "-30.00 7.50 100.00"),
            found(api, "/entries?documentDateFrom=2021-07-01", "-30.00"),
            found(api, "/entries?documentDateTo=2021-06-30", "100.00 7.50"),
            found(api, "/entries?amountMin=7.50&amountMax=99.99", "7.50"),
            found(api, "/entries?q=采购", "-30.00"),
            found(api, "/entries?q=100%25_", "-30.00"),
            found(api, "/entries?q=1%25", ""),
            found(api, "/entries?q=_____", ""),
            found(api, "/appropriations?availableAmountMax=69.99&fields=id", ""));
    }

    @Test
    void rowsThatComeMeanwhileAreNeitherRepeatedNorSkipped() {
        Api api = Api.newDepartment();
        for (int i = 10; i < 18; i += 2) {
            api.created(api.path("/projects"), Map.of("code", "S" + i, "name", "同名"));
        }
        List<String> seen = new ArrayList<>();
        String cursor = "";
        for (int page = 0; cursor != null; page++) {
            Response read = api.get(api.path("/projects?q=同名&sort=name&limit=2" + (cursor.isEmpty() ? "" : "&cursor=" + cursor)));
            seen.addAll(read.path("items.code"));
            cursor = read.path("nextCursor");
            if (page == 0) {
                api.created(api.path("/projects"), Map.of("code", "S05", "name", "同名"));
                api.created(api.path("/projects"), Map.of("code", "S15", "name", "同名"));
            }
        }
        assertEquals(List.of("S10", "S12", "S14", "S15", "S16"), seen);
    }

    @Test
    void aNameOfTheLongestLengthMayBeOfRareCharactersAndComesBackTheSame() {
        Api api = Api.newDepartment();
        String rare = "\ud842\udfb7";
        String name = rare.repeat(200);
        api.created(api.path("/projects"), Map.of("code", "R1", "name", name));
        api.created(api.path("/projects"), Map.of("code", "R2", "name", name));
        assertEquals(name, api.get(api.path("/projects/R1")).path("name"));
        Response longer = api.post(api.path("/projects"), Map.of("code", "R3", "name", name + rare));
        assertEquals("400 VALIDATION_FAILED [/name]", refusal(longer) + " " + longer.path("errors.pointer"));
        String list = api.path("/projects?sort=name&limit=1&q=" + rare.repeat(100));
        assertEquals(List.of("R2"), api.get(list + "&cursor=" + api.get(list).path("nextCursor")).path("items.code"));
    }

    @Test
    void ofABatchEachItemStandsForItself() {
        Api api = Api.newDepartment();
        String key = UUID.randomUUID().toString();
        Map<String, Object> request = Map.of("items", List.of(
            Map.of("code", "B1", "name", "一"), Map.of("code", "U1", "name", "别的"), Map.of("code", "small", "name", ""),
            Map.of("code", "B2", "name", "二", "parentCode", "B1"), Map.of("code", "B1", "name", "又一")));
        Response answer = api.post(api.path("/agencies/batch"), request, key);
        assertEquals("207 2 3 [201, 409, 400, 201, 409] [0, 1, 2, 3, 4]", answer.statusCode() + " " + answer.path("doneCount") + " "
            + answer.path("refusedCount") + " " + answer.path("items.status") + " " + answer.path("items.index"), answer.asString());
        assertEquals("AGENCY_EXISTS /items/1/code [/items/2/code, /items/2/name] " + api.path("/agencies/B2") + " B1",
            answer.path("items[1].problem.code") + " " + answer.path("items[1].problem.pointer") + " "
                + answer.path("items[2].problem.errors.pointer") + " " + answer.path("items[3].location") + " "
                + answer.path("items[3].resource.parentCode"));
        assertEquals(List.of("B1", "B2", "U1"), api.get(api.path("/agencies")).path("items.code"));
        Response again = api.post(api.path("/agencies/batch"), request, key);
        assertEquals("207 true", again.statusCode() + " " + again.header("Idempotency-Replayed"));
        assertEquals(answer.asString(), again.asString());
        assertEquals(200, api.get(answer.path("items[0].location")).statusCode());
    }

    @Test
    void aBatchOfTooManyOrOfNothingIsRefusedAsAWhole() {
        Api api = Api.newDepartment();
        String before = count(api);
        List<Map<String, String>> many = IntStream.range(0, 101).mapToObj(i -> Map.of("code", "M" + i, "name", "多")).toList();
        assertEquals("400 VALIDATION_FAILED", refusal(api.post(api.path("/projects/batch"), Map.of("items", many))));
        assertEquals("400 VALIDATION_FAILED", refusal(api.post(api.path("/projects/batch"), Map.of("items", List.of()))));
        assertEquals("400 UNKNOWN_FIELD", refusal(api.post(api.path("/projects/batch"),
            Map.of("items", List.of(Map.of("code", "M1", "name", "多"), Map.of("code", "M2", "nmae", "少"))))));
        assertEquals(before, count(api));
        assertEquals(100, api.post(api.path("/projects/batch"), Map.of("items", many.subList(0, 100))).<Integer>path("doneCount"));
    }

    @Test
    void aKeyIsItsOwnersAlone() {
        Api api = Api.newDepartment();
        String key = UUID.randomUUID().toString();
        Map<String, Object> request = Map.of("code", "K1", "name", "钥");
        assertEquals(201, api.post(api.path("/projects"), request, key).statusCode());
        String other = Tokens.bearerFor("somebody-else", Set.of(Role.BUDGET_OFFICER), api.department());
        Response foreign = api.as(other).header("Idempotency-Key", key).body(request).post(api.path("/projects"));
        assertEquals("409 PROJECT_EXISTS", refusal(foreign));
        assertEquals(201, api.post(api.path("/agencies"), request, key).statusCode());
    }

    private static DynamicTest found(Api api, String query, String amounts) {
        return DynamicTest.dynamicTest(query, () -> {
            Response read = given().header("Authorization", bearer(api)).urlEncodingEnabled(false)
                .get(api.year(query).replace("采购", "%E9%87%87%E8%B4%AD"));
            assertEquals(200, read.statusCode(), read::asString);
            if (query.contains("fields=id")) {
                assertTrue(read.<List<Map<String, Object>>>path("items").stream().allMatch(item -> item.keySet().equals(Set.of("id"))), read::asString);
            } else {
                assertEquals(amounts, String.join(" ", read.<List<String>>path("items.amount")));
            }
        });
    }

    private static String count(Api api) {
        return Superuser.query("select count(*) from project where department_code = '" + api.department() + "'").get(0);
    }

    private static String refusal(Response answer) {
        return answer.statusCode() + " " + answer.path("code");
    }

    private static String bearer(Api api) {
        return Tokens.bearer(Role.BUDGET_OFFICER, api.department());
    }
}
