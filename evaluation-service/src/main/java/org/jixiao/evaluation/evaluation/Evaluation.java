package org.jixiao.evaluation.evaluation;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jixiao.evaluation.consistency.Finding;
import org.jixiao.evaluation.consistency.FormChecks;
import org.jixiao.evaluation.evaluation.LifeCycle.EvaluationStatus;
import org.jixiao.evaluation.form.Form;
import org.jixiao.evaluation.scheme.Scheme;
import org.jixiao.evaluation.scoring.Score;
import org.jixiao.evaluation.scoring.Scoring;

/**
 * The self-evaluation of a department or of one of its projects for a fiscal year, with everything that was done
 * to it. Scores and findings are never stored: they follow from the form and the scheme that it was opened with.
 *
 * @param completion how often it has been completed; 0 before the first time
 */
public record Evaluation(
        long id,
        String departmentCode,
        String departmentName,
        int fiscalYear,
        Form.EvaluationKind kind,
        String projectCode,
        String projectName,
        Scheme scheme,
        EvaluationStatus status,
        int completion,
        long version,
        Form form,
        String formHash,
        String createdBy,
        Instant createdAt,
        String submittedBy,
        Instant submittedAt,
        String reviewedBy,
        Instant reviewedAt,
        String completedBy,
        Instant completedAt,
        List<EvaluationStep> steps,
        List<Explanation> explanations) {

    /** Something that was done, and the form as it was then. */
    public record EvaluationStep(String action, String by, Instant at, String note, String formHash) {}

    /** Why a finding stands, said by whom; it holds for these figures only. */
    public record Explanation(String rule, String pointer, String figures, String text, String by, Instant at) {

        /** Keeps C16: an explanation covers the finding whose figures it was given for. */
        boolean covers(Finding finding) {
            return rule.equals(finding.rule()) && pointer.equals(finding.pointer()) && figures.equals(finding.figures());
        }
    }

    public LifeCycle lifeCycle() {
        return new LifeCycle(status, submittedBy, form != null);
    }

    /** The computed score beside the stated one; absent while there is no form. */
    public Optional<Score> score() {
        return form == null ? Optional.empty() : Optional.of(new Scoring(scheme).score(form));
    }

    /** Every finding with the newest explanation that covers it; none while there is no form. */
    public List<ExplainedFinding> findings() {
        if (form == null) {
            return List.of();
        }
        return FormChecks.check(form, kind, scheme).stream().map(this::explained).toList();
    }

    private ExplainedFinding explained(Finding finding) {
        Explanation newest = null;
        for (Explanation explanation : explanations) {
            if (finding.explainable() && explanation.covers(finding)) {
                newest = explanation;
            }
        }
        return new ExplainedFinding(finding, newest);
    }

    public record ExplainedFinding(Finding finding, Explanation explanation) {

        public boolean blocks() {
            return finding.blocks(explanation != null);
        }
    }
}
