package org.jixiao.evaluation.evaluation;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import org.hibernate.annotations.ColumnTransformer;
import org.jixiao.evaluation.evaluation.LifeCycle.EvaluationStatus;
import org.jixiao.evaluation.form.Form;

/** A row of {@code evaluation}, for writing; reading goes by one statement in the repository. */
@Entity
@Table(name = "evaluation")
public class EvaluationEntity {

    @Id
    @GeneratedValue(generator = "evaluation_seq")
    @SequenceGenerator(name = "evaluation_seq", sequenceName = "evaluation_seq", allocationSize = 50)
    public Long id;

    @Column(name = "department_code")
    public String departmentCode;

    @Column(name = "department_name")
    public String departmentName;

    @Column(name = "fiscal_year")
    public int fiscalYear;

    @Enumerated(EnumType.STRING)
    @Column(columnDefinition = "text")
    public Form.EvaluationKind kind;

    @Column(name = "project_code")
    public String projectCode;

    @Column(name = "project_name")
    public String projectName;

    @Column(name = "scheme_code")
    public String schemeCode;

    @Column(name = "scheme_version")
    public int schemeVersion;

    @Enumerated(EnumType.STRING)
    @Column(columnDefinition = "text")
    public EvaluationStatus status;

    @Column(columnDefinition = "jsonb")
    @ColumnTransformer(read = "form::text", write = "?::jsonb")
    public String form;

    @Column(name = "form_hash")
    public String formHash;

    public int completion;

    @Version
    public long version;

    @Column(name = "created_by")
    public String createdBy;

    @Column(name = "created_at")
    public Instant createdAt;

    @Column(name = "submitted_by")
    public String submittedBy;

    @Column(name = "submitted_at")
    public Instant submittedAt;

    @Column(name = "reviewed_by")
    public String reviewedBy;

    @Column(name = "reviewed_at")
    public Instant reviewedAt;

    @Column(name = "completed_by")
    public String completedBy;

    @Column(name = "completed_at")
    public Instant completedAt;
}
