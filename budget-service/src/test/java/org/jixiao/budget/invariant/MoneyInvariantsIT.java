package org.jixiao.budget.invariant;

import static org.jixiao.budget.invariant.Clients.answer;
import static org.jixiao.budget.invariant.Clients.atOnce;
import static org.jixiao.budget.invariant.Clients.available;
import static org.jixiao.budget.invariant.Clients.counted;
import static org.jixiao.budget.invariant.Clients.pay;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jixiao.budget.Api;
import org.jixiao.chassis.access.Role;
import org.jixiao.chassis.testing.RealParts;
import org.jixiao.chassis.testing.Superuser;
import org.jixiao.chassis.testing.Tokens;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Nothing lost, nothing doubled, nothing overspent, with many clients at once. In brackets how many, as in the Ledger
 * Conformance Kit. After each test the journal is looked through for I-01, I-03, I-08, I-09 and I-14.
 */
@QuarkusTest
@RealParts
class MoneyInvariantsIT {

    @AfterEach
    void whatIsStoredFollowsFromTheJournal() {
        assertEquals(List.of(), Clients.faults());
    }

    @Test
    @DisplayName("I-04 the replay of a key changes nothing and gives the same status and body, whatever was asked for")
    void aReplayChangesNothing() {
        Api api = Api.newDepartment();
        String id = api.appropriation("100.00");
        String payment = api.created(api.year("/payments"), Api.payment(id, "5.00")).path("id");
        Map<String, Object> asked = Map.of(
            "/payments", Api.payment(id, "60.00"),
            "/movements", Api.movement("SUPPLEMENT", id, "1.00"),
            "/payments/" + payment + "/refunds", Api.refund("2.00"));
        Map<String, String> seen = new TreeMap<>();
        Map<String, String> expected = new TreeMap<>();
        asked.forEach((path, body) -> {
            Response first = api.post(api.year(path), body, "replayed-" + api.department());
            String before = Superuser.fingerprint(Set.of());

            Response second = api.post(api.year(path), body, "replayed-" + api.department());

            expected.put(path, first.statusCode() + first.asString() + first.header("Location") + " true " + before);
            seen.put(path, second.statusCode() + second.asString() + second.header("Location") + " " + second.header("Idempotency-Replayed") + " "
                + Superuser.fingerprint(Set.of()));
        });
        assertEquals(expected, seen);
    }

    @Test
    @DisplayName("I-05 [64] of simultaneous uses of one key one is applied, the others are its replay or 409")
    void oneKeyAtOncePaysOnce() throws Exception {
        Api api = Api.newDepartment();
        String id = api.appropriation("100.00");
        Map<String, Object> payment = Api.payment(id, "1.00");
        List<String> bodies = new ArrayList<>();
        List<String> answers = atOnce(64, client -> {
            Response response = api.post(api.year("/payments"), payment, "one-key-" + api.department());
            if (response.statusCode() == 201) {
                synchronized (bodies) {
                    bodies.add(response.asString());
                }
            }
            return String.valueOf(answer(response));
        });
        answers.removeIf(answer -> answer.equals("201") || answer.equals("409 IDEMPOTENCY_KEY_IN_USE"));
        assertEquals("[] 1 body, left 99.00", answers + " " + bodies.stream().distinct().count() + " body, left " + available(api, id));
    }

    @Test
    @DisplayName("I-06 [500] of simultaneous credits to one hot appropriation none is lost")
    void noCreditIsLost() throws Exception {
        Api api = Api.newDepartment();
        String id = api.appropriation(null);
        List<String> answers = atOnce(500, client -> answer(api.post(api.year("/movements"), Api.movement("SUPPLEMENT", id, "0.01"))));
        assertEquals("{201=500} left 5.00", counted(answers) + " left " + available(api, id));
    }

    @Test
    @DisplayName("I-07 [400] concurrent transfers conserve the total, and I-23 none of them is a deadlock's victim")
    void transfersConserveTheTotal() throws Exception {
        Api api = Api.newDepartment();
        List<String> ids = List.of(api.appropriation("1000.00"), api.appropriation("1000.00"), api.appropriation("1000.00"));
        long deadlocks = Clients.deadlocks();
        List<String> answers = atOnce(400, client -> answer(api.post(api.year("/movements"), Api.movement("VIREMENT", List.of(
            Map.of("appropriationId", ids.get(client % 3), "amount", "-1.00"),
            Map.of("appropriationId", ids.get((client + 1 + client / 3 % 2) % 3), "amount", "1.00"))))));
        BigDecimal left = ids.stream().map(id -> new BigDecimal(available(api, id))).reduce(BigDecimal.ZERO, BigDecimal::add);
        assertEquals("{201=400} left 3000.00, deadlocks 0", counted(answers) + " left " + left + ", deadlocks " + (Clients.deadlocks() - deadlocks));
    }

    @Test
    @DisplayName("I-10 [1000] movements of 0.01 are 10.00, to the cent")
    void cents() throws Exception {
        Api api = Api.newDepartment();
        String id = api.appropriation("10.00");
        List<String> answers = atOnce(1000, client -> pay(api, id, "0.01"));
        Response read = api.get(api.year("/appropriations/" + id));
        assertEquals("{201=1000} \"10.00\" \"0.00\"", counted(answers) + " " + field(read, "executedAmount") + " " + field(read, "availableAmount"));
    }

