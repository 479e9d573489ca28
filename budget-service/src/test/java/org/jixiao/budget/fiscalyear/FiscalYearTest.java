package org.jixiao.budget.fiscalyear;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.jixiao.chassis.access.Caller;
import org.jixiao.chassis.access.Role;
import org.junit.jupiter.api.Test;

class FiscalYearTest {

    private static final FiscalYear OPEN = FiscalYear.open("YF-XZSP", 2021, null);
    private static final FiscalYear CLOSED = new FiscalYear("YF-XZSP", 2021, PeriodStatus.CLOSED,
        Collections.nCopies(FiscalYear.MONTHS, PeriodStatus.OPEN), 1, 1, null, "officer", Instant.EPOCH);

    @Test
    void aBudgetOfficerMayDoAllInAnOpenYear() {
        assertEquals(List.of(FiscalYearAction.values()), OPEN.allowedActions(officer("YF-XZSP")));
    }

    @Test
    void aBudgetOfficerMayDoNothingInAClosedYear() {
        assertEquals(List.of(), CLOSED.allowedActions(officer("YF-XZSP")));
    }

    @Test
    void anAuditorMayDoNothing() {
        assertEquals(List.of(), OPEN.allowedActions(new Caller("a", Set.of(Role.AUDITOR), Set.of("*"))));
    }

    @Test
    void anOfficerOfAnotherDepartmentMayDoNothing() {
        assertEquals(List.of(), OPEN.allowedActions(officer("YF-OTHER")));
    }

    private static Caller officer(String department) {
        return new Caller("o", Set.of(Role.BUDGET_OFFICER), Set.of(department));
    }
}
