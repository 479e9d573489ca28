package org.jixiao.chassis.testing;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.restassured.RestAssured;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jixiao.chassis.access.Role;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Who may do what: asked of the running service for every operation that its API document names, with every role, with
 * bad tokens and from another department, so that an operation is tested from the day it is added. A service extends
 * it as a {@code @QuarkusTest} and says what stands in addresses and bodies.
 */
public abstract class AccessMatrix {

    /** A department of the caller's own, and one whose things he must not see. */
    private static final String OWN = "MATRIX-OWN";
    private static final String FOREIGN = "MATRIX-FOREIGN";
    private static final String AUDITOR = "matrix-auditor";
    private static final List<String> MIXED = List.of("MIXED-A", "MIXED-B", "MIXED-C", "MIXED-D", "MIXED-E");
    private static final int USERS = 100;
    private static final int AT_ONCE = 32;
    private static final int READS = 5;
    private static final Set<Integer> REFUSED = Set.of(400, 401, 403, 404, 405, 406, 415, 500, 503);

    private static final Map<String, Map<String, String>> SEEDED = new ConcurrentHashMap<>();
    private static final HttpClient CLIENT = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** What a call needs beside its address; {@code ${name}} stands for a value of the department that is asked for. */
    public record Call(String query, String body, Map<String, String> headers) {

        public static final Call PLAIN = new Call(null, null, Map.of());

        public static Call body(String json) {
            return new Call(null, json, Map.of());
        }

        public static Call query(String query) {
            return new Call(query, null, Map.of());
        }

        public Call with(String header, String value) {
            return new Call(query, body, Map.of(header, value));
        }
    }

    /** The committed API document of the service. */
    protected abstract Path document();

    /** Makes the department with one of everything in it, and says what stands in addresses and bodies for it. */
    protected abstract Map<String, String> seed(String department);

    /** The same places, for things that do not exist. */
    protected abstract Map<String, String> nowhere();

    /** What operations need beside their address, by operation id; every one with a body must be here. */
    protected abstract Map<String, Call> calls();

    /** Operations whose things belong to no department. */
    protected Set<String> ofNoDepartment() {
        return Set.of();
    }

    /** Tables that the service still writes after the request that asked for it. */
    protected Set<String> writtenLater() {
        return Set.of();
    }

    private String fingerprint() {
        return Superuser.fingerprint(writtenLater());
    }

    @TestFactory
    Stream<DynamicTest> everyOperation() {
        Map<String, String> own = seeded(OWN);
        return ApiOperation.of(document()).stream().flatMap(operation -> operation.isOpen() ? Stream.of(
            test(operation, "is open to anybody", () -> isOpen(operation, own)),
            test(operation, "refuses a bad token although none is needed", () -> refusesBadTokens(operation, own)))
            : Stream.concat(Stream.of(
                test(operation, "refuses who has no token", () -> refusesNobody(operation, own)),
                test(operation, "refuses bad tokens", () -> refusesBadTokens(operation, own)),
                test(operation, "refuses every other role", () -> refusesOtherRoles(operation, own))),
                isOfEveryService(operation) ? Stream.of(
                test(operation, "hides another department", () -> hidesTheTrailAndJobsOfAnotherDepartment(operation))) : Stream.of(
                test(operation, "hides another department", () -> hidesAnotherDepartment(operation)),
                test(operation, "serves its roles", () -> servesItsRoles(operation, own)))));
    }

    /** The audit trail and the jobs: what they hold is tested where they are made, in the chassis. */
    private static boolean isOfEveryService(ApiOperation operation) {
        return operation.path().startsWith("/api/v1/audit/") || operation.path().startsWith("/api/v1/jobs/");
    }

    @TestFactory
    Stream<DynamicTest> everyBadToken() {
        ApiOperation operation = ApiOperation.of(document()).stream().filter(one -> !one.isOpen() && one.isRead() && !isOfEveryService(one)).findFirst().orElseThrow();
        Map<String, String> own = seeded(OWN);
        return BadTokens.of(operation.someRole(), OWN).entrySet().stream().map(bad -> DynamicTest.dynamicTest(bad.getKey(),
            () -> assertEquals("401 Bearer error=\"invalid_token\" UNAUTHENTICATED", challenge(ask(operation, own, "Bearer " + bad.getValue())))));
    }

    @Test
    void everyEndpointSaysWhoMayCallIt() {
        assertEquals(List.of(), Endpoints.withoutRule(Path.of("target/classes")));
    }

