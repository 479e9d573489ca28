package org.jixiao.contract.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.jixiao.contract.fuzz.Case.Validity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** One planted fault of each kind: a check that no fault has ever failed proves nothing. */
class ChecksTest {

    private static final String PROBLEM = "application/problem+json";
    private static final Specification SPECIFICATION = new Specification("""
            {"openapi": "3.1.0", "info": {"title": "t", "version": "1"},
             "paths": {"/things": {"post": {"operationId": "createThing", "security": [{"bearer": []}],
              "requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}}},
              "responses": {"201": {"description": "made", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}}},
               "400": {"description": "bad", "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}},
               "401": {"description": "who", "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}}}}},
              "/things/batch": {"post": {"operationId": "createThingBatch",
              "responses": {"207": {"description": "each", "content": {"application/json": {"schema": {"type": "object"}}}}}}},
              "/things/all": {"get": {"operationId": "listThings",
              "parameters": [{"name": "kind", "in": "query", "required": true, "schema": {"type": "array", "minItems": 1,
               "items": {"type": "string", "enum": ["A", "B"]}, "examples": [["A", "B"]]}}],
              "responses": {"200": {"description": "lines", "content": {"application/x-ndjson": {"schema": {"type": "string"}}}}}}}},
             "components": {
              "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer"}},
              "schemas": {
               "Thing": {"type": "object", "required": ["name"],
                "dependentRequired": {"unit": ["year"]}, "properties": {
                "unit": {"type": "string", "enum": ["AD"]}, "name": {"type": "string", "maxLength": 5, "pattern": "^[a-z]+$"}, "year": {"type": "integer", "minimum": 2000, "maximum": 2100}}},
               "Bounded": {"type": "object", "additionalProperties": true, "properties": {"code": {"type": "string"}}},
               "Problem": {"type": "object", "required": ["type", "title", "status", "code"],
                "properties": {"type": {"type": "string"}, "title": {"type": "string"}, "status": {"type": "integer"}, "code": {"type": "string"}}}}}}
            """);
    private static final Operation OPERATION = SPECIFICATION.operations().get(0);
    private static final Operation BATCH = SPECIFICATION.operations().get(1);
    private static final Operation LIST = SPECIFICATION.operations().get(2);
    private static final Checks CHECKS = new Checks(SPECIFICATION, List.of("s3cret-passw0rd"));

    static Stream<Arguments> faults() {
        return Stream.of(
                Arguments.of("no server error", Validity.VALID, 500, PROBLEM, problem(500, "X")),
                Arguments.of("status documented", Validity.VALID, 404, PROBLEM, problem(404, "X")),
                Arguments.of("status documented", Validity.VALID, 202, "application/json", "{\"name\":\"a\"}"),
                Arguments.of("refuses what is broken", Validity.BROKEN, 201, "application/json", "{\"name\":\"a\"}"),
                Arguments.of("takes what is valid", Validity.VALID, 400, PROBLEM, problem(400, "X").replace("C", "INVALID_VALUE")),
                Arguments.of("content type documented", Validity.VALID, 201, "text/html", "<p>made</p>"),
                Arguments.of("content type documented", Validity.BROKEN, 400, "application/json", problem(400, "X")),
                Arguments.of("content type documented", Validity.BROKEN, 400, PROBLEM, ""),
                Arguments.of("body conforms", Validity.VALID, 201, "application/json", "{\"name\":\"TOO LONG\"}"),
                Arguments.of("body conforms", Validity.VALID, 201, "application/json", "{\"name\":"),
                Arguments.of("no undeclared field", Validity.VALID, 201, "application/json", "{\"name\":\"a\",\"hash\":\"x\"}"),
                Arguments.of("problem is whole", Validity.BROKEN, 400, PROBLEM, problem(422, "X")),
                Arguments.of("problem is whole", Validity.BROKEN, 401, PROBLEM, problem(401, "X")),
                Arguments.of("nothing leaks", Validity.BROKEN, 400, PROBLEM, problem(400, "java.lang.NullPointerException")),
                Arguments.of("nothing leaks", Validity.BROKEN, 400, PROBLEM, problem(400, "ERROR: duplicate key value")),
                Arguments.of("nothing leaks", Validity.BROKEN, 400, PROBLEM, problem(400, "at org.x.Y.z(Y.java:3)")),
                Arguments.of("nothing leaks", Validity.BROKEN, 400, PROBLEM, problem(400, "select a from b where c")),
                Arguments.of("nothing leaks", Validity.BROKEN, 400, PROBLEM, problem(400, "connect to budget-service:8080")),
                Arguments.of("nothing leaks", Validity.BROKEN, 400, PROBLEM, problem(400, "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJyb290In0")),
                Arguments.of("nothing leaks", Validity.VALID, 201, "application/json", "{\"name\":\"s3cret-passw0rd\"}"));
    }

    private static String problem(int status, String title) {
        return "{\"type\":\"/problems/C\",\"title\":\"" + title + "\",\"status\":" + status
                + ",\"code\":\"C\",\"requestId\":\"r\"}";
    }

    private static List<String> found(Validity validity, int status, String type, String body) {
        return found(OPERATION, "planted", validity, status, type, body);
    }

