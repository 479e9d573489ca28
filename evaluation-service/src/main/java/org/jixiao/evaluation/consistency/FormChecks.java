package org.jixiao.evaluation.consistency;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jixiao.evaluation.form.Form;
import org.jixiao.evaluation.form.Form.EvaluationKind;
import org.jixiao.evaluation.scheme.Scheme;
import org.jixiao.evaluation.scoring.Scoring;

/**
 * The checks of one form against itself and its scheme (表内勾稽关系): data in, findings out. Keeps C1 to C15.
 * A check says nothing when its rule holds, and nothing when the figures that it compares are missing (the
 * checks for blanks say that); it never fails on bad data.
 */
public final class FormChecks {

    /** One rule and the function that looks for places where it does not hold. */
    record Check(String rule, Function<Subject, Stream<Finding>> find) {}

    static final List<Check> CHECKS = List.of(
            new Check("SCORE_LE_WEIGHT", MarkChecks::scoreLeWeight),
            new Check("GROUP_SCORE_LE_WEIGHT", MarkChecks::groupScoreLeWeight),
            new Check("TOTAL_SCORE_SUM", MarkChecks::totalScoreSum),
            new Check("DEVIATION_REASON_REQUIRED", MarkChecks::deviationReasonRequired),
            new Check("TARGET_REQUIRED", CellChecks::targetRequired),
            new Check("WEIGHT_SUM_100", MarkChecks::weightSum100),
            new Check("GROUP_WEIGHT", MarkChecks::groupWeight),
            new Check("EXECUTION_RATE", FundChecks::executionRate),
            new Check("FUND_SUM_REVENUE", FundChecks::fundSumRevenue),
            new Check("FUND_SUM_EXPENDITURE", FundChecks::fundSumExpenditure),
            new Check("FUND_COMPONENTS", FundChecks::fundComponents),
            new Check("BLANK_NUMERIC", CellChecks::blankNumeric),
            new Check("REQUIRED_FIELD", CellChecks::requiredField),
            new Check("ADJUSTMENT_EXPLAIN", FundChecks::adjustmentExplain),
            new Check("SCORE_NOT_DERIVABLE", MarkChecks::scoreNotDerivable));

    private FormChecks() {}

    /** Every finding of every check, in the order of the list above and then of the form. */
    public static List<Finding> check(Form form, EvaluationKind kind, Scheme scheme) {
        Subject subject = new Subject(form, kind, scheme.rules(), new Scoring(scheme).score(form));
        return CHECKS.stream().flatMap(check -> check.find().apply(subject)).toList();
    }
}
