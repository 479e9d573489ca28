package org.jixiao.budget;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jixiao.chassis.testing.AccessMatrix.Call;
import org.jixiao.chassis.testing.ApiOperation;
import org.jixiao.chassis.testing.RealParts;
import org.jixiao.chassis.testing.Superuser;
import org.jixiao.chassis.testing.Tokens;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Every POST that the running service documents can be repeated; what a good call looks like, the access matrix says. */
@QuarkusTest
@RealParts
class RepeatIT {

    private static final String CALLER = "repeater";
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Good calls where the matrix has none. */
    private static final Map<String, Call> MORE = Map.of(
        "createCommitment", Call.body("""
            {"appropriationId": "${appropriationId}", "amount": "1.00", "documentNumber": "文〔2021〕R1号", "documentDate": "2021-06-01",
             "reason": "合同"}"""),
        "releaseCommitment", Call.body("""
            {"amount": "1.00", "documentNumber": "文〔2021〕R2号", "documentDate": "2021-06-02", "reason": "释放"}"""),
        "reverseMovement", Call.body("""
            {"documentNumber": "文〔2021〕R3号", "documentDate": "2021-06-03", "reason": "冲销"}"""),
        "exportBudgetAuditTrail", Call.body("""
            {"format": "NDJSON", "actor": "nobody"}"""));

    /** Their jobs work on while the test compares: their own tests repeat them. */
    private static final Set<String> JOBS = Set.of("createIntake", "createReconciliation");

    /** Creates what stands in its own address; nothing may be there before. */
    private static final String FIRST_OF_ALL = "createDepartment";

    @TestHTTPResource(value = "/", management = true)
    URL management;

    @TestFactory
    Stream<DynamicTest> everyPostIsDoneOnce(@TempDir Path folder) throws IOException {
        Path document = folder.resolve("openapi.json");
        try (var live = URI.create(management.toString()).resolve("/q/openapi?format=json").toURL().openStream()) {
            Files.copy(live, document);
        }
        return ApiOperation.of(document).stream().filter(operation -> operation.method().equals("POST") && !JOBS.contains(operation.id()))
            .map(operation -> DynamicTest.dynamicTest(operation.id(), () -> isDoneOnce(operation)));
    }

    private static void isDoneOnce(ApiOperation operation) throws IOException {
        Map<String, String> values = values(operation);
        String path = filled(operation.path().replace("{", "${"), values);
        Call call = new AccessMatrixIT().calls().getOrDefault(operation.id(), MORE.get(operation.id()));
        if (operation.hasBody() && call == null) {
            throw new AssertionError("calls() has no body for " + operation.id() + ": say what a good call looks like");
        }
        String body = operation.hasBody() ? filled(call.body(), values) : null;
        String token = Tokens.bearerFor(CALLER, Set.of(operation.someRole()), values.get("department"));
        String key = UUID.randomUUID().toString();
        Map<String, String> headers = headers(operation, call, values);

        assertEquals("400 IDEMPOTENCY_KEY_MISSING", refusal(post(token, null, headers, path, body)));

        String lock = "(hashtextextended('" + CALLER + "' || chr(31) || 'POST " + path + "' || chr(31) || '" + key + "', 0))::text";
        Superuser.query("select pg_advisory_lock" + lock);
        Response running = post(token, key, headers, path, body);
        Superuser.query("select pg_advisory_unlock" + lock);
        assertEquals("409 IDEMPOTENCY_KEY_IN_USE 1", refusal(running) + " " + running.header("Retry-After"));

        Response first = post(token, key, headers, path, body);
        assertEquals("2 null", first.statusCode() / 100 + " " + first.header("Idempotency-Replayed"), first::asString);
        String before = Superuser.fingerprint(Set.of());
        Response again = post(token, key, headers, path, body);
        assertEquals(answer(first) + " true", answer(again) + " " + again.header("Idempotency-Replayed"));
        if (body != null) {
            String other = another(body);
            assertNotEquals(body, other);
            assertEquals("422 IDEMPOTENCY_KEY_REUSED", refusal(post(token, key, headers, path, other)));
        }
        assertEquals(before, Superuser.fingerprint(Set.of()), "a repeated call left a trace");
    }

    private static Map<String, String> values(ApiOperation operation) {
        String department = "REPEAT-" + NUMBER.incrementAndGet();
        Map<String, String> values = new HashMap<>();
        values.put("department", department);
        if (!operation.id().equals(FIRST_OF_ALL)) {
            values.putAll(new AccessMatrixIT().seed(department));
            Api api = Api.of(department);
            values.computeIfAbsent("commitmentId", absent -> api.created(api.year("/commitments"), Map.of("appropriationId",
                values.get("appropriationId"), "amount", "2.00", "documentNumber", "文〔2021〕R0号", "documentDate", "2021-06-01",
                "reason", "合同")).path("id"));
        }
        if (operation.path().contains("/jobs/")) {
            values.put("id", UUID.randomUUID().toString());
            Superuser.execute("insert into job (id, kind, creator, roles, departments, parameters, attempt) values ('" + values.get("id")
                + "', 'nothing', '" + CALLER + "', 'auditor', '" + department + "', '{}', 3)");
        }
        return values;
    }

    /** What the call sends besides its key; what can only be opened again is closed before. */
    private static Map<String, String> headers(ApiOperation operation, Call call, Map<String, String> values) {
        if (operation.id().startsWith("reopen")) {
            Api api = Api.of(values.get("department"));
            String place = operation.id().equals("reopenMonth") ? "/periods/6/soft-close" : "/soft-close";
            assertEquals(200, api.period(api.officer(), place, 0, "结账").statusCode());
            return Map.of("If-Match", "\"1\"");
        }
        Map<String, String> headers = new HashMap<>();
        if (call != null) {
            call.headers().forEach((name, value) -> headers.put(name, filled(value, values)));
        }
        return headers;
    }

    private static Response post(String token, String key, Map<String, String> headers, String path, String body) {
        RequestSpecification request = Api.of("").as(token).headers(headers);
        if (key != null) {
            request.header("Idempotency-Key", key);
        }
        return body == null ? request.post(path) : request.body(body).post(path);
    }

    /** A body that is as good, and says something else. */
    private static String another(String body) throws IOException {
        JsonNode tree = JSON.readTree(body);
        ObjectNode place = (ObjectNode) (tree.has("items") ? tree.get("items").get(0) : tree);
        for (String text : new String[] {"name", "reason", "purpose", "economicClassName", "actor", "explanation"}) {
            if (place.has(text)) {
                place.set(text, TextNode.valueOf(place.get(text).textValue() + "改"));
                return tree.toString();
            }
        }
        if (place.has("fiscalYear")) {
            place.put("fiscalYear", place.get("fiscalYear").intValue() + 1);
        }
        return tree.toString();
    }

    private static String filled(String template, Map<String, String> values) {
        String filled = template;
        for (Map.Entry<String, String> value : values.entrySet()) {
            filled = filled.replace("${" + value.getKey() + "}", value.getValue());
        }
        return filled;
    }

    private static String refusal(Response answer) {
        return answer.statusCode() + " " + answer.path("code");
    }

    private static String answer(Response answer) {
        return answer.statusCode() + " " + answer.header("Location") + " " + answer.header("ETag") + " " + answer.asString();
    }
}
