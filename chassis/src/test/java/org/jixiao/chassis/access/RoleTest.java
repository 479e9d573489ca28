package org.jixiao.chassis.access;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RoleTest {

    @Test
    void whoDoesTheWorkNeitherAuditsNorSetsTheRules() {
        for (String doing : List.of(Role.BUDGET_OFFICER, Role.EVALUATOR, Role.DEPARTMENT_REVIEWER, Role.FINANCE_REVIEWER, Role.PUBLISHER)) {
            assertEquals("true true", Role.conflict(Set.of(doing, Role.AUDITOR)) + " " + Role.conflict(Set.of(doing, Role.SCHEME_ADMINISTRATOR)));
        }
    }

    @Test
    void whoSetsTheRulesDoesNotAudit() {
        assertEquals(true, Role.conflict(Set.of(Role.AUDITOR, Role.SCHEME_ADMINISTRATOR)));
    }

    @Test
    void rolesOfTheWorkGoTogetherAndStrangeOnesDoNotMatter() {
        assertEquals("false false", Role.conflict(Set.of(Role.EVALUATOR, Role.DEPARTMENT_REVIEWER, "offline_access"))
            + " " + Role.conflict(Set.of(Role.AUDITOR, "offline_access")));
    }
}
