package org.jixiao.budget;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.junit.QuarkusTest;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.jixiao.chassis.testing.PostgresResource;
import org.jixiao.chassis.testing.RealParts;
import org.jixiao.chassis.testing.Superuser;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A database with a year in it, brought from one version of the schema to the next. */
@QuarkusTest
@RealParts
class UpgradeIT {

    private static final String DATABASE = "upgrade";

    @BeforeEach
    void aDatabaseOfItsOwn() {
        Superuser.execute("create database " + DATABASE + " owner test_owner");
        execute("alter schema public owner to test_owner");
    }

    @AfterEach
    void drop() {
        Superuser.execute("drop database " + DATABASE + " with (force)");
    }

    @Test
    void whatWasRecordedBeforeEntriesWereVectorsKeepsItsFiguresAndGetsAChain() {
        migrate("1.2");
        execute("""
            set jixiao.departments = '*';
            insert into department values ('D', '部门');
            insert into agency values ('D', 'A', '单位');
            insert into fiscal_year (department_code, fiscal_year) values ('D', 2021), ('D', 1999);
            insert into appropriation (department_code, fiscal_year, agency_code, fund_nature, expenditure_kind, functional_class,
                   economic_class, economic_class_name, initial_budget, adjusted_budget, executed_amount, entry_count)
            values ('D', 2021, 'A', 'OTHER', 'OPERATING', '2010301', '30201', '办公费', 100, 100, 50, 3);
            insert into movement (department_code, fiscal_year, kind, document_number, document_date, reason, maker)
            values ('D', 2021, 'OPENING', '一', '2021-01-05', '“年初”"\\ 批复', 'officer'),
                   ('D', 2021, 'PAYMENT', '二', '2021-02-05', E'办公\\t用品', 'officer');
            insert into ledger_entry (department_code, fiscal_year, movement_id, kind, appropriation_id, sequence, amount)
            values ('D', 2021, 1, 'OPENING', 1, 1, 100), ('D', 2021, 2, 'PAYMENT', 1, 2, -60);
            insert into payment (department_code, fiscal_year, id, appropriation_id, amount, refunded_amount, refund_count)
            values ('D', 2021, 2, 1, 60, 10, 1);
            insert into movement (department_code, fiscal_year, kind, document_number, document_date, reason, maker, refund_of)
            values ('D', 2021, 'REFUND', '三', '2021-03-05', '退回', 'officer', 2);
            insert into ledger_entry (department_code, fiscal_year, movement_id, kind, appropriation_id, sequence, amount)
            values ('D', 2021, 3, 'REFUND', 1, 3, 10)""");
        List<String> trail = query("select count(*)::text from audit_entry");

        migrate("latest");

        assertEquals(List.of("100.00 100.00 50.00 50.00 3"), query("""
            select concat_ws(' ', initial_budget, adjusted_budget, executed_amount, available_amount, entry_count) from appropriation"""));
        assertEquals(List.of("2 10.00 of 60.00"), query("select movement_id || ' ' || used_amount || ' of ' || amount from movement_use"));
        assertEquals(List.of(), query("select kept_on || ' ' || id from ledger_difference"));
        assertEquals(List.of(), query("select entry_id::text from ledger_chain_break"));
        assertEquals(trail, query("select count(*)::text from audit_entry"));
    }

    private static void migrate(String target) {
        FluentConfiguration configuration = Flyway.configure().dataSource(url(), "test_owner", "only-for-tests")
            .locations("db/chassis", "db/migration").outOfOrder(true).placeholders(Map.of("app", "test_app")).target(target);
        configuration.load().migrate();
    }

    private static String url() {
        return System.getProperty(PostgresResource.SUPERUSER_URL).replaceFirst("/test(?=[?]|$)", "/" + DATABASE);
    }

    private static void execute(String sql) {
        try (Connection connection = DriverManager.getConnection(url()); Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> query(String sql) {
        try (Connection connection = DriverManager.getConnection(url()); Statement statement = connection.createStatement();
             ResultSet rows = statement.executeQuery(sql)) {
            List<String> values = new ArrayList<>();
            while (rows.next()) {
                values.add(rows.getString(1));
            }
            return values;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
