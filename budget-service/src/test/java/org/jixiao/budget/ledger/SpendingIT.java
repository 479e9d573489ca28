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

/** Releasing, reserving, paying, giving back and surrendering, through the API. */
@QuarkusTest
@RealParts
class SpendingIT {

    @AfterEach
    void theLedgerAgreesWithItself() {
        Book.check();
    }

    @Test
    void theWayFromReservingToGivingFreeKeepsEveryMeasure() {
        Book book = Book.open();
        String id = book.appropriation("1000.00");
        String commitment = id(book.commit(id, "600.00"));
        String reserved = book.balance(id);
        String payment = id(book.payFrom(commitment, id, "250.00"));
        String paid = book.balance(id);
        id(book.refund(payment, "50.00"));
        String back = book.balance(id);
        id(book.release(commitment, "350.00"));
        assertEquals("""
            1000.00 1000.00 - 600.00 0.00 0.00 0.00 = 400.00
            1000.00 1000.00 - 350.00 250.00 0.00 0.00 = 400.00
            1000.00 1000.00 - 350.00 200.00 0.00 0.00 = 450.00
            1000.00 1000.00 - 0.00 200.00 0.00 0.00 = 800.00""",
            String.join("\n", reserved, paid, back, book.balance(id)));
    }

    @Test
    void aCommitmentTellsWhatBecameOfIt() {
        Book book = Book.open();
        String id = book.appropriation("1000.00");
        Response created = book.commit(id, "600.00");
        book.payFrom(id(created), id, "250.00");
        Response released = book.release(id(created), "100.00");
        Response read = book.api().get(created.header("Location"));
        assertEquals("201 600.00 250.00 100.00 250.00 false | 200 600.00 250.00 100.00 250.00 false \"2\"",
            said(released, "amount", "paidAmount", "releasedAmount", "openAmount", "reversed") + " | "
                + said(read, "amount", "paidAmount", "releasedAmount", "openAmount", "reversed") + " " + read.header("ETag"));
    }

    @Test
    void moreThanIsAvailableIsNotReserved() {
        Book book = Book.open();
        String id = book.appropriation("100.00");
        id(book.commit(id, "60.00"));
        assertEquals("422 APPROPRIATION_EXCEEDED /amount 40.00 40.01", said(book.commit(id, "40.01"), "available", "requested"));
    }

    @Test
    void whatIsReservedIsNotPaidOtherwise() {
        Book book = Book.open();
        String id = book.appropriation("100.00");
        id(book.commit(id, "60.00"));
        assertEquals("422 APPROPRIATION_EXCEEDED /amount 40.00 40.01", said(book.pay(id, "40.01"), "available", "requested"));
    }

    @Test
    void moreThanIsReservedIsNeitherPaidOutOfItNorGivenFree() {
        Book book = Book.open();
        String id = book.appropriation("100.00");
        String commitment = id(book.commit(id, "60.00"));
        id(book.payFrom(commitment, id, "25.00"));
        assertEquals("422 COMMITMENT_EXCEEDED /amount 35.00 35.01 60.00 25.00 | 422 COMMITMENT_EXCEEDED /amount 35.00 35.01 60.00 25.00",
            said(book.payFrom(commitment, id, "35.01"), "available", "requested", "committedAmount", "usedAmount") + " | "
                + said(book.release(commitment, "35.01"), "available", "requested", "committedAmount", "usedAmount"));
    }

    @Test
    void aRefundOfWhatWasReservedCanBeReservedAnewButIsNotReserved() {
        Book book = Book.open();
        String id = book.appropriation("100.00");
        String commitment = id(book.commit(id, "60.00"));
        id(book.refund(id(book.payFrom(commitment, id, "60.00")), "20.00"));
        assertEquals("422 COMMITMENT_EXCEEDED /amount 0.00 0.01 | 201 | 100.00 100.00 - 0.00 100.00 0.00 0.00 = 0.00",
            said(book.payFrom(commitment, id, "0.01"), "available", "requested") + " | " + said(book.pay(id, "60.00")) + " | "
                + book.balance(id));
    }

