package org.jixiao.budget.control;

import static org.jixiao.budget.ledger.Book.id;
import static org.jixiao.budget.ledger.Book.said;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import org.jixiao.budget.Api;
import org.jixiao.budget.ledger.Book;
import org.jixiao.chassis.testing.RealParts;
import org.jixiao.chassis.testing.Superuser;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a control policy does to the documents that are recorded under it. */
@QuarkusTest
@RealParts
class ControlIT {

    private static final String[] FINDING = {"findings.code", "findings.mode", "findings.policyVersion", "findings.appropriationId",
        "findings.limit", "findings.requested"};

    @AfterEach
    void theLedgerAgreesWithItself() {
        Book.check();
    }

    @Test
    void aWarningNeedsAnExplanationAndSaysWhatItWarnsOf() {
        Book book = Book.open();
        String id = book.appropriation("100.00");
        book.decide(Book.policy("PAYMENT", "WARN"));
        assertEquals("422 EXPLANATION_REQUIRED /explanation APPROPRIATION_EXCEEDED 1 100.00 100.01 " + id + " | 100.00",
            said(book.pay(id, "100.01"), "finding", "policyVersion", "available", "requested", "appropriationId") + " | " + book.available(id));
    }

    @Test
    void whatIsWarnedOfAndExplainedIsRecordedWithItsFinding() {
        Book book = Book.open();
        String id = book.appropriation("100.00");
        book.decide(Book.policy("PAYMENT", "WARN"));
        Response paid = book.payExplained(id, "100.01");
        Api api = book.api();
        Response read = api.get(api.year("/movements/" + id(paid)));
        assertEquals("201 -0.01 [APPROPRIATION_EXCEEDED] [WARN] [1] [" + id + "] [100.00] [100.01] "
                + "| 200 已批准 [APPROPRIATION_EXCEEDED] [WARN] [1] [" + id + "] [100.00] [100.01]",
            said(paid, "availableAmount") + said(paid, FINDING).substring(3) + " | " + said(read, "explanation")
                + said(read, FINDING).substring(3));
    }

    @Test
    void offAsksForNoExplanationAndStillRecordsTheFinding() {
        Book book = Book.open();
        String id = book.appropriation("100.00");
        book.decide(Book.policy("COMMITMENT", "OFF"));
        Response committed = book.commit(id, "120.00");
        assertEquals("201 [APPROPRIATION_EXCEEDED] [OFF] [1] [" + id + "] [100.00] [120.00] | -20.00",
            said(committed, FINDING) + " | " + book.available(id));
    }

    @Test
    void whatStaysInsideItsLimitsHasNoFinding() {
        Book book = Book.open();
        String id = book.appropriation("100.00");
        book.decide(Book.policy("PAYMENT", "WARN"));
        Response paid = book.pay(id, "100.00");
        assertEquals("201 null", said(paid, "findings"));
    }

    @Test
    void aRuleDecidesOnItsStageOnly() {
        Book book = Book.open();
        String id = book.appropriation("100.00");
        book.decide(Book.policy("PAYMENT", "OFF"));
        assertEquals("422 APPROPRIATION_EXCEEDED /amount 100.00 100.01 | 422 APPROPRIATION_EXCEEDED /lines/0/amount 100.00 100.01 "
                + "| 422 ALLOTMENT_ABOVE_BUDGET /lines/0/amount 100.00 100.01 | 201",
            said(book.commit(id, "100.01"), "available", "requested") + " | "
                + said(book.explained("REDUCTION", id, "100.01"), "available", "requested") + " | "
                + said(book.explained("ALLOTMENT", id, "100.01"), "available", "requested") + " | " + said(book.pay(id, "100.01")));
    }

    @Test
    void aRuleDecidesOnItsKindAndNatureOnlyAndTheFirstOneThatCoversDecides() {
        Book book = Book.open();
        Api api = book.api();
        String personnel = book.appropriation("100.00");
        String fund = api.appropriation("GOVERNMENT_FUND", "100.00");
        String project = project(api, "2010301", "31002");
        id(book.move("OPENING", project, "100.00"));
        book.decide(Book.policy(List.of(Map.of("stage", "PAYMENT", "fundNature", "GOVERNMENT_FUND", "mode", "STOP"),
            Map.of("stage", "PAYMENT", "expenditureKind", "PERSONNEL", "mode", "OFF")), List.of()));
        assertEquals("201 | 422 APPROPRIATION_EXCEEDED /amount 100.00 100.01 | 422 APPROPRIATION_EXCEEDED /amount 100.00 100.01",
            said(book.pay(personnel, "100.01")) + " | " + said(book.payExplained(fund, "100.01"), "available", "requested") + " | "
                + said(book.payExplained(project, "100.01"), "available", "requested"));
    }

