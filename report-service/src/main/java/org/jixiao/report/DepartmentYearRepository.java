package org.jixiao.report;

import jakarta.enterprise.context.ApplicationScoped;
import org.jixiao.chassis.sql.SqlClient;

/**
 * The row that stands for a department-year. Keeps R5: whoever stores something of the package or assembles it holds
 * this row's lock until the commit, so the last one to come sees everything and exactly one version is made of it.
 */
@ApplicationScoped
public class DepartmentYearRepository {

    private static final String KNOWN = "insert into department_year (department_code, fiscal_year) values (?, ?) on conflict do nothing";
    private static final String LOCK = "select 1 from department_year where department_code = ? and fiscal_year = ? for update";

    private final SqlClient sql;

    DepartmentYearRepository(SqlClient sql) {
        this.sql = sql;
    }

    public void lock(String departmentCode, int fiscalYear) {
        sql.change(KNOWN, departmentCode, fiscalYear);
        sql.row(LOCK, row -> true, departmentCode, fiscalYear);
    }
}
