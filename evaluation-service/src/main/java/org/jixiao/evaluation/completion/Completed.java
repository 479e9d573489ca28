package org.jixiao.evaluation.completion;

import java.time.Instant;
import java.util.List;
import org.jixiao.evaluation.consistency.Finding;
import org.jixiao.evaluation.evaluation.Evaluation;
import org.jixiao.evaluation.evaluation.Evaluation.ExplainedFinding;
import org.jixiao.evaluation.form.Form;
import org.jixiao.evaluation.scoring.Score;

/**
 * What is announced when an evaluation is completed: everything that a report needs, once and for all.
 * Keeps E11: the hash is over all the other fields, so that anybody can check what was published against it.
 *
 * @param completion which completion of this evaluation it is, from 1
 * @param members    all evaluations of the department-year that exist now; written as {@code package}
 */
public record Completed(
        String evaluationId,
        int completion,
        String departmentCode,
        String departmentName,
        int fiscalYear,
        Form.EvaluationKind kind,
        String projectCode,
        String projectName,
        SchemeVersion scheme,
        Form form,
        Score score,
        List<PublishedFinding> findings,
        List<Member> members,
        String submittedBy,
        Instant submittedAt,
        String reviewedBy,
        Instant reviewedAt,
        String completedBy,
        Instant completedAt) {

    public record SchemeVersion(String code, int version) {}

    public record Member(String evaluationId, Form.EvaluationKind kind, String projectCode) {}

    public record PublishedExplanation(String text, String by, Instant at) {}

    public record PublishedFinding(
            String rule,
            Finding.Severity severity,
            String place,
            String pointer,
            String stated,
            String computed,
            String difference,
            String computation,
            String tolerance,
            boolean explainable,
            PublishedExplanation explanation) {

        static PublishedFinding of(ExplainedFinding explained) {
            Finding f = explained.finding();
            Evaluation.Explanation e = explained.explanation();
            return new PublishedFinding(f.rule(), f.severity(), f.place(), f.pointer(), f.stated(), f.computed(), f.difference(),
                    f.computation(), f.tolerance(), f.explainable(),
                    e == null ? null : new PublishedExplanation(e.text(), e.by(), e.at()));
        }
    }

    public static Completed of(Evaluation e, List<Member> members) {
        return new Completed(String.valueOf(e.id()), e.completion(), e.departmentCode(), e.departmentName(), e.fiscalYear(), e.kind(),
                e.projectCode(), e.projectName(), new SchemeVersion(e.scheme().code(), e.scheme().version()), e.form(),
                e.score().orElseThrow(), e.findings().stream().map(PublishedFinding::of).toList(), members,
                e.submittedBy(), e.submittedAt(), e.reviewedBy(), e.reviewedAt(), e.completedBy(), e.completedAt());
    }
}
