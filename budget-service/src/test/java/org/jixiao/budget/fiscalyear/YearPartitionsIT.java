package org.jixiao.budget.fiscalyear;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.junit.QuarkusTest;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.jixiao.budget.Api;
import org.jixiao.chassis.testing.RealParts;
import org.jixiao.chassis.testing.Superuser;
import org.junit.jupiter.api.Test;

/** The tables of a year: made when it is entered, and looked up by the whole key from the first row on. */
@QuarkusTest
@RealParts
class YearPartitionsIT {

    private static final List<String> PARTS = List.of("appropriation", "appropriation_month", "ledger_entry", "movement",
        "movement_finding", "movement_use");

    /** A long file holds each of these tables, for writing, until it is recorded. */
    @Test
    void aYearIsEnteredWhileAFileIsRecordedInAnotherOne() throws Exception {
        Api api = Api.newDepartment();
        api.created(api.year("/payments"), Api.payment(api.appropriation("10.00"), "1.00"));
        try (Connection file = Superuser.connect(); Statement statement = file.createStatement()) {
            file.setAutoCommit(false);
            statement.execute("select from fiscal_year where department_code = '" + api.department() + "' for share");
            for (String table : PARTS) {
                statement.execute("lock table " + table + ", " + table + "_y2021 in row exclusive mode");
            }
            api.created(api.path("/fiscal-years"), Map.of("fiscalYear", 2047));
        }
        assertEquals(PARTS, Superuser.query("select inhparent::regclass::text from pg_inherits where inhrelid::regclass::text like '%y2047' "
            + "order by 1"));
    }

    @Test
    void aNewYearIsAsWellProtectedAsTheOthers() {
        Api api = Api.newDepartment();
        api.created(api.path("/fiscal-years"), Map.of("fiscalYear", 2048));
        assertEquals(protection("2021"), protection("2048"));
    }

    /** Keys, checks, triggers, policies, rights and storage of a year's tables, without the names that the database makes up. */
    private static List<String> protection(String year) {
        return Superuser.query("""
            with part as (select c.oid, c.relacl, c.reloptions, c.relrowsecurity, c.relforcerowsecurity,
                                 inhparent::regclass::text as parent
                            from pg_inherits join pg_class c on c.oid = inhrelid where c.relkind = 'r' and c.relname like '%%y%1$s')
            select parent || ' ' || replace(pg_get_constraintdef(o.oid), '%1$s', 'YEAR') from part join pg_constraint o on conrelid = part.oid
             where contype not in ('n', 't')
            union all select parent || ' ' || tgname from part join pg_trigger on tgrelid = part.oid where not tgisinternal
            union all select parent || ' ' || polname from part join pg_policy on polrelid = part.oid
            union all select concat_ws(' ', parent, relacl, reloptions, relrowsecurity, relforcerowsecurity) from part
            union all select parent || ' ' || regexp_replace(pg_get_indexdef(indexrelid), '.*USING', '') from part join pg_index on indrelid = part.oid
            order by 1""".formatted(year));
    }

    /** Without a word to the planner any index that begins with department and year would do, and a first file take hours. */
    @Test
    void aDocumentOfAYearThatWasNeverAnalyzedIsLookedUpByItsNumber() {
        Api.newDepartment();
        List<String> plan = Superuser.query("explain select from movement where department_code = 'X' and fiscal_year = 2030 "
            + "and document_number = '1'");
        assertEquals(1, plan.stream().filter(line -> line.contains("Index Cond") && line.contains("document_number")).count(), plan.toString());
    }
}