    @Test
    void releasingMoreThanThereIsCanBeWarnedOf() {
        Book book = Book.open();
        String id = book.appropriation("100.00");
        book.decide(Book.policy("ALLOTMENT", "WARN"));
        assertEquals("422 EXPLANATION_REQUIRED /explanation ALLOTMENT_ABOVE_BUDGET 100.00 120.00 "
                + "| 201 [ALLOTMENT_ABOVE_BUDGET] [WARN] [1] [" + id + "] [100.00] [120.00] | 100.00 100.00 120.00 0.00 0.00 0.00 0.00 = 100.00",
            said(book.move("ALLOTMENT", id, "120.00"), "finding", "available", "requested") + " | "
                + said(book.explained("ALLOTMENT", id, "120.00"), FINDING) + " | " + book.balance(id));
    }

    @Test
    void aPaymentBeyondBothLimitsHasBothFindings() {
        Book book = Book.open();
        String id = book.appropriation("100.00");
        id(book.move("ALLOTMENT", id, "60.00"));
        book.decide(Book.policy("PAYMENT", "WARN"));
        Response paid = book.payExplained(id, "130.00");
        assertEquals("201 [APPROPRIATION_EXCEEDED, ALLOTMENT_EXCEEDED] [WARN, WARN] [1, 1] [" + id + ", " + id + "] [100.00, 60.00] "
            + "[130.00, 130.00] | 100.00 100.00 60.00 0.00 130.00 0.00 0.00 = -30.00", said(paid, FINDING) + " | " + book.balance(id));
    }

    @Test
    void whatIsOverspentTakesMoneyAndGivesNone() {
        Book book = Book.open();
        String id = book.appropriation("100.00");
        book.decide(Book.policy("PAYMENT", "OFF"));
        id(book.pay(id, "130.00"));
        assertEquals("422 APPROPRIATION_EXCEEDED /lines/0/amount -30.00 0.01 | 201 | 201 | 422 APPROPRIATION_EXCEEDED /amount -9.99 0.01 | -9.99",
            said(book.move("LAPSE", id, "0.01"), "available", "requested") + " | " + said(book.move("SUPPLEMENT", id, "20.00")) + " | "
                + said(book.move("SUPPLEMENT", id, "0.01")) + " | " + said(book.commit(id, "0.01"), "available", "requested") + " | "
                + book.available(id));
    }

    @Test
    void theNextDocumentIsDecidedByTheNewPolicy() {
        Book book = Book.open();
        String id = book.appropriation("100.00");
        StringBuilder said = new StringBuilder(said(book.payExplained(id, "100.01")));
        book.decide(Book.policy("PAYMENT", "OFF"));
        said.append(" | ").append(said(book.payExplained(id, "100.01"), "findings.policyVersion"));
        book.decide(Book.policy("PAYMENT", "WARN"));
        said.append(" | ").append(said(book.payExplained(id, "0.01"), "findings.policyVersion"));
        book.decide(Book.policy("PAYMENT", "STOP"));
        said.append(" | ").append(said(book.payExplained(id, "0.01")));
        assertEquals("422 APPROPRIATION_EXCEEDED /amount | 201 [1] | 201 [2] | 422 APPROPRIATION_EXCEEDED /amount", said.toString());
    }

    @Test
    void thePolicyOfADocumentsDayDecides() {
        Book book = Book.open();
        String id = book.appropriation("100.00");
        Api api = book.api();
        book.decide(Book.with(Book.policy("PAYMENT", "OFF"), "validFrom", "2021-06-03"));
        assertEquals("422 APPROPRIATION_EXCEEDED /amount | 201",
            said(book.pay(id, "100.01")) + " | "
                + said(api.post(api.year("/payments"), Book.with(Api.payment(id, "100.01"), "documentDate", "2021-06-03"))));
    }

    @Test
    void aDepartmentDecidesForItselfOnly() {
        Book one = Book.open();
        one.decide(Book.policy("PAYMENT", "OFF"));
        Book other = Book.open();
        String id = other.appropriation("100.00");
        assertEquals("422 APPROPRIATION_EXCEEDED /amount", said(other.payExplained(id, "100.01")));
    }

