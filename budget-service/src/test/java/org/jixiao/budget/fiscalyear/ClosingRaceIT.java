package org.jixiao.budget.fiscalyear;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jixiao.budget.Api;
import org.jixiao.chassis.testing.RealParts;
import org.jixiao.chassis.testing.Superuser;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** I-20: nothing posts into a closed period, also while the close runs concurrently; 10 rounds of 40 clients each. */
@QuarkusTest
@RealParts
class ClosingRaceIT {

    private static final int ROUNDS = 10;
    private static final int CLIENTS = 40;
    private static final int CLOSER = 20;
    private static final String JUNE = "2021-06-15";
    private static final String JULY = "2021-07-15";
    private static final ExecutorService POOL = Executors.newFixedThreadPool(CLIENTS);

    @AfterAll
    static void stop() {
        POOL.shutdownNow();
    }

    @AfterEach
    void balancesAreTheSumsOfTheirEntries() {
        assertEquals(List.of(), Superuser.query("select kept_on || ' ' || id from ledger_difference"));
    }

    /** 39 clients, of whom 14 pay in July, and one who closes June in their midst. */
    @Test
    void nothingIsDatedIntoAMonthOnceItIsClosedAndTheOtherMonthsGoOn() throws Exception {
        Map<String, Integer> rounds = new TreeMap<>();
        for (int round = 0; round < ROUNDS; round++) {
            Api api = Api.newDepartment();
            String id = api.appropriation("1000.00");
            Round seen = round(api, "/periods/6/close", client -> pay(api, id, client % 3 == 0 ? JULY : JUNE));
            long july = seen.answers.stream().filter((JULY + " 201")::equals).count();
            long june = seen.answers.stream().filter((JUNE + " 201")::equals).count();
            seen.answers.removeIf(answer -> answer.endsWith(" 201") || answer.equals(JUNE + " 409 PERIOD_CLOSED"));
            rounds.merge(seen.answers + ", July " + july + ", June as when it closed: " + (june == seen.paidInJune)
                + ", and later: " + (june == paidInJune(api)), 1, Integer::sum);
        }
        assertEquals(Map.of("[200], July 14, June as when it closed: true, and later: true", ROUNDS), rounds);
    }

    @Test
    void nothingIsDatedIntoAYearOnceItIsClosed() throws Exception {
        Map<String, Integer> rounds = new TreeMap<>();
        for (int round = 0; round < ROUNDS; round++) {
            Api api = Api.newDepartment();
            String id = api.appropriation("1000.00");
            Round seen = round(api, "/close", client -> pay(api, id, JUNE));
            long june = seen.answers.stream().filter((JUNE + " 201")::equals).count();
            seen.answers.removeIf(answer -> answer.endsWith(" 201") || answer.equals(JUNE + " 409 FISCAL_YEAR_CLOSED"));
            rounds.merge(seen.answers + ", as announced: " + (june + ".00").equals(seen.announced) + ", as when it closed: "
                + (june == seen.paidInJune) + ", and later: " + (june == paidInJune(api)), 1, Integer::sum);
        }
        assertEquals(Map.of("[200], as announced: true, as when it closed: true, and later: true", ROUNDS), rounds);
    }

    @Test
    void ofFortyWhoCloseAMonthWithTheSameTagOneDoes() throws Exception {
        Map<String, Integer> rounds = new TreeMap<>();
        for (int round = 0; round < ROUNDS; round++) {
            Api api = Api.newDepartment();
            List<String> answers = atOnce(client -> {
                Response answer = api.period(api.officer(), "/periods/" + (client % 12 + 1) + "/close", 0, null);
                return answer.statusCode() + (answer.statusCode() == 200 ? "" : " " + answer.path("code"));
            });
            answers.sort(null);
            rounds.merge(answers.get(0) + " " + answers.get(1) + " " + answers.get(CLIENTS - 1) + ", version "
                + api.get(api.year("/periods")).path("version"), 1, Integer::sum);
        }
        assertEquals(Map.of("200 412 STALE 412 STALE, version 1", ROUNDS), rounds);
    }

    /** Else everybody passes him who comes while somebody posts, and somebody always does. */
    @Test
    void whoComesToPostWaitsBehindHimWhoWantsToClose() throws Exception {
        Api api = Api.newDepartment();
        String id = api.appropriation("10.00");
        Future<Response> closed;
        Future<String> paid;
        try (Connection poster = Superuser.connect(); Statement statement = poster.createStatement()) {
            poster.setAutoCommit(false);
            statement.execute("select pg_advisory_xact_lock_shared(hashtext('" + api.department() + "'), 2021)");
            closed = POOL.submit(() -> api.period(api.officer(), "/periods/6/close", 0, null));
            waiting(1);
            paid = POOL.submit(() -> pay(api, id, JUNE));
            waiting(2);
        }
        assertEquals("200, then " + JUNE + " 409 PERIOD_CLOSED", closed.get().statusCode() + ", then " + paid.get());
    }

    private static void waiting(int count) {
        await().until(() -> Superuser.query("select count(*) from pg_locks where locktype = 'advisory' and not granted")
            .equals(List.of(String.valueOf(count))));
    }

    private static final class Round {
        private List<String> answers;
        private int paidInJune;
        private String announced;
    }

    /** One client closes; what is there right after its answer is what stays. */
    private static Round round(Api api, String close, Client payer) throws Exception {
        Round seen = new Round();
        seen.answers = atOnce(client -> {
            if (client != CLOSER) {
                return payer.call(client);
            }
            Response closed = api.period(api.officer(), close, 0, null);
            seen.paidInJune = paidInJune(api);
            seen.announced = close.equals("/close") && closed.statusCode() == 200 ? closed.path("total.executedAmount") : null;
            return String.valueOf(closed.statusCode());
        });
        return seen;
    }

    private static int paidInJune(Api api) {
        return Integer.parseInt(Superuser.query("select count(*) from movement where kind = 'PAYMENT' and document_date = '" + JUNE
            + "' and department_code = '" + api.department() + "'").get(0));
    }

    private static String pay(Api api, String id, String date) {
        Map<String, Object> payment = Api.payment(id, "1.00");
        payment.put("documentDate", date);
        Response answer = api.post(api.year("/payments"), payment);
        return date + " " + answer.statusCode() + (answer.statusCode() < 300 ? "" : " " + answer.path("code"));
    }

    private interface Client {
        String call(int number) throws Exception;
    }

    private static List<String> atOnce(Client client) throws Exception {
        CyclicBarrier start = new CyclicBarrier(CLIENTS);
        List<Callable<String>> calls = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            int number = i;
            calls.add(() -> {
                start.await();
                return client.call(number);
            });
        }
        List<String> answers = new ArrayList<>();
        for (Future<String> answer : POOL.invokeAll(calls)) {
            answers.add(answer.get());
        }
        return answers;
    }
}