    @Test
    void aTokenInTheAddressIsRefused() {
        ApiOperation operation = ApiOperation.of(document()).stream().filter(one -> !one.isOpen() && one.isRead() && !isOfEveryService(one)).findFirst().orElseThrow();
        String token = Tokens.bearer(operation.someRole(), OWN);
        URI address = URI.create(address(operation, seeded(OWN)) + "?access_token=" + token.substring("Bearer ".length()));
        assertEquals("401", String.valueOf(send(HttpRequest.newBuilder(address).header("Authorization", token).build()).statusCode()));
    }

    @Test
    void twoTokensAreOneTooMany() {
        ApiOperation operation = ApiOperation.of(document()).stream().filter(one -> !one.isOpen() && one.isRead() && !isOfEveryService(one)).findFirst().orElseThrow();
        String token = Tokens.bearer(operation.someRole(), OWN);
        HttpRequest twice = HttpRequest.newBuilder(URI.create(address(operation, seeded(OWN))))
            .header("Authorization", token).header("Authorization", token).build();
        assertEquals(401, send(twice).statusCode());
    }

    /** Connections go from hand to hand among departments here: what the borrower before had must not stay on them. */
    @Test
    void ofAHundredUsersAtOnceEachSeesHisOwnDepartmentOnly() throws Exception {
        List<ApiOperation> reads = ApiOperation.of(document()).stream()
            .filter(one -> one.isRead() && !one.isOpen() && !isOfEveryService(one) && !ofNoDepartment().contains(one.id()))
            // of these only a few may run at once
            .filter(one -> !one.id().startsWith("export")).toList();
        MIXED.forEach(this::seeded);
        Random random = new Random(2021);
        List<Callable<String>> calls = new ArrayList<>();
        for (int user = 0; user < USERS; user++) {
            String own = MIXED.get(user % MIXED.size());
            String other = MIXED.get((user + 1) % MIXED.size());
            for (int i = 0; i < READS; i++) {
                ApiOperation read = reads.get(random.nextInt(reads.size()));
                String role = read.roles().isEmpty() ? read.someRole() : read.roles().get(random.nextInt(read.roles().size()));
                String token = Tokens.bearerFor("user-" + user, Set.of(role), own);
                calls.add(() -> strange(read, own, ask(read, seeded(own), token), Set.of(200)));
                calls.add(() -> strange(read, own, ask(read, seeded(other), token), Set.of(200, 404)));
            }
        }
        Collections.shuffle(calls, random);
        ExecutorService users = Executors.newFixedThreadPool(AT_ONCE);
        Set<String> strange = new TreeSet<>();
        for (Future<String> answer : users.invokeAll(calls)) {
            strange.add(answer.get());
        }
        users.shutdown();
        assertEquals(Set.of(""), strange);
    }

    /** What is wrong with an answer to somebody of this department; nothing if it speaks of no other. */
    private static String strange(ApiOperation read, String own, HttpResponse<String> answer, Set<Integer> statuses) {
        if (!statuses.contains(answer.statusCode())) {
            return read.id() + " answered " + answer.statusCode();
        }
        // the address that was asked for is said back in a refusal
        return answer.statusCode() == 200 && MIXED.stream().anyMatch(other -> !other.equals(own) && answer.body().contains(other))
            ? read.id() + " told " + own + " of another department" : "";
    }

    private void isOpen(ApiOperation operation, Map<String, String> own) {
        int status = ask(operation, own, null).statusCode();
        assertEquals(false, status == 401 || status == 403, () -> "answered " + status);
    }

    private void refusesNobody(ApiOperation operation, Map<String, String> own) {
        String before = fingerprint();
        assertEquals("401 Bearer UNAUTHENTICATED", challenge(ask(operation, own, null)));
        assertEquals(before, fingerprint());
    }

    private void refusesBadTokens(ApiOperation operation, Map<String, String> own) {
        String before = fingerprint();
        List<String> wrong = new ArrayList<>();
        BadTokens.fewOf(operation.someRole(), OWN).forEach((name, token) -> {
            String answer = challenge(ask(operation, own, "Bearer " + token));
            if (!answer.equals("401 Bearer error=\"invalid_token\" UNAUTHENTICATED")) {
                wrong.add(name + ": " + answer);
            }
        });
        assertEquals(List.of(), wrong);
        assertEquals(before, fingerprint());
    }

    private void refusesOtherRoles(ApiOperation operation, Map<String, String> own) {
        String before = fingerprint();
        List<String> wrong = new ArrayList<>();
        for (String role : Role.ALL) {
            if (!operation.allows(role)) {
                expect(wrong, role, "403 FORBIDDEN", ask(operation, own, Tokens.bearer(role, OWN)));
            }
        }
        if (!operation.roles().isEmpty()) {
            expect(wrong, "no role", "403 FORBIDDEN", ask(operation, own, Tokens.bearerFor("test", Set.of(), OWN)));
        }
        expect(wrong, "two duties", "403 ROLES_CONFLICT",
            ask(operation, own, Tokens.bearerFor("test", Set.of(Role.AUDITOR, Role.EVALUATOR), OWN)));
        assertEquals(List.of(), wrong);
        assertEquals(before, fingerprint());
    }