    @Test
    void aCommitmentOfAnotherAppropriationPaysNothing() {
        Book book = Book.open();
        String id = book.appropriation("100.00");
        String other = book.appropriation("100.00");
        String commitment = id(book.commit(id, "60.00"));
        assertEquals("422 COMMITMENT_ELSEWHERE /appropriationId " + other + " " + id + " " + commitment,
            said(book.payFrom(commitment, other, "1.00"), "appropriationId", "committedOn", "commitmentId"));
    }

    @Test
    void onlyACommitmentOfTheYearIsPaidOutOf() {
        Book book = Book.open();
        String id = book.appropriation("100.00");
        String payment = id(book.pay(id, "10.00"));
        assertEquals("400 UNKNOWN_COMMITMENT /commitmentId 99999999 2021 | 400 UNKNOWN_COMMITMENT /commitmentId " + payment + " 2021 "
                + "| 400 UNKNOWN_COMMITMENT /commitmentId none 2021 | 404 NOT_FOUND null " + payment,
            said(book.payFrom("99999999", id, "1.00"), "commitmentId", "fiscalYear") + " | "
                + said(book.payFrom(payment, id, "1.00"), "commitmentId", "fiscalYear") + " | "
                + said(book.payFrom("none", id, "1.00"), "commitmentId", "fiscalYear") + " | " + said(book.release(payment, "1.00"), "id"));
    }

    @Test
    void nothingIsPaidOutOfACommitmentOrGivenFreeBeforeItsDate() {
        Book book = Book.open();
        String id = book.appropriation("100.00");
        String commitment = id(book.commit(id, "60.00"));
        Map<String, Object> early = Book.with(Book.with(Api.payment(id, "1.00"), "commitmentId", commitment), "documentDate", "2021-06-01");
        Map<String, Object> release = Book.with(Api.refund("1.00"), "documentDate", "2021-06-01");
        Api api = book.api();
        assertEquals("422 DATE_BEFORE_ORIGIN /documentDate 2021-06-01 2021-06-02 | 422 DATE_BEFORE_ORIGIN /documentDate 2021-06-01 2021-06-02",
            said(api.post(api.year("/payments"), early), "documentDate", "originDate") + " | "
                + said(api.post(api.year("/commitments/" + commitment + "/releases"), release), "documentDate", "originDate"));
    }

    @Test
    void onceSomethingIsReleasedOnlyThatIsSpent() {
        Book book = Book.open();
        String id = book.appropriation("100.00");
        id(book.pay(id, "10.00"));
        id(book.move("ALLOTMENT", id, "40.00"));
        id(book.commit(id, "20.00"));
        assertEquals("422 ALLOTMENT_EXCEEDED /amount 10.00 10.01 40.00 | 422 ALLOTMENT_EXCEEDED /amount 10.00 10.01 40.00 | 201 "
                + "| 100.00 100.00 40.00 20.00 20.00 0.00 0.00 = 60.00",
            said(book.pay(id, "10.01"), "available", "requested", "allottedAmount") + " | "
                + said(book.commit(id, "10.01"), "available", "requested", "allottedAmount") + " | " + said(book.pay(id, "10.00")) + " | "
                + book.balance(id));
    }

    @Test
    void aPaymentOutOfWhatIsReservedNeedsNoFurtherRelease() {
        Book book = Book.open();
        String id = book.appropriation("100.00");
        id(book.move("ALLOTMENT", id, "40.00"));
        String commitment = id(book.commit(id, "40.00"));
        assertEquals("201 100.00 100.00 40.00 0.00 40.00 0.00 0.00 = 60.00",
            said(book.payFrom(commitment, id, "40.00")) + " " + book.balance(id));
    }

    @Test
    void theFirstReleaseCoversWhatIsSpokenFor() {
        Book book = Book.open();
        String id = book.appropriation("100.00");
        id(book.commit(id, "30.00"));
        id(book.pay(id, "10.00"));
        assertEquals("422 ALLOTMENT_EXCEEDED /lines/0/amount 0.00 0.01 39.99 | 201 100.00 100.00 40.00 30.00 10.00 0.00 0.00 = 60.00",
            said(book.move("ALLOTMENT", id, "39.99"), "available", "requested", "allottedAmount") + " | "
                + said(book.move("ALLOTMENT", id, "40.00")) + " " + book.balance(id));
    }

