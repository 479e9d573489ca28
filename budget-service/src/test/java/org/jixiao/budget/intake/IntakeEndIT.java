package org.jixiao.budget.intake;

import static org.awaitility.Awaitility.await;
import static org.jixiao.budget.intake.Desk.HEAD;
import static org.jixiao.budget.intake.Desk.payment;
import static org.jixiao.budget.intake.Desk.told;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jixiao.budget.Api;
import org.jixiao.budget.ledger.Book;
import org.jixiao.chassis.testing.RealParts;
import org.jixiao.chassis.testing.Superuser;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** However the job of an intake ends: what was recorded is told, and what was told stays. */
@QuarkusTest
@RealParts
class IntakeEndIT {

    private static final String APPROPRIATION = "单位编码,功能分类,经济分类,资金性质,金额,文号,日期,指标类型\nU1,2010301,%s,111,%s,%s,2021-01-05,%s\n";
    private static final int CHUNK = 1_000;
    private static final Duration ENDED_WITHIN = Duration.ofMinutes(1);

    private Desk desk;

    @BeforeEach
    void open() {
        desk = new Desk();
    }

    @AfterEach
    void theLedgerAgreesWithItself() {
        Book.check();
    }

    @Test
    void aCancelledIntakeTellsWhatItHasRecorded() throws SQLException {
        String free = desk.book.appropriation("2000.00");
        String held = desk.book.appropriation("100.00");
        JsonPath intake;
        try (Connection other = holding(held)) {
            Response handed = desk.hand("kind=PAYMENTS&mode=ROW_BY_ROW", bytes(chunk(free) + payment(held, "5.00", "B-1")));
            await().atMost(ENDED_WITHIN).until(() -> movements(handed.path("id")) == CHUNK);
            desk.api.post("/api/v1/jobs/budget/" + handed.path("jobId") + "/cancel", Map.of()).then().statusCode(200);
            intake = desk.end(handed.header("Location"));
        }
        assertEquals("CANCELLED 1000 1000 1000.00 true", recorded(intake));
        assertEquals(List.of("0 CANCELLED"), stored(intake));
        assertEquals(List.of("1000 1000.00"), trail(intake));
    }

    @Test
    void whatIsTriedOutKeepsNobodyWaiting() throws SQLException {
        String id = desk.book.appropriation("100.00");
        Map<String, Object> payment = Api.payment(id, "1.00");
        Response handed;
        try (Connection other = Superuser.connect(); Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("lock table intake_trial in access exclusive mode");
            handed = desk.hand("kind=PAYMENTS&dryRun=true", bytes(HEAD + payment(id, "1.00", payment.get("documentNumber").toString())));
            await().atMost(ENDED_WITHIN).until(() -> Superuser.query(
                "select count(*) from pg_locks where relation = 'intake_trial'::regclass and not granted").equals(List.of("1")));
            desk.api.created(desk.api.year("/payments"), payment);
            desk.api.period(desk.api.officer(), "/periods/12/close", 0, null).then().statusCode(200);
        }
        assertEquals("CHECKED", desk.end(handed.header("Location")).getString("state"));
    }

    @Test
    void aFailedIntakeTellsWhatItHasRecorded() {
        String id = desk.book.appropriation("2000.00");
        JsonPath intake;
        Superuser.execute("alter table movement add constraint broken check (document_number <> 'BROKEN') not valid");
        try {
            intake = desk.done("kind=PAYMENTS&mode=ROW_BY_ROW", chunk(id) + payment(id, "5.00", "BROKEN"));
        } finally {
            Superuser.execute("alter table movement drop constraint broken");
        }
        assertEquals("FAILED 1000 1000 1000.00 true INTERNAL_ERROR", recorded(intake) + " " + intake.getString("problem.code"));
        assertEquals(List.of("0 FAILED"), stored(intake));
        assertEquals(List.of("1000 1000.00"), trail(intake));
    }

    @Test
    void anIntakeThatIsCancelledBeforeItBeginsHasRecordedNothing() {
        String id = desk.book.appropriation("10.00");
        String intake = desk.done("kind=PAYMENTS&mode=ROW_BY_ROW&dryRun=true", HEAD + payment(id, "1.00", "A-1")).getString("id");
        // as if no worker had been free
        Superuser.execute("begin; set local session_replication_role = replica; update intake set state = 'WAITING', ended_at = null, "
            + "recorded_rows = null, recorded_amount = null where id = '" + intake + "'; set local session_replication_role = origin; "
            + "update job set state = 'CANCELLED', done = 0 where id = (select job_id from intake where id = '" + intake + "'); commit");
        assertEquals("CANCELLED 0 0 0.00 true", recorded(desk.api.get(desk.api.year("/intakes/" + intake)).jsonPath()));
    }

