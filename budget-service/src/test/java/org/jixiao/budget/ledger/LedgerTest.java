package org.jixiao.budget.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jixiao.budget.appropriation.ExpenditureKind;
import org.jixiao.budget.appropriation.FundNature;
import org.jixiao.budget.control.ControlPolicy;
import org.jixiao.budget.fiscalyear.FiscalYear;
import org.jixiao.budget.fiscalyear.PeriodStatus;
import org.jixiao.chassis.problem.Violation;
import org.junit.jupiter.api.Test;

class LedgerTest {

    private static final FiscalYear OPEN = FiscalYear.open("YF-XZSP", 2021, null);
    private static final FiscalYear CLOSED = closing(PeriodStatus.CLOSED, PeriodStatus.OPEN);
    private static final LocalDate JUNE = LocalDate.of(2021, 6, 1);

    private static final Balance EMPTY = Balance.empty(1, FundNature.GENERAL_PUBLIC_BUDGET, ExpenditureKind.PROJECT, "2010301");
    private static final Balance HUNDRED = balance(1, FundNature.GENERAL_PUBLIC_BUDGET, "100.00");
    private static final Balance OTHER = balance(2, FundNature.GENERAL_PUBLIC_BUDGET, "50.00");
    private static final Balance FUND = balance(3, FundNature.GOVERNMENT_FUND, "50.00");

    @Test
    void anOpeningGivesInitialAdjustedAndAvailable() {
        assertEquals("100.00 100.00 0.00 100.00 after 1", figures(after(EMPTY, MovementKind.OPENING, "100.00")));
    }

    @Test
    void aSupplementLeavesTheInitialBudgetAlone() {
        assertEquals("100.00 120.00 0.00 120.00 after 2", figures(after(HUNDRED, MovementKind.SUPPLEMENT, "20.00")));
    }

    @Test
    void carryOverLeavesTheInitialBudgetAlone() {
        assertEquals("100.00 120.00 0.00 120.00 after 2", figures(after(HUNDRED, MovementKind.CARRY_OVER, "20.00")));
    }

    @Test
    void aReductionTakesFromTheAdjustedBudget() {
        assertEquals("100.00 80.00 0.00 80.00 after 2", figures(after(HUNDRED, MovementKind.REDUCTION, "20.00")));
    }

    @Test
    void aPaymentExecutes() {
        assertEquals("100.00 100.00 100.00 0.00 after 2", figures(after(HUNDRED, MovementKind.PAYMENT, "100.00")));
    }

    @Test
    void aSupplementMayComeWithoutAnOpening() {
        assertEquals("0.00 20.00 0.00 20.00 after 1", figures(after(EMPTY, MovementKind.SUPPLEMENT, "20.00")));
    }

    @Test
    void aPaymentAboveWhatIsAvailableIsRefusedWithBothFigures() {
        assertEquals("APPROPRIATION_EXCEEDED at /lines/0/amount {available=100.00, requested=100.01, appropriationId=1}",
            refusal(OPEN, MovementKind.PAYMENT, JUNE, "100.01", HUNDRED));
    }

    @Test
    void aReductionAboveWhatIsAvailableIsRefusedWithBothFigures() {
        assertEquals("APPROPRIATION_EXCEEDED at /lines/0/amount {available=100.00, requested=100.01, appropriationId=1}",
            refusal(OPEN, MovementKind.REDUCTION, JUNE, "100.01", HUNDRED));
    }

    @Test
    void aSecondOpeningIsRefused() {
        assertEquals("OPENING_NOT_FIRST at /lines/0/appropriationId {appropriationId=1, entryCount=1, entryCountExpected=0}",
            refusal(OPEN, MovementKind.OPENING, JUNE, "1.00", HUNDRED));
    }

    @Test
    void aClosedYearTakesNothing() {
        assertEquals("FISCAL_YEAR_CLOSED {fiscalYear=2021, closedBy=officer, closedAt=2022-01-10T00:00:00Z, statementVersion=1}",
            refusal(CLOSED, MovementKind.PAYMENT, JUNE, "1.00", HUNDRED));
    }

    @Test
    void aDocumentOfAnotherYearIsRefused() {
        assertEquals("DATE_OUTSIDE_FISCAL_YEAR at /documentDate "
                + "{documentDate=2022-01-01, fiscalYear=2021, dateMin=2021-01-01, dateMax=2021-12-31}",
            refusal(OPEN, MovementKind.PAYMENT, LocalDate.of(2022, 1, 1), "1.00", HUNDRED));
    }

    @Test
    void anAppropriationOfAnotherYearIsUnknown() {
        assertEquals("UNKNOWN_APPROPRIATION at /lines/0/appropriationId {appropriationId=1, fiscalYear=2021}",
            refusal(OPEN, movement(MovementKind.PAYMENT, JUNE, line(1, "1.00", 0)), OTHER));
    }

    @Test
    void aBalanceThatTheDatabaseCannotHoldIsRefused() {
        assertEquals("BALANCE_TOO_LARGE at /lines/0/amount "
                + "{adjustedBudget=10000000000000000.00, adjustedBudgetMax=9999999999999999.99, appropriationId=1}",
            refusal(OPEN, MovementKind.SUPPLEMENT, JUNE, "0.01", balance(1, FundNature.OTHER, "9999999999999999.99")));
    }