    @Test
    void noMoreIsReleasedThanTheAdjustedBudget() {
        Book book = Book.open();
        String id = book.appropriation("100.00");
        id(book.move("ALLOTMENT", id, "60.00"));
        assertEquals("422 ALLOTMENT_ABOVE_BUDGET /lines/0/amount 40.00 40.01 100.00",
            said(book.move("ALLOTMENT", id, "40.01"), "available", "requested", "adjustedBudget"));
    }

    @Test
    void whatIsReleasedIsTakenBackOnlyAsFarAsItIsNotSpokenFor() {
        Book book = Book.open();
        String id = book.appropriation("100.00");
        id(book.move("ALLOTMENT", id, "60.00"));
        id(book.pay(id, "25.00"));
        assertEquals("422 ALLOTMENT_EXCEEDED /lines/0/amount 35.00 35.01 24.99 | 201 100.00 100.00 25.00 0.00 25.00 0.00 0.00 = 75.00",
            said(book.move("ALLOTMENT", id, "-35.01"), "available", "requested", "allottedAmount") + " | "
                + said(book.move("ALLOTMENT", id, "-35.00")) + " " + book.balance(id));
    }

    @Test
    void noPolicyTakesBackWhatWasNeverReleased() {
        Book book = Book.open();
        String id = book.appropriation("100.00");
        id(book.move("ALLOTMENT", id, "60.00"));
        assertEquals("201 1", said(book.decide(Book.policy("ALLOTMENT", "OFF")), "version"));
        assertEquals("422 ALLOTMENT_EXCEEDED /lines/0/amount 60.00 60.01 -0.01",
            said(book.move("ALLOTMENT", id, "-60.01"), "available", "requested", "allottedAmount"));
    }

    @Test
    void whatIsLeftIsSurrenderedAndNoMore() {
        Book book = Book.open();
        String id = book.appropriation("100.00");
        id(book.pay(id, "70.00"));
        id(book.commit(id, "10.00"));
        assertEquals("422 APPROPRIATION_EXCEEDED /lines/0/amount 20.00 20.01 | 201 100.00 100.00 - 10.00 70.00 20.00 0.00 = 0.00",
            said(book.move("LAPSE", id, "20.01"), "available", "requested") + " | " + said(book.move("LAPSE", id, "20.00")) + " "
                + book.balance(id));
    }

    @Test
    void theDatabaseReleasesNoMoreThanThereIs() {
        Book book = Book.open();
        String id = book.appropriation("100.00");
        IllegalStateException refused = assertThrows(IllegalStateException.class,
            () -> Superuser.execute("update appropriation set allotted_amount = 100.01 where id = " + id));
        assertTrue(refused.getCause().getMessage().contains("100.01 of 100.00 released"), refused.getCause().getMessage());
    }

    @Test
    void theDatabaseSpendsNoMoreThanIsReleased() {
        Book book = Book.open();
        String id = book.appropriation("100.00");
        id(book.move("ALLOTMENT", id, "60.00"));
        IllegalStateException refused = assertThrows(IllegalStateException.class,
            () -> Superuser.execute("update appropriation set committed_amount = 60.01 where id = " + id));
        assertTrue(refused.getCause().getMessage().contains("-0.01 of its allotment"), refused.getCause().getMessage());
    }

    @Test
    void aSecondDocumentUnderTheSameNumberSaysWhetherItRefersToTheSame() {
        Book book = Book.open();
        String id = book.appropriation("100.00");
        String one = id(book.commit(id, "10.00"));
        String other = id(book.commit(id, "10.00"));
        Map<String, Object> payment = Book.with(Api.payment(id, "5.00"), "commitmentId", one);
        Api api = book.api();
        id(api.post(api.year("/payments"), payment));
        assertEquals("409 DOCUMENT_NUMBER_TAKEN /documentNumber true | 409 DOCUMENT_NUMBER_TAKEN /documentNumber false " + one + " " + other,
            said(api.post(api.year("/payments"), payment), "sameContent") + " | "
                + said(api.post(api.year("/payments"), Book.with(payment, "commitmentId", other)), "sameContent", "existing.refersTo",
                    "requested.refersTo"));
    }
}
