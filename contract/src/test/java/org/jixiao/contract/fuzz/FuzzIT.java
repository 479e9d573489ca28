package org.jixiao.contract.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import org.jixiao.contract.RunningSuite;
import org.junit.jupiter.api.Test;

/**
 * Every operation of the merged document against the running suite. {@code -Dfuzz.seed=N} repeats a
 * run or makes another one, {@code -Dfuzz.cases=N} sends more for each operation.
 */
class FuzzIT {

    private static final String DEPARTMENT = "FZ-A";
    private static final String OTHER = "FZ-B";
    /** Only the other department has this name: whoever reads it in an answer has read too much. */
    private static final String OTHER_NAME = "不可外传的另一部门7f3a9c";
    private static final int SUCCEEDING_PERCENT_MIN = 70;

    private final RunningSuite suite = RunningSuite.get();
    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void everyOperationAnswersAsItsDocumentSays() throws Exception {
        long seed = Long.getLong("fuzz.seed", 20260101L);
        int count = Integer.getInteger("fuzz.cases", 25);
        Specification specification = new Specification(document());
        List<String> secrets = new ArrayList<>(passwords());
        secrets.add(OTHER_NAME);
        createDepartment(DEPARTMENT, "模糊测试局");
        createDepartment(OTHER, OTHER_NAME);

        try (Databases databases = new Databases()) {
            for (String database : suite.databases()) {
                databases.add(database, suite.connect(database));
            }
            Fuzzer fuzzer = new Fuzzer(suite.base(), specification, new Checks(specification, secrets), databases,
                    suite::token, seed);
            know(fuzzer);
            fuzzer.run(count, DEPARTMENT);
            fuzzer.report(System.out);

            assertEquals("", String.join("\n", fuzzer.findings().stream().map(Finding::toString).toList()));
            assertEquals(List.of(), specification.complaints(), "the merged document is no good OpenAPI");
            Set<String> never = fuzzer.neverSucceeded();
            int percent = 100 - 100 * never.size() / fuzzer.operations().size();
            assertTrue(percent >= SUCCEEDING_PERCENT_MIN, "too many were never reached: " + never);
        }
    }

    private static void know(Fuzzer fuzzer) {
        fuzzer.links().know("department", DEPARTMENT);
        fuzzer.links().know("departmentCode", DEPARTMENT);
        fuzzer.links().know("fiscalYear", String.valueOf(RunningSuite.FISCAL_YEAR));
        String demo = RunningSuite.DEPARTMENT;
        for (String address : List.of("/api/v1/departments/" + demo, "/api/v1/departments/" + demo + "/fiscal-years/2021",
                "/api/v1/departments/" + demo + "/fiscal-years/2021/appropriations/1",
                "/api/v1/departments/" + demo + "/fiscal-years/2021/movements/1",
                "/api/v1/departments/" + demo + "/fiscal-years/2021/payments/1",
                "/api/v1/reports/" + demo + "/2021", "/reports/" + demo + "/2021", "/reports/" + demo + "/2021/v1",
                "/reports/" + demo + "/2021/v1.json", "/reports/" + demo + "/2021/v1.xlsx",
                "/api/v1/evaluations/1", "/api/v1/evaluations/2")) {
            fuzzer.links().showOnly(fuzzer.operations(), address);
        }
    }

    private String document() throws Exception {
        HttpResponse<String> response = client.send(HttpRequest.newBuilder(suite.base().resolve("/openapi.json")).build(),
                HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        assertEquals(200, response.statusCode());
        return response.body();
    }

    private void createDepartment(String code, String name) throws Exception {
        HttpResponse<String> response = client.send(HttpRequest.newBuilder(URI.create(suite.base() + "/api/v1/departments"))
                .header("Authorization", "Bearer " + suite.token("budget-officer", "*"))
                .header("Idempotency-Key", "fuzz-department-" + code).header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"code\":\"" + code + "\",\"name\":\"" + name + "\"}")).build(),
                HttpResponse.BodyHandlers.ofString());
        assertEquals(201, response.statusCode(), response.body());
    }

    private List<String> passwords() throws Exception {
        Properties properties = new Properties();
        try (var reader = Files.newBufferedReader(suite.keys().resolve("passwords.properties"))) {
            properties.load(reader);
        }
        return properties.values().stream().map(String::valueOf).toList();
    }
}
