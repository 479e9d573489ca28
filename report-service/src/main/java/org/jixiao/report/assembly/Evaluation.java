package org.jixiao.report.assembly;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jixiao.report.crosscheck.EvaluationForm;

/**
 * A completed self-evaluation: the form as stated, the scores computed beside it, and who stood for it.
 *
 * @param completion  rises each time the evaluation is completed again
 * @param projectCode null for the department's own evaluation
 * @param contentHash of the completed evaluation, as its service announced it
 */
public record Evaluation(String evaluationId, int completion, Kind kind, String projectCode, String projectName,
                         String schemeCode, int schemeVersion, EvaluationForm form, Score score, String submittedBy,
                         Instant submittedAt, String reviewedBy, Instant reviewedAt, String completedBy,
                         Instant completedAt, String contentHash) {

    public enum Kind {
        DEPARTMENT, PROJECT
    }

    /**
     * Computed beside stated, never instead of it.
     *
     * @param computedTotal null when a leaf could not be derived and none was stated
     * @param rating        EXCELLENT, GOOD, FAIR or POOR
     */
    public record Score(BigDecimal statedTotal, BigDecimal computedTotal, String rating, Execution execution,
                        List<GroupScore> groups, List<IndicatorScore> indicators) {

        public Score {
            groups = groups == null ? List.of() : List.copyOf(groups);
            indicators = indicators == null ? List.of() : List.copyOf(indicators);
        }
    }

    /** The execution score; rate in percent. */
    public record Execution(BigDecimal weight, BigDecimal statedScore, BigDecimal computedScore, BigDecimal rate,
                            List<String> steps) {

        public Execution {
            steps = steps == null ? List.of() : List.copyOf(steps);
        }
    }

    public record GroupScore(String group, BigDecimal weight, BigDecimal statedScore, BigDecimal computedScore) {
    }

    /** @param computedScore null when the score cannot be derived from the row */
    public record IndicatorScore(int number, BigDecimal weight, BigDecimal statedScore, BigDecimal computedScore,
                                 boolean derivable, List<String> steps) {

        public IndicatorScore {
            steps = steps == null ? List.of() : List.copyOf(steps);
        }
    }
}
