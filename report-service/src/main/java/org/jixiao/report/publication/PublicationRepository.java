package org.jixiao.report.publication;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
        select distinct on (fiscal_year, department_code)
          department_code, department_name, fiscal_year, version, title, content_hash, published_at
        from report_version
        where (?::text is null or department_code = ?) and (?::integer is null or fiscal_year = ?)
          and (?::integer is null or fiscal_year < ? or fiscal_year = ? and department_code > ?)
        order by fiscal_year desc, department_code, version desc
        limit ?""";
    private static final String NEWEST_VERSION = """
        select version from report_version
        where department_code = ? and fiscal_year = ? order by version desc limit 1""";
    private static final String DOCUMENT = """
        select d.bytes, d.sha256, v.content_hash, v.department_name, v.published_at
        from rendition d join report_version v using (department_code, fiscal_year, version)
        where d.department_code = ? and d.fiscal_year = ? and d.version = ? and d.format = ?""";

    private final AgroalDataSource database;
    private final ObjectMapper json;

    PublicationRepository(AgroalDataSource database, ObjectMapper json) {
        this.database = database;
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
        try (Connection connection = database.getConnection();
             PreparedStatement select = connection.prepareStatement(NEWEST_CONTENT)) {
            select.setString(1, departmentCode);
            select.setInt(2, fiscalYear);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? Optional.of(json.readValue(row.getString(1), new TypeReference<>() {
                })) : Optional.empty();
            }
        } catch (SQLException | JsonProcessingException e) {
            throw new IllegalStateException("report", e);
        }
    }

    void add(Report report) {
        try (Connection connection = database.getConnection();
             PreparedStatement insert = connection.prepareStatement(ADD_VERSION)) {
            insert.setString(1, report.departmentCode());
            insert.setInt(2, report.fiscalYear());
            insert.setInt(3, report.version());
            insert.setString(4, report.departmentName());
            insert.setString(5, report.title());
            insert.setString(6, CanonicalJson.write(Publication.tree(report)));
            insert.setString(7, report.contentHash());
            insert.setObject(8, report.publishedAt().atOffset(ZoneOffset.UTC));
            insert.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException("report", e);
        }
    }

    /** A version as it was published. */
    Optional<Report> report(ReportKey key) {
        try (Connection connection = database.getConnection();
             PreparedStatement select = connection.prepareStatement(CONTENT)) {
            select.setString(1, key.departmentCode());
            select.setInt(2, key.fiscalYear());
            select.setInt(3, key.version());
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? Optional.of(json.readValue(row.getString(1), Report.class)) : Optional.empty();
            }
        } catch (SQLException | JsonProcessingException e) {
            throw new IllegalStateException("report", e);
        }
    }

    /** Versions with fewer documents than this, oldest first. */
    List<ReportKey> withoutDocuments(int documents) {
        try (Connection connection = database.getConnection();
             PreparedStatement select = connection.prepareStatement(WITHOUT_DOCUMENTS)) {
            select.setInt(1, documents);
            try (ResultSet rows = select.executeQuery()) {
                List<ReportKey> keys = new ArrayList<>();
                while (rows.next()) {
                    keys.add(new ReportKey(rows.getString(1), rows.getInt(2), rows.getInt(3)));
                }
                return keys;
            }
        } catch (SQLException e) {
            throw new IllegalStateException("documents", e);
        }
    }

    /** Keeps the first document of a format; another one would be the same bytes. */
    void add(ReportKey key, DocumentFormat format, byte[] bytes) {
        try (Connection connection = database.getConnection();
             PreparedStatement insert = connection.prepareStatement(ADD_DOCUMENT)) {
            insert.setString(1, key.departmentCode());
            insert.setInt(2, key.fiscalYear());
            insert.setInt(3, key.version());
            insert.setString(4, format.name());
            insert.setString(5, ContentHash.of(bytes));
            insert.setBytes(6, bytes);
            insert.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException("document", e);
        }
    }

    /**
     * Newest versions, latest year first, then by department code.
     *
     * @param departmentCode only this department, or null
     * @param fiscalYear     only this year, or null
     * @param after          the entry before the first one, or null
     */
    public List<Published> newest(String departmentCode, Integer fiscalYear, Published after, int limit) {
        try (Connection connection = database.getConnection();
             PreparedStatement select = connection.prepareStatement(LIST)) {
            select.setString(1, departmentCode);
            select.setString(2, departmentCode);
            select.setObject(3, fiscalYear);
            select.setObject(4, fiscalYear);
            Integer year = after == null ? null : after.fiscalYear();
            select.setObject(5, year);
            select.setObject(6, year);
            select.setObject(7, year);
            select.setString(8, after == null ? null : after.departmentCode());
            select.setInt(9, limit);
            try (ResultSet rows = select.executeQuery()) {
                List<Published> published = new ArrayList<>();
                while (rows.next()) {
                    published.add(new Published(rows.getString("department_code"), rows.getString("department_name"),
                            rows.getInt("fiscal_year"), rows.getInt("version"), rows.getString("title"),
                            rows.getString("content_hash"),
                            rows.getObject("published_at", OffsetDateTime.class).toInstant()));
                }
                return published;
            }
        } catch (SQLException e) {
            throw new IllegalStateException("reports", e);
        }
    }

    public Optional<Integer> newestVersion(String departmentCode, int fiscalYear) {
        try (Connection connection = database.getConnection();
             PreparedStatement select = connection.prepareStatement(NEWEST_VERSION)) {
            select.setString(1, departmentCode);
            select.setInt(2, fiscalYear);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? Optional.of(row.getInt(1)) : Optional.empty();
            }
        } catch (SQLException e) {
            throw new IllegalStateException("report", e);
        }
    }

    Optional<Document> document(ReportKey key, DocumentFormat format) {
        try (Connection connection = database.getConnection();
             PreparedStatement select = connection.prepareStatement(DOCUMENT)) {
            select.setString(1, key.departmentCode());
            select.setInt(2, key.fiscalYear());
            select.setInt(3, key.version());
            select.setString(4, format.name());
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? Optional.of(new Document(row.getBytes("bytes"), row.getString("sha256"),
                        row.getString("content_hash"), row.getString("department_name"),
                        row.getObject("published_at", OffsetDateTime.class).toInstant())) : Optional.empty();
            }
        } catch (SQLException e) {
            throw new IllegalStateException("document", e);
        }
    }
}
