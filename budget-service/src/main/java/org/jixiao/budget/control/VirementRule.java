package org.jixiao.budget.control;

import org.jixiao.budget.appropriation.ExpenditureKind;

/**
 * What happens to a virement between certain appropriations of one fund nature.
 *
 * @param from            the kind that gives, or null for any
 * @param to              the kind that takes, or null for any
 * @param acrossFunctions true: only between different functional classes (类, the first three digits); null: any
 */
public record VirementRule(ExpenditureKind from, ExpenditureKind to, Boolean acrossFunctions, ControlMode mode) {

    private static final int CLASS_DIGITS = 3;

    boolean covers(ExpenditureKind giving, ExpenditureKind taking, String givingFunction, String takingFunction) {
        boolean across = !givingFunction.substring(0, CLASS_DIGITS).equals(takingFunction.substring(0, CLASS_DIGITS));
        return (from == null || from == giving) && (to == null || to == taking)
            && (acrossFunctions == null || acrossFunctions == across);
    }

    /** Whether the other one, coming later, has nothing left to decide. */
    boolean coversAllOf(VirementRule other) {
        return (from == null || from == other.from) && (to == null || to == other.to)
            && (acrossFunctions == null || acrossFunctions.equals(other.acrossFunctions));
    }
}
