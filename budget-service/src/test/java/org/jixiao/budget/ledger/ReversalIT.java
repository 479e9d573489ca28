package org.jixiao.budget.ledger;

import static org.jixiao.budget.ledger.Book.id;
import static org.jixiao.budget.ledger.Book.said;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.Map;
import org.jixiao.budget.Api;
import org.jixiao.chassis.testing.RealParts;
import org.jixiao.chassis.testing.Superuser;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Taking back a document of each kind, whole and once. */
@QuarkusTest
@RealParts
class ReversalIT {

    @AfterEach
    void theLedgerAgreesWithItself() {
        Book.check();
    }

    @Test
    void afterAReversedOpeningThereMayBeAnother() {
        Book book = Book.open();
        String id = book.appropriation(null);
        String opening = id(book.move("OPENING", id, "100.00"));
        id(book.reverse(opening));
        String nothing = book.balance(id);
        assertEquals("0.00 0.00 - 0.00 0.00 0.00 0.00 = 0.00 | 201 120.00 120.00 - 0.00 0.00 0.00 0.00 = 120.00 "
                + "| 422 OPENING_NOT_FIRST /lines/0/appropriationId 3 0",
            nothing + " | " + said(book.move("OPENING", id, "120.00")) + " " + book.balance(id) + " | "
                + said(book.move("OPENING", id, "1.00"), "entryCount", "entryCountExpected"));
    }

    @Test
    void aSupplementIsTakenBackOnlyWhileItIsThere() {
        Book book = Book.open();
        String id = book.appropriation("100.00");
        String supplement = id(book.move("SUPPLEMENT", id, "50.00"));
        String payment = id(book.pay(id, "100.01"));
        String refused = said(book.reverse(supplement), "available", "requested", "appropriationId");
        id(book.refund(payment, "0.01"));
        assertEquals("422 APPROPRIATION_EXCEEDED null 49.99 50.00 " + id + " | 201 100.00 100.00 - 0.00 100.00 0.00 0.00 = 0.00",
            refused + " | " + said(book.reverse(supplement)) + " " + book.balance(id));
    }

    @Test
    void aReductionALapseAndAnAllotmentAreTakenBack() {
        Book book = Book.open();
        String id = book.appropriation("100.00");
        String reduction = id(book.move("REDUCTION", id, "30.00"));
        String lapse = id(book.move("LAPSE", id, "20.00"));
        String allotment = id(book.move("ALLOTMENT", id, "50.00"));
        String takenBack = id(book.move("ALLOTMENT", id, "-10.00"));
        String before = book.balance(id);
        id(book.reverse(takenBack));
        String more = book.balance(id);
        id(book.reverse(reduction));
        id(book.reverse(lapse));
        id(book.reverse(allotment));
        assertEquals("100.00 70.00 40.00 0.00 0.00 20.00 0.00 = 50.00 | 100.00 70.00 50.00 0.00 0.00 20.00 0.00 = 50.00 "
            + "| 100.00 100.00 0.00 0.00 0.00 0.00 0.00 = 100.00", before + " | " + more + " | " + book.balance(id));
    }

    @Test
    void anAllotmentThatIsSpentStays() {
        Book book = Book.open();
        String id = book.appropriation("100.00");
        String allotment = id(book.move("ALLOTMENT", id, "50.00"));
        id(book.pay(id, "20.00"));
        assertEquals("422 ALLOTMENT_EXCEEDED null 30.00 50.00 0.00",
            said(book.reverse(allotment), "available", "requested", "allottedAmount"));
    }

    @Test
    void aVirementGoesBackWhole() {
        Book book = Book.open();
        String one = book.appropriation("100.00");
        String other = book.appropriation("10.00");
        String virement = id(book.vire(one, other, "60.00"));
        String payment = id(book.pay(other, "10.01"));
        String refused = said(book.reverse(virement), "available", "requested", "appropriationId");
        id(book.reverse(payment));
        Response reversed = book.reverse(virement);
        assertEquals("422 APPROPRIATION_EXCEEDED null 59.99 60.00 " + other + " | 201 [60.00, -60.00] " + virement + " | 100.00 | 10.00",
            refused + " | " + said(reversed, "entries.amount", "reversalOf") + " | " + book.available(one) + " | " + book.available(other));
    }

