package org.jixiao.chassis.testing;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The test database as its superuser sees it: what was stored, and what was forgotten. */
public final class Superuser {

    /** Tables of the suite that belong to no department, and why. */
    private static final List<String> WITHOUT_DEPARTMENT = List.of(
        "flyway_schema_history", "idempotency_record", "dead_letter", "scheme",
        // numbers of entries only; a job belongs to its creator and row-level security says so
        "audit_unsealed", "job", "job_result");

    /** Tables of the chassis that audit nothing, for what they hold is not of the field. */
    private static final List<String> WITHOUT_AUDIT = List.of("flyway_schema_history", "idempotency_record", "outbox", "inbox",
        "dead_letter", "audit_entry", "audit_link", "audit_unsealed", "job", "job_result");

    private static Connection kept;
    private static String keptUrl;

    private Superuser() {
    }

    public static Connection connect() throws SQLException {
        return DriverManager.getConnection(System.getProperty(PostgresResource.SUPERUSER_URL));
    }

    /** One connection for all questions: to open one costs more than most of them. */
    private static Connection kept() throws SQLException {
        String url = System.getProperty(PostgresResource.SUPERUSER_URL);
        if (kept == null || !url.equals(keptUrl) || !kept.isValid(5)) {
            kept = DriverManager.getConnection(url);
            keptUrl = url;
        }
        return kept;
    }

    /** The first column of a query's rows, as text. */
    public static synchronized List<String> query(String sql) {
        try (Statement statement = kept().createStatement();
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

    /** On a connection of its own, so that no setting stays. */
    public static void execute(String sql) {
        try (Connection connection = connect(); Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * What could leak: a table without a department, or with row-level security not on, not forced, or one-sided where
     * anybody but the owner may write; a view that looks with its owner's eyes.
     */
    public static List<String> tablesWithoutRowLevelSecurity() {
        List<String> open = query("""
            select c.relname
            from pg_class c
            join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'public'
            where (c.relkind in ('v', 'm') and not coalesce(c.reloptions @> '{security_invoker=true}', false)
                or c.relkind in ('r', 'p')) and not c.relispartition
              and not exists (select 1 from pg_depend d where d.objid = c.oid and d.deptype = 'e')
              and not (c.relrowsecurity and c.relforcerowsecurity
                and exists (select 1 from pg_policy p where p.polrelid = c.oid and p.polqual is not null
                  and (p.polcmd = '*' and p.polwithcheck is not null
                    or p.polcmd = 'r' and not exists (select 1 from aclexplode(c.relacl) a
                      where a.grantee <> c.relowner and a.privilege_type in ('INSERT', 'UPDATE', 'DELETE', 'TRUNCATE'))))
                and exists (select 1 from pg_attribute a where a.attrelid = c.oid and a.attname = 'department_code'))
            order by 1""");
        open.removeAll(WITHOUT_DEPARTMENT);
        return open;
    }

    /** A hash over everything of the field that is stored: the same before and after whatever was refused. */
    public static String fingerprint(Set<String> without) {
        StringBuilder sql = new StringBuilder();
        for (String table : query("""
            select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'public'
            where c.relkind in ('r', 'p') and not c.relispartition and c.relname not like 'audit%' and c.relname not like 'job%'
              and c.relname not like 'flyway%' order by 1""")) {
            if (without.contains(table)) {
                continue;
            }
            // the relay marks what it has published
            String row = table.equals("outbox") ? "t.event_id::text" : "t::text";
            sql.append(sql.isEmpty() ? "" : " || ")
                .append("(select coalesce(md5(string_agg(md5(%1$s), '' order by md5(%1$s))), '-') from %2$s t)".formatted(row, table));
        }
        return query("select " + sql).get(0);
    }

    /**
     * Tables of the field whose changes nobody would see: no audit trigger, or one that is switched off.
     *
     * @param reasons tables that only repeat what others say, each with the reason
     */
    public static List<String> tablesWithoutAudit(Map<String, String> reasons) {
        List<String> open = query("""
            select c.relname
            from pg_class c
            join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'public'
            where c.relkind in ('r', 'p') and not c.relispartition
              and not exists (select 1 from pg_trigger t join pg_proc f on f.oid = t.tgfoid and f.proname = 'audit_row'
                where t.tgrelid = c.oid and t.tgenabled in ('O', 'A') and not t.tgisinternal)
            order by 1""");
        open.removeAll(WITHOUT_AUDIT);
        open.removeAll(reasons.keySet());
        return open;
    }
}