    private static List<String> found(Operation operation, String what, Validity validity, int status, String type, String body) {
        Exchange.Request request = new Exchange.Request("POST", "/things", Map.of(), "{}".getBytes(StandardCharsets.UTF_8));
        return CHECKS.of(new Case(operation, what, validity, Set.of(), request),
                new Exchange(request, status, Map.of("content-type", List.of(type)), body.getBytes(StandardCharsets.UTF_8)),
                "http://h").stream().map(Finding::check).toList();
    }

    @ParameterizedTest
    @MethodSource("faults")
    void aPlantedFaultIsFound(String check, Validity validity, int status, String type, String body) {
        assertTrue(found(validity, status, type, body).contains(check), () -> found(validity, status, type, body).toString());
    }

    @Test
    void aGoodAnswerIsNoFinding() {
        assertEquals(List.of(), found(Validity.VALID, 201, "application/json", "{\"name\":\"a\",\"year\":2021}"));
        assertEquals(List.of(), found(Validity.BROKEN, 400, PROBLEM, problem(400, "名称太长")));
    }

    @Test
    void theBrokenItemOfABatchMustBeTheOneThatIsRefused() {
        String answer = "{\"items\":[{\"index\":0,\"status\":201},{\"index\":1,\"status\":400}]}";

        assertEquals(List.of(), found(BATCH, "/items/1/name is too long", Validity.BROKEN, 207, "application/json", answer));
        assertEquals(List.of("refuses what is broken"),
                found(BATCH, "/items/0 lacks name", Validity.BROKEN, 207, "application/json", answer));
        assertEquals(List.of("refuses what is broken"),
                found(BATCH, "the body is cut off", Validity.BROKEN, 207, "application/json", answer));
    }

    @Test
    void aFileOfJsonLinesIsNoJsonValue() {
        assertEquals(List.of(), found(LIST, "valid", Validity.VALID, 200, "application/x-ndjson", "{\"a\":1}\n{\"a\":2}\n"));
    }

    @Test
    void whatWasNotAskedForMayBeAbsentAndWhatWasAskedForMayNot() {
        List<String> faults = List.of("/items/0: required property 'kind' not found", ": required property 'rules' not found",
                ": required property 'name' not found", "/rules: required property 'total' not found", "/items: object found, array expected");

        assertEquals(List.of(": required property 'name' not found", "/rules: required property 'total' not found",
                "/items: object found, array expected"), Specification.withoutUnasked(faults, Set.of("name", "total")));
    }

    @Test
    void onlyASchemaThatSaysSoIsFreeToHoldMore() throws Exception {
        var value = Specification.JSON.readTree("{\"code\":\"X\",\"available\":\"1.00\"}");

        assertEquals(List.of(), SPECIFICATION.undeclared(Specification.JSON.readTree("{\"$ref\":\"#/components/schemas/Bounded\"}"), value));
        assertEquals(List.of("/available"),
                SPECIFICATION.undeclared(Specification.JSON.readTree("{\"$ref\":\"#/components/schemas/Problem\"}"), value));
    }

    @Test
    void severalValuesStandInTheAddressWithCommas() {
        List<Case> cases = new Cases(SPECIFICATION, LIST, new Links(), new Random(5), (path, body) -> "t").some(40);

        assertTrue(cases.stream().filter(one -> one.validity() == Validity.VALID)
                .allMatch(one -> one.request().target().equals("/things/all?kind=A%2CB")));
        assertTrue(cases.stream().anyMatch(one -> one.what().equals("query kind=NO_SUCH_THING") && one.validity() == Validity.BROKEN));
        assertTrue(cases.stream().anyMatch(one -> one.what().equals("query kind=") && one.validity() == Validity.BROKEN));
    }

    @Test
    void aRightStatusThatIsNotTheExpectedOneIsFound() {
        Exchange.Request request = new Exchange.Request("POST", "/things", Map.of(), new byte[0]);
        Exchange exchange = new Exchange(request, 400, Map.of("content-type", List.of(PROBLEM)),
                problem(400, "x").getBytes(StandardCharsets.UTF_8));

        assertEquals(List.of("status as expected"), CHECKS.of(new Case(OPERATION, "no token", Validity.BROKEN, Set.of(401),
                request), exchange, "http://h").stream().map(Finding::check).toList());
    }

    @Test
    void whatIsMadeIsValidAndWhatIsBrokenIsNot() {
        Values values = new Values(SPECIFICATION, new Random(7), Map.of());
        boolean apart = false;
        for (int i = 0; i < 50; i++) {
            var valid = values.valid(OPERATION.body());
            assertEquals(List.of(), SPECIFICATION.faults(OPERATION.body(), valid.toString()), valid::toString);
            apart |= values.broken(OPERATION.body(), valid).stream().anyMatch(broken -> broken.what().equals("the body has unit without year"));
            values.broken(OPERATION.body(), valid).stream().filter(broken -> !broken.what().contains("unknown field"))
                    .forEach(broken -> assertTrue(!SPECIFICATION.faults(OPERATION.body(), broken.value().toString()).isEmpty(),
                            () -> broken + " is valid"));
        }
        assertTrue(apart, "what belongs together was never sent apart");
    }

    @Test
    void theSameSeedSendsTheSame() {
        assertEquals(targets(3), targets(3));
        assertTrue(!targets(3).equals(targets(4)));
    }

    private static List<String> targets(long seed) {
        return new Cases(SPECIFICATION, OPERATION, new Links(), new Random(seed), (path, body) -> "t").some(25).stream()
                .map(one -> one.what() + one.request().headers() + new String(one.request().body(), StandardCharsets.UTF_8))
                .toList();
    }
}
