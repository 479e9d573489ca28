package org.jixiao.budget.control;

import org.jixiao.budget.appropriation.ExpenditureKind;
import org.jixiao.budget.appropriation.FundNature;

/**
 * What happens to a movement of one stage that goes beyond a limit.
 *
 * @param expenditureKind the kind of appropriation, or null for any
 * @param fundNature      where its money comes from, or null for any
 */
public record ControlRule(ControlStage stage, ExpenditureKind expenditureKind, FundNature fundNature, ControlMode mode) {

    boolean covers(ControlStage wantedStage, ExpenditureKind kind, FundNature nature) {
        return stage == wantedStage && (expenditureKind == null || expenditureKind == kind)
            && (fundNature == null || fundNature == nature);
    }

    /** Whether the other one, coming later, has nothing left to decide. */
    boolean coversAllOf(ControlRule other) {
        return stage == other.stage && (expenditureKind == null || expenditureKind == other.expenditureKind)
            && (fundNature == null || fundNature == other.fundNature);
    }
}
