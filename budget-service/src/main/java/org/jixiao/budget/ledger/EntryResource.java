package org.jixiao.budget.ledger;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jixiao.budget.Place;
import org.jixiao.chassis.access.CallerHandler;
import org.jixiao.chassis.access.Role;
import org.jixiao.chassis.audit.AuditedRead;
import org.jixiao.chassis.export.ExportHandler;
import org.jixiao.chassis.paging.ListHandler;
import org.jixiao.chassis.paging.ListQuery;
import org.jixiao.chassis.paging.Listed;
import org.jixiao.chassis.paging.Page;
import org.jixiao.chassis.paging.Selectable;
import org.jixiao.chassis.sheet.SheetFormat;

@Path("/api/v1/departments/{department}/fiscal-years/{fiscalYear}/entries")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Ledger")
class EntryResource {

    @Schema(name = "Entry", description = "One line of the ledger; never changed, never deleted",
        requiredProperties = {"id", "movementId", "kind", "documentNumber", "documentDate", "appropriationId", "sequence",
            "amount", "changes", "reason", "maker", "recordedAt"})
    record EntryView(
        @Schema(description = "Id", examples = "101") String id,
        @Schema(description = "The document that it comes from", examples = "42") String movementId,
        @Schema(description = "What the document does") MovementKind kind,
        @Schema(description = "Number of the document", examples = "雁财预追〔2021〕18号") String documentNumber,
        @Schema(description = "Date of the document", examples = "2021-04-20") LocalDate documentDate,
        @Schema(description = "The appropriation", examples = "17") String appropriationId,
        @Schema(description = "Place among the entries of the appropriation, from 1 without gaps", examples = "1") int sequence,
        @Schema(type = SchemaType.STRING, description = "Yuan, signed by the effect on what is available: payments and reductions are negative",
            examples = "1200000.00") BigDecimal amount,
        @Schema(description = "By how much it changes each figure; a figure is the sum of its changes") EntryChangesView changes,
        @Schema(description = "Why; for a payment, what it was for", examples = "增加政务中心提质改造及一门式全覆盖硬件采购") String reason,
        @Schema(description = "The file that the document came with", examples = "6f0e4a52-9a0c-4d3b-8f1c-2e77a1b2c3d4") String intakeId,
        @Schema(description = "Who recorded it", examples = "budget-officer") String maker,
        @Schema(description = "When it was recorded, by the database's clock", examples = "2021-04-20T02:00:00Z") Instant recordedAt) {

        static EntryView of(MovementRepository.ListedEntry entry) {
            return new EntryView(String.valueOf(entry.id()), String.valueOf(entry.movementId()), entry.kind(),
                entry.documentNumber(), entry.documentDate(), String.valueOf(entry.appropriationId()), entry.sequence(),
                entry.amount(), EntryChangesView.of(entry.change()), entry.reason(),
                entry.intakeId() == null ? null : entry.intakeId().toString(), entry.maker(), entry.recordedAt());
        }
    }

    @Schema(name = "EntryChanges", description = "Signed, in yuan",
        requiredProperties = {"initialBudget", "adjustedBudget", "allottedAmount", "committedAmount", "executedAmount", "lapsedAmount"})
    record EntryChangesView(
        @Schema(type = SchemaType.STRING, description = "年初预算数", examples = "0.00") BigDecimal initialBudget,
        @Schema(type = SchemaType.STRING, description = "全年预算数", examples = "1200000.00") BigDecimal adjustedBudget,
        @Schema(type = SchemaType.STRING, description = "Released for spending", examples = "0.00") BigDecimal allottedAmount,
        @Schema(type = SchemaType.STRING, description = "Reserved", examples = "0.00") BigDecimal committedAmount,
        @Schema(type = SchemaType.STRING, description = "全年执行数", examples = "0.00") BigDecimal executedAmount,
        @Schema(type = SchemaType.STRING, description = "Surrendered", examples = "0.00") BigDecimal lapsedAmount) {

        static EntryChangesView of(Change change) {
            return new EntryChangesView(change.initial(), change.adjusted(), change.allotted(), change.committed(), change.executed(),
                change.lapsed());
        }
    }

