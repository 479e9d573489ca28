package org.jixiao.budget.fiscalyear;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.jixiao.chassis.access.Caller;
import org.jixiao.chassis.access.Role;
import org.jixiao.chassis.problem.Violation;
import org.junit.jupiter.api.Test;

class FiscalYearTest {

    private static final int JUNE = 6;
    private static final Caller OFFICER = caller(Role.BUDGET_OFFICER);
    private static final Caller FINANCE = caller(Role.FINANCE_REVIEWER);
    private static final Caller BOTH = caller(Role.BUDGET_OFFICER, Role.FINANCE_REVIEWER);

    @Test
    void aBudgetOfficerMayDoAllButReopenInAnOpenYear() {
        assertEquals("[ADD_APPROPRIATION, POST_MOVEMENT, PAY, REFUND, SOFT_CLOSE, CLOSE]", year(PeriodStatus.OPEN).allowedActions(OFFICER).toString());
    }

    @Test
    void inAYearThatIsClosingAnOfficerOnlyClosesIt() {
        assertEquals("[CLOSE]", year(PeriodStatus.SOFT_CLOSED).allowedActions(OFFICER).toString());
    }

    @Test
    void inAYearThatIsClosingAnOfficerWhoIsOfFinanceStillRecords() {
        assertEquals("[ADD_APPROPRIATION, POST_MOVEMENT, PAY, REFUND, CLOSE, REOPEN]",
            year(PeriodStatus.SOFT_CLOSED).allowedActions(BOTH).toString());
    }

    @Test
    void aBudgetOfficerMayDoNothingInAClosedYear() {
        assertEquals(List.of(), year(PeriodStatus.CLOSED).allowedActions(OFFICER));
    }

    @Test
    void onlyFinanceReopens() {
        assertEquals(List.of(FiscalYearAction.REOPEN), year(PeriodStatus.CLOSED).allowedActions(FINANCE));
    }

    @Test
    void anAuditorMayDoNothing() {
        for (PeriodStatus status : PeriodStatus.values()) {
            assertEquals(List.of(), year(status).allowedActions(caller(Role.AUDITOR)));
        }
    }

    @Test
    void whoeverIsOfAnotherDepartmentMayDoNothing() {
        Caller other = new Caller("o", BOTH.roles(), Set.of("YF-OTHER"));
        assertEquals("[] [] FORBIDDEN", year(PeriodStatus.SOFT_CLOSED).allowedActions(other) + " "
            + year(PeriodStatus.SOFT_CLOSED).allowedActions(other, JUNE) + " " + refused(year(PeriodStatus.OPEN), PeriodAction.CLOSE, null, other));
    }

    /** Every state of the year and of June, whoever asks: what is named is taken, and nothing else is. */
    @Test
    void theTransitionsAreTheseAndNoOthers() {
        List<String> table = new ArrayList<>();
        for (PeriodStatus ofYear : PeriodStatus.values()) {
            table.add(ofYear + " year: " + taken(year(ofYear), null));
            for (PeriodStatus ofJune : PeriodStatus.values()) {
                table.add(ofYear + " year, " + ofJune + " June: " + taken(year(ofYear, ofJune), JUNE));
            }
        }
        assertEquals(List.of(
            "OPEN year: SOFT_CLOSE CLOSE",
            "OPEN year, OPEN June: SOFT_CLOSE CLOSE",
            "OPEN year, SOFT_CLOSED June: CLOSE REOPEN",
            "OPEN year, CLOSED June: REOPEN",
            "SOFT_CLOSED year: CLOSE REOPEN",
            "SOFT_CLOSED year, OPEN June: SOFT_CLOSE CLOSE",
            "SOFT_CLOSED year, SOFT_CLOSED June: CLOSE REOPEN",
            "SOFT_CLOSED year, CLOSED June: REOPEN",
            "CLOSED year: REOPEN",
            "CLOSED year, OPEN June: SOFT_CLOSE CLOSE",
            "CLOSED year, SOFT_CLOSED June: CLOSE",
            "CLOSED year, CLOSED June: "), table);
    }

