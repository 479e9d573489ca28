package org.jixiao.budget.control;

import static io.restassured.RestAssured.given;
import static org.jixiao.budget.ledger.Book.said;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jixiao.budget.Api;
import org.jixiao.budget.ledger.Book;
import org.jixiao.chassis.access.Role;
import org.jixiao.chassis.testing.RealParts;
import org.jixiao.chassis.testing.Superuser;
import org.jixiao.chassis.testing.Tokens;
import org.junit.jupiter.api.Test;

/** Deciding what the ledger refuses, and reading what was decided. */
@QuarkusTest
@RealParts
class ControlPolicyIT {

    private static final List<Map<String, Object>> RULES = List.of(
        Map.of("stage", "PAYMENT", "expenditureKind", "PERSONNEL", "fundNature", "GENERAL_PUBLIC_BUDGET", "mode", "WARN"),
        Map.of("stage", "PAYMENT", "mode", "STOP"));
    private static final List<Map<String, Object>> VIREMENT_RULES = List.of(
        Map.of("from", "PROJECT", "to", "PERSONNEL", "acrossFunctions", true, "mode", "STOP"), Map.of("mode", "OFF"));

    @Test
    void aPolicyIsReadAtItsLocationAsItWasDecided() {
        Book book = Book.open();
        Response created = book.decide(Book.policy(RULES, VIREMENT_RULES));
        Response read = book.api().get(created.header("Location"));
        assertEquals("201 1 2021-01-01 测试 test-scheme-administrator \"1\" | 200 \"1\" " + created.asString(),
            said(created, "version", "validFrom", "reason", "maker") + " " + created.header("ETag") + " | " + said(read) + " "
                + read.header("ETag") + " " + read.asString());
    }

    @Test
    void aPolicyKeepsItsRulesInTheirOrder() {
        Book book = Book.open();
        Response read = book.api().get(book.decide(Book.policy(RULES, VIREMENT_RULES)).header("Location"));
        assertEquals(List.of(RULES, VIREMENT_RULES), List.of(read.path("rules"), read.path("virementRules")));
    }

    @Test
    void whereNothingWasDecidedEverythingIsStrict() {
        Book book = Book.open();
        Response current = book.api().get(book.api().path("/control-policies/current?on=2021-06-01"));
        assertEquals("200 0 [] [] null null \"0\"",
            said(current, "version", "rules", "virementRules", "validFrom", "maker") + " " + current.header("ETag"));
    }

    @Test
    void whoHasNotSeenTheNewestVersionDoesNotReplaceIt() {
        Book book = Book.open();
        String decider = Tokens.bearer(Role.SCHEME_ADMINISTRATOR, book.api().department());
        Map<String, Object> policy = Book.policy("PAYMENT", "WARN");
        String missing = said(book.decide(policy, null, decider), "current");
        String early = said(book.decide(policy, "\"1\"", decider), "stated", "current");
        String first = said(book.decide(policy, "\"0\"", decider), "version");
        assertEquals("428 IF_MATCH_REQUIRED null \"0\" | 412 STALE null \"1\" \"0\" | 201 1 | 412 STALE null \"0\" \"1\" | 201 2",
            missing + " | " + early + " | " + first + " | " + said(book.decide(policy, "\"0\"", decider), "stated", "current") + " | "
                + said(book.decide(policy, "\"1\"", decider), "version"));
    }

