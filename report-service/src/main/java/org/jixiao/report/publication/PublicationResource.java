package org.jixiao.report.publication;

import jakarta.annotation.security.PermitAll;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jixiao.chassis.paging.ListHandler;
import org.jixiao.chassis.paging.Listed;
import org.jixiao.chassis.paging.Page;
import org.jixiao.chassis.paging.Paged;
import org.jixiao.chassis.paging.Selectable;
import org.jixiao.report.publication.PublicationRepository.Published;

/** The list of what is published; no token needed. */
@Path("/api/v1/reports")
@Tag(name = "Reports", description = "What has been published, for all to read")
@Produces(MediaType.APPLICATION_JSON)
public class PublicationResource {

    private final PublicationRepository publications;
    private final ListHandler lists;

    PublicationResource(PublicationRepository publications, ListHandler lists) {
        this.publications = publications;
        this.lists = lists;
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
            @Schema(description = "Where the next page starts; absent on the last one") String nextCursor) implements Paged {
    }

    @GET
    @Transactional
    @PermitAll
    @Listed(ReportList.class)
    @Selectable(value = ReportView.class, always = {"departmentCode", "fiscalYear", "version"})
    @Operation(operationId = "listPublishedReports", summary = "List published reports",
            description = "The newest version of each department-year, latest year first. Readable by anyone.")
    @APIResponse(responseCode = "200", description = "One page",
            content = @Content(schema = @Schema(implementation = ReportPage.class)))
    public RestResponse<ReportPage> listPublishedReports() {
        Page<Published> page = publications.newest(lists.query(new ReportList()));
        return RestResponse.ResponseBuilder.ok(new ReportPage(page.items().stream().map(ReportView::of).toList(), page.nextCursor()))
                .header(HttpHeaders.CACHE_CONTROL, "no-cache").build();
    }
}
