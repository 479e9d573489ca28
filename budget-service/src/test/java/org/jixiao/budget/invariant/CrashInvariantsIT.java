package org.jixiao.budget.invariant;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.jixiao.budget.Api;
import org.jixiao.chassis.sql.DurabilityHandler;
import org.jixiao.chassis.testing.DatabaseCrash;
import org.jixiao.chassis.testing.RealParts;
import org.jixiao.chassis.testing.Superuser;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What is there after PostgreSQL was killed, and what a session that dies leaves behind. */
@QuarkusTest
@RealParts
class CrashInvariantsIT {

    private static final int CLIENTS = 24;
    private static final int PAYMENTS = 10;
    private static final int ATTEMPTS_MAX = 500;

    @Inject
    DurabilityHandler durability;

    @AfterEach
    void whatIsStoredFollowsFromTheJournal() {
        assertEquals(List.of(), Clients.faults());
    }

    @Test
    @DisplayName("I-17 [24] what was acknowledged is there after kill -9 of PostgreSQL, and I-18 what was in doubt is there once after its key was sent again")
    void whatWasAcknowledgedSurvives() throws Exception {
        Api api = Api.newDepartment();
        String id = api.appropriation("1000.00");
        CountDownLatch acknowledged = new CountDownLatch(100);
        ExecutorService killer = Executors.newSingleThreadExecutor();
        Future<?> killing = killer.submit(() -> {
            acknowledged.await();
            DatabaseCrash.killAndRestart();
            return null;
        });
        List<String> answers = Clients.atOnce(CLIENTS, client -> {
            StringBuilder paid = new StringBuilder();
            for (int i = 0; i < PAYMENTS; i++) {
                paid.append(payUntilAnswered(api, id, "crash-" + client + "-" + i + "-" + api.department())).append(' ');
                acknowledged.countDown();
            }
            return paid.toString().strip();
        });
        killing.get();
        killer.shutdown();

        List<String> stored = Superuser.query("select id from movement where kind = 'PAYMENT' and department_code = '" + api.department() + "'");
        List<String> told = answers.stream().flatMap(paid -> List.of(paid.split(" ")).stream()).toList();
        assertEquals("lost [], 240 told, 240 stored, 760.00 left", "lost " + told.stream().filter(one -> !stored.contains(one)).toList()
            + ", " + told.stream().distinct().count() + " told, " + stored.size() + " stored, " + Clients.available(api, id) + " left");
    }

    @Test
    @DisplayName("I-19 a session that is killed between its key and its effect leaves no stuck key")
    void aKeyIsNotStuck() throws Exception {
        Api api = Api.newDepartment();
        String id = api.appropriation("10.00");
        Map<String, Object> payment = Api.payment(id, "1.00");
        String key = "stuck-" + api.department();
        ExecutorService client = Executors.newSingleThreadExecutor();
        Future<Response> first;
        try (Connection holder = Superuser.connect(); Statement statement = holder.createStatement()) {
            holder.setAutoCommit(false);
            statement.execute("select from appropriation where id = " + id + " for update");
            first = client.submit(() -> api.post(api.year("/payments"), payment, key));
            while (Superuser.query("""
                select pg_terminate_backend(pid) from pg_stat_activity
                 where datname = current_database() and usename = 'test_app' and wait_event_type = 'Lock'""").isEmpty()) {
                LockSupport.parkNanos(5_000_000);
            }
            first.get();
            holder.rollback();
        }
        client.shutdown();

        String again = payUntilAnswered(api, id, key, payment);

        assertEquals("503, then " + again + " once, 9.00 left", first.get().statusCode() + ", then "
            + String.join(" ", Superuser.query("select id from movement where kind = 'PAYMENT' and department_code = '" + api.department() + "'"))
            + " once, " + Clients.available(api, id) + " left");
    }

    /** The database of the tests is such a one: it saves them minutes. */
    @Test
    @DisplayName("I-17 a database that may forget what it acknowledged is seen at the start")
    void aForgetfulDatabaseIsSeen() {
        assertEquals(List.of("the database has fsync off"), durability.refusals());
    }

    private static String payUntilAnswered(Api api, String id, String key) {
        return payUntilAnswered(api, id, key, Api.payment(id, "1.00"));
    }

    /** The id of the payment: the same key is sent until there is an answer that is one. */
    private static String payUntilAnswered(Api api, String id, String key, Map<String, Object> payment) {
        for (int attempt = 0; ; attempt++) {
            Response response = api.post(api.year("/payments"), payment, key);
            if (response.statusCode() == 201) {
                return response.path("id");
            }
            String answer = Clients.answer(response);
            if (attempt == ATTEMPTS_MAX || !answer.startsWith("5") && !answer.equals("409 IDEMPOTENCY_KEY_IN_USE")) {
                throw new AssertionError("the payment from " + id + " was answered by " + answer);
            }
            LockSupport.parkNanos(20_000_000);
        }
    }
}
