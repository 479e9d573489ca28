package org.jixiao.evaluation.scheme;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Optional;
import org.jixiao.chassis.paging.ListHandler;
import org.jixiao.chassis.paging.ListQuery;
import org.jixiao.chassis.paging.Page;
import org.jixiao.chassis.sql.SqlClient;

@ApplicationScoped
public class SchemeRepository {

    private static final String COLUMNS = "select code, version, valid_from, valid_to, document from scheme ";

    private final SqlClient sql;
    private final ListHandler lists;
    private final ObjectMapper json;

    SchemeRepository(SqlClient sql, ListHandler lists, ObjectMapper json) {
        this.sql = sql;
        this.lists = lists;
        this.json = json;
    }

    public Optional<Scheme> find(String code, int version) {
        return sql.first(COLUMNS + "where code = ? and version = ?", this::scheme, code, version);
    }

    /** The scheme that holds on the last day of the fiscal year; of several the one that came last. */
    public Optional<Scheme> validFor(int fiscalYear) {
        LocalDate lastDay = LocalDate.of(fiscalYear, 12, 31);
        return sql.first(COLUMNS + "where valid_from <= ? and (valid_to is null or valid_to >= ?) "
                + "order by valid_from desc, code, version desc limit 1", this::scheme, lastDay, lastDay);
    }

    Page<Scheme> page(ListQuery query) {
        return lists.page("select code, version, valid_from, valid_to, document, {keys} from scheme where true {conditions} {page}",
                query, this::scheme).orElse(Page.empty());
    }

    /** The next version of a scheme; a scheme that is new gets its first. Two at a time: the second is refused by the key. */
    int add(String code, LocalDate validFrom, LocalDate validTo, Scheme.SchemeRules rules, String by) {
        return sql.row("""
            insert into scheme (code, version, valid_from, valid_to, document, recorded_by)
            select ?, coalesce(max(version), 0) + 1, ?, ?, ?::jsonb, ? from scheme where code = ?
            returning version""", row -> row.getInt(1), code, validFrom, validTo, text(rules), by, code);
    }

    private String text(Scheme.SchemeRules rules) {
        try {
            return json.writeValueAsString(rules);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("rules that cannot be written as JSON", e);
        }
    }

    private Scheme scheme(ResultSet row) throws SQLException, IOException {
        return new Scheme(row.getString("code"), row.getInt("version"), row.getObject("valid_from", LocalDate.class),
                row.getObject("valid_to", LocalDate.class), json.readValue(row.getString("document"), Scheme.SchemeRules.class));
    }
}
