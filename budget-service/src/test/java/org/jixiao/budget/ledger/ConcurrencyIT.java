package org.jixiao.budget.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.junit.QuarkusTest;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jixiao.budget.Api;
import org.jixiao.chassis.testing.RealParts;
import org.jixiao.chassis.testing.Superuser;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Many clients at once, over HTTP. */
@QuarkusTest
@RealParts
class ConcurrencyIT {

    private static final ExecutorService CLIENTS = Executors.newFixedThreadPool(64);

    @AfterAll
    static void stop() {
        CLIENTS.shutdownNow();
    }

    @AfterEach
    void balancesAreTheSumsOfTheirEntries() {
        assertEquals(List.of(), Superuser.query("select kept_on || ' ' || id from ledger_difference"));
    }

    @AfterEach
    void sequencesHaveNoGaps() {
        assertEquals(List.of(), Superuser.query("""
            select appropriation_id::text from ledger_entry group by department_code, fiscal_year, appropriation_id
            having max(sequence) <> count(*) or min(sequence) <> 1"""));
    }

    /** Drain: 20 withdrawals for room of 10, 40 rounds. */
    @Test
    void tenOfTwentyWithdrawalsForRoomOfTenSucceedInEveryOfFortyRounds() throws Exception {
        Api api = Api.newDepartment();
        Map<String, Integer> rounds = new TreeMap<>();
        for (int round = 0; round < 40; round++) {
            String id = api.appropriation("10.00");
            List<String> answers = atOnce(20, client -> pay(api, id, "1.00"));
            rounds.merge(counted(answers) + " left " + available(api, id), 1, Integer::sum);
        }
        assertEquals(Map.of("{201=10, 422 APPROPRIATION_EXCEEDED=10} left 0.00", 40), rounds);
    }

    @Test
    void twoHundredClientsCannotOverspend() throws Exception {
        Api api = Api.newDepartment();
        String id = api.appropriation("1000.00");
        List<String> answers = atOnce(200, client -> pay(api, id, "10.00"));
        assertEquals("{201=100, 422 APPROPRIATION_EXCEEDED=100} left 0.00", counted(answers) + " left " + available(api, id));
    }

    @Test
    void twoHundredSupplementsOfOneAppropriationAreAllKept() throws Exception {
        Api api = Api.newDepartment();
        String id = api.appropriation(null);
        List<String> answers = atOnce(200, client -> {
            return answer(api.post(api.year("/movements"), Api.movement("SUPPLEMENT", id, "0.01")));
        });
        assertEquals("{201=200} left 2.00", counted(answers) + " left " + available(api, id));
    }

    @Test
    void virementsBackAndForthNeitherLoseMoneyNorBlockEachOther() throws Exception {
        Api api = Api.newDepartment();
        String one = api.appropriation("1000.00");
        String other = api.appropriation("1000.00");
        List<String> answers = atOnce(200, client -> answer(api.post(api.year("/movements"), Api.movement("VIREMENT", List.of(
            Map.of("appropriationId", client % 2 == 0 ? one : other, "amount", "-1.00"),
            Map.of("appropriationId", client % 2 == 0 ? other : one, "amount", "1.00"))))));
        assertEquals("{201=200} left 2000.00", counted(answers) + " left "
            + new BigDecimal(available(api, one)).add(new BigDecimal(available(api, other))));
    }

    @Test
    void refundsAtOnceGiveBackNoMoreThanWasPaid() throws Exception {
        Api api = Api.newDepartment();
        String id = api.appropriation("100.00");
        String payment = api.created(api.year("/payments"), Api.payment(id, "100.00")).path("id");
        List<String> answers = atOnce(40, client -> answer(
            api.post(api.year("/payments/" + payment + "/refunds"), Api.refund("10.00"))));
        assertEquals("{201=10, 422 REFUND_EXCEEDS_PAYMENT=30} left 100.00", counted(answers) + " left " + available(api, id));
    }

    @Test
    void oneKeyAtOncePaysOnce() throws Exception {
        Api api = Api.newDepartment();
        String id = api.appropriation("100.00");
        Map<String, Object> payment = Api.payment(id, "1.00");
        List<String> answers = atOnce(64, client -> String.valueOf(
            api.post(api.year("/payments"), payment, "one-key-" + api.department()).statusCode()));
        answers.removeIf(answer -> answer.equals("201") || answer.equals("409"));
        assertEquals("[] left 99.00", answers + " left " + available(api, id));
    }

    @Test
    void oneDocumentUnderManyKeysIsRecordedOnce() throws Exception {
        Api api = Api.newDepartment();
        String id = api.appropriation("100.00");
        Map<String, Object> payment = Api.payment(id, "1.00");
        List<String> answers = atOnce(40, client -> answer(api.post(api.year("/payments"), payment)));
        assertEquals("{201=1, 409 DOCUMENT_NUMBER_TAKEN=39} left 99.00", counted(answers) + " left " + available(api, id));
    }

    @Test
    void nothingIsPaidAfterTheYearIsClosedAndNothingThatWasPaidIsMissing() throws Exception {
        Map<String, Integer> rounds = new TreeMap<>();
        for (int round = 0; round < 10; round++) {
            Api api = Api.newDepartment();
            String id = api.appropriation("1000.00");
            List<String> closing = new ArrayList<>();
            List<String> answers = atOnce(40, client -> {
                if (client == 20) {
                    String announced = api.post(api.year("/close"), null).path("total.executedAmount");
                    synchronized (closing) {
                        closing.add(announced);
                    }
                    return "closed";
                }
                return answer(api.post(api.year("/payments"), Api.payment(id, "1.00")));
            });
            long paid = answers.stream().filter("201"::equals).count();
            answers.removeIf(answer -> answer.equals("201") || answer.equals("closed") || answer.equals("409 FISCAL_YEAR_CLOSED"));
            String announced = paid + ".00";
            rounds.merge(answers + " " + closing.equals(List.of(announced)), 1, Integer::sum);
        }
        assertEquals(Map.of("[] true", 10), rounds);
    }

    private interface Client {
        String call(int number) throws Exception;
    }

    private static List<String> atOnce(int clients, Client client) throws Exception {
        CountDownLatch start = new CountDownLatch(1);
        List<Callable<String>> calls = new ArrayList<>();
        for (int i = 0; i < clients; i++) {
            int number = i;
            calls.add(() -> {
                start.await();
                return client.call(number);
            });
        }
        List<Future<String>> running = new ArrayList<>();
        calls.forEach(call -> running.add(CLIENTS.submit(call)));
        start.countDown();
        List<String> answers = new ArrayList<>();
        for (Future<String> call : running) {
            answers.add(call.get());
        }
        return answers;
    }

    private static String pay(Api api, String appropriationId, String amount) {
        return answer(api.post(api.year("/payments"), Api.payment(appropriationId, amount)));
    }

    private static String answer(io.restassured.response.Response response) {
        return response.statusCode() < 300 ? String.valueOf(response.statusCode())
            : response.statusCode() + " " + response.path("code");
    }

    private static Map<String, Integer> counted(List<String> answers) {
        Map<String, Integer> counts = new TreeMap<>();
        answers.forEach(answer -> counts.merge(answer, 1, Integer::sum));
        return counts;
    }

    private static String available(Api api, String appropriationId) {
        return api.get(api.year("/appropriations/" + appropriationId)).path("availableAmount");
    }
}