    private static void expect(List<String> wrong, String who, String expected, HttpResponse<String> answer) {
        String actual = answer.statusCode() + " " + code(answer);
        if (!actual.equals(expected)) {
            wrong.add(who + ": " + actual);
        }
    }

    /** The same answer as for what does not exist, by the same statements, so that neither words nor time tell. */
    private void hidesAnotherDepartment(ApiOperation operation) {
        if (ofNoDepartment().contains(operation.id())) {
            return;
        }
        Map<String, String> foreign = seeded(FOREIGN);
        Map<String, String> nowhere = nowhere();
        String token = Tokens.bearer(operation.someRole(), OWN);
        String before = fingerprint();
        List<HttpResponse<String>> answers = new ArrayList<>();
        List<String> ofForeign = Statements.during(() -> answers.add(ask(operation, foreign, token)));
        List<String> ofMissing = Statements.during(() -> answers.add(ask(operation, nowhere, token)));
        String told = told(answers.get(0), asked(operation, foreign));
        assertEquals(told(answers.get(1), asked(operation, nowhere)), told);
        boolean hidden = answers.get(0).statusCode() == 404
            || answers.get(0).statusCode() == 200 && !answers.get(0).body().contains(FOREIGN);
        assertEquals(true, hidden, () -> told);
        assertEquals(sorted(ofMissing), sorted(ofForeign));
        assertEquals(before, fingerprint());
    }

    /** Every entry and every job that is not the caller's is one that does not exist; lists and files leave it out. */
    private void hidesTheTrailAndJobsOfAnotherDepartment(ApiOperation operation) {
        seeded(FOREIGN);
        String token = Tokens.bearerFor(AUDITOR, Set.of(Role.AUDITOR), OWN);
        if (!operation.path().contains("{id}")) {
            HttpResponse<String> answer = ask(operation, seeded(OWN), token);
            String told = operation.isRead() ? answer.body() : exported(answer, token);
            assertEquals(false, told.contains(FOREIGN), told);
            assertEquals(true, operation.path().startsWith("/api/v1/jobs/") || told.contains(OWN), told);
            return;
        }
        List<String> foreign = operation.path().startsWith("/api/v1/jobs/")
            ? List.of(jobOf("another", OWN), jobOf(AUDITOR, FOREIGN), jobOf("another", FOREIGN))
            : Superuser.query("select max(id)::text from audit_entry where department_code = '" + FOREIGN + "'");
        String nothing = operation.path().startsWith("/api/v1/jobs/") ? UUID.randomUUID().toString() : "99999999";
        String missing = told(ask(operation, Map.of("id", nothing), token), Map.of("id", nothing));
        assertEquals("404", missing.substring(0, 3));
        for (String id : foreign) {
            assertEquals(missing, told(ask(operation, Map.of("id", id), token), Map.of("id", id)));
        }
        assertEquals(List.of(), Superuser.query("select id::text from job where cancel_requested and id::text in ('"
            + String.join("', '", foreign) + "')"));
    }

    /** A job that waits for good, so that it could be cancelled. */
    private static String jobOf(String creator, String department) {
        String id = UUID.randomUUID().toString();
        Superuser.execute("insert into job (id, kind, creator, roles, departments, parameters, attempt) values ('" + id
            + "', 'nothing', '" + creator + "', 'auditor', '" + department + "', '{}', 3)");
        return id;
    }

    /** What an export holds in the end. */
    private static String exported(HttpResponse<String> accepted, String token) {
        assertEquals(202, accepted.statusCode(), accepted.body());
        String job = accepted.headers().firstValue("Location").orElseThrow();
        HttpRequest.Builder result = HttpRequest.newBuilder(URI.create(RestAssured.baseURI + ":" + RestAssured.port + job + "/result"))
            .header("Authorization", token);
        await().atMost(Duration.ofSeconds(60)).until(() -> send(result.build()).statusCode() == 200);
        return send(result.build()).body();
    }

    /** Without constants: the database forgets to replace them in a statement that was prepared before its counters were reset. */
    private static List<String> sorted(List<String> statements) {
        return statements.stream().map(statement -> statement.replaceAll("\\$\\d+|\\b\\d+\\b|\\b(?:true|false)\\b|'[^']*'", "?")).sorted().toList();
    }

