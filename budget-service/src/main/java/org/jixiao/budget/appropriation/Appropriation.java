package org.jixiao.budget.appropriation;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jixiao.budget.Amount;
import org.jixiao.budget.BudgetProblem;
import org.jixiao.chassis.problem.Violation;

/**
 * A budget quota (预算指标): money of one nature for one purpose, with the balance that its ledger
 * entries sum up to. Amounts are yuan, scale 2.
 *
 * @param projectCode     the project, for project expenditure only
 * @param functionalClass functional classification, for example 2010301
 * @param economicClass   departmental economic classification, for example 30101
 * @param allottedAmount  released for spending, or null where nothing was ever released and all of it can be spent
 * @param availableAmount what can still be spent, reserved or taken away (B1)
 * @param entryCount      how many entries the balance is made of
 */
public record Appropriation(long id, String agencyCode, String projectCode, FundNature fundNature,
                            ExpenditureKind expenditureKind, String functionalClass, String economicClass,
                            String economicClassName, BigDecimal initialBudget, BigDecimal adjustedBudget,
                            BigDecimal allottedAmount, BigDecimal committedAmount, BigDecimal executedAmount,
                            BigDecimal lapsedAmount, BigDecimal carriedForwardAmount, BigDecimal availableAmount,
                            int entryCount) {

    public static final int RATE_SCALE = 4;

    /** Keeps B11: project expenditure names its project, basic expenditure has none. */
    public static void requireMatch(ExpenditureKind kind, String projectCode) {
        if (kind.isBasic() != (projectCode == null)) {
            throw new Violation(BudgetProblem.PROJECT_MISMATCH).at("/projectCode")
                .with("expenditureKind", kind.name()).with("projectCode", projectCode == null ? "" : projectCode);
        }
    }

    /** Keeps B12: executed over adjusted, four decimals, half-up; null where there is nothing to divide by. */
    public static BigDecimal rate(BigDecimal executed, BigDecimal adjusted) {
        return adjusted.signum() == 0 ? null : executed.divide(adjusted, RATE_SCALE, RoundingMode.HALF_UP);
    }

    /** One that nothing was recorded on yet. */
    public static Appropriation empty(String agencyCode, String projectCode, FundNature fundNature, ExpenditureKind expenditureKind,
                                      String functionalClass, String economicClass, String economicClassName) {
        return new Appropriation(0, agencyCode, projectCode, fundNature, expenditureKind, functionalClass, economicClass,
            economicClassName, Amount.ZERO, Amount.ZERO, null, Amount.ZERO, Amount.ZERO, Amount.ZERO, Amount.ZERO, Amount.ZERO, 0);
    }

    public BigDecimal executionRate() {
        return rate(executedAmount, adjustedBudget);
    }
}
