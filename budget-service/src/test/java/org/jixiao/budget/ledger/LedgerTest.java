package org.jixiao.budget.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jixiao.budget.Amount;
import org.jixiao.budget.appropriation.ExpenditureKind;
import org.jixiao.budget.appropriation.FundNature;
import org.jixiao.budget.control.ControlMode;
import org.jixiao.budget.control.ControlPolicy;
import org.jixiao.budget.control.ControlRule;
import org.jixiao.budget.control.ControlStage;
import org.jixiao.budget.control.VirementRule;
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
    private static final Balance COMMITTED = HUNDRED.after(entry(1, MovementKind.COMMITMENT, "60.00"));
    private static final Balance RELEASED = HUNDRED.after(entry(1, MovementKind.ALLOTMENT, "40.00"));
    private static final LocalDate MAY = LocalDate.of(2021, 5, 2);
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
    void soIsOneOfWhatIsSpokenForThoughAPolicyLooksAway() {
        Balance full = HUNDRED.after(entry(1, MovementKind.COMMITMENT, "9999999999999999.99"));
        Ledger ledger = new Ledger(OPEN, List.of(full), List.of(), null, policy(ControlStage.COMMITMENT, ControlMode.OFF), false);
        assertEquals("BALANCE_TOO_LARGE at /lines/0/amount "
                + "{adjustedBudget=10000000000000000.00, adjustedBudgetMax=9999999999999999.99, appropriationId=1}",
            refusal(ledger, movement(MovementKind.COMMITMENT, JUNE, line(1, "0.01", 0))));
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

    @Test
    void whatIsReservedIsNotAvailable() {
        assertEquals("100.00 0.00 30.00 0.00 0.00 = 70.00", measures(after(HUNDRED, MovementKind.COMMITMENT, "30.00")));
    }

    @Test
    void whatIsSurrenderedIsNotAvailable() {
        assertEquals("100.00 0.00 0.00 0.00 30.00 = 70.00", measures(after(HUNDRED, MovementKind.LAPSE, "30.00")));
    }

    @Test
    void aReleaseForSpendingChangesNothingThatIsAvailable() {
        assertEquals("100.00 30.00 0.00 0.00 0.00 = 100.00", measures(after(HUNDRED, MovementKind.ALLOTMENT, "30.00")));
    }

    @Test
    void aPaymentOutOfACommitmentTakesFromWhatIsReserved() {
        assertEquals("100.00 0.00 20.00 40.00 0.00 = 40.00", measures(COMMITTED.after(
            referring(COMMITTED, commitment("60.00", "0.00")).post(movement(MovementKind.PAYMENT, JUNE, line(1, "40.00", 0))).entries().get(0))));
    }

    @Test
    void aRefundGoesToWhatIsAvailableAndNotToTheCommitment() {
        Balance paid = HUNDRED.after(entry(1, MovementKind.PAYMENT, "60.00"));
        assertEquals("100.00 0.00 0.00 35.00 0.00 = 65.00", measures(paid.after(
            referring(paid, payment("60.00", "0.00")).post(movement(MovementKind.REFUND, JUNE, line(1, "25.00", 0))).entries().get(0))));
    }

    @Test
    void moreThanIsReservedIsNotPaidOutOfIt() {
        assertEquals("COMMITMENT_EXCEEDED at /lines/0/amount "
                + "{available=35.00, requested=35.01, committedAmount=60.00, usedAmount=25.00, commitmentId=7}",
            refusal(referring(COMMITTED, commitment("60.00", "25.00")), movement(MovementKind.PAYMENT, JUNE, line(1, "35.01", 0))));
    }

    @Test
    void moreThanIsReservedIsNotGivenFree() {
        assertEquals("COMMITMENT_EXCEEDED at /lines/0/amount "
                + "{available=35.00, requested=35.01, committedAmount=60.00, usedAmount=25.00, commitmentId=7}",
            refusal(referring(COMMITTED, commitment("60.00", "25.00")), movement(MovementKind.RELEASE, JUNE, line(1, "35.01", 0))));
    }

    @Test
    void aCommitmentPaysForItsOwnAppropriationOnly() {
        assertEquals("COMMITMENT_ELSEWHERE at /lines/0/appropriationId {appropriationId=2, committedOn=1, commitmentId=7}",
            refusal(referring(OTHER, commitment("60.00", "0.00")), movement(MovementKind.PAYMENT, JUNE, line(2, "1.00", 0))));
    }

    @Test
    void nothingComesOutOfACommitmentBeforeItsDate() {
        assertEquals("DATE_BEFORE_ORIGIN at /documentDate {documentDate=2021-05-01, originDate=2021-05-02, originId=7}",
            refusal(referring(COMMITTED, commitment("60.00", "0.00")),
                movement(MovementKind.PAYMENT, LocalDate.of(2021, 5, 1), line(1, "1.00", 0))));
    }

    @Test
    void moreThanWasPaidDoesNotComeBack() {
        assertEquals("REFUND_EXCEEDS_PAYMENT at /lines/0/amount "
                + "{available=35.00, requested=35.01, paidAmount=60.00, refundedAmount=25.00, paymentId=7}",
            refusal(referring(HUNDRED, payment("60.00", "25.00")), movement(MovementKind.REFUND, JUNE, line(1, "35.01", 0))));
    }

    @Test
    void nothingComesBackOfAPaymentThatWasTakenBack() {
        assertEquals("MOVEMENT_REVERSED {movementId=7}", refusal(referring(HUNDRED, origin(MovementKind.PAYMENT, "60.00", "60.00", true)),
            movement(MovementKind.REFUND, JUNE, line(1, "1.00", 0))));
    }

    @Test
    void nothingComesBackBeforeItWasPaid() {
        assertEquals("REFUND_BEFORE_PAYMENT at /documentDate {documentDate=2021-05-01, paidDate=2021-05-02, paymentId=7}",
            refusal(referring(HUNDRED, payment("60.00", "0.00")), movement(MovementKind.REFUND, LocalDate.of(2021, 5, 1), line(1, "1.00", 0))));
    }

    @Test
    void onlyWhatIsReleasedIsSpent() {
        assertEquals("ALLOTMENT_EXCEEDED at /lines/0/amount {available=40.00, requested=40.01, allottedAmount=40.00, appropriationId=1} "
                + "| ALLOTMENT_EXCEEDED at /lines/0/amount {available=40.00, requested=40.01, allottedAmount=40.00, appropriationId=1}",
            refusal(OPEN, MovementKind.PAYMENT, JUNE, "40.01", RELEASED) + " | "
                + refusal(OPEN, MovementKind.COMMITMENT, JUNE, "40.01", RELEASED));
    }

    @Test
    void theFirstReleaseCoversWhatIsSpokenFor() {
        assertEquals("ALLOTMENT_EXCEEDED at /lines/0/amount {available=0.00, requested=0.01, allottedAmount=59.99, appropriationId=1}",
            refusal(OPEN, MovementKind.ALLOTMENT, JUNE, "59.99", COMMITTED));
    }

    @Test
    void noMoreIsReleasedThanTheBudget() {
        assertEquals("ALLOTMENT_ABOVE_BUDGET at /lines/0/amount {available=60.00, requested=60.01, adjustedBudget=100.00, appropriationId=1}",
            refusal(OPEN, MovementKind.ALLOTMENT, JUNE, "60.01", RELEASED));
    }

    @Test
    void noPolicyTakesBackMoreThanWasReleased() {
        assertEquals("ALLOTMENT_EXCEEDED at /lines/0/amount {available=40.00, requested=40.01, allottedAmount=-0.01, appropriationId=1}",
            refusal(ledger(policy(ControlStage.ALLOTMENT, ControlMode.OFF), RELEASED),
                movement(MovementKind.ALLOTMENT, JUNE, line(1, "-40.01", 0))));
    }

    @Test
    void aReductionLeavesWhatWasReleasedAlone() {
        assertEquals("30.00 40.00 0.00 0.00 0.00 = 30.00", measures(after(RELEASED, MovementKind.REDUCTION, "70.00")));
    }

    @Test
    void aSurrenderTakesOnlyWhatIsLeft() {
        assertEquals("APPROPRIATION_EXCEEDED at /lines/0/amount {available=40.00, requested=40.01, appropriationId=1}",
            refusal(OPEN, MovementKind.LAPSE, JUNE, "40.01", COMMITTED));
    }

    @Test
    void aCarryOverTakesWhatTheYearBeforeHasLeft() {
        assertEquals("CARRY_OVER_EXCEEDED at /lines/1/amount {available=40.00, requested=40.01, carriedFrom=9}",
            refusal(carrying(balance(9, FundNature.GENERAL_PUBLIC_BUDGET, "100.00"), HUNDRED, OTHER),
                movement(MovementKind.CARRY_OVER, JUNE, carried(1, "60.00", 9, 0), carried(2, "40.01", 9, 1))));
    }

    @Test
    void aCarryOverStaysInItsFundNature() {
        assertEquals("VIREMENT_ACROSS_FUNDS at /lines/0/carriedFrom {fundNature=GOVERNMENT_FUND, otherFundNature=GENERAL_PUBLIC_BUDGET}",
            refusal(carrying(balance(9, FundNature.GOVERNMENT_FUND, "100.00"), HUNDRED),
                movement(MovementKind.CARRY_OVER, JUNE, carried(1, "1.00", 9, 0))));
    }

    @Test
    void aCarryOverComesFromTheYearBefore() {
        assertEquals("UNKNOWN_APPROPRIATION at /lines/0/carriedFrom {appropriationId=2, fiscalYear=2020}",
            refusal(carrying(balance(9, FundNature.GENERAL_PUBLIC_BUDGET, "100.00"), HUNDRED, OTHER),
                movement(MovementKind.CARRY_OVER, JUNE, carried(1, "1.00", 2, 0))));
    }

    @Test
    void whatTheNextYearHasTakenOverIsNotAvailable() {
        assertEquals("APPROPRIATION_EXCEEDED at /lines/0/amount {available=40.00, requested=40.01, appropriationId=1}",
            refusal(OPEN, MovementKind.PAYMENT, JUNE, "40.01", HUNDRED.carriedForward(new BigDecimal("60.00"))));
    }

    @Test
    void aReversalIsTheSameWithTheOtherSign() {
        assertEquals("60.00 | 100.00 0.00 60.00 0.00 0.00 = 40.00", reversed(COMMITTED.after(outOfCommitment("60.00")),
            new Origin(8, MovementKind.PAYMENT, MAY, 7L, List.of(outOfCommitment("60.00")), Amount.ZERO, false)));
    }

    @Test
    void aReversedOpeningMakesRoomForAnother() {
        Balance reversed = HUNDRED.after(entry(1, MovementKind.OPENING, "100.00").reversed());
        assertEquals("120.00 120.00 0.00 120.00 after 3", figures(after(reversed, MovementKind.OPENING, "120.00")));
    }

    @Test
    void nothingIsReversedTwice() {
        assertEquals("MOVEMENT_REVERSED {movementId=7}", refusal(referring(HUNDRED, origin(MovementKind.PAYMENT, "60.00", "60.00", true)), reversal()));
    }

    @Test
    void aReversalIsNotReversed() {
        assertEquals("MOVEMENT_NOT_REVERSIBLE {movementId=7, kind=REVERSAL}",
            refusal(referring(HUNDRED, origin(MovementKind.REVERSAL, "60.00", "0.00", false)), reversal()));
    }

    @Test
    void whatOthersHaveUsedIsNotReversed() {
        assertEquals("MOVEMENT_USED {movementId=7, amount=60.00, usedAmount=0.01}",
            refusal(referring(HUNDRED, payment("60.00", "0.01")), reversal()));
    }

    @Test
    void nothingIsReversedBeforeItsDate() {
        assertEquals("DATE_BEFORE_ORIGIN at /documentDate {documentDate=2021-06-01, originDate=2021-06-02, originId=7}",
            refusal(referring(HUNDRED, new Origin(7, MovementKind.PAYMENT, LocalDate.of(2021, 6, 2), null,
                List.of(entry(1, MovementKind.PAYMENT, "60.00")), Amount.ZERO, false)), reversal()));
    }

    @Test
    void whatIsSpentIsNotTakenBackByAReversal() {
        Balance spent = HUNDRED.after(entry(1, MovementKind.PAYMENT, "60.00"));
        assertEquals("APPROPRIATION_EXCEEDED {available=40.00, requested=50.00, appropriationId=1}",
            refusal(referring(spent, origin(MovementKind.SUPPLEMENT, "50.00", "0.00", false)), reversal()));
    }

    @Test
    void noPolicyLoosensAReversal() {
        Balance spent = HUNDRED.after(entry(1, MovementKind.PAYMENT, "60.00"));
        assertEquals("APPROPRIATION_EXCEEDED {available=40.00, requested=50.00, appropriationId=1}",
            refusal(new Ledger(OPEN, List.of(spent), List.of(), origin(MovementKind.SUPPLEMENT, "50.00", "0.00", false),
                policy(ControlStage.PAYMENT, ControlMode.OFF), false), reversal()));
    }

    @Test
    void aWarningNeedsAnExplanation() {
        assertEquals("EXPLANATION_REQUIRED at /explanation "
                + "{finding=APPROPRIATION_EXCEEDED, policyVersion=3, available=100.00, requested=100.01, appropriationId=1}",
            refusal(ledger(policy(ControlStage.PAYMENT, ControlMode.WARN), HUNDRED),
                movement(MovementKind.PAYMENT, JUNE, line(1, "100.01", 0))));
    }

    @Test
    void anExplainedWarningIsAFindingWithBothFigures() {
        assertEquals(List.of(new Finding("APPROPRIATION_EXCEEDED", ControlMode.WARN, 3, 1L, new BigDecimal("100.00"), new BigDecimal("100.01"))),
            ledger(policy(ControlStage.PAYMENT, ControlMode.WARN), HUNDRED).post(explained(MovementKind.PAYMENT, line(1, "100.01", 0))).findings());
    }

    @Test
    void whatIsOffIsAFindingWithoutAnExplanation() {
        assertEquals(List.of(new Finding("APPROPRIATION_EXCEEDED", ControlMode.OFF, 3, 1L, new BigDecimal("100.00"), new BigDecimal("100.01")),
                new Finding("ALLOTMENT_EXCEEDED", ControlMode.OFF, 3, 1L, new BigDecimal("40.00"), new BigDecimal("100.01"))),
            ledger(policy(ControlStage.COMMITMENT, ControlMode.OFF), RELEASED)
                .post(movement(MovementKind.COMMITMENT, JUNE, line(1, "100.01", 0))).findings());
    }

    @Test
    void whatStaysInsideItsLimitsHasNoFinding() {
        assertEquals(List.of(), ledger(policy(ControlStage.PAYMENT, ControlMode.WARN), HUNDRED)
            .post(explained(MovementKind.PAYMENT, line(1, "100.00", 0))).findings());
    }

    @Test
    void aBlankExplanationIsNone() {
        Movement blank = new Movement(MovementKind.PAYMENT, "x", JUNE, "测试", null, " \u3000", null, List.of(line(1, "100.01", 0)));
        assertEquals("EXPLANATION_REQUIRED", refusal(ledger(policy(ControlStage.PAYMENT, ControlMode.WARN), HUNDRED), blank).split(" ")[0]);
    }

    @Test
    void aPolicyCanStopVirements() {
        ControlPolicy stop = new ControlPolicy(3, JUNE, List.of(), List.of(new VirementRule(null, null, null, ControlMode.STOP)));
        Balance personnel = Balance.empty(4, FundNature.GENERAL_PUBLIC_BUDGET, ExpenditureKind.PERSONNEL, "2050101");
        assertEquals("VIREMENT_NOT_ALLOWED at /lines {from=PROJECT 2010301, to=PERSONNEL 2050101, policyVersion=3}",
            refusal(ledger(stop, HUNDRED, personnel), movement(MovementKind.VIREMENT, JUNE, line(4, "30.00", 0), line(1, "-30.00", 1))));
    }

    @Test
    void aVirementThatIsWarnedOfHasAFindingOfNoAppropriation() {
        ControlPolicy warn = new ControlPolicy(3, JUNE, List.of(), List.of(new VirementRule(null, null, false, ControlMode.WARN)));
        assertEquals(List.of(new Finding("VIREMENT_NOT_ALLOWED", ControlMode.WARN, 3, null, null, null)), ledger(warn, HUNDRED, OTHER)
            .post(explained(MovementKind.VIREMENT, line(1, "30.00", 0), line(2, "-30.00", 1))).findings());
    }

    @Test
    void aClosedMonthTakesNothing() {
        assertEquals("PERIOD_CLOSED at /documentDate {fiscalYear=2021, month=6, documentDate=2021-06-01}",
            refusal(closing(PeriodStatus.OPEN, PeriodStatus.CLOSED), MovementKind.PAYMENT, JUNE, "1.00", HUNDRED));
    }

    @Test
    void aClosingMonthIsForThoseWhoMayRecordLate() {
        assertEquals("PERIOD_SOFT_CLOSED at /documentDate {fiscalYear=2021, month=6, documentDate=2021-06-01}",
            refusal(closing(PeriodStatus.OPEN, PeriodStatus.SOFT_CLOSED), MovementKind.PAYMENT, JUNE, "1.00", HUNDRED));
    }

    @Test
    void whoRecordsLateExplainsIt() {
        Ledger late = new Ledger(closing(PeriodStatus.SOFT_CLOSED, PeriodStatus.OPEN), List.of(HUNDRED), List.of(), null, ControlPolicy.STRICT, true);
        assertEquals("EXPLANATION_REQUIRED at /explanation {fiscalYear=2021, month=6, documentDate=2021-06-01} "
                + "| [Finding[code=PERIOD_SOFT_CLOSED, mode=WARN, policyVersion=null, appropriationId=null, limit=null, requested=null]]",
            refusal(late, movement(MovementKind.PAYMENT, JUNE, line(1, "1.00", 0))) + " | "
                + late.post(explained(MovementKind.PAYMENT, line(1, "1.00", 0))).findings());
    }

    private static Ledger ledger(FiscalYear year, Balance... balances) {
        return new Ledger(year, List.of(balances), List.of(), null, ControlPolicy.STRICT, false);
    }

    private static Ledger ledger(ControlPolicy policy, Balance... balances) {
        return new Ledger(OPEN, List.of(balances), List.of(), null, policy, false);
    }

    private static Ledger referring(Balance balance, Origin origin) {
        return new Ledger(OPEN, List.of(balance), List.of(), origin, ControlPolicy.STRICT, false);
    }

    private static Ledger carrying(Balance source, Balance... balances) {
        return new Ledger(OPEN, List.of(balances), List.of(source), null, ControlPolicy.STRICT, false);
    }

    private static ControlPolicy policy(ControlStage stage, ControlMode mode) {
        return new ControlPolicy(3, JUNE, List.of(new ControlRule(stage, null, null, mode)), List.of());
    }

    private static Origin commitment(String amount, String used) {
        return origin(MovementKind.COMMITMENT, amount, used, false);
    }

    private static Origin payment(String amount, String used) {
        return origin(MovementKind.PAYMENT, amount, used, false);
    }

    /** Movement 7 of the second of May. */
    private static Origin origin(MovementKind kind, String amount, String used, boolean reversed) {
        Entry recorded = kind == MovementKind.REVERSAL ? entry(1, MovementKind.PAYMENT, amount).reversed() : entry(1, kind, amount);
        return new Origin(7, kind, MAY, null, List.of(recorded), new BigDecimal(used), reversed);
    }

    private static Entry outOfCommitment(String amount) {
        BigDecimal signed = new BigDecimal(amount).negate();
        return new Entry(1, MovementKind.PAYMENT, signed, MovementKind.PAYMENT.change(signed, true), null);
    }

    private static Movement reversal() {
        return new Movement(MovementKind.REVERSAL, "雁财冲〔2021〕1号", JUNE, "测试", 7L, null, null, List.of());
    }

    private static String reversed(Balance balance, Origin origin) {
        Entry entry = referring(balance, origin).post(reversal()).entries().get(0);
        return entry.amount() + " | " + measures(balance.after(entry));
    }

    private static Movement explained(MovementKind kind, Movement.Line... lines) {
        return new Movement(kind, "雁财预〔2021〕1号", JUNE, "测试", null, "已批准", null, List.of(lines));
    }

    private static Movement.Line carried(long id, String amount, long source, int place) {
        return new Movement.Line(id, new BigDecimal(amount), source, "/lines/" + place);
    }

    /** adjusted, allotted, committed, executed, lapsed = available. */
    private static String measures(Balance balance) {
        Change total = balance.total();
        return total.adjusted() + " " + total.allotted() + " " + total.committed() + " " + total.executed() + " " + total.lapsed() + " = "
            + balance.available();
    }

    private static String refusal(Ledger ledger, Movement movement) {
        return assertThrows(Violation.class, () -> ledger.post(movement)).toString();
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
