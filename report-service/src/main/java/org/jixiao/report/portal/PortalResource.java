package org.jixiao.report.portal;

import io.quarkus.qute.Location;
import io.quarkus.qute.Template;
import jakarta.annotation.security.PermitAll;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jixiao.chassis.etag.Etag;
import org.jixiao.chassis.paging.ListQuery;
import org.jixiao.chassis.paging.Listing;
import org.jixiao.chassis.paging.Page;
import org.jixiao.chassis.problem.ChassisProblem;
import org.jixiao.chassis.problem.Violation;
import org.jixiao.report.publication.DocumentFormat;
import org.jixiao.report.publication.DocumentJob;
import org.jixiao.report.publication.PublicationRepository;
import org.jixiao.report.publication.PublicationRepository.Document;
import org.jixiao.report.publication.PublicationRepository.Published;
import org.jixiao.report.publication.ReportKey;
import org.jixiao.report.publication.ReportList;

/**
 * The public pages and files; no token needed. A version never changes, so whoever has it may keep it for good; which
 * version is the newest may change any time.
 *
 * <p>Documents are read outside a transaction: who waits for one to be drawn must not hold a connection meanwhile.
 */
@Path("/reports")
@Tag(name = "Public pages", description = "The published reports as pages and files, without a token")
public class PortalResource {

    private static final String FOR_GOOD = "public, max-age=31536000, immutable";
    private static final String ASK_AGAIN = "no-cache";
    /** A page is text and its own style: nothing runs in it and nothing is loaded by it. */
    private static final String STILL = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; "
            + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private final PublicationRepository publications;
    private final DocumentJob documents;
    private final Template index;

    PortalResource(PublicationRepository publications, DocumentJob documents,
                   @Location("portal/index.html") Template index) {
        this.publications = publications;
        this.documents = documents;
        this.index = index;
    }

    @GET
    @Transactional
    @PermitAll
    @Produces(MediaType.TEXT_HTML + ";charset=UTF-8")
    @Operation(operationId = "showPublishedReports", summary = "The page with all published reports",
            description = "The newest version of each department-year, latest year first.")
    @APIResponse(responseCode = "200", description = "A page", content = @Content(mediaType = MediaType.TEXT_HTML))
    public Response showPublishedReports(
            @Parameter(description = "Place to continue from") @QueryParam("cursor") String cursor) {
        Map<String, String> asked = new HashMap<>(Map.of(Listing.LIMIT, String.valueOf(Listing.LIMIT_MAX)));
        if (cursor != null) {
            asked.put(Listing.CURSOR, cursor);
        }
        Page<Published> page = publications.newest(ListQuery.read(new ReportList().get(), "/reports", asked));
        return Response.ok(index.data("reports", page.items()).data("nextCursor", page.nextCursor()).render())
                .header(HttpHeaders.CACHE_CONTROL, ASK_AGAIN).header("Content-Security-Policy", STILL).build();
    }

    @GET
    @Path("/{department}/{fiscalYear}")
    @Transactional
    @PermitAll
    @Operation(operationId = "showNewestReport", summary = "Go to the newest version",
            description = "The permanent address of a department-year; leads to its newest version.")
    @APIResponse(responseCode = "302", description = "Location is the newest version")
    public Response showNewestReport(
            @Parameter(description = "Department code", example = "YF-XZSP") @PathParam("department") String department,
            @Parameter(description = "Fiscal year", example = "2021") @PathParam("fiscalYear") int fiscalYear) {
        int version = publications.newestVersion(department, fiscalYear)
                .orElseThrow(() -> missing(department + "/" + fiscalYear));
        return Response.status(Response.Status.FOUND)
                .header(HttpHeaders.LOCATION, address(department, fiscalYear, version))
                .header(HttpHeaders.CACHE_CONTROL, ASK_AGAIN).build();
    }

