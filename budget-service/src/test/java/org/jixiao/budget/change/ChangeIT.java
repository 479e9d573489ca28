package org.jixiao.budget.change;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jixiao.budget.Api;
import org.jixiao.chassis.access.Role;
import org.jixiao.chassis.testing.RealParts;
import org.jixiao.chassis.testing.Superuser;
import org.jixiao.chassis.testing.Tokens;
import org.junit.jupiter.api.Test;

/** What other systems learn by following the changes. */
@QuarkusTest
@RealParts
class ChangeIT {

    private static final int WRITERS = 16;
    private static final int EACH = 25;
    private static final Duration SEALED_WITHIN = Duration.ofSeconds(30);

    /** A change as a reader keeps it. */
    private record Read(long position, String action, String resource) {
    }

    @Test
    void aReaderSeesEachMovementOfSixteenWritersOnceAndFromAnyPositionTheSame() throws Exception {
        Api api = Api.newDepartment();
        List<String> appropriations = List.of(api.appropriation("1000.00"), api.appropriation("1000.00"));
        ExecutorService writers = Executors.newFixedThreadPool(WRITERS);
        List<Future<List<String>>> running = new ArrayList<>();
        for (int i = 0; i < WRITERS; i++) {
            String id = appropriations.get(i % 2);
            running.add(writers.submit(() -> {
                List<String> recorded = new ArrayList<>();
                for (int n = 0; n < EACH; n++) {
                    recorded.add(api.year("/movements/") + api.created(api.year("/payments"), Api.payment(id, "0.01")).path("id"));
                    // takes a position and is not shown
                    api.post(api.year("/payments"), Api.payment(id, "5000.00")).then().statusCode(422);
                }
                return recorded;
            }));
        }
        List<Read> followed = new ArrayList<>();
        long since = 0;
        while (running.stream().anyMatch(writer -> !writer.isDone())) {
            since = follow(api, since, 7, followed);
        }
        List<String> recorded = new ArrayList<>();
        for (Future<List<String>> writer : running) {
            recorded.addAll(writer.get());
        }
        writers.shutdown();
        awaitSealed();
        since = follow(api, since, 7, followed);
        List<String> seen = followed.stream().filter(change -> change.action().equals("movement.create")).map(Read::resource)
            .filter(recorded::contains).toList();
        assertEquals(List.of(WRITERS * EACH, WRITERS * EACH), List.of(seen.size(), new HashSet<>(seen).size()));
        for (int from : new int[] {0, 1, 100, followed.size() - 1}) {
            List<Read> again = new ArrayList<>();
            assertEquals(since, follow(api, from == 0 ? 0 : followed.get(from - 1).position(), 100, again));
            assertEquals(followed.subList(from, followed.size()), again);
        }
    }

    /** The number of its entry is drawn before the other's, and committed after the reader has passed. */
    @Test
    void whatIsCommittedLateComesAfterWhatWasReadMeanwhile() throws SQLException {
        Api api = Api.newDepartment();
        List<Read> read = new ArrayList<>();
        long since;
        try (Connection late = Superuser.connect(); Statement statement = late.createStatement()) {
            late.setAutoCommit(false);
            statement.execute("update agency set name = '迟' where department_code = '" + api.department() + "'");
            api.created(api.path("/projects"), Map.of("code", "P2", "name", "早"));
            awaitSealed();
            since = follow(api, 0, 100, read);
            assertEquals("project.create", read.get(read.size() - 1).action());
            late.commit();
        }
        awaitSealed();
        List<Read> after = new ArrayList<>();
        follow(api, since, 100, after);
        assertEquals(List.of("agency.change"), after.stream().map(Read::action).toList());
    }

    @Test
    void aChangeSaysWhatAndWhereAndWhoAndNoValues() {
        Api api = Api.newDepartment();
        awaitSealed();
        Response read = api.get(api.path("/changes"));
        assertEquals(List.of("department.create", "agency.create", "project.create", "fiscalYear.create"), read.path("items.action"));
        assertEquals(List.of("", "/agencies/U1", "/projects/P1", "/fiscal-years/2021").stream().map(api::path).toList(),
            read.path("items.resource"));
        assertEquals(Set.of("position", "at", "action", "kind", "resource", "maker"), read.<Map<String, Object>>path("items[0]").keySet());
        for (String address : read.<List<String>>path("items.resource")) {
            api.get(address).then().statusCode(200);
        }
        assertEquals("true 1", read.path("upToDate") + " " + read.header("Retry-After"));
    }

