package org.jixiao.budget.control;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import org.jixiao.chassis.sql.SqlClient;

/** Stores and finds control policies. */
@ApplicationScoped
public class ControlPolicyRepository {

    /** What a version says, as it is stored. */
    record Rules(List<ControlRule> rules, List<VirementRule> virementRules) {
    }

    private final SqlClient sql;
    private final ObjectMapper json;

    ControlPolicyRepository(SqlClient sql, ObjectMapper json) {
        this.sql = sql;
        this.json = json;
    }

    /** The policy for documents of a day: the newest version that holds by then. */
    public ControlPolicy on(String departmentCode, LocalDate documentDate) {
        return sql.first("""
            SELECT version, valid_from, rules::text
              FROM control_policy
             WHERE department_code = ? AND valid_from <= ?
             ORDER BY version DESC LIMIT 1""", this::policy, departmentCode, documentDate).orElse(ControlPolicy.STRICT);
    }

    private ControlPolicy policy(ResultSet row) throws SQLException {
        try {
            Rules stored = json.readValue(row.getString("rules"), Rules.class);
            return new ControlPolicy(row.getInt("version"), row.getObject("valid_from", LocalDate.class), stored.rules(),
                stored.virementRules());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a stored policy that cannot be read", e);
        }
    }
}
