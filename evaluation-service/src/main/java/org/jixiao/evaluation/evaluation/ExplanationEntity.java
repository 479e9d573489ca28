package org.jixiao.evaluation.evaluation;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;
import java.time.Instant;

/** A row of the append-only {@code evaluation_explanation}. */
@Entity
@Table(name = "evaluation_explanation")
public class ExplanationEntity {

    @Id
    @GeneratedValue(generator = "evaluation_explanation_seq")
    @SequenceGenerator(name = "evaluation_explanation_seq", sequenceName = "evaluation_explanation_seq", allocationSize = 50)
    public Long id;

    @Column(name = "evaluation_id")
    public long evaluationId;

    @Column(name = "department_code")
    public String departmentCode;

    public String rule;

    public String pointer;

    public String figures;

    public String explanation;

    @Column(name = "explained_by")
    public String explainedBy;

    @Column(name = "explained_at")
    public Instant explainedAt;

    static ExplanationEntity of(EvaluationEntity evaluation, Evaluation.Explanation explanation) {
        ExplanationEntity row = new ExplanationEntity();
        row.evaluationId = evaluation.id;
        row.departmentCode = evaluation.departmentCode;
        row.rule = explanation.rule();
        row.pointer = explanation.pointer();
        row.figures = explanation.figures();
        row.explanation = explanation.text();
        row.explainedBy = explanation.by();
        row.explainedAt = explanation.at();
        return row;
    }
}
