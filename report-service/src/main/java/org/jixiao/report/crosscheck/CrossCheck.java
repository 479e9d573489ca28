package org.jixiao.report.crosscheck;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiFunction;

/**
 * The checks over a whole package: forms, narrative and ledger against one another.
 *
 * <p>Keeps X1: a check whose figures are absent says nothing, and no check throws on bad data. The order of the list is
 * the order of the findings of the same severity.
 */
public final class CrossCheck {

    private static final List<BiFunction<Package, Tolerances, List<Finding>>> CHECKS = List.of(
            MoneyChecks::outturnTotalInFormAndNarrative,
            MoneyChecks::basicExpenditureInFormAndNarrative,
            MoneyChecks::projectExpenditureInFormAndNarrative,
            MoneyChecks::basicAndProjectMakeTheTotal,
            MoneyChecks::personnelAndOperatingMakeBasic,
            MoneyChecks::initialBudgetSplits,
            MoneyChecks::growthFollowsFromTheChange,
            MoneyChecks::itemsDoNotExceedTheirTotal,
            MoneyChecks::sharesFollowFromAmounts,
            MoneyChecks::sharesMakeHundred,
            MoneyChecks::governmentFundInFormAndNarrative,
            MoneyChecks::unrelatedItemsDiffer,
            LedgerChecks::departmentTotals,
            LedgerChecks::departmentSplit,
            LedgerChecks::projectForms,
            LedgerChecks::projectFormsCoverProjectExpenditure,
            LedgerChecks::projectFormsCoverInitialBudget,
            LedgerChecks::adjustmentSplitIsExplained,
            LedgerChecks::accountsCoverThePersons,
            WordingChecks::countsAgree,
            WordingChecks::sitesAdd,
            WordingChecks::goalListsMatch,
            WordingChecks::claimsFollowTheFigures,
            WordingChecks::chaptersAreThere,
            ScoreChecks::narrativeScoreIsTheFormsTotal,
            ScoreChecks::gradeWordIsStandard,
            ScoreChecks::formsAreNotUniform,
            ScoreChecks::satisfactionSourcesAreToldApart);

    private CrossCheck() {
    }

    /** All findings, blocking ones first. */
    public static List<Finding> of(Package pack, Tolerances tolerances) {
        List<Finding> findings = new ArrayList<>();
        CHECKS.forEach(check -> findings.addAll(check.apply(pack, tolerances)));
        findings.sort(Comparator.comparing(Finding::severity));
        return List.copyOf(findings);
    }
}