    @Test
    void aCommitmentIsFreeAgain() {
        Book book = Book.open();
        String id = book.appropriation("100.00");
        String commitment = id(book.commit(id, "60.00"));
        id(book.reverse(commitment));
        Api api = book.api();
        assertEquals("100.00 100.00 - 0.00 0.00 0.00 0.00 = 100.00 | 200 true 0.00 0.00 0.00 | 409 MOVEMENT_REVERSED null " + commitment,
            book.balance(id) + " | " + said(api.get(api.year("/commitments/" + commitment)), "reversed", "openAmount", "paidAmount",
                "releasedAmount") + " | " + said(book.payFrom(commitment, id, "1.00"), "movementId"));
    }

    @Test
    void whatWasGivenFreeIsReservedAgainIfItIsStillThere() {
        Book book = Book.open();
        String id = book.appropriation("100.00");
        String commitment = id(book.commit(id, "100.00"));
        Response released = book.release(commitment, "40.00");
        String release = released.header("Location").replaceFirst("^.*/", "");
        String payment = id(book.pay(id, "0.01"));
        String refused = said(book.reverse(release), "available", "requested");
        id(book.reverse(payment));
        id(book.reverse(release));
        assertEquals("422 APPROPRIATION_EXCEEDED null 39.99 40.00 | 100.00 100.00 - 100.00 0.00 0.00 0.00 = 0.00 | 201 0.00",
            refused + " | " + book.balance(id) + " | " + said(book.payFrom(commitment, id, "100.00"), "availableAmount"));
    }

    @Test
    void aPaymentOutOfACommitmentIsReservedAgain() {
        Book book = Book.open();
        String id = book.appropriation("100.00");
        String commitment = id(book.commit(id, "60.00"));
        String payment = id(book.payFrom(commitment, id, "60.00"));
        id(book.reverse(payment));
        Api api = book.api();
        assertEquals("100.00 100.00 - 60.00 0.00 0.00 0.00 = 40.00 | 200 60.00 0.00 | 200 true 0.00",
            book.balance(id) + " | " + said(api.get(api.year("/commitments/" + commitment)), "openAmount", "paidAmount") + " | "
                + said(api.get(api.year("/payments/" + payment)), "reversed", "refundedAmount"));
    }

    @Test
    void aRefundThatIsTakenBackCanComeBackOnce() {
        Book book = Book.open();
        String id = book.appropriation("100.00");
        String payment = id(book.pay(id, "100.00"));
        String refund = id(book.refund(payment, "100.00"));
        id(book.reverse(refund));
        assertEquals("100.00 100.00 - 0.00 100.00 0.00 0.00 = 0.00 | 201 | 422 REFUND_EXCEEDS_PAYMENT /amount 0.00 0.01 100.00 100.00",
            book.balance(id) + " | " + said(book.refund(payment, "100.00")) + " | "
                + said(book.refund(payment, "0.01"), "available", "requested", "paidAmount", "refundedAmount"));
    }

    @Test
    void aRefundIsTakenBackOnlyWhileItsMoneyIsThere() {
        Book book = Book.open();
        String id = book.appropriation("100.00");
        String refund = id(book.refund(id(book.pay(id, "100.00")), "30.00"));
        id(book.commit(id, "10.00"));
        assertEquals("422 APPROPRIATION_EXCEEDED null 20.00 30.00", said(book.reverse(refund), "available", "requested"));
    }

