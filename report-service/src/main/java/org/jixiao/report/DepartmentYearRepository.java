package org.jixiao.report;

import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/**
 * The row that stands for a department-year. Keeps R5: whoever stores something of the package or assembles it holds
 * this row's lock until the commit, so the last one to come sees everything and exactly one version is made of it.
 */
@ApplicationScoped
public class DepartmentYearRepository {

    private static final String KNOWN = "insert into department_year (department_code, fiscal_year) values (?, ?) on conflict do nothing";
    private static final String LOCK = "select 1 from department_year where department_code = ? and fiscal_year = ? for update";

    private final AgroalDataSource database;

    DepartmentYearRepository(AgroalDataSource database) {
        this.database = database;
    }

    public void lock(String departmentCode, int fiscalYear) {
        try (Connection connection = database.getConnection()) {
            run(connection, KNOWN, departmentCode, fiscalYear);
            run(connection, LOCK, departmentCode, fiscalYear);
        } catch (SQLException e) {
            throw new IllegalStateException("department year", e);
        }
    }

    private static void run(Connection connection, String sql, String departmentCode, int fiscalYear)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, departmentCode);
            statement.setInt(2, fiscalYear);
            statement.execute();
        }
    }
}
