package org.jixiao.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Two budget services beside one another on one database, and one of them killed. */
class InstancesIT {

    private static final RunningSuite SUITE = RunningSuite.get();
    private static final String DEPARTMENT = "TWO-INSTANCES";
    private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
        .connectTimeout(Duration.ofSeconds(5)).build();
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ExecutorService CLIENTS = Executors.newFixedThreadPool(20);
    private static URI first;
    private static URI second;
    private static int economicClass = 30100;

    @BeforeAll
    static void twoInstances() throws Exception {
        first = SUITE.serviceAddresses().get("budget-service");
        second = start();
        String officer = SUITE.token("budget-officer", DEPARTMENT);
        created(officer, "/api/v1/departments", Map.of("code", DEPARTMENT, "name", "两个实例"));
        created(officer, "/api/v1/departments/" + DEPARTMENT + "/agencies", Map.of("code", "U1", "name", "单位"));
        created(officer, "/api/v1/departments/" + DEPARTMENT + "/fiscal-years", Map.of("fiscalYear", 2021));
    }

    @AfterAll
    static void stop() {
        CLIENTS.shutdownNow();
    }

    @AfterEach
    void everyFigureIsTheSumOfItsEntries() throws SQLException {
        assertEquals("0 0", query("select (select count(*) from ledger_difference) || ' ' || (select count(*) from ledger_chain_break)"));
    }

    @Test
    void tenOfTwentyPaymentsOverTwoInstancesForRoomOfTenSucceed() throws Exception {
        Map<String, Integer> rounds = new TreeMap<>();
        for (int round = 0; round < 10; round++) {
            String appropriation = appropriation("10.00");
            List<String> answers = atOnce(20, client -> String.valueOf(
                pay(client % 2 == 0 ? first : second, appropriation, "1.00", UUID.randomUUID().toString()).statusCode()));
            Map<String, Integer> counted = new TreeMap<>();
            answers.forEach(answer -> counted.merge(answer, 1, Integer::sum));
            rounds.merge(counted + " left " + available(appropriation), 1, Integer::sum);
        }
        assertEquals(Map.of("{201=10, 422=10} left 0.00", 10), rounds);
    }

    /** I-17, I-18, I-19: what was answered is there, what was not is there once after the same key was sent elsewhere. */
    @Test
    void paymentsOfAKilledInstanceAreRecordedOnceWhoeverIsAskedAgain() throws Exception {
        int managementPort = freePort();
        int port = freePort();
        Process victim = SUITE.startAnother("budget-service", port, managementPort);
        URI doomed = ready(port, managementPort);
        String appropriation = appropriation("1000.00");
        Future<?> killing = CLIENTS.submit(() -> {
            Thread.sleep(150 + new Random().nextInt(200));
            victim.destroyForcibly();
            return null;
        });
        List<String> answers = atOnce(12, client -> {
            int paid = 0;
            for (int i = 0; i < 10; i++) {
                String key = UUID.randomUUID().toString();
                paid += payUntilAnswered(doomed, appropriation, key) == 201 ? 1 : 0;
            }
            return String.valueOf(paid);
        });
        killing.get();

        assertEquals("10 880.00 120", String.join(",", answers.stream().distinct().toList()) + " " + available(appropriation) + " "
            + query("select count(*)::text from ledger_entry where kind = 'PAYMENT' and appropriation_id = " + appropriation));
    }

    private static int payUntilAnswered(URI doomed, String appropriation, String key) throws Exception {
        String number = "文" + key;
        for (int attempt = 0; ; attempt++) {
            try {
                HttpResponse<String> answer = pay(attempt % 2 == 0 ? doomed : first, appropriation, "1.00", key, number);
                if (answer.statusCode() < 500 && answer.statusCode() != 409) {
                    return answer.statusCode();
                }
            } catch (IOException nobodyKnows) {
                if (attempt > 50) {
                    throw nobodyKnows;
                }
            }
            Thread.sleep(20);
        }
    }

    private static URI start() throws Exception {
        int managementPort = freePort();
        int port = freePort();
        SUITE.startAnother("budget-service", port, managementPort);
        return ready(port, managementPort);
    }

    private static URI ready(int port, int managementPort) throws Exception {
        for (int i = 0; ; i++) {
            try {
                HttpRequest health = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + managementPort + "/q/health/ready")).build();
                if (HTTP.send(health, HttpResponse.BodyHandlers.ofString()).statusCode() == 200) {
                    return URI.create("http://127.0.0.1:" + port);
                }
            } catch (IOException notYet) {
                if (i > 1200) {
                    throw notYet;
                }
            }
            Thread.sleep(100);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private interface Client {
        String call(int number) throws Exception;
    }

    private static List<String> atOnce(int clients, Client client) throws Exception {
        List<Callable<String>> calls = new ArrayList<>();
        for (int i = 0; i < clients; i++) {
            int number = i;
            calls.add(() -> client.call(number));
        }
        List<String> answers = new ArrayList<>();
        for (Future<String> answer : CLIENTS.invokeAll(calls)) {
            answers.add(answer.get());
        }
        return answers;
    }

    private static String appropriation(String amount) throws Exception {
        String officer = SUITE.token("budget-officer", DEPARTMENT);
        economicClass++;
        String id = created(officer, year("/appropriations"), Map.of("agencyCode", "U1", "fundNature", "OTHER", "expenditureKind", "OPERATING",
            "functionalClass", "2010301", "economicClass", String.valueOf(economicClass), "economicClassName", "分类"));
        created(officer, year("/movements"), Map.of("kind", "OPENING", "documentNumber", "初" + economicClass, "documentDate", "2021-01-01",
            "reason", "年初", "lines", List.of(Map.of("appropriationId", id, "amount", amount))));
        return id;
    }

    private static HttpResponse<String> pay(URI service, String appropriation, String amount, String key) throws Exception {
        return pay(service, appropriation, amount, key, "文" + key);
    }

    private static HttpResponse<String> pay(URI service, String appropriation, String amount, String key, String number) throws Exception {
        return post(service, SUITE.token("budget-officer", DEPARTMENT), year("/payments"), Map.of("appropriationId", appropriation,
            "amount", amount, "documentNumber", number, "documentDate", "2021-06-01", "purpose", "测试"), key);
    }

    private static String available(String appropriation) throws SQLException {
        return query("select available_amount::text from appropriation where id = " + appropriation);
    }

    private static String year(String path) {
        return "/api/v1/departments/" + DEPARTMENT + "/fiscal-years/2021" + path;
    }

    private static String created(String token, String path, Object body) throws Exception {
        HttpResponse<String> answer = post(first, token, path, body, UUID.randomUUID().toString());
        assertEquals(201, answer.statusCode(), answer.body());
        return JSON.readTree(answer.body()).path("id").asText();
    }

    private static HttpResponse<String> post(URI service, String token, String path, Object body, String key) throws Exception {
        return HTTP.send(HttpRequest.newBuilder(service.resolve(path)).timeout(Duration.ofSeconds(20))
            .header("Authorization", "Bearer " + token).header("Content-Type", "application/json").header("Idempotency-Key", key)
            .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body))).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static String query(String sql) throws SQLException {
        try (Connection connection = SUITE.connect("budget"); Statement statement = connection.createStatement();
             ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }
}
