package org.jixiao.chassis.audit;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jixiao.chassis.paging.ListHandler;
import org.jixiao.chassis.paging.ListQuery;
import org.jixiao.chassis.paging.Page;
import org.jixiao.chassis.sql.SqlClient;

/** Reads the audit trail. Nothing here writes: the database does that, by itself. */
@ApplicationScoped
public class AuditRepository {

    /** What to look for; null leaves it open. */
    public record Wanted(String departmentCode, String actor, String action, String target, String outcome, String requestId,
                         Instant from, Instant to) {
    }

    /** The end of a department's chain. */
    public record Head(String departmentCode, long length, byte[] hash, Instant sealedAt) {
    }

    /** What waits for its link: how many entries, and since when. */
    public record Unsealed(long entries, Instant since) {
    }

    private static final String COLUMNS = """
        e.id, e.department_code, e.at, e.outcome, e.actor, e.roles, e.action, e.target, e.changes, e.reason, e.status, e.code,
        e.request_id, e.trace_id, e.source_address, e.hash""";
    private static final String WANTED = """
          and (?::text is null or e.department_code = ?) and (?::text is null or e.actor = ?)
          and (?::text is null or e.action = ?) and (?::text is null or e.target = ?)
          and (?::text is null or e.outcome = ?) and (?::text is null or e.request_id = ?)
          and (?::timestamptz is null or e.at >= ?) and (?::timestamptz is null or e.at < ?)""";
    private static final String PAGE = "select " + COLUMNS + ", {keys} from audit_entry e where true {conditions} {page}";
    private static final String ONE = "select " + COLUMNS + " from audit_entry e where e.id = ?";
    private static final String LINKS = "select l.department_code, l.position, l.entry_id, l.sealed_at, l.hash, " + COLUMNS
        + " from audit_link l left join audit_entry e on e.id = l.entry_id where l.department_code = ? and l.position > ?"
        + " and l.position <= ? " + WANTED + " order by l.position limit ?";
    private static final String ALL_LINKS = "select l.department_code, l.position, l.entry_id, l.sealed_at, l.hash, " + COLUMNS
        + " from audit_link l left join audit_entry e on e.id = l.entry_id where l.department_code = ? and l.position > ?"
        + " order by l.position limit ?";
    /** From one department to the next by the index: there are many links and few departments. */
    private static final String HEADS = """
        with recursive chain(department_code, place) as (
            select (select min(department_code) from audit_link where department_code > ?), 1
            union all
            select (select min(l.department_code) from audit_link l where l.department_code > chain.department_code), place + 1
              from chain where chain.department_code is not null and place < ?)
        select h.department_code, h.position, h.hash, h.sealed_at
          from chain cross join lateral (
               select * from audit_link l where l.department_code = chain.department_code order by l.position desc limit 1) h
         order by 1""";
    private static final String UNSEALED = "select count(*), min(at) from audit_unsealed";
    /** In no chain and not waiting for one either. One snapshot, so that the sealer cannot come between. */
    private static final String OUTSIDE = """
        select e.department_code, e.id
          from audit_entry e
          left join audit_link l on l.entry_id = e.id
          left join audit_unsealed u on u.entry_id = e.id
         where l.entry_id is null and u.entry_id is null
         order by e.id limit 1""";
    private static final String GONE = """
        select u.entry_id from audit_unsealed u left join audit_entry e on e.id = u.entry_id
         where e.id is null order by u.entry_id limit 1""";

    private final SqlClient sql;
    private final ListHandler lists;

    AuditRepository(SqlClient sql, ListHandler lists) {
        this.sql = sql;
        this.lists = lists;
    }

    public Page<AuditEntry> page(ListQuery query) {
        return lists.page(PAGE, query, row -> entry(row, 0)).orElse(Page.empty());
    }

    public Optional<AuditEntry> find(long id) {
        return sql.first(ONE, row -> entry(row, 0), id);
    }

    /** Links of a chain in order, with their entries or without where those are gone. */
    public List<AuditLink> links(String departmentCode, long after, int limit) {
        return sql.rows(ALL_LINKS, AuditRepository::link, departmentCode, after, limit);
    }

    /** Links of a chain in order up to a position, those whose entries are wanted. */
    public List<AuditLink> links(String departmentCode, long after, long last, Wanted wanted, int limit) {
        return sql.rows(LINKS, AuditRepository::link, with(List.of(departmentCode, after, last), wanted, limit));
    }

    /** The heads of the chains that the caller may see, those after the given department. */
    public List<Head> heads(String after, int limit) {
        return sql.rows(HEADS, row -> new Head(row.getString(1), row.getLong(2), row.getBytes(3), instant(row, 4)), after, limit);
    }

    public Unsealed unsealed() {
        return sql.row(UNSEALED, row -> new Unsealed(row.getLong(1), row.getObject(2) == null ? null : instant(row, 2)));
    }

    /** The first entry that no chain holds and that does not wait to be sealed, or a number that waits without an entry. */
    public Optional<AuditChain.Break> outside() {
        Optional<AuditChain.Break> gone = sql.first(GONE,
            row -> new AuditChain.Break("*", 0, row.getLong(1), AuditChain.Fault.ENTRY_MISSING));
        return gone.isPresent() ? gone : sql.first(OUTSIDE,
            row -> new AuditChain.Break(row.getString(1), 0, row.getLong(2), AuditChain.Fault.ENTRY_UNSEALED));
    }

    private static Object[] with(List<?> first, Wanted wanted, int limit) {
        Object from = wanted.from() == null ? null : wanted.from().atOffset(ZoneOffset.UTC);
        Object to = wanted.to() == null ? null : wanted.to().atOffset(ZoneOffset.UTC);
        List<Object> all = new ArrayList<>(first);
        for (Object value : new Object[] {wanted.departmentCode(), wanted.actor(), wanted.action(), wanted.target(),
            wanted.outcome(), wanted.requestId(), from, to}) {
            all.add(value);
            all.add(value);
        }
        all.add(limit);
        return all.toArray();
    }

    private static AuditLink link(ResultSet row) throws SQLException {
        return new AuditLink(row.getString(1), row.getLong(2), row.getLong(3), instant(row, 4), row.getBytes(5),
            row.getObject(6) == null ? null : entry(row, 5));
    }

    private static AuditEntry entry(ResultSet row, int before) throws SQLException {
        return new AuditEntry(row.getLong(before + 1), row.getString(before + 2), instant(row, before + 3), row.getString(before + 4),
            row.getString(before + 5), row.getString(before + 6), row.getString(before + 7), row.getString(before + 8),
            row.getString(before + 9), row.getString(before + 10), row.getObject(before + 11, Integer.class), row.getString(before + 12),
            row.getString(before + 13), row.getString(before + 14), row.getString(before + 15), row.getBytes(before + 16));
    }

    private static Instant instant(ResultSet row, int column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
