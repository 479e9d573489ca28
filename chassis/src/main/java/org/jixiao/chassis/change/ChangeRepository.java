package org.jixiao.chassis.change;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jixiao.chassis.sql.SqlClient;

/**
 * Reads the changes of a department from its chain of the audit trail: links are appended behind the commit, without
 * gaps, so that nothing ever appears before a position that was read already.
 */
@ApplicationScoped
class ChangeRepository {

    /** How far one look goes: what is not shown costs time, too. */
    static final int LINKS_MAX = 1_000;

    record Change(long position, Instant at, String action, String target, String maker) {
    }

    /** Where the chain ends, the last link looked at (or 0 for none), and what is shown of those. */
    record Seen(long head, long last, List<Change> changes) {
    }

    private record Row(long head, long last, Change change) {
    }

    private static final String READ = """
        with link as (
            select position, entry_id from audit_link where department_code = ? and position > ? order by position limit ?
        ), shown as (
            select link.position, e.at, e.action, e.target, e.actor
              from link join audit_entry e on e.id = link.entry_id
             where e.outcome = 'DONE' and split_part(e.action, '.', 1) = any (?)
             order by link.position limit ?)
        select head.position as head, (select coalesce(max(position), 0) from link) as last, shown.*
          from (select coalesce(max(position), 0) as position from audit_link where department_code = ?) head
          left join shown on true
         order by shown.position""";

    private final SqlClient sql;

    ChangeRepository(SqlClient sql) {
        this.sql = sql;
    }

    /** What happened to things of these kinds after a position, at most so many. One statement, so one moment. */
    Seen after(String departmentCode, long position, Set<String> kinds, int limit) {
        List<Row> rows = sql.rows(READ, ChangeRepository::row, departmentCode, position, LINKS_MAX,
            kinds.toArray(String[]::new), limit, departmentCode);
        return new Seen(rows.get(0).head(), rows.get(0).last(),
            new ArrayList<>(rows.stream().map(Row::change).filter(Objects::nonNull).toList()));
    }

    private static Row row(ResultSet row) throws SQLException {
        return new Row(row.getLong(1), row.getLong(2), row.getObject(3) == null ? null : new Change(row.getLong(3),
            row.getObject(4, OffsetDateTime.class).toInstant(), row.getString(5), row.getString(6), row.getString(7)));
    }
}
