package org.jixiao.budget.department;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A row of the table of departments. */
@Entity
@Table(name = "department")
class DepartmentEntity {

    @Id
    @Column(name = "department_code")
    private String code;
    private String name;

    static DepartmentEntity of(Department department) {
        DepartmentEntity entity = new DepartmentEntity();
        entity.code = department.code();
        entity.name = department.name();
        return entity;
    }

    Department toDomain() {
        return new Department(code, name);
    }
}