    @Test
    void aLookIsOneStatement() {
        Api api = Api.newDepartment();
        api.get(api.path("/changes")).then().statusCode(200);
        Superuser.query("select pg_stat_statements_reset()");
        api.get(api.path("/changes")).then().statusCode(200);
        assertEquals(List.of("1"), Superuser.query("""
            select sum(s.calls)::text from pg_stat_statements s join pg_roles r on r.oid = s.userid and r.rolname = 'test_app'
            where s.query ilike '%audit\\_link%' and s.query not ilike '%audit\\_seal%'"""));
    }

    @Test
    void nowIsTheEndAsItIs() {
        Api api = Api.newDepartment();
        awaitSealed();
        Response now = api.get(api.path("/changes?since=now"));
        assertEquals("[] true", now.path("items") + " " + now.path("upToDate"));
        api.created(api.path("/projects"), Map.of("code", "P2", "name", "项目二"));
        awaitSealed();
        assertEquals(List.of("project.create"), api.get(api.path("/changes?since=" + now.path("next"))).path("items.action"));
    }

    @Test
    void whatIsNotShownMovesThePositionAllTheSame() {
        Api api = Api.newDepartment();
        awaitSealed();
        int before = api.get(api.path("/changes?since=now")).path("next");
        api.post(api.path("/projects"), Map.of("code", "P1", "name", "已有")).then().statusCode(409);
        awaitSealed();
        Response after = api.get(api.path("/changes?since=" + before));
        assertEquals("[] true", after.path("items") + " " + after.path("upToDate"));
        assertTrue(after.<Integer>path("next") > before, after::asString);
    }

    @Test
    void aPositionThatIsNotThereYetIsRefusedWithTheEnd() {
        Api api = Api.newDepartment();
        awaitSealed();
        Response refused = api.get(api.path("/changes?since=999999"));
        assertEquals("400 UNKNOWN_POSITION 999999 4", refused.statusCode() + " " + refused.path("code") + " " + refused.path("position")
            + " " + refused.path("head"));
        for (String since : List.of("-1", "x", "1.5", "9999999999999999999")) {
            Response malformed = api.get(api.path("/changes?since=" + since));
            assertEquals("400 INVALID_VALUE", malformed.statusCode() + " " + malformed.path("code"), since);
        }
        assertEquals(400, api.get(api.path("/changes?limit=101")).statusCode());
    }

    @Test
    void anotherDepartmentHasNoChanges() {
        Api api = Api.newDepartment();
        Response read = api.as(Tokens.bearer(Role.AUDITOR, "ELSEWHERE")).get(api.path("/changes"));
        assertEquals("404 NOT_FOUND", read.statusCode() + " " + read.path("code"));
    }

    @Test
    void whateverIsUnderAuditIsShownOrIsListedWithAReason() {
        Map<String, String> reasons = Map.of("controlPolicy", "read as the newest version of its department, which has an address of its own");
        List<String> kinds = Superuser.query("""
            select distinct split_part(encode(tgargs, 'escape'), '\\000', 1) from pg_trigger t join pg_proc f on f.oid = t.tgfoid
            where f.proname = 'audit_row' and not tgisinternal order by 1""");
        kinds.removeAll(ChangeResource.ADDRESSES.keySet());
        kinds.removeAll(reasons.keySet());
        assertEquals(List.of(), kinds);
    }

    /** Reads until there is nothing more; where to go on. */
    private static long follow(Api api, long since, int limit, List<Read> into) {
        long next = since;
        while (true) {
            Response read = api.get(api.path("/changes?since=" + next + "&limit=" + limit));
            assertEquals(200, read.statusCode(), read::asString);
            for (Map<String, Object> change : read.<List<Map<String, Object>>>path("items")) {
                into.add(new Read(((Number) change.get("position")).longValue(), (String) change.get("action"), (String) change.get("resource")));
            }
            next = read.<Number>path("next").longValue();
            if (read.path("upToDate")) {
                return next;
            }
        }
    }

    private static void awaitSealed() {
        await().atMost(SEALED_WITHIN).until(() -> Superuser.query("select count(*) from audit_unsealed").equals(List.of("0")));
    }
}
