package org.jixiao.budget.fiscalyear;

import org.jixiao.chassis.access.Role;

/** What can be done to a fiscal year or to one of its months. */
public enum PeriodAction {

    SOFT_CLOSE(PeriodStatus.SOFT_CLOSED, Role.BUDGET_OFFICER),
    CLOSE(PeriodStatus.CLOSED, Role.BUDGET_OFFICER),
    REOPEN(PeriodStatus.OPEN, Role.FINANCE_REVIEWER);

    private final PeriodStatus becomes;
    private final String role;

    PeriodAction(PeriodStatus becomes, String role) {
        this.becomes = becomes;
        this.role = role;
    }

    /** What the period is afterwards. */
    public PeriodStatus becomes() {
        return becomes;
    }

    /** Whose it is to do. */
    public String role() {
        return role;
    }
}
