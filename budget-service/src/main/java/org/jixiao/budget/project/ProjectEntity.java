package org.jixiao.budget.project;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;

/** A row of the table of projects. */
@Entity
@Table(name = "project")
@IdClass(ProjectEntity.Key.class)
class ProjectEntity {

    record Key(String departmentCode, String code) {
    }

    @Id
    @Column(name = "department_code")
    private String departmentCode;
    @Id
    private String code;
    private String name;
    @Column(name = "implementing_agency_code")
    private String implementingAgencyCode;

    static ProjectEntity of(String departmentCode, Project project) {
        ProjectEntity entity = new ProjectEntity();
        entity.departmentCode = departmentCode;
        entity.code = project.code();
        entity.name = project.name();
        entity.implementingAgencyCode = project.implementingAgencyCode();
        return entity;
    }

    Project toDomain() {
        return new Project(code, name, implementingAgencyCode);
    }
}
