package org.jixiao.chassis.access;

/** Roles as they stand in the {@code groups} claim of a token. */
public final class Role {

    public static final String BUDGET_OFFICER = "budget-officer";
    public static final String EVALUATOR = "evaluator";
    public static final String DEPARTMENT_REVIEWER = "department-reviewer";
    public static final String FINANCE_REVIEWER = "finance-reviewer";
    public static final String PUBLISHER = "publisher";
    public static final String AUDITOR = "auditor";
    public static final String SCHEME_ADMINISTRATOR = "scheme-administrator";

    private Role() {
    }
}
