package org.jixiao.budget.department;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;

/** A row of the table of budget units. */
@Entity
@Table(name = "agency")
@IdClass(AgencyEntity.Key.class)
class AgencyEntity {

    record Key(String departmentCode, String code) {
    }

    @Id
    @Column(name = "department_code")
    private String departmentCode;
    @Id
    private String code;
    private String name;
    @Column(name = "parent_code")
    private String parentCode;

    static AgencyEntity of(String departmentCode, Agency agency) {
        AgencyEntity entity = new AgencyEntity();
        entity.departmentCode = departmentCode;
        entity.code = agency.code();
        entity.name = agency.name();
        entity.parentCode = agency.parentCode();
        return entity;
    }

    Agency toDomain() {
        return new Agency(code, name, parentCode);
    }
}
