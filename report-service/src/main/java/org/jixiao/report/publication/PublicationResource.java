package org.jixiao.report.publication;

import jakarta.annotation.security.PermitAll;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jixiao.chassis.paging.Cursor;
import org.jixiao.chassis.paging.Page;
import org.jixiao.chassis.problem.ChassisProblem;
import org.jixiao.chassis.problem.Violation;
import org.jixiao.report.publication.PublicationRepository.Published;

/** The list of what is published; no token needed. */
@Path("/api/v1/reports")
@Tag(name = "Reports", description = "What has been published, for all to read")
@Produces(MediaType.APPLICATION_JSON)
public class PublicationResource {

    private final PublicationRepository publications;

    PublicationResource(PublicationRepository publications) {
        this.publications = publications;
    }

    @Schema(name = "PublishedReport", description = "The newest published version of a department-year")
    public record ReportView(
            @Schema(required = true, examples = "YF-XZSP") String departmentCode,
            @Schema(required = true, examples = "雁峰区行政审批服务局") String departmentName,
            @Schema(required = true, examples = "2021") int fiscalYear,
            @Schema(required = true, examples = "1") int version,
            @Schema(required = true, examples = "衡阳市雁峰区行政审批服务局2021年度部门整体支出绩效自评报告") String title,
            @Schema(required = true, examples = "sha256:7f35c0787e09099b812893437417a2234f2d7878e5c19995ab91f695dbe84e78")
            String contentHash,
            @Schema(required = true, examples = "2022-05-12T02:15:00Z") Instant publishedAt,
            @Schema(required = true, description = "The page; .pdf .docx .xlsx .json beside it",
                    examples = "/reports/YF-XZSP/2021/v1") String href) {

        static ReportView of(Published one) {
            return new ReportView(one.departmentCode(), one.departmentName(), one.fiscalYear(), one.version(),
                    one.title(), one.contentHash(), one.publishedAt(),
                    "/reports/" + one.departmentCode() + "/" + one.fiscalYear() + "/v" + one.version());
        }
    }

    @Schema(name = "PublishedReportPage", description = "One page of the list")
    public record ReportPage(
            @Schema(required = true) List<ReportView> items,
            @Schema(description = "Where the next page starts; absent on the last one") String nextCursor) {
    }

    @GET
    @Transactional
    @PermitAll
    @Operation(operationId = "listPublishedReports", summary = "List published reports",
            description = "The newest version of each department-year, latest year first. Readable by anyone.")
    @APIResponse(responseCode = "200", description = "One page",
            content = @Content(schema = @Schema(implementation = ReportPage.class)))
    public ReportPage listPublishedReports(
            @Parameter(description = "Only this department", example = "YF-XZSP") @QueryParam("department") String department,
            @Parameter(description = "Only this year", example = "2021") @QueryParam("fiscalYear") Integer fiscalYear,
            @Parameter(description = "Entries on a page, 20 unless given, at most 100", example = "20")
            @QueryParam("limit") Integer limit,
            @Parameter(description = "nextCursor of the page before") @QueryParam("cursor") String cursor) {
        int size = Cursor.limit(limit);
        Page<Published> page = Page.of(publications.newest(department, fiscalYear, after(cursor), size + 1), size,
                one -> Cursor.encode(String.valueOf(one.fiscalYear()), one.departmentCode()));
        return new ReportPage(page.items().stream().map(ReportView::of).toList(), page.nextCursor());
    }

    /** The place that a cursor names, as an entry of the list. */
    public static Published after(String cursor) {
        List<String> parts = Cursor.decode(cursor, 2);
        if (parts == null) {
            return null;
        }
        if (!parts.get(0).matches("\\d{4}")) {
            throw new Violation(ChassisProblem.INVALID_CURSOR);
        }
        return new Published(parts.get(1), null, Integer.parseInt(parts.get(0)), 0, null, null, null);
    }
}
