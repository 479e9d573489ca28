package org.jixiao.budget.statement;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jixiao.chassis.access.CallerHandler;
import org.jixiao.chassis.access.Role;
import org.jixiao.chassis.audit.AuditedRead;
import org.jixiao.chassis.export.ExportHandler;
import org.jixiao.chassis.sheet.SheetFormat;

@Path("/api/v1/departments/{department}/fiscal-years/{fiscalYear}/statement/export")
@Tag(name = "Ledger")
class StatementExportResource {

    private static final String XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    private static final List<SheetFormat> FORMATS = List.of(SheetFormat.CSV, SheetFormat.XLSX, SheetFormat.JSON);

    private final StatementRepository statements;
    private final CallerHandler callers;
    private final ExportHandler exports;

    StatementExportResource(StatementRepository statements, CallerHandler callers, ExportHandler exports) {
        this.statements = statements;
        this.callers = callers;
        this.exports = exports;
    }

    @GET
    @AuditedRead
    @RolesAllowed({Role.BUDGET_OFFICER, Role.EVALUATOR, Role.DEPARTMENT_REVIEWER, Role.FINANCE_REVIEWER, Role.AUDITOR})
    @Produces({"text/csv", XLSX, MediaType.APPLICATION_JSON})
    @Operation(operationId = "exportStatement", summary = "Export the execution statement",
        description = "As the ledger stands now: the total and each split as rows of one table. CSV and XLSX have Chinese headings and words; "
            + "amounts are numbers, in yuan. Each export is recorded in the audit trail.")
    @APIResponse(responseCode = "200", description = "The file",
        headers = @Header(name = "Content-Disposition", description = "Its name", schema = @Schema(type = SchemaType.STRING)),
        content = {@Content(mediaType = "text/csv", schema = @Schema(type = SchemaType.STRING, format = "binary")),
            @Content(mediaType = XLSX, schema = @Schema(type = SchemaType.STRING, format = "binary")),
            @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(type = SchemaType.STRING, format = "binary"))})
    public Response exportStatement(String department, int fiscalYear,
        @Parameter(description = "Of the file", required = true, example = "XLSX", schema = @Schema(type = SchemaType.STRING, enumeration = {"CSV", "XLSX", "JSON"}))
        @QueryParam("format") String format) {
        callers.requireDepartment(department);
        SheetFormat written = ExportHandler.format(format, FORMATS);
        return exports.table(new ExportHandler.Export(written, "statement-" + department + "-" + fiscalYear, fiscalYear + "年预算执行情况",
            StatementTable.COLUMNS), StatementTable.rows(statements.find(department, fiscalYear), written));
    }
}