    @Test
    void virementsFollowTheFirstRuleThatCoversThem() {
        Book book = Book.open();
        Api api = book.api();
        String personnel = book.appropriation("100.00");
        String other = book.appropriation("100.00");
        String project = project(api, "2010301", "31002");
        String elsewhere = project(api, "2050101", "31003");
        id(book.move("OPENING", project, "100.00"));
        book.decide(Book.policy(List.of(), List.of(Map.of("from", "PROJECT", "to", "PERSONNEL", "mode", "STOP"),
            Map.of("acrossFunctions", true, "mode", "WARN"))));
        Response warned = api.post(api.year("/movements"), Book.with(Book.virement(personnel, elsewhere, "1.00"), "explanation", "已批准"));
        assertEquals("422 VIREMENT_NOT_ALLOWED /lines PROJECT 2010301 PERSONNEL 2010301 1 | 201 [] "
                + "| 422 EXPLANATION_REQUIRED /explanation VIREMENT_NOT_ALLOWED PERSONNEL 2010301 PROJECT 2050101 1 "
                + "| 201 [VIREMENT_NOT_ALLOWED] [WARN] [1] [null] [null] [null] | 201 []",
            said(book.vire(project, personnel, "1.00"), "from", "to", "policyVersion") + " | "
                + said(book.vire(personnel, project, "1.00"), "findings") + " | "
                + said(book.vire(personnel, elsewhere, "1.00"), "finding", "from", "to", "policyVersion") + " | " + said(warned, FINDING)
                + " | " + said(book.vire(personnel, other, "1.00"), "findings"));
    }

    @Test
    void noPolicyMovesMoneyBetweenFundNaturesOrMakesAny() {
        Book book = Book.open();
        Api api = book.api();
        String general = book.appropriation("100.00");
        String fund = api.appropriation("GOVERNMENT_FUND", "100.00");
        book.decide(Book.policy(List.of(), List.of(Map.of("mode", "OFF"))));
        assertEquals("422 VIREMENT_ACROSS_FUNDS /lines/1/appropriationId | 422 APPROPRIATION_EXCEEDED /lines/0/amount",
            said(book.vire(general, fund, "1.00")) + " | " + said(book.vire(general, book.appropriation(null), "100.01")));
    }

    @Test
    void aReversalIsNeverLoosened() {
        Book book = Book.open();
        String id = book.appropriation("100.00");
        String supplement = id(book.move("SUPPLEMENT", id, "50.00"));
        book.decide(Book.policy(List.of(Map.of("stage", "PAYMENT", "mode", "OFF"), Map.of("stage", "COMMITMENT", "mode", "OFF"),
            Map.of("stage", "ALLOTMENT", "mode", "OFF")), List.of()));
        id(book.pay(id, "150.01"));
        assertEquals("422 APPROPRIATION_EXCEEDED null -0.01 50.00", said(book.reverse(supplement), "available", "requested"));
    }

    @Test
    void theDatabaseTakesNothingBelowZeroWithoutAFinding() {
        Book book = Book.open();
        String id = book.appropriation("100.00");
        book.decide(Book.policy("PAYMENT", "OFF"));
        id(book.pay(id, "100.01"));
        IllegalStateException refused = assertThrows(IllegalStateException.class,
            () -> Superuser.execute("update appropriation set executed_amount = 100.02 where id = " + id));
        assertTrue(refused.getCause().getMessage().contains("would have -0.02 left"), refused.getCause().getMessage());
    }

    @Test
    void theDatabaseReleasesNoLessThanIsSpokenForWithoutAFindingTheFirstTimeEither() {
        Book book = Book.open();
        String id = book.appropriation("100.00");
        id(book.pay(id, "60.00"));
        IllegalStateException refused = assertThrows(IllegalStateException.class,
            () -> Superuser.execute("update appropriation set allotted_amount = 59.99 where id = " + id));
        assertTrue(refused.getCause().getMessage().contains("without ALLOTMENT_EXCEEDED"), refused.getCause().getMessage());
    }

    @Test
    void theDatabaseTakesAFindingForNothingButItsOwnLimit() {
        Book book = Book.open();
        String id = book.appropriation("100.00");
        String payment = id(book.pay(id, "1.00"));
        IllegalStateException refused = assertThrows(IllegalStateException.class, () -> Superuser.execute("""
            insert into movement_finding (department_code, fiscal_year, movement_id, number, code, mode, appropriation_id)
            select department_code, fiscal_year, id, 1, 'ALLOTMENT_EXCEEDED', 'OFF', %s from movement where id = %s;
            update appropriation set executed_amount = 100.01 where id = %s""".formatted(id, payment, id)));
        assertTrue(refused.getCause().getMessage().contains("without APPROPRIATION_EXCEEDED"), refused.getCause().getMessage());
    }

    private static String project(Api api, String functionalClass, String economicClass) {
        return api.created(api.year("/appropriations"), Map.of("agencyCode", "U1", "fundNature", "GENERAL_PUBLIC_BUDGET", "expenditureKind",
            "PROJECT", "projectCode", "P1", "functionalClass", functionalClass, "economicClass", economicClass, "economicClassName", "设备"))
            .path("id");
    }
}
