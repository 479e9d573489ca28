package org.jixiao.budget.ledger;

import static org.jixiao.budget.ledger.Book.id;
import static org.jixiao.budget.ledger.Book.said;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jixiao.budget.Api;
import org.jixiao.chassis.testing.RealParts;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What one year leaves to the next. */
@QuarkusTest
@RealParts
class CarryOverIT {

    @AfterEach
    void theLedgerAgreesWithItself() {
        Book.check();
    }

    @Test
    void theNextYearTakesWhatAnOpenYearHasLeftAndNoMore() {
        Book book = Book.open();
        String old = last(book, "100.00");
        String id = book.appropriation(null);
        assertEquals("422 CARRY_OVER_EXCEEDED /lines/0/amount 100.00 100.01 " + old + " | 201 | 100.00 100.00 - 0.00 0.00 0.00 100.00 = 0.00 "
                + "| 0.00 100.00 - 0.00 0.00 0.00 0.00 = 100.00",
            said(carry(book, old, id, "100.01"), "available", "requested", "carriedFrom") + " | " + said(carry(book, old, id, "100.00"))
                + " | " + book.balance(2020, old) + " | " + book.balance(id));
    }

    @Test
    void aClosedYearStillGivesWhatItHasLeft() {
        Book book = Book.open();
        String old = last(book, "100.00");
        book.api().post(book.api().path("/fiscal-years/2020/close"), null).then().statusCode(200);
        assertEquals("201 100.00 100.00 - 0.00 0.00 0.00 60.00 = 40.00",
            said(carry(book, old, book.appropriation(null), "60.00")) + " " + book.balance(2020, old));
    }

    @Test
    void whatWasTakenOverIsNotTakenTwice() {
        Book book = Book.open();
        String old = last(book, "100.00");
        String id = book.appropriation(null);
        id(carry(book, old, id, "100.00"));
        assertEquals("422 CARRY_OVER_EXCEEDED /lines/0/amount 0.00 0.01", said(carry(book, old, id, "0.01"), "available", "requested"));
    }

    @Test
    void twoLinesOfOneDocumentShareWhatIsLeft() {
        Book book = Book.open();
        String old = last(book, "100.00");
        String one = book.appropriation(null);
        String other = book.appropriation(null);
        Map<String, Object> tooMuch = Api.movement("CARRY_OVER", List.of(line(old, one, "60.00"), line(old, other, "40.01")));
        Map<String, Object> all = Api.movement("CARRY_OVER", List.of(line(old, one, "60.00"), line(old, other, "40.00")));
        Api api = book.api();
        assertEquals("422 CARRY_OVER_EXCEEDED /lines/1/amount 40.00 40.01 | 201 | 60.00 40.00",
            said(api.post(api.year("/movements"), tooMuch), "available", "requested") + " | " + said(api.post(api.year("/movements"), all))
                + " | " + book.available(one) + " " + book.available(other));
    }

    @Test
    void moneyKeepsItsNatureOverTheYears() {
        Book book = Book.open();
        String old = last(book, "100.00");
        String fund = book.api().appropriation("GOVERNMENT_FUND", null);
        assertEquals("422 VIREMENT_ACROSS_FUNDS /lines/0/carriedFrom GENERAL_PUBLIC_BUDGET GOVERNMENT_FUND",
            said(carry(book, old, fund, "1.00"), "fundNature", "otherFundNature"));
    }

    @Test
    void whatIsTakenOverIsGoneFromTheYearBefore() {
        Book book = Book.open();
        String old = last(book, "100.00");
        id(carry(book, old, book.appropriation(null), "60.00"));
        Api api = book.api();
        Map<String, Object> payment = Book.with(Api.payment(old, "40.01"), "documentDate", "2020-12-31");
        assertEquals("422 APPROPRIATION_EXCEEDED /amount 40.00 40.01",
            said(api.post(api.path("/fiscal-years/2020/payments"), payment), "available", "requested"));
    }

    @Test
    void aReversedCarryOverGoesBackToTheYearBefore() {
        Book book = Book.open();
        String old = last(book, "100.00");
        String one = book.appropriation(null);
        String other = book.appropriation(null);
        Api api = book.api();
        String carried = id(api.post(api.year("/movements"),
            Api.movement("CARRY_OVER", List.of(line(old, one, "60.00"), line(old, other, "40.00")))));
        String payment = id(book.pay(one, "0.01"));
        String refused = said(book.reverse(carried), "available", "requested", "appropriationId");
        id(book.reverse(payment));
        id(book.reverse(carried));
        assertEquals("422 APPROPRIATION_EXCEEDED null 59.99 60.00 " + one + " | 100.00 100.00 - 0.00 0.00 0.00 0.00 = 100.00 | 0.00 0.00 | 201",
            refused + " | " + book.balance(2020, old) + " | " + book.available(one) + " " + book.available(other) + " | "
                + said(carry(book, old, one, "100.00")));
    }

    @Test
    void onlyTheYearBeforeGivesAndOnlyToACarryOver() {
        Book book = Book.open();
        String old = last(book, "100.00");
        String id = book.appropriation(null);
        String opened = book.appropriation("10.00");
        Api api = book.api();
        assertEquals("400 UNKNOWN_APPROPRIATION /lines/0/carriedFrom " + opened + " 2020 | 400 UNKNOWN_APPROPRIATION /lines/0/carriedFrom none 2020 "
                + "| 422 CARRIED_FROM_ELSEWHERE /lines/0/carriedFrom SUPPLEMENT true",
            said(carry(book, opened, id, "1.00"), "appropriationId", "fiscalYear") + " | "
                + said(carry(book, "none", id, "1.00"), "appropriationId", "fiscalYear") + " | "
                + said(api.post(api.year("/movements"), Api.movement("SUPPLEMENT", List.of(line(old, id, "1.00")))), "kind", "newKeyRequired"));
    }

    @Test
    void theEntityTagOfTheYearBeforeChangesWithWhatIsTakenOver() {
        Book book = Book.open();
        String old = last(book, "100.00");
        String address = book.api().path("/fiscal-years/2020/appropriations/" + old);
        String before = book.api().get(address).header("ETag");
        id(carry(book, old, book.appropriation(null), "60.00"));
        assertNotEquals(before, book.api().get(address).header("ETag"));
    }

    /** An appropriation of the year before. */
    static String last(Book book, String opened) {
        Api api = book.api();
        api.created(api.path("/fiscal-years"), Map.of("fiscalYear", 2020));
        String id = api.created(api.path("/fiscal-years/2020/appropriations"), Map.of("agencyCode", "U1", "fundNature", "GENERAL_PUBLIC_BUDGET",
            "expenditureKind", "PERSONNEL", "functionalClass", "2010301", "economicClass", "30101", "economicClassName", "基本工资")).path("id");
        api.created(api.path("/fiscal-years/2020/movements"), Book.with(Api.movement("OPENING", id, opened), "documentDate", "2020-01-02"));
        return id;
    }

    static Map<String, Object> line(String from, String to, String amount) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("appropriationId", to);
        line.put("amount", amount);
        line.put("carriedFrom", from);
        return line;
    }

    static Response carry(Book book, String from, String to, String amount) {
        return book.api().post(book.api().year("/movements"), Api.movement("CARRY_OVER", List.of(line(from, to, amount))));
    }
}