    @Test
    void whatWasRejectedIsStillToldWhenTheWorkerIsLostAfterTheEnd() {
        String id = desk.book.appropriation("10.00");
        JsonPath intake = desk.done("kind=PAYMENTS&mode=ROW_BY_ROW", HEAD + payment(id, "1.00", "A-1") + payment(id, "50.00", "A-2"));
        again(intake.getString("jobId"));
        assertEquals("RECORDED 2 = 1 + 0 + 1, 1.00\n3 B APPROPRIATION_EXCEEDED",
            told(desk.api.get(desk.api.year("/intakes/" + intake.getString("id"))).jsonPath()));
    }

    @Test
    void whatATryHasEnteredIsEnteredAnewByTheNext() throws SQLException {
        desk.done("kind=APPROPRIATIONS", APPROPRIATION.formatted("30201", "100.00", "文1", ""));
        String held = Superuser.query("select id::text from appropriation where department_code = '" + desk.api.department() + "'").get(0);
        Response handed;
        try (Connection other = holding(held)) {
            handed = desk.hand("kind=APPROPRIATIONS&mode=ROW_BY_ROW", bytes(APPROPRIATION.formatted("30201", "100.00", "文2", "追加")
                + APPROPRIATION.formatted("30202", "7.00", "文3", "").split("\n")[1]));
            await().atMost(ENDED_WITHIN).until(() -> waiting().size() == 1);
            List<String> first = waiting();
            await().atMost(ENDED_WITHIN).until(() -> !waiting().equals(first));
        }
        assertEquals("RECORDED 2 = 2 + 0 + 0, 107.00", told(desk.end(handed.header("Location"))));
    }

    @Test
    void aWorkerThatWasThoughtLostLeavesNothingMore() throws SQLException {
        String id = desk.book.appropriation("10.00");
        Response handed;
        try (Connection other = holding(id)) {
            handed = desk.hand("kind=PAYMENTS&mode=ROW_BY_ROW", bytes(HEAD + payment(id, "1.00", "A-1") + payment(id, "50.00", "A-2")));
            await().atMost(ENDED_WITHIN).until(() -> waiting().size() == 1);
            Superuser.execute("update intake set attempt = attempt + 1 where id = '" + handed.path("id") + "'");
        }
        await().atMost(ENDED_WITHIN).until(() -> Superuser.query("select (heartbeat_at < clock_timestamp() - interval '5 seconds')::text from job where id = '"
            + handed.path("jobId") + "'").equals(List.of("true")));
        assertEquals(List.of("0 0"), Superuser.query("select (select count(*) from movement where intake_id = '" + handed.path("id")
            + "') || ' ' || (select count(*) from intake_reject where intake_id = '" + handed.path("id") + "')"));
        Superuser.execute("update job set state = 'CANCELLED', ended_at = now() where id = '" + handed.path("jobId") + "'");
    }

    /** Rows that fill one transaction. */
    private static String chunk(String id) {
        StringBuilder rows = new StringBuilder(HEAD);
        for (int i = 0; i < CHUNK; i++) {
            rows.append(payment(id, "1.00", "A-" + i));
        }
        return rows.toString();
    }

    private static byte[] bytes(String file) {
        return file.getBytes(StandardCharsets.UTF_8);
    }

    /** Somebody who holds an appropriation until he is closed. */
    private static Connection holding(String appropriation) throws SQLException {
        Connection other = Superuser.connect();
        other.setAutoCommit(false);
        try (Statement statement = other.createStatement()) {
            statement.execute("select from appropriation where id = " + appropriation + " for update");
        }
        return other;
    }

    /** The transactions that wait, as when they began. */
    private static List<String> waiting() {
        return Superuser.query("select xact_start::text from pg_stat_activity where usename = 'test_app' and wait_event_type = 'Lock'");
    }

    private static int movements(String intake) {
        return Integer.parseInt(Superuser.query("select count(*) from movement where intake_id = '" + UUID.fromString(intake) + "'").get(0));
    }

    private static void again(String job) {
        Superuser.execute("update job set state = 'PENDING', ended_at = null, worker = null where id = '" + job + "'");
        await().atMost(ENDED_WITHIN).until(() -> Superuser.query("select state from job where id = '" + job + "'").equals(List.of("SUCCEEDED")));
    }

    private static String recorded(JsonPath intake) {
        return intake.getString("state") + " " + intake.getString("doneRows") + " " + intake.getString("recordedRows") + " " + intake.getString("recordedAmount") + " "
            + (intake.get("endedAt") != null);
    }

    private static List<String> stored(JsonPath intake) {
        return Superuser.query("select count(p) || ' ' || i.state from intake i left join intake_piece p on p.intake_id = i.id where i.id = '"
            + intake.getString("id") + "' group by i.state");
    }

    /** Rows and amount as the trail has them of the first change that says them. */
    private static List<String> trail(JsonPath intake) {
        return Superuser.query("select string_agg(c ->> 'new', ' ' order by c ->> 'field' desc) from audit_entry, json_array_elements(changes) c where "
            + "action = 'intake.change' and target like '%/" + intake.getString("id") + "' and c ->> 'field' in ('recordedRows', 'recordedAmount') group by id");
    }
}
