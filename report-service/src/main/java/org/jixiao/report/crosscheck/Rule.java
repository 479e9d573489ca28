package org.jixiao.report.crosscheck;

import static org.jixiao.report.crosscheck.Rule.Checked.FORM;
import static org.jixiao.report.crosscheck.Rule.Checked.NOT_YET;
import static org.jixiao.report.crosscheck.Rule.Checked.PACKAGE;
import static org.jixiao.report.crosscheck.Severity.ERROR;
import static org.jixiao.report.crosscheck.Severity.INFO;
import static org.jixiao.report.crosscheck.Severity.WARNING;

/**
 * The catalogue of rules: what each compares, how grave a breach is, and where it is checked.
 *
 * <p>A difference that rounding explains is always INFO, whatever the rule says.
 */
public enum Rule {
    NARRATIVE_TOTAL(ERROR, PACKAGE, "narrative outturn total = department form's executed amount = basic + project"),
    NARRATIVE_BASIC(ERROR, PACKAGE, "narrative basic expenditure = department form's basic expenditure"),
    NARRATIVE_PROJECT_TOTAL(ERROR, PACKAGE, "narrative project expenditure = department form's project expenditure"),
    BASIC_SPLIT(ERROR, PACKAGE, "personnel + operating = basic expenditure, in the narrative"),
    INITIAL_SPLIT(ERROR, PACKAGE, "initial basic + project = initial expenditure; revenue by source = revenue; = form"),
    YOY(ERROR, PACKAGE, "growth rate = change ÷ (outturn − change), in the narrative"),
    ITEM_SUM(ERROR, PACKAGE, "listed items do not exceed the amount they are part of"),
    SHARE_PCT(ERROR, PACKAGE, "stated share = part ÷ basic expenditure"),
    SHARE_SUM(ERROR, PACKAGE, "shares of personnel and operating expenditure = 100 %"),
    GOV_FUND(ERROR, PACKAGE, "narrative government fund revenue = department form's government fund"),
    PROJECT_FORM_COVERAGE(ERROR, PACKAGE, true, "Σ executed of project forms = project expenditure"),
    PROJECT_INITIAL_COVERAGE(ERROR, PACKAGE, true, "Σ initial budget of project forms = initial project budget"),
    COUNT_CONFLICT(ERROR, PACKAGE, true, "the same counted thing has the same count in forms and narrative"),
    SITES(ERROR, PACKAGE, "towns and villages counted together = towns + villages"),
    GOAL_LIST_MATCH(ERROR, PACKAGE, "goals listed in the narrative = goals of the forms"),
    GOAL_TEXT_MATCH(ERROR, PACKAGE, "a goal has the same words in narrative and form"),
    NARRATIVE_SCORE(ERROR, PACKAGE, "narrative total score = department form's stated total"),
    NARRATIVE_RATING(ERROR, PACKAGE, "the grade word covers the score"),
    LEDGER_TOTAL(ERROR, PACKAGE, "form's adjusted budget and executed amount = ledger, to the printed place"),
    LEDGER_INITIAL(ERROR, PACKAGE, "form's initial budget = ledger, to the printed place"),
    LEDGER_BASIC(ERROR, PACKAGE, "form's basic expenditure = ledger, to the printed place"),
    LEDGER_PROJECT(ERROR, PACKAGE, "form's project expenditure = ledger, to the printed place"),
    LEDGER_PROJECT_FORM(ERROR, PACKAGE, "project form's amounts = the ledger's for that project, to the printed place"),
    ADJUSTMENT_EXPLAIN(WARNING, PACKAGE, "large in-year changes of basic and project budgets carry a reason"),
    NARRATIVE_CLAIM(WARNING, PACKAGE, "a claim of thrift has the direction of the figures"),
    UNIFORM_SCORES(WARNING, PACKAGE, "forms do not share the same total and the same deductions"),
    RATING_VOCABULARY(WARNING, PACKAGE, "the grade word is one of 优, 良, 中, 差"),
    ENTITY_COVERAGE(WARNING, PACKAGE, "personnel expenditure is plausible for the persons that the accounts cover"),
    NARRATIVE_CHAPTERS(WARNING, PACKAGE, "the narrative has its twelve chapters"),
    DUPLICATE_FIGURE(INFO, PACKAGE, "unrelated items do not show the same figure"),
    SATISFACTION_SOURCES(INFO, PACKAGE, "satisfaction rates of different surveys are told apart"),