    @Test
    void whatLaterDocumentsHaveUsedIsTakenBackAfterThem() {
        Book book = Book.open();
        String id = book.appropriation("100.00");
        String commitment = id(book.commit(id, "60.00"));
        String payment = id(book.payFrom(commitment, id, "25.00"));
        String refund = id(book.refund(payment, "5.00"));
        String used = said(book.reverse(commitment), "amount", "usedAmount") + " | " + said(book.reverse(payment), "amount", "usedAmount");
        id(book.reverse(refund));
        id(book.reverse(payment));
        id(book.reverse(commitment));
        assertEquals("422 MOVEMENT_USED null 60.00 25.00 | 422 MOVEMENT_USED null 25.00 5.00 | 100.00 100.00 - 0.00 0.00 0.00 0.00 = 100.00",
            used + " | " + book.balance(id));
    }

    @Test
    void nothingIsTakenBackTwice() {
        Book book = Book.open();
        String id = book.appropriation("100.00");
        String payment = id(book.pay(id, "10.00"));
        id(book.reverse(payment));
        assertEquals("409 MOVEMENT_REVERSED null " + payment + " | 409 MOVEMENT_REVERSED null " + payment,
            said(book.reverse(payment), "movementId") + " | " + said(book.refund(payment, "0.01"), "movementId"));
    }

    @Test
    void aReversalIsNotTakenBack() {
        Book book = Book.open();
        String id = book.appropriation("100.00");
        String reversal = id(book.reverse(id(book.pay(id, "10.00"))));
        assertEquals("422 MOVEMENT_NOT_REVERSIBLE null " + reversal + " REVERSAL", said(book.reverse(reversal), "movementId", "kind"));
    }

    @Test
    void nothingIsTakenBackBeforeItsDate() {
        Book book = Book.open();
        String id = book.appropriation("100.00");
        String payment = id(book.pay(id, "10.00"));
        Api api = book.api();
        assertEquals("422 DATE_BEFORE_ORIGIN /documentDate 2021-06-01 2021-06-02 " + payment,
            said(api.post(api.year("/movements/" + payment + "/reversal"), Book.with(Book.reversal(), "documentDate", "2021-06-01")),
                "documentDate", "originDate", "originId"));
    }

    @Test
    void whatIsNotThereIsNotTakenBack() {
        Book book = Book.open();
        assertEquals("404 NOT_FOUND null 99999999 | 404 NOT_FOUND null none",
            said(book.reverse("99999999"), "id") + " | " + said(book.reverse("none"), "id"));
    }

    @Test
    void theSameReversalAgainIsSaidToBeTheSame() {
        Book book = Book.open();
        String id = book.appropriation("100.00");
        String payment = id(book.pay(id, "10.00"));
        Map<String, Object> reversal = Book.reversal();
        Api api = book.api();
        id(api.post(api.year("/movements/" + payment + "/reversal"), reversal));
        assertEquals("409 DOCUMENT_NUMBER_TAKEN /documentNumber true [10.00]",
            said(api.post(api.year("/movements/" + payment + "/reversal"), reversal), "sameContent", "existing.lines.amount"));
    }

    @Test
    void theReversedDocumentStaysAsItWas() {
        Book book = Book.open();
        String id = book.appropriation("100.00");
        Response paid = book.pay(id, "10.00");
        Api api = book.api();
        String before = api.get(api.year("/movements/" + id(paid))).asString();
        Response reversed = book.reverse(id(paid));
        assertEquals(before + " | 200 REVERSAL " + id(paid) + " [10.00] []", api.get(api.year("/movements/" + id(paid))).asString() + " | "
            + said(api.get(reversed.header("Location")), "kind", "reversalOf", "entries.amount", "findings"));
    }

    @Test
    void theDatabaseHoldsOneReversalOfADocument() {
        Book book = Book.open();
        String id = book.appropriation("100.00");
        String payment = id(book.pay(id, "10.00"));
        id(book.reverse(payment));
        IllegalStateException refused = assertThrows(IllegalStateException.class, () -> Superuser.execute("""
            insert into movement (department_code, fiscal_year, kind, document_number, document_date, reason, refers_to, maker)
            values ('%s', 2021, 'REVERSAL', 'x', '2021-07-01', 'x', %s, 'x')""".formatted(book.api().department(), payment)));
        assertTrue(refused.getCause().getMessage().contains("department_code_fiscal_year_refers_to"), refused.getCause().getMessage());
    }
}