    private static final String XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    private final MovementRepository movements;
    private final ListHandler lists;
    private final CallerHandler callers;
    private final ExportHandler exports;

    EntryResource(MovementRepository movements, ListHandler lists, CallerHandler callers, ExportHandler exports) {
        this.movements = movements;
        this.lists = lists;
        this.callers = callers;
        this.exports = exports;
    }

    @GET
    @RolesAllowed({Role.BUDGET_OFFICER, Role.EVALUATOR, Role.DEPARTMENT_REVIEWER, Role.FINANCE_REVIEWER, Role.AUDITOR})
    @Listed(EntryList.class)
    @Selectable(EntryView.class)
    @Operation(operationId = "listEntries", summary = "List the ledger entries of a fiscal year",
        description = "By id. Every figure is the sum of what its entries change, in yuan (B1, B2): a part of `getExecution` names its list. "
            + "Only what is carried forward is an entry of the next year, a CARRY_OVER, and lowers what is available without an entry of this one. "
            + "Walking from page to page: what was recorded when the walk began comes once, in any order, because nothing that a list is sorted by "
            + "ever changes. What is recorded meanwhile may come or not, never twice; whoever needs it follows the changes (`listChanges`) from the "
            + "position before the walk.")
    public Page<EntryView> listEntries(String department, int fiscalYear) {
        callers.requireDepartment(department);
        return movements.page(department, fiscalYear, lists.query(new EntryList())).map(EntryView::of);
    }

    @GET
    @Path("/export")
    @AuditedRead
    @RolesAllowed({Role.BUDGET_OFFICER, Role.EVALUATOR, Role.DEPARTMENT_REVIEWER, Role.FINANCE_REVIEWER, Role.AUDITOR})
    @Listed(value = EntryList.class, whole = true)
    @Produces({"text/csv", XLSX, "application/x-ndjson", MediaType.APPLICATION_JSON})
    @Operation(operationId = "exportEntries", summary = "Export the ledger entries of a fiscal year",
        description = "All that the filters leave, as they were at one moment, as a file that is written while it is read. CSV and XLSX have Chinese "
            + "headings and words; amounts are numbers, in yuan; XLSX goes on on a further sheet after 1,048,575 rows. At most three exports "
            + "run at once, none longer than ten minutes, and whoever takes less than a thousand rows a minute is cut off. A file that was cut "
            + "off has no proper end: CSV and NDJSON end inside the transfer, XLSX and JSON cannot be opened. Each export is recorded in the audit trail.")
    @APIResponse(responseCode = "200", description = "The file",
        headers = @Header(name = "Content-Disposition", description = "Its name", schema = @Schema(type = SchemaType.STRING)),
        content = {@Content(mediaType = "text/csv", schema = @Schema(type = SchemaType.STRING, format = "binary")),
            @Content(mediaType = XLSX, schema = @Schema(type = SchemaType.STRING, format = "binary")),
            @Content(mediaType = "application/x-ndjson", schema = @Schema(type = SchemaType.STRING, format = "binary")),
            @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(type = SchemaType.STRING, format = "binary"))})
    public Response exportEntries(String department, int fiscalYear,
        @Parameter(description = "Of the file", required = true, example = "XLSX", schema = @Schema(type = SchemaType.STRING, enumeration = {"CSV", "XLSX", "NDJSON", "JSON"}))
        @QueryParam("format") String format) {
        callers.requireDepartment(department);
        SheetFormat written = ExportHandler.format(format, List.of(SheetFormat.values()));
        ListQuery query = lists.query(new EntryList());
        movements.requireYear(department, fiscalYear);
        return exports.cursor(new ExportHandler.Export(written, "entries-" + department + "-" + fiscalYear, fiscalYear + "年明细账", EntryTable.COLUMNS),
            table -> movements.each(department, fiscalYear, query, ExportHandler.FETCH_ROWS, row -> table.row(EntryTable.row(row, written))));
    }
}