    @GET
    @Path("/{department}/{fiscalYear}/v{version : \\d{1,6}}")
    @PermitAll
    @Operation(operationId = "showReportVersion", summary = "The page of a version",
            description = "Never changes. The Link header names the same version in other formats.")
    @APIResponse(responseCode = "200", description = "A page", content = @Content(mediaType = MediaType.TEXT_HTML))
    @APIResponse(responseCode = "304", description = "The caller has it already")
    public Response showReportVersion(
            @Parameter(description = "Department code", example = "YF-XZSP") @PathParam("department") String department,
            @Parameter(description = "Fiscal year", example = "2021") @PathParam("fiscalYear") int fiscalYear,
            @Parameter(description = "Version", example = "1") @PathParam("version") int version,
            @HeaderParam(HttpHeaders.IF_NONE_MATCH) String known) {
        return document(department, fiscalYear, version, DocumentFormat.HTML, known);
    }

    @GET
    @Path("/{department}/{fiscalYear}/v{version : \\d{1,6}}.{extension : [a-z]{3,5}}")
    @PermitAll
    @Operation(operationId = "downloadReportVersion", summary = "A version as a file",
            description = "pdf, docx, xlsx or json. Never changes; the file name is the department's and the year's.")
    @APIResponse(responseCode = "200", description = "The file", content = {
        @Content(mediaType = "application/pdf", schema = @Schema(type = SchemaType.STRING, format = "binary")),
        @Content(mediaType = "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
                schema = @Schema(type = SchemaType.STRING, format = "binary")),
        @Content(mediaType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                schema = @Schema(type = SchemaType.STRING, format = "binary")),
        @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(type = SchemaType.OBJECT))})
    @APIResponse(responseCode = "304", description = "The caller has it already")
    public Response downloadReportVersion(
            @Parameter(description = "Department code", example = "YF-XZSP") @PathParam("department") String department,
            @Parameter(description = "Fiscal year", example = "2021") @PathParam("fiscalYear") int fiscalYear,
            @Parameter(description = "Version", example = "1") @PathParam("version") int version,
            @Parameter(description = "Format", example = "pdf") @PathParam("extension") String extension,
            @HeaderParam(HttpHeaders.IF_NONE_MATCH) String known) {
        DocumentFormat format = Arrays.stream(DocumentFormat.values())
                .filter(one -> one.extension().equals(extension) && one != DocumentFormat.HTML).findFirst()
                .orElseThrow(() -> missing(address(department, fiscalYear, version) + "." + extension));
        return document(department, fiscalYear, version, format, known);
    }

    private Response document(String department, int fiscalYear, int version, DocumentFormat format, String known) {
        Optional<Document> found = documents.document(new ReportKey(department, fiscalYear, version), format);
        String address = address(department, fiscalYear, version);
        Document document = found.orElseThrow(() -> missing(address));
        String etag = "\"" + document.contentHash() + "\"";
        Response.ResponseBuilder answer = Etag.isKnown(known, etag) ? Response.notModified()
                : Response.ok(document.bytes()).type(format.mediaType());
        answer.header(HttpHeaders.ETAG, etag).header(HttpHeaders.CACHE_CONTROL, FOR_GOOD)
                .header("X-Content-Type-Options", "nosniff");
        for (DocumentFormat other : DocumentFormat.values()) {
            if (other != format) {
                String target = other == DocumentFormat.HTML ? address : address + "." + other.extension();
                answer.header(HttpHeaders.LINK, "<" + target + ">; rel=\"alternate\"; type=\""
                        + other.mediaType().replace("; charset=UTF-8", "") + "\"");
            }
        }
        if (format == DocumentFormat.HTML) {
            answer.header("Content-Security-Policy", STILL);
        } else {
            boolean download = List.of(DocumentFormat.DOCX, DocumentFormat.XLSX).contains(format);
            String plain = department + "-" + fiscalYear + "-v" + version + "." + format.extension();
            String name = document.departmentName() + fiscalYear + "年度部门整体支出绩效自评报告（第" + version + "版）."
                    + format.extension().toLowerCase(Locale.ROOT);
            answer.header(HttpHeaders.CONTENT_DISPOSITION, ContentDisposition.of(download, plain, name));
        }
        return answer.build();
    }

    private static String address(String department, int fiscalYear, int version) {
        return "/reports/" + department + "/" + fiscalYear + "/v" + version;
    }

    private static Violation missing(String id) {
        return new Violation(ChassisProblem.NOT_FOUND).with("id", id);
    }
}
