package org.jixiao.budget.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jixiao.budget.Api;
import org.jixiao.chassis.testing.RealParts;
import org.jixiao.chassis.testing.Superuser;
import org.junit.jupiter.api.Test;

/** Walking through many entries by cursor while others record. */
@QuarkusTest
@RealParts
class WalkIT {

    private static final int WRITERS = 4;

    /** Supplements of one cent with their chain, as the service would have recorded them one by one. */
    static final String MANY = """
        DO $$
        DECLARE
            a record;
            moment timestamptz := now();
            head bytea;
            movement bigint;
            entry bigint;
        BEGIN
            SET LOCAL session_replication_role = replica;
            SELECT * INTO STRICT a FROM appropriation WHERE department_code = '%1$s' AND id = %2$s FOR UPDATE;
            head := a.chain_head;
            FOR n IN 1..%3$d LOOP
                movement := nextval('movement_id_seq');
                entry := nextval('ledger_entry_id_seq');
                head := ledger_hash(head, a.department_code, 2021, a.id, a.entry_count + n, entry, movement, 'SUPPLEMENT', 0.01, 0, 0.01,
                    0, 0, 0, 0, NULL, 'W' || n, '2021-06-01', 'walk', NULL, NULL, NULL, 'walk', moment);
                INSERT INTO movement (department_code, fiscal_year, id, kind, document_number, document_date, reason, maker, recorded_at)
                VALUES (a.department_code, 2021, movement, 'SUPPLEMENT', 'W' || n, '2021-06-01', 'walk', 'walk', moment);
                INSERT INTO ledger_entry (department_code, fiscal_year, id, movement_id, kind, appropriation_id, sequence, amount,
                    adjusted_change, document_date, recorded_at, hash)
                VALUES (a.department_code, 2021, entry, movement, 'SUPPLEMENT', a.id, a.entry_count + n, 0.01, 0.01, '2021-06-01', moment, head);
            END LOOP;
            UPDATE appropriation SET adjusted_budget = adjusted_budget + 0.01 * %3$d, entry_count = entry_count + %3$d, chain_head = head
             WHERE department_code = a.department_code AND fiscal_year = 2021 AND id = a.id;
            UPDATE appropriation_month SET adjusted_change = adjusted_change + 0.01 * %3$d, entry_count = entry_count + %3$d
             WHERE department_code = a.department_code AND fiscal_year = 2021 AND appropriation_id = a.id AND month = 6;
        END $$""";

    @Test
    void ofTwentyThousandEntriesEachComesOnceWhateverIsRecordedMeanwhile() throws Exception {
        walkOver(20_000, "");
    }

    @Test
    void inAnyOtherOrderToo() throws Exception {
        walkOver(2_000, "&sort=-amount,documentNumber");
    }

    private static void walkOver(int there, String sort) throws Exception {
        Api api = Api.newDepartment();
        String id = api.appropriation("1000.00");
        Superuser.execute(MANY.formatted(api.department(), id, there));
        Superuser.execute("analyze");
        assertEquals(List.of(), Superuser.query("select id::text from ledger_difference where department_code = '" + api.department() + "'"));
        assertEquals(List.of(), Superuser.query("select 1 from ledger_chain_break where department_code = '" + api.department() + "'"));
        Set<String> before = new HashSet<>(Superuser.query("select id::text from ledger_entry where department_code = '"
            + api.department() + "'"));
        List<String> walked = whileOthersRecord(api, id, () -> walk(api, "/entries?fields=id&limit=100" + sort));
        Set<String> once = new HashSet<>(walked);
        assertEquals(walked.size(), once.size(), "twice");
        before.removeAll(once);
        assertEquals(Set.of(), before, "never");
    }

    private static List<String> whileOthersRecord(Api api, String appropriation, Walk walk) throws Exception {
        AtomicBoolean walked = new AtomicBoolean();
        ExecutorService writers = Executors.newFixedThreadPool(WRITERS);
        List<Future<Integer>> running = new ArrayList<>();
        for (int i = 0; i < WRITERS; i++) {
            running.add(writers.submit(() -> {
                int recorded = 0;
                while (!walked.get()) {
                    api.created(api.year("/payments"), Api.payment(appropriation, "0.01"));
                    recorded++;
                }
                return recorded;
            }));
        }
        try {
            return walk.ids();
        } finally {
            walked.set(true);
            for (Future<Integer> writer : running) {
                writer.get();
            }
            writers.shutdown();
        }
    }

    private static List<String> walk(Api api, String first) {
        List<String> ids = new ArrayList<>();
        String cursor = "";
        while (cursor != null) {
            Response page = api.get(api.year(first + cursor));
            assertEquals(200, page.statusCode(), page::asString);
            ids.addAll(page.path("items.id"));
            cursor = page.path("nextCursor") == null ? null : "&cursor=" + page.path("nextCursor");
        }
        return ids;
    }

    private interface Walk {
        List<String> ids();
    }
}
