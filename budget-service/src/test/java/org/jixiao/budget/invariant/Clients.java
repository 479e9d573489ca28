package org.jixiao.budget.invariant;

import io.restassured.response.Response;
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
import org.jixiao.chassis.testing.Superuser;

/** Many callers of the service at once, over HTTP, and what is looked at afterwards. */
final class Clients {

    interface Client {
        String call(int number) throws Exception;
    }

    private static final int AT_ONCE = 64;

    private Clients() {
    }

    /** The answers of so many clients who start together, 64 of them under way at any time. */
    static List<String> atOnce(int clients, Client client) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(Math.min(clients, AT_ONCE));
        CountDownLatch start = new CountDownLatch(1);
        List<Callable<String>> calls = new ArrayList<>();
        for (int i = 0; i < clients; i++) {
            int number = i;
            calls.add(() -> {
                start.await();
                return client.call(number);
            });
        }
        try {
            List<Future<String>> running = new ArrayList<>();
            calls.forEach(call -> running.add(threads.submit(call)));
            start.countDown();
            List<String> answers = new ArrayList<>();
            for (Future<String> call : running) {
                answers.add(call.get());
            }
            return answers;
        } finally {
            threads.shutdownNow();
        }
    }

    static String pay(Api api, String appropriationId, String amount) {
        return answer(api.post(api.year("/payments"), Api.payment(appropriationId, amount)));
    }

    static String answer(Response response) {
        return response.statusCode() < 300 ? String.valueOf(response.statusCode())
            : response.statusCode() + " " + response.path("code");
    }

    static Map<String, Integer> counted(List<String> answers) {
        Map<String, Integer> counts = new TreeMap<>();
        answers.forEach(answer -> counts.merge(answer, 1, Integer::sum));
        return counts;
    }

    static String available(Api api, String appropriationId) {
        return api.get(api.year("/appropriations/" + appropriationId)).path("availableAmount");
    }

    /** I-03, I-08, I-14: whatever was done before, what is stored follows from the journal. */
    static List<String> faults() {
        return Superuser.query("""
            select 'I-08 ' || kept_on || ' ' || id from ledger_difference
            union all
            select 'I-03 chain of ' || appropriation_id || ' at ' || sequence from ledger_chain_break
            union all
            select 'I-14 sequence of ' || appropriation_id from ledger_entry group by department_code, fiscal_year, appropriation_id
            having max(sequence) <> count(*) or min(sequence) <> 1
            union all
            select 'I-01 virement ' || e.movement_id
              from ledger_entry e join appropriation a
                on a.department_code = e.department_code and a.fiscal_year = e.fiscal_year and a.id = e.appropriation_id
             where e.kind = 'VIREMENT' group by e.department_code, e.fiscal_year, e.movement_id, a.fund_nature having sum(e.amount) <> 0
            union all
            select 'I-09 overspent ' || id from appropriation a where available_amount < 0
               and not exists (select from movement_finding f where f.department_code = a.department_code and f.appropriation_id = a.id)""");
    }

    static long deadlocks() {
        return Long.parseLong(Superuser.query("select deadlocks from pg_stat_database where datname = current_database()").get(0));
    }
}
