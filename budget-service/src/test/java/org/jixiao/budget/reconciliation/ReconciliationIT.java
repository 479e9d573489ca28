package org.jixiao.budget.reconciliation;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jixiao.budget.Api;
import org.jixiao.chassis.access.Role;
import org.jixiao.chassis.testing.RealParts;
import org.jixiao.chassis.testing.Superuser;
import org.jixiao.chassis.testing.Tokens;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the reconciliation finds, and that it finds nothing where nothing is wrong. */
@QuarkusTest
@RealParts
class ReconciliationIT {

    @Inject
    ReconciliationHandler reconciliations;
    @Inject
    NightlyJob nightly;
    @TestHTTPResource(value = "/", management = true)
    URI management;

    private static Tampering kept;

    private Tampering tampering;

    /** One year that each test puts back as it was, reconciled once. */
    private Tampering kept() {
        if (kept == null) {
            kept = Tampering.yearOfEverything();
            reconciliations.run(kept.api().department(), 2021, "test", step -> { });
            kept.keep();
        }
        return kept;
    }

    @AfterEach
    void putBack() {
        if (tampering != null) {
            tampering.undo();
            reconciliations.look();
        }
    }

    @Test
    void aYearOfEveryKindOfMovementHasNoDifference() {
        Api api = kept().api();

        Reconciliation seen = reconciliations.run(api.department(), 2021, "test", step -> { });

        assertEquals("[] 3 14 17", seen.findings() + " " + seen.appropriations() + " " + seen.movements() + " " + seen.entries());
    }

    /** As somebody who may do everything in the database, and knows how to get round the triggers. */
    @ParameterizedTest(name = "I-03 {0}")
    @CsvSource(delimiter = '|', textBlock = """
        an amount is altered            | BALANCE CHAIN FUND MONTH
        a payee is altered              | CHAIN
        two entries change places       | CHAIN
        an entry in the middle is gone  | BALANCE CHAIN MONTH SEQUENCE MOVEMENT
        a last entry is gone            | BALANCE CHAIN_END EARLIER_END MONTH MOVEMENT
        a balance drifts                | BALANCE FUND
        money was spent that was not there | BALANCE BELOW_ZERO
        that was not there is excused by another finding | BALANCE BELOW_ZERO
        money is called that of another fund | CLASSIFICATION
        a month drifts                  | MONTH
        a month is of nobody            | MONTH
        a use is forgotten              | USE
        a document is of another year   | CHAIN DATE
        a carry-forward is of nobody    | CARRIED_FORWARD
        an announcement is missing      | ANNOUNCEMENT
        a last payment never was        | EARLIER_END
        a virement makes money          | BALANCE CHAIN MONTH REVERSAL USE VIREMENT
        """)
    void whatIsDoneInTheDatabaseIsFoundAndNamed(String what, String checks) {
        tampering = kept();
        tampering.does(what);

        Reconciliation seen = reconciliations.run(tampering.api().department(), 2021, "test", step -> { });

        Map<ReconciliationCheck, Long> found = new TreeMap<>(seen.checks());
        found.values().removeIf(count -> count == 0);
        assertEquals(List.of(checks.split(" ")).stream().sorted().toList(), found.keySet().stream().map(Enum::name).sorted().toList(),
            seen.findings().toString());
    }

    @Test
    void anEndThatTheRunHasNotWalkedIsNotKept() {
        Api api = Api.newDepartment();
        String id = api.appropriation("10.00");

        reconciliations.run(api.department(), 2021, "test", step -> {
            if (step == ReconciliationHandler.STEPS) {
                api.created(api.year("/payments"), Api.payment(id, "1.00"));
            }
        });

        assertEquals(List.of("1"), Superuser.query("select entry_count from reconciliation_head where appropriation_id = " + id));
    }

    @Test
    void aFindingNamesTheEntryAndBothHashes() {
        tampering = kept();
        tampering.does("a payee is altered");

        Reconciliation seen = reconciliations.run(tampering.api().department(), 2021, "test", step -> { });

        Reconciliation.Finding finding = seen.findings().get(0);
        assertEquals(List.of(finding.id() + " " + finding.stored()), Superuser.query("select id || ' ' || encode(hash, 'hex') from ledger_entry "
            + "where department_code = '" + tampering.api().department() + "' and movement_id = " + tampering.payment()));
    }

