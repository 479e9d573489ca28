package org.jixiao.chassis.access;

import java.util.List;
import java.util.Set;

/** Roles as they stand in the {@code groups} claim of a token. */
public final class Role {

    public static final String BUDGET_OFFICER = "budget-officer";
    public static final String EVALUATOR = "evaluator";
    public static final String DEPARTMENT_REVIEWER = "department-reviewer";
    public static final String FINANCE_REVIEWER = "finance-reviewer";
    public static final String PUBLISHER = "publisher";
    /** Reads all, writes nothing. */
    public static final String AUDITOR = "auditor";
    /** Sets what everybody is measured by, and measures nobody. */
    public static final String SCHEME_ADMINISTRATOR = "scheme-administrator";

    /** All of them, in the order of the work. */
    public static final List<String> ALL = List.of(BUDGET_OFFICER, EVALUATOR, DEPARTMENT_REVIEWER, FINANCE_REVIEWER,
        PUBLISHER, AUDITOR, SCHEME_ADMINISTRATOR);
    private static final Set<String> DOING = Set.of(BUDGET_OFFICER, EVALUATOR, DEPARTMENT_REVIEWER, FINANCE_REVIEWER, PUBLISHER);

    private Role() {
    }

    /**
     * Whether nobody may be all of this at once: who does the work, who sets the rules and who audits
     * are three people, whatever else a directory says. Roles that are not ours do not matter.
     */
    public static boolean conflict(Set<String> roles) {
        int duties = (roles.stream().anyMatch(DOING::contains) ? 1 : 0) + (roles.contains(AUDITOR) ? 1 : 0)
            + (roles.contains(SCHEME_ADMINISTRATOR) ? 1 : 0);
        return duties > 1;
    }
}