    /** As it stands in the answer, with its quotes: never a number that somebody reads into a double. */
    private static String field(Response read, String name) {
        return read.asString().replaceFirst("(?s)^.*\"" + name + "\":([^,}]*).*$", "$1");
    }

    @Test
    @DisplayName("I-15 [32] of duplicates of a refused payment none is applied")
    void duplicatesOfARefusal() throws Exception {
        Api api = Api.newDepartment();
        String id = api.appropriation("10.00");
        Map<String, Object> payment = Api.payment(id, "10.01");
        List<String> answers = atOnce(32, client -> answer(api.post(api.year("/payments"), payment, "refused-" + api.department())));
        // room comes too late for a payment that was refused
        api.created(api.year("/movements"), Api.movement("SUPPLEMENT", id, "90.00"));
        answers.addAll(atOnce(32, client -> answer(api.post(api.year("/payments"), payment, "refused-" + api.department()))));
        answers.removeIf(answer -> answer.equals("422 APPROPRIATION_EXCEEDED") || answer.equals("409 IDEMPOTENCY_KEY_IN_USE"));
        assertEquals("[] left 100.00", answers + " left " + available(api, id));
    }

    @Test
    @DisplayName("I-16 a refusal by rule is kept and says that a new key is needed; with one it is paid")
    void aRefusalLeavesAWayToPay() {
        Api api = Api.newDepartment();
        String id = api.appropriation("100.00");
        Map<String, Object> payment = Api.payment(id, "150.00");
        Response first = api.post(api.year("/payments"), payment, "refused-" + api.department());
        api.created(api.year("/movements"), Api.movement("SUPPLEMENT", id, "50.00"));

        Response replay = api.post(api.year("/payments"), payment, "refused-" + api.department());
        Response anew = api.post(api.year("/payments"), payment);

        assertEquals("422 422 true 201", first.statusCode() + " " + replay.statusCode() + " "
            + replay.path("newKeyRequired") + " " + anew.statusCode());
    }

    @Test
    @DisplayName("I-16 what no rule decided, 400, 401, 403 and 409, uses up no key")
    void anErrorUsesUpNoKey() {
        Api api = Api.newDepartment();
        String id = api.appropriation("100.00");
        String key = "used-for-nothing-" + api.department();
        Map<String, Object> taken = Api.payment(id, "1.00");
        api.created(api.year("/payments"), taken);
        List<String> answers = new ArrayList<>();
        answers.add(answer(api.post(api.year("/payments"), Api.payment("99999999", "1.00"), key)));
        answers.add(answer(api.as("Bearer nonsense").header("Idempotency-Key", key).body(Api.payment(id, "1.00")).post(api.year("/payments"))));
        answers.add(answer(api.as(Tokens.bearer(Role.AUDITOR, api.department()))
            .header("Idempotency-Key", key).body(Api.payment(id, "1.00")).post(api.year("/payments"))));
        answers.add(answer(api.post(api.year("/payments"), taken, key)));

        answers.add(answer(api.post(api.year("/payments"), Api.payment(id, "2.00"), key)));

        assertEquals("[400 UNKNOWN_APPROPRIATION, 401 UNAUTHENTICATED, 403 FORBIDDEN, 409 DOCUMENT_NUMBER_TAKEN, 201] left 97.00",
            answers + " left " + available(api, id));
    }

    @Test
    @DisplayName("I-18 whoever asks again with the key while the database drops connections in the middle is paid once, and I-19 no key is stuck")
    void anAnswerInDoubtBecomesOne() throws Exception {
        Api api = Api.newDepartment();
        String id = api.appropriation("1000.00");
        AtomicBoolean paying = new AtomicBoolean(true);
        AtomicInteger dropped = new AtomicInteger();
        Thread dropping = new Thread(() -> {
            // each time the pool has to connect anew, so not for ever
            for (int round = 0; round < 15 && paying.get(); round++) {
                dropped.addAndGet(Superuser.query("""
                    select pg_terminate_backend(pid) from pg_stat_activity
                     where datname = current_database() and usename = 'test_app' and xact_start is not null""").size());
                LockSupport.parkNanos(100_000_000);
            }
        });
        dropping.start();
        List<String> answers;
        try {
            answers = atOnce(120, client -> payUntilAnswered(api, id, "in-doubt-" + client + "-" + api.department()));
        } finally {
            paying.set(false);
            dropping.join();
        }
        assertEquals("{201=120} left 880.00, 120 payments, dropped true", counted(answers) + " left " + available(api, id) + ", "
            + Superuser.query("select count(*) from movement where kind = 'PAYMENT' and department_code = '" + api.department() + "'").get(0)
            + " payments, dropped " + (dropped.get() > 0));
    }

    private static String payUntilAnswered(Api api, String id, String key) {
        Map<String, Object> payment = Api.payment(id, "1.00");
        String answer;
        do {
            answer = answer(api.post(api.year("/payments"), payment, key));
        } while (answer.startsWith("5") || answer.equals("409 IDEMPOTENCY_KEY_IN_USE"));
        return answer;
    }
}