    @Test
    void anAuditorAsksForItWaitsForTheJobAndReadsIt() {
        Api api = kept().api();
        String auditor = Tokens.bearer(Role.AUDITOR, api.department());
        Response accepted = api.as(auditor).header("Idempotency-Key", "now-" + api.department()).post(api.year("/reconciliations"));
        assertEquals(202, accepted.statusCode(), accepted.asString());
        Response job = await().atMost(Duration.ofSeconds(60)).until(() -> api.as(auditor).get(accepted.header("Location")),
            answer -> !List.of("PENDING", "RUNNING").contains(answer.<String>path("state")));
        String id = job.path("result.facts.reconciliation");

        Response read = api.as(auditor).get(api.year("/reconciliations/" + id));
        Response listed = api.as(auditor).get(api.year("/reconciliations?limit=1"));
        Response file = api.as(auditor).get(job.<String>path("result.href"));

        assertEquals("SUCCEEDED 0 test-auditor 17 [" + id + "] " + read.path("chainDigest"), job.path("state") + " " + read.path("differences") + " "
            + read.path("maker") + " " + read.path("entries") + " " + listed.path("items.id") + " " + file.path("chainDigest"));
    }

    @Test
    void theDigestIsTheSameAsLongAsNothingIsRecorded() {
        Api api = Api.newDepartment();
        String id = api.appropriation("10.00");
        byte[] first = reconciliations.run(api.department(), 2021, "test", step -> { }).chainDigest();
        byte[] again = reconciliations.run(api.department(), 2021, "test", step -> { }).chainDigest();
        api.created(api.year("/payments"), Api.payment(id, "1.00"));
        byte[] later = reconciliations.run(api.department(), 2021, "test", step -> { }).chainDigest();

        assertEquals("true false", Arrays.equals(first, again) + " " + Arrays.equals(first, later));
    }

    @Test
    void aDifferenceIsAnAlarmInHealthAndMetricsWhileTheServiceGoesOn() {
        // what other tests tampered with and a night of theirs has seen
        Superuser.execute("set session_replication_role = replica; delete from reconciliation_head; delete from reconciliation");
        tampering = kept();
        tampering.does("a balance drifts");
        reconciliations.run(tampering.api().department(), 2021, "test", step -> { });

        Response well = given().get(management.resolve("/q/health/well"));
        Response ready = given().get(management.resolve("/q/health/ready"));
        String metric = given().get(management.resolve("/q/metrics")).asString().lines()
            .filter(line -> line.startsWith("jixiao_ledger_differences")).findFirst().orElse("");

        assertEquals("DOWN " + tampering.api().department() + "/2021 UP jixiao_ledger_differences 2.0",
            well.path("checks.find { it.name == 'ledger' }.status") + " "
                + well.path("checks.find { it.name == 'ledger' }.data.firstDifferenceIn") + " " + ready.path("status") + " " + metric);
    }

    @Test
    void theNightTakesEveryOpenYearOnceAndAClosedOneOnlyWhenItChanged() {
        Api open = Api.newDepartment();
        Api closed = Api.newDepartment();
        closed.appropriation("10.00");
        closed.post(closed.year("/close"), null).then().statusCode(200);
        Superuser.execute("update fiscal_year set recorded_at = now() - interval '3 days' where department_code in ('"
            + open.department() + "', '" + closed.department() + "')");
        nightly.reconcile();
        nightly.reconcile();
        String first = runs(open) + " " + runs(closed);
        Superuser.execute("set session_replication_role = replica; update reconciliation set started_at = started_at - interval '1 day' where department_code in ('"
            + open.department() + "', '" + closed.department() + "')");

        nightly.reconcile();

        assertEquals("1 1, then 2 1", first + ", then " + runs(open) + " " + runs(closed));
    }

    @Test
    void whatARunSawIsNeverChanged() {
        assertEquals(List.of("reconciliation INSERT", "reconciliation SELECT", "reconciliation_head INSERT", "reconciliation_head SELECT"),
            Superuser.query("""
                select table_name || ' ' || privilege_type from information_schema.role_table_grants
                 where grantee = 'test_app' and table_name in ('reconciliation', 'reconciliation_head') order by 1"""));
    }

    private static String runs(Api api) {
        return Superuser.query("select count(*) from reconciliation where department_code = '" + api.department() + "'").get(0);
    }
}
