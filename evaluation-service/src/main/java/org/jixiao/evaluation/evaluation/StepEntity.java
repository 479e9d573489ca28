package org.jixiao.evaluation.evaluation;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;
import java.time.Instant;

/** A row of the append-only {@code evaluation_step}: who did what, when, to which form. */
@Entity
@Table(name = "evaluation_step")
public class StepEntity {

    @Id
    @GeneratedValue(generator = "evaluation_step_seq")
    @SequenceGenerator(name = "evaluation_step_seq", sequenceName = "evaluation_step_seq", allocationSize = 50)
    public Long id;

    @Column(name = "evaluation_id")
    public long evaluationId;

    @Column(name = "department_code")
    public String departmentCode;

    public String action;

    @Column(name = "acted_by")
    public String actedBy;

    @Column(name = "acted_at")
    public Instant actedAt;

    public String note;

    @Column(name = "form_hash")
    public String formHash;

    static StepEntity of(EvaluationEntity evaluation, String action, String by, Instant at, String note) {
        StepEntity row = new StepEntity();
        row.evaluationId = evaluation.id;
        row.departmentCode = evaluation.departmentCode;
        row.action = action;
        row.actedBy = by;
        row.actedAt = at;
        row.note = note;
        row.formHash = evaluation.formHash;
        return row;
    }
}
