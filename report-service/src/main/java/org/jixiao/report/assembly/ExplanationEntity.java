package org.jixiao.report.assembly;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;
import org.jixiao.report.crosscheck.Finding;

/** An explanation as stored, with the figures of the finding that it is for. */
@Entity
@Table(name = "explanation")
public class ExplanationEntity {

    @Id
    @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "explanation_id")
    @SequenceGenerator(name = "explanation_id", sequenceName = "explanation_id", allocationSize = 50)
    Long id;
    @Column(name = "department_code", nullable = false, updatable = false)
    String departmentCode;
    @Column(name = "fiscal_year", nullable = false, updatable = false)
    int fiscalYear;
    @Column(nullable = false, updatable = false)
    String rule;
    @Column(nullable = false, updatable = false)
    String place;
    @Column(updatable = false)
    String stated;
    @Column(updatable = false)
    String computed;
    @Column(updatable = false)
    String difference;
    @Column(nullable = false, updatable = false)
    String explanation;
    @Column(name = "given_by", nullable = false, updatable = false)
    String givenBy;

    static ExplanationEntity of(String departmentCode, int fiscalYear, Finding finding, String text, String by) {
        ExplanationEntity entity = new ExplanationEntity();
        entity.departmentCode = departmentCode;
        entity.fiscalYear = fiscalYear;
        entity.rule = finding.rule();
        entity.place = finding.place();
        entity.stated = finding.stated();
        entity.computed = finding.computed();
        entity.difference = finding.difference();
        entity.explanation = text;
        entity.givenBy = by;
        return entity;
    }
}