    SCORE_LE_WEIGHT(ERROR, FORM, "score ≤ weight, for each indicator"),
    GROUP_SCORE_LE_WEIGHT(ERROR, FORM, "score ≤ weight, for each first-level indicator"),
    TOTAL_SCORE_SUM(ERROR, FORM, "stated total = Σ scores + execution score"),
    DEVIATION_REASON_REQUIRED(ERROR, FORM, "a deduction carries a reason"),
    TARGET_REQUIRED(ERROR, FORM, "each indicator has a target"),
    WEIGHT_SUM_100(ERROR, FORM, "Σ weights = 100"),
    GROUP_WEIGHT(ERROR, FORM, "Σ weights of a group = the weight of its caption"),
    EXECUTION_RATE(ERROR, FORM, "rate = executed ÷ adjusted, and its score"),
    FUND_SUM_REVENUE(ERROR, FORM, "Σ by revenue nature = total"),
    FUND_SUM_EXPENDITURE(ERROR, FORM, "Σ by expenditure nature = total"),
    FUND_COMPONENTS(WARNING, FORM, "Σ of a project's funds by origin = total"),
    BLANK_NUMERIC(WARNING, FORM, "a blank amount among stated ones"),
    REQUIRED_FIELD(WARNING, FORM, "names that a form must carry"),
    SCORE_NOT_DERIVABLE(WARNING, FORM, "a score follows from target, actual and scheme"),

    TARGET_MEASURABLE(WARNING, NOT_YET, "targets can be measured"),
    TARGET_COPIED_FROM_RESULT(WARNING, NOT_YET, "targets are not written after the result"),
    QUAL_VOCABULARY(WARNING, NOT_YET, "qualitative results use the words of the scale"),
    INDICATOR_CLASS(WARNING, NOT_YET, "an indicator fits its category"),
    SUBJECT_MISMATCH(WARNING, NOT_YET, "the narrative is about this department"),
    TERM_VARIANTS(INFO, NOT_YET, "one term for one thing"),
    TYPO(INFO, NOT_YET, "stray blanks and characters"),
    DISCLOSURE_SCOPE(WARNING, NOT_YET, "what is to be published is all that must be");

    /** Where a rule is checked. */
    public enum Checked {
        /** Here, over the whole package. */
        PACKAGE,
        /** In the single form, before it is submitted. */
        FORM,
        /** Known and named, but textual: not checked yet. */
        NOT_YET
    }

    private final Severity severity;
    private final Checked checked;
    private final boolean explainable;
    private final String compares;

    Rule(Severity severity, Checked checked, String compares) {
        this(severity, checked, false, compares);
    }

    Rule(Severity severity, Checked checked, boolean explainable, String compares) {
        this.severity = severity;
        this.checked = checked;
        this.explainable = explainable;
        this.compares = compares;
    }

    public Severity severity() {
        return severity;
    }

    public Checked checked() {
        return checked;
    }

    /** Whether an explanation may stand instead of a correction; contradictions of figures never can. */
    public boolean explainable() {
        return explainable;
    }

    public String compares() {
        return compares;
    }

    /** A breach with the rule's own severity. */
    Finding finding(String place, String pointer, String stated, String computed, String difference,
                    String computation) {
        return finding(severity, place, pointer, stated, computed, difference, computation, null);
    }

    Finding finding(Severity as, String place, String pointer, String stated, String computed, String difference,
                    String computation, String tolerance) {
        return new Finding(name(), as, place, pointer, stated, computed, difference, computation, tolerance,
                explainable && as == ERROR);
    }
}