    @Test
    void aVirementMovesAndMakesNothing() {
        List<Entry> entries = ledger(OPEN, HUNDRED, OTHER)
            .post(movement(MovementKind.VIREMENT, JUNE, line(1, "-30.00", 0), line(2, "30.00", 1))).entries();
        assertEquals("100.00 70.00 0.00 70.00 after 2 | 50.00 80.00 0.00 80.00 after 2",
            figures(HUNDRED.after(entries.get(0))) + " | " + figures(OTHER.after(entries.get(1))));
    }

    @Test
    void aVirementToItselfIsRefused() {
        assertEquals("VIREMENT_TO_ITSELF at /lines/1/appropriationId {appropriationId=1}",
            refusal(OPEN, movement(MovementKind.VIREMENT, JUNE, line(1, "-30.00", 0), line(1, "30.00", 1)), HUNDRED));
    }

    @Test
    void aVirementThatMakesMoneyIsRefused() {
        assertEquals("VIREMENT_NOT_BALANCED at /lines {net=0.01, netExpected=0.00, lineCount=2, lineCountExpected=2}",
            refusal(OPEN, movement(MovementKind.VIREMENT, JUNE, line(1, "-30.00", 0), line(2, "30.01", 1)), HUNDRED, OTHER));
    }

    @Test
    void aVirementWithThreeLinesIsRefused() {
        assertEquals("VIREMENT_NOT_BALANCED at /lines {net=0.00, netExpected=0.00, lineCount=3, lineCountExpected=2}",
            refusal(OPEN, movement(MovementKind.VIREMENT, JUNE, line(1, "-30.00", 0), line(2, "20.00", 1), line(3, "10.00", 2)),
                HUNDRED, OTHER, FUND));
    }

    @Test
    void aVirementBetweenFundNaturesIsRefused() {
        assertEquals("VIREMENT_ACROSS_FUNDS at /lines/1/appropriationId "
                + "{fundNature=GENERAL_PUBLIC_BUDGET, otherFundNature=GOVERNMENT_FUND}",
            refusal(OPEN, movement(MovementKind.VIREMENT, JUNE, line(1, "-30.00", 0), line(3, "30.00", 1)), HUNDRED, FUND));
    }

    @Test
    void aVirementOfMoreThanIsAvailableIsRefused() {
        assertEquals("APPROPRIATION_EXCEEDED at /lines/1/amount {available=50.00, requested=50.01, appropriationId=2}",
            refusal(OPEN, movement(MovementKind.VIREMENT, JUNE, line(1, "50.01", 0), line(2, "-50.01", 1)), HUNDRED, OTHER));
    }

    @Test
    void anAppropriationStandsOnceInADocument() {
        assertEquals("APPROPRIATION_REPEATED at /lines/1/appropriationId {appropriationId=1}",
            refusal(OPEN, movement(MovementKind.SUPPLEMENT, JUNE, line(1, "1.00", 0), line(1, "1.00", 1)), HUNDRED));
    }

    private static Ledger ledger(FiscalYear year, Balance... balances) {
        return new Ledger(year, List.of(balances), List.of(), null, ControlPolicy.STRICT, false);
    }

    private static FiscalYear closing(PeriodStatus year, PeriodStatus june) {
        List<PeriodStatus> months = new ArrayList<>(Collections.nCopies(FiscalYear.MONTHS, PeriodStatus.OPEN));
        months.set(5, june);
        return new FiscalYear("YF-XZSP", 2021, year, months, 1, 1, null, year == PeriodStatus.CLOSED ? "officer" : null,
            year == PeriodStatus.CLOSED ? Instant.parse("2022-01-10T00:00:00Z") : null);
    }

    private static Entry entry(long id, MovementKind kind, String amount) {
        BigDecimal signed = kind.signed(new BigDecimal(amount));
        return new Entry(id, kind, signed, kind.change(signed, false), null);
    }

    private static Balance balance(long id, FundNature nature, String opened) {
        return Balance.empty(id, nature, ExpenditureKind.PROJECT, "2010301").after(entry(id, MovementKind.OPENING, opened));
    }

    private static Movement.Line line(long id, String amount, int place) {
        return new Movement.Line(id, new BigDecimal(amount), null, "/lines/" + place);
    }

    private static Movement movement(MovementKind kind, LocalDate date, Movement.Line... lines) {
        return new Movement(kind, "雁财预〔2021〕1号", date, "测试", null, null, null, List.of(lines));
    }

    private static Balance after(Balance balance, MovementKind kind, String amount) {
        return balance.after(ledger(OPEN, balance).post(movement(kind, JUNE, line(balance.appropriationId(), amount, 0)))
            .entries().get(0));
    }

    private static String refusal(FiscalYear year, MovementKind kind, LocalDate date, String amount, Balance balance) {
        return refusal(year, movement(kind, date, line(1, amount, 0)), balance);
    }

    private static String refusal(FiscalYear year, Movement movement, Balance... balances) {
        return assertThrows(Violation.class, () -> ledger(year, balances).post(movement)).toString();
    }

    private static String figures(Balance balance) {
        return balance.total().initial() + " " + balance.total().adjusted() + " " + balance.total().executed() + " " + balance.available()
            + " after " + balance.entryCount();
    }
}