    /** The values that the call names: another "1" in the answer is no id that was asked for. */
    private Map<String, String> asked(ApiOperation operation, Map<String, String> values) {
        String call = operation.path().replace("{", "${") + calls().getOrDefault(operation.id(), Call.PLAIN);
        Map<String, String> asked = new HashMap<>(values);
        asked.keySet().removeIf(name -> !call.contains("${" + name + "}"));
        return asked;
    }

    /** An answer without what differs from request to request, and without the ids that were asked for. */
    private static String told(HttpResponse<String> answer, Map<String, String> asked) {
        String body = answer.body().replaceAll("\"(requestId|traceId|instance)\":\"[^\"]*\"", "");
        for (String value : asked.values().stream().sorted((a, b) -> b.length() - a.length()).toList()) {
            body = body.replaceAll("(?<![\\w.-])" + Pattern.quote(value) + "(?![\\w.-])", "?");
        }
        return answer.statusCode() + " " + body;
    }

    private void servesItsRoles(ApiOperation operation, Map<String, String> own) {
        List<String> roles = operation.isRead() && !operation.roles().isEmpty() ? operation.roles() : List.of(operation.someRole());
        List<String> wrong = new ArrayList<>();
        for (String role : roles) {
            HttpResponse<String> answer = ask(operation, own, Tokens.bearer(role, OWN));
            // what is not found inside a department that is the caller's own has a code of its own
            boolean foundOwn = answer.statusCode() == 404 && !Set.of("NOT_FOUND", "UNKNOWN_PATH").contains(code(answer));
            if (REFUSED.contains(answer.statusCode()) && !foundOwn) {
                wrong.add(role + ": " + answer.statusCode() + " " + answer.body());
            }
            if (answer.statusCode() == 202) {
                // what the job writes is not to be seen under the next call
                await().atMost(Duration.ofSeconds(60)).until(() -> Superuser.query("select id from job where ended_at is null").isEmpty());
            }
        }
        assertEquals(List.of(), wrong);
    }

    private static DynamicTest test(ApiOperation operation, String sentence, Runnable test) {
        return DynamicTest.dynamicTest(operation.id() + " " + sentence, test::run);
    }

    private Map<String, String> seeded(String department) {
        synchronized (SEEDED) {
            return SEEDED.computeIfAbsent(getClass().getName() + " " + department, key -> {
                Map<String, String> values = new HashMap<>(seed(department));
                values.put("department", department);
                // nobody gets as far as to learn that there is no such entry or job
                values.putIfAbsent("id", "99999999");
                return Map.copyOf(values);
            });
        }
    }

    private HttpResponse<String> ask(ApiOperation operation, Map<String, String> values, String authorization) {
        Call call = calls().getOrDefault(operation.id(), isOfEveryService(operation) && operation.hasBody() ? Call.body("{\"format\": \"NDJSON\"}") : Call.PLAIN);
        if (operation.hasBody() && call.body() == null) {
            throw new AssertionError("calls() has no body for " + operation.id() + ": say what a good call looks like");
        }
        String query = call.query() == null ? "" : "?" + filled(call.query(), values);
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address(operation, values) + query))
            .method(operation.method(), call.body() == null ? HttpRequest.BodyPublishers.noBody()
                : HttpRequest.BodyPublishers.ofString(filled(call.body(), values)))
            .header("Accept-Language", "en");
        if (call.body() != null && !call.headers().containsKey("Content-Type")) {
            request.header("Content-Type", "application/json");
        }
        if (operation.method().equals("POST")) {
            request.header("Idempotency-Key", UUID.randomUUID().toString());
        }
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        call.headers().forEach((name, value) -> request.header(name, filled(value, values)));
        return send(request.build());
    }

    private static String address(ApiOperation operation, Map<String, String> values) {
        return RestAssured.baseURI + ":" + RestAssured.port + filled(operation.path().replace("{", "${"), values);
    }

    private static String filled(String template, Map<String, String> values) {
        String filled = template;
        for (Map.Entry<String, String> value : values.entrySet()) {
            filled = filled.replace("${" + value.getKey() + "}", value.getValue());
        }
        if (filled.contains("${")) {
            throw new AssertionError("seed() and nowhere() give no value for a place in " + filled);
        }
        return filled;
    }

    private static HttpResponse<String> send(HttpRequest request) {
        try {
            return CLIENT.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new IllegalStateException(request.uri() + " gave no answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String challenge(HttpResponse<String> answer) {
        return answer.statusCode() + " " + answer.headers().firstValue("WWW-Authenticate").orElse("no challenge") + " " + code(answer);
    }

    private static String code(HttpResponse<String> answer) {
        return answer.body().replaceFirst("(?s)^.*\"code\":\"([A-Z_]+)\".*$", "$1");
    }
}
