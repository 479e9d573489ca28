package org.jixiao.report.publication;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jixiao.chassis.paging.ListHandler;
import org.jixiao.chassis.paging.ListQuery;
import org.jixiao.chassis.paging.Page;
import org.jixiao.chassis.sql.SqlClient;
import org.jixiao.report.ContentHash;

/** Published versions and their documents: added once, read by anybody, never changed. */
@ApplicationScoped
public class PublicationRepository {

    private static final String NEWEST_CONTENT = """
        select content from report_version
        where department_code = ? and fiscal_year = ? order by version desc limit 1""";
    private static final String ADD_VERSION = """
        insert into report_version (department_code, fiscal_year, version, department_name, title, content,
          content_hash, published_at)
        values (?, ?, ?, ?, ?, ?::json, ?, ?)""";
    private static final String ADD_DOCUMENT = """
        insert into rendition (department_code, fiscal_year, version, format, sha256, bytes)
        values (?, ?, ?, ?, ?, ?) on conflict do nothing""";
    private static final String CONTENT = """
        select content from report_version where department_code = ? and fiscal_year = ? and version = ?""";
    private static final String WITHOUT_DOCUMENTS = """
        select v.department_code, v.fiscal_year, v.version
        from report_version v left join rendition d using (department_code, fiscal_year, version)
        group by v.department_code, v.fiscal_year, v.version having count(d.format) < ?
        order by max(v.published_at) limit 1000""";
    private static final String LIST = """
        select department_code, department_name, fiscal_year, version, title, content_hash, published_at, {keys}
        from report_version newest
        where not exists (select 1 from report_version later where later.department_code = newest.department_code
            and later.fiscal_year = newest.fiscal_year and later.version > newest.version)
          {conditions} {page}""";
    private static final String NEWEST_VERSION = """
        select version from report_version
        where department_code = ? and fiscal_year = ? order by version desc limit 1""";
    private static final String DOCUMENT = """
        select d.bytes, d.sha256, v.content_hash, v.department_name, v.published_at
        from rendition d join report_version v using (department_code, fiscal_year, version)
        where d.department_code = ? and d.fiscal_year = ? and d.version = ? and d.format = ?""";

    private final SqlClient sql;
    private final ListHandler lists;
    private final ObjectMapper json;

    PublicationRepository(SqlClient sql, ListHandler lists, ObjectMapper json) {
        this.sql = sql;
        this.lists = lists;
        this.json = json;
    }

    /** One line of the public list: the newest version of a department-year. */
    public record Published(String departmentCode, String departmentName, int fiscalYear, int version, String title,
                            String contentHash, Instant publishedAt) {
    }

    /** A document of a version as it was written when it was published. */
    public record Document(byte[] bytes, String sha256, String contentHash, String departmentName, Instant publishedAt) {
    }

    /** The canonical tree of the newest version. */
    Optional<Map<String, Object>> newestContent(String departmentCode, int fiscalYear) {
        return sql.first(NEWEST_CONTENT, row -> json.readValue(row.getString(1), new TypeReference<>() {
        }), departmentCode, fiscalYear);
    }

    void add(Report report) {
        sql.change(ADD_VERSION, report.departmentCode(), report.fiscalYear(), report.version(), report.departmentName(),
                report.title(), CanonicalJson.write(Publication.tree(report)), report.contentHash(),
                report.publishedAt().atOffset(ZoneOffset.UTC));
    }

    /** A version as it was published. */
    Optional<Report> report(ReportKey key) {
        return sql.first(CONTENT, row -> json.readValue(row.getString(1), Report.class),
                key.departmentCode(), key.fiscalYear(), key.version());
    }

    /** Versions with fewer documents than this, oldest first. */
    List<ReportKey> withoutDocuments(int documents) {
        return sql.rows(WITHOUT_DOCUMENTS, row -> new ReportKey(row.getString(1), row.getInt(2), row.getInt(3)), documents);
    }

    /** Keeps the first document of a format; another one would be the same bytes. */
    void add(ReportKey key, DocumentFormat format, byte[] bytes) {
        sql.change(ADD_DOCUMENT, key.departmentCode(), key.fiscalYear(), key.version(), format, ContentHash.of(bytes), bytes);
    }

    Optional<Document> document(ReportKey key, DocumentFormat format) {
        return sql.first(DOCUMENT, row -> new Document(row.getBytes("bytes"), row.getString("sha256"),
                        row.getString("content_hash"), row.getString("department_name"), publishedAt(row)),
                key.departmentCode(), key.fiscalYear(), key.version(), format);
    }

    /** Newest versions only. */
    public Page<Published> newest(ListQuery query) {
        return lists.page(LIST, query, row -> new Published(row.getString("department_code"), row.getString("department_name"),
                row.getInt("fiscal_year"), row.getInt("version"), row.getString("title"),
                row.getString("content_hash"), publishedAt(row))).orElse(Page.empty());
    }

    public Optional<Integer> newestVersion(String departmentCode, int fiscalYear) {
        return sql.first(NEWEST_VERSION, row -> row.getInt(1), departmentCode, fiscalYear);
    }

    private static Instant publishedAt(ResultSet row) throws SQLException {
        return row.getObject("published_at", OffsetDateTime.class).toInstant();
    }
}
