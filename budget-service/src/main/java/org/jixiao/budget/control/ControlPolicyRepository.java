package org.jixiao.budget.control;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import org.jixiao.chassis.etag.Etag;
import org.jixiao.chassis.paging.ListHandler;
import org.jixiao.chassis.paging.ListQuery;
import org.jixiao.chassis.paging.Page;
import org.jixiao.chassis.problem.ChassisProblem;
import org.jixiao.chassis.problem.Violation;
import org.jixiao.chassis.sql.SqlClient;

/** Stores and finds control policies. */
@ApplicationScoped
public class ControlPolicyRepository {

    /** What a version says, as it is stored. */
    record Rules(List<ControlRule> rules, List<VirementRule> virementRules) {
    }

    /** A policy with who decided it and why; both null in version 0. */
    record Version(ControlPolicy policy, String reason, String maker, Instant recordedAt) {
    }

    private static final String COLUMNS = "version, valid_from, rules::text AS rules, reason, maker, recorded_at";

    private static final String NEWEST = """
        SELECT p.*
          FROM department d
          LEFT JOIN LATERAL (SELECT %s FROM control_policy
                              WHERE department_code = d.department_code AND valid_from <= coalesce(?::date, 'infinity')
                              ORDER BY version DESC LIMIT 1) p ON true
         WHERE d.department_code = ?""".formatted(COLUMNS);

    private static final String ADD = """
        INSERT INTO control_policy (department_code, version, valid_from, rules, reason, maker)
        VALUES (?, ?, ?, ?::jsonb, ?, ?)
        ON CONFLICT DO NOTHING
        RETURNING %s""".formatted(COLUMNS);

    private final SqlClient sql;
    private final ListHandler lists;
    private final ObjectMapper json;

    ControlPolicyRepository(SqlClient sql, ListHandler lists, ObjectMapper json) {
        this.sql = sql;
        this.lists = lists;
        this.json = json;
    }

    /** The policy for documents of a day: the newest version that holds by then. Keeps B18. */
    public ControlPolicy on(String departmentCode, LocalDate documentDate) {
        return current(departmentCode, documentDate).policy();
    }

    /** The newest version that holds by a day, of all versions for null; version 0 where there is none. */
    Version current(String departmentCode, LocalDate documentDate) {
        Version found = sql.row(NEWEST, this::read, documentDate, departmentCode);
        if (found == null) {
            throw new Violation(ChassisProblem.NOT_FOUND).with("id", departmentCode);
        }
        return found;
    }

    int newest(String departmentCode) {
        return current(departmentCode, null).policy().version();
    }

    Version find(String departmentCode, int version) {
        return sql.row("SELECT %s FROM control_policy WHERE department_code = ? AND version = ?".formatted(COLUMNS),
            this::read, departmentCode, version);
    }

    Page<Version> page(String departmentCode, ListQuery query) {
        return lists.page("""
            SELECT p.*
              FROM department d
              LEFT JOIN LATERAL (SELECT %s, {keys} FROM control_policy
                                  WHERE department_code = d.department_code {conditions} {page}) p ON true
             WHERE d.department_code = ?
             ORDER BY p.place""".formatted(COLUMNS), query, this::read, departmentCode)
            .orElseThrow(() -> new Violation(ChassisProblem.NOT_FOUND).with("id", departmentCode));
    }

    /** Adds a version, unless somebody else has added it since its maker looked: then says which is the newest now. */
    Version add(String departmentCode, ControlPolicy next, String reason, String maker, String ifMatch) {
        Version added = sql.row(ADD, this::read, departmentCode, next.version(), next.validFrom(),
            text(new Rules(next.rules(), next.virementRules())), reason, maker);
        if (added == null) {
            throw new Violation(ChassisProblem.STALE).with("stated", ifMatch)
                .with("current", Etag.of(newest(departmentCode)));
        }
        return added;
    }

    private Version read(ResultSet row) throws SQLException {
        if (row.getString("rules") == null) {
            return new Version(ControlPolicy.STRICT, null, null, null);
        }
        try {
            Rules stored = json.readValue(row.getString("rules"), Rules.class);
            return new Version(new ControlPolicy(row.getInt("version"), row.getObject("valid_from", LocalDate.class), stored.rules(),
                stored.virementRules()), row.getString("reason"), row.getString("maker"),
                row.getObject("recorded_at", OffsetDateTime.class).toInstant());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a stored policy that cannot be read", e);
        }
    }

    private String text(Rules rules) {
        try {
            return json.writeValueAsString(rules);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a policy that cannot be written as JSON", e);
        }
    }
}