    @Test
    void ofManyWhoSawTheSameVersionOneDecides() throws Exception {
        Book book = Book.open();
        String decider = Tokens.bearer(Role.SCHEME_ADMINISTRATOR, book.api().department());
        Map<String, Integer> rounds = new TreeMap<>();
        ExecutorService deciders = Executors.newFixedThreadPool(16);
        for (int round = 0; round < 10; round++) {
            String seen = "\"" + round + "\"";
            CountDownLatch start = new CountDownLatch(1);
            List<Future<String>> running = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                running.add(deciders.submit(() -> {
                    start.await();
                    return said(book.decide(Book.policy("PAYMENT", "WARN"), seen, decider));
                }));
            }
            start.countDown();
            Map<String, Integer> answers = new TreeMap<>();
            for (Future<String> answer : running) {
                answers.merge(answer.get(), 1, Integer::sum);
            }
            rounds.merge(answers.toString(), 1, Integer::sum);
        }
        deciders.shutdown();
        assertEquals(Map.of("{201=1, 412 STALE null=15}", 10), rounds);
    }

    @Test
    void aRepeatedRequestAddsOneVersion() {
        Book book = Book.open();
        Api api = book.api();
        String decider = Tokens.bearer(Role.SCHEME_ADMINISTRATOR, api.department());
        List<String> answers = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            Response answer = api.as(decider).header("Idempotency-Key", "policy-" + api.department()).header("If-Match", "\"0\"")
                .body(Book.policy("PAYMENT", "WARN")).post(api.path("/control-policies"));
            answers.add(said(answer, "version") + " " + answer.header("Idempotency-Replayed"));
        }
        assertEquals("[201 1 null, 201 1 true] [1]", answers + " "
            + api.get(api.path("/control-policies")).path("items.version"));
    }

    @Test
    void theNewestVersionThatHoldsOnADayDecides() {
        Book book = Book.open();
        Api api = book.api();
        book.decide(Book.policy("PAYMENT", "WARN"));
        book.decide(Book.with(Book.policy("PAYMENT", "OFF"), "validFrom", "2021-07-01"));
        List<Object> decides = new ArrayList<>();
        for (String query : List.of("?on=2020-12-31", "?on=2021-06-30", "?on=2021-07-01", "")) {
            decides.add(api.get(api.path("/control-policies/current" + query)).path("version"));
        }
        assertEquals("[0, 1, 2, 2]", decides.toString());
    }

    @Test
    void versionsAreListedPageByPageTheNewestFirst() {
        Book book = Book.open();
        Api api = book.api();
        for (int i = 0; i < 3; i++) {
            book.decide(Book.policy("PAYMENT", "WARN"));
        }
        Response first = api.get(api.path("/control-policies?limit=2"));
        Response second = api.get(api.path("/control-policies?limit=2&cursor=" + first.path("nextCursor")));
        assertEquals("[3, 2] [1] null", first.path("items.version") + " " + second.path("items.version") + " " + second.path("nextCursor"));
    }

    @Test
    void aRuleThatCouldNeverDecideIsRefused() {
        Book book = Book.open();
        Map<String, Object> any = Map.of("stage", "PAYMENT", "mode", "WARN");
        Map<String, Object> some = Map.of("stage", "PAYMENT", "fundNature", "OTHER", "mode", "STOP");
        Map<String, Object> reserving = Map.of("stage", "COMMITMENT", "mode", "STOP");
        Map<String, Object> across = Map.of("acrossFunctions", true, "mode", "STOP");
        assertEquals("422 CONTROL_RULE_UNREACHABLE /rules/2 3 1 | 422 CONTROL_RULE_UNREACHABLE /rules/1 2 1 "
                + "| 422 CONTROL_RULE_UNREACHABLE /virementRules/1 2 1 | 201",
            said(book.decide(Book.policy(List.of(any, reserving, some), List.of())), "rule", "coveredBy") + " | "
                + said(book.decide(Book.policy(List.of(any, any), List.of())), "rule", "coveredBy") + " | "
                + said(book.decide(Book.policy(List.of(), List.of(Map.of("mode", "OFF"), across))), "rule", "coveredBy") + " | "
                + said(book.decide(Book.policy(List.of(some, any, reserving), List.of(across, Map.of("mode", "OFF"))))));
    }

    @Test
    void aHundredRulesAreEnough() {
        Book book = Book.open();
        Map<String, Object> many = Book.policy(Collections.nCopies(101, Map.of("stage", "PAYMENT", "mode", "WARN")), List.of());
        Map<String, Object> virements = Book.policy(List.of(), Collections.nCopies(101, Map.of("mode", "WARN")));
        assertEquals("400 VALIDATION_FAILED null [/rules] | 400 VALIDATION_FAILED null [/virementRules]",
            said(book.decide(many), "errors.pointer") + " | " + said(book.decide(virements), "errors.pointer"));
    }

    @Test
    void whatIsNoPolicyIsRefused() {
        Book book = Book.open();
        Api api = book.api();
        Map<String, Object> good = Book.policy("PAYMENT", "WARN");
        assertEquals("400 INVALID_VALUE /rules/0/mode | 400 INVALID_VALUE /rules/0/stage | 400 VALIDATION_FAILED null [/rules/0/mode] "
                + "| 400 VALIDATION_FAILED null [/validFrom] | 400 INVALID_VALUE ?on | 404 NOT_FOUND null | 404 NOT_FOUND null | 404 NOT_FOUND null",
            said(book.decide(Book.policy("PAYMENT", "MAYBE"))) + " | " + said(book.decide(Book.policy("GIFT", "WARN"))) + " | "
                + said(book.decide(Book.policy(List.of(Map.of("stage", "PAYMENT")), List.of())), "errors.pointer") + " | "
                + said(book.decide(Book.with(good, "validFrom", null)), "errors.pointer") + " | "
                + said(api.get(api.path("/control-policies/current?on=2021-02-30"))) + " | "
                + said(api.get(api.path("/control-policies/0"))) + " | " + said(api.get(api.path("/control-policies/1"))) + " | "
                + said(api.get(api.path("/control-policies/x"))));
    }

    @Test
    void whoPaysDoesNotDecide() {
        Book book = Book.open();
        String department = book.api().department();
        Map<String, Object> policy = Book.policy("PAYMENT", "OFF");
        assertEquals("403 FORBIDDEN null | 403 ROLES_CONFLICT null | 403 FORBIDDEN null | 404 NOT_FOUND null",
            said(book.decide(policy, "\"0\"", Tokens.bearer(Role.BUDGET_OFFICER, department))) + " | "
                + said(book.decide(policy, "\"0\"", Tokens.bearerFor("x", Set.of(Role.BUDGET_OFFICER, Role.SCHEME_ADMINISTRATOR), department)))
                + " | " + said(book.decide(policy, "\"0\"", Tokens.bearer(Role.FINANCE_REVIEWER, department))) + " | "
                + said(book.decide(policy, "\"0\"", Tokens.bearer(Role.SCHEME_ADMINISTRATOR, "ELSEWHERE"))));
    }

    @Test
    void aDecisionIsInTheAuditTrailWithItsReason() {
        Book book = Book.open();
        String request = book.decide(Book.policy("PAYMENT", "WARN")).header("X-Request-Id");
        Response trail = given().header("Authorization", Tokens.bearer(Role.AUDITOR, book.api().department()))
            .get("/api/v1/audit/budget/entries?requestId=" + request);
        assertEquals("[controlPolicy.create] [测试] [test-scheme-administrator]",
            trail.path("items.action") + " " + trail.path("items.reason") + " " + trail.path("items.actor"));
    }

    @Test
    void theOwnerOfTheTableCannotChangeAVersion() {
        Book book = Book.open();
        book.decide(Book.policy("PAYMENT", "WARN"));
        IllegalStateException refused = assertThrows(IllegalStateException.class,
            () -> Superuser.execute("update control_policy set valid_from = '2020-01-01'"));
        assertTrue(refused.getCause().getMessage().contains("append-only"), refused.getCause().getMessage());
    }
}