    @Test
    void whoMayNotIsToldSoBeforeWhetherItIsPossible() {
        assertEquals("FORBIDDEN FORBIDDEN FORBIDDEN FORBIDDEN",
            refused(year(PeriodStatus.CLOSED), PeriodAction.REOPEN, null, OFFICER) + " "
            + refused(year(PeriodStatus.OPEN), PeriodAction.REOPEN, JUNE, OFFICER) + " "
            + refused(year(PeriodStatus.OPEN), PeriodAction.CLOSE, null, FINANCE) + " "
            + refused(year(PeriodStatus.OPEN), PeriodAction.SOFT_CLOSE, JUNE, FINANCE));
    }

    @Test
    void aRefusedActionNamesBothStates() {
        Violation refused = assertThrows(Violation.class, () -> year(PeriodStatus.OPEN, PeriodStatus.CLOSED).require(PeriodAction.SOFT_CLOSE, JUNE, BOTH));
        assertEquals("PERIOD_ACTION_NOT_ALLOWED {period=2021-06, action=SOFT_CLOSE, periodStatus=CLOSED, requestedStatus=SOFT_CLOSED, "
            + "allowedActions=[REOPEN]}", refused.toString());
    }

    @Test
    void aMonthOfAClosedYearIsNotReopenedBeforeTheYearIs() {
        Violation refused = assertThrows(Violation.class, () -> year(PeriodStatus.CLOSED, PeriodStatus.CLOSED).require(PeriodAction.REOPEN, JUNE, FINANCE));
        assertEquals("FISCAL_YEAR_CLOSED {fiscalYear=2021, closedBy=officer, closedAt=1970-01-01T00:00:00Z, statementVersion=1, "
            + "period=2021-06, action=REOPEN, periodStatus=CLOSED, requestedStatus=OPEN, allowedActions=[]}", refused.toString());
    }

    @Test
    void aClosedYearIsNotClosedAgain() {
        assertEquals("FISCAL_YEAR_CLOSED", refused(year(PeriodStatus.CLOSED), PeriodAction.CLOSE, null, OFFICER));
    }

    @Test
    void whatBelongsToNoMonthIsTakenFromAnOfficerWhileTheYearIsOpenAndFromFinanceWhileItIsClosing() {
        assertDoesNotThrow(() -> year(PeriodStatus.OPEN).requireTakesFrom(OFFICER));
        assertDoesNotThrow(() -> year(PeriodStatus.SOFT_CLOSED).requireTakesFrom(BOTH));
        assertEquals("FISCAL_YEAR_SOFT_CLOSED {fiscalYear=2021}",
            assertThrows(Violation.class, () -> year(PeriodStatus.SOFT_CLOSED).requireTakesFrom(OFFICER)).toString());
        assertTrue(assertThrows(Violation.class, () -> year(PeriodStatus.CLOSED).requireTakesFrom(BOTH)).toString().startsWith("FISCAL_YEAR_CLOSED"));
    }

    private static String taken(FiscalYear year, Integer month) {
        List<PeriodAction> taken = new ArrayList<>();
        for (PeriodAction action : PeriodAction.values()) {
            if (refused(year, action, month, BOTH) == null) {
                taken.add(action);
            }
        }
        assertEquals(year.allowedActions(BOTH, month), taken);
        return String.join(" ", taken.stream().map(Enum::name).toList());
    }

    private static String refused(FiscalYear year, PeriodAction action, Integer month, Caller caller) {
        try {
            year.require(action, month, caller);
            return null;
        } catch (Violation refused) {
            return refused.code().name();
        }
    }

    private static FiscalYear year(PeriodStatus status) {
        return year(status, PeriodStatus.OPEN);
    }

    private static FiscalYear year(PeriodStatus status, PeriodStatus june) {
        List<PeriodStatus> months = new ArrayList<>(Collections.nCopies(FiscalYear.MONTHS, PeriodStatus.OPEN));
        months.set(JUNE - 1, june);
        boolean closed = status == PeriodStatus.CLOSED;
        return new FiscalYear("YF-XZSP", 2021, status, months, 3, 1, null, closed ? "officer" : null, closed ? Instant.EPOCH : null);
    }

    private static Caller caller(String... roles) {
        return new Caller("somebody", Set.of(roles), Set.of("YF-XZSP"));
    }
}
