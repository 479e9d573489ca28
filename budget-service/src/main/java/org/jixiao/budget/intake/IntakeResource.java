package org.jixiao.budget.intake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;
import org.jixiao.budget.fiscalyear.FiscalYear;
import org.jixiao.budget.intake.IntakeRepository.Key;
import org.jixiao.budget.intake.IntakeRepository.Reject;
import org.jixiao.chassis.access.Caller;
import org.jixiao.chassis.access.CallerHandler;
import org.jixiao.chassis.access.Role;
import org.jixiao.chassis.access.SystemHandler;
import org.jixiao.chassis.idempotency.IdempotencyHandler;
import org.jixiao.chassis.job.JobRepository;
import org.jixiao.chassis.paging.ListHandler;
import org.jixiao.chassis.paging.Listed;
import org.jixiao.chassis.paging.Page;
import org.jixiao.chassis.paging.Text;
import org.jixiao.chassis.problem.ChassisProblem;
import org.jixiao.chassis.problem.Sentence;
import org.jixiao.chassis.problem.Violation;
import org.jixiao.chassis.sheet.Column;
import org.jixiao.chassis.sheet.Columns;
import org.jixiao.chassis.sheet.SheetFormat;
import org.jixiao.chassis.sheet.writing.SheetTemplate;
import org.jixiao.chassis.sheet.writing.SheetWriter;

@Path("/api/v1/departments/{department}/fiscal-years/{fiscalYear}/intakes")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Intakes", description = "Files of appropriations or payments: checked, recorded by a job, rejects to mend and hand in again")
class IntakeResource {

    private static final String XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    private static final String CSV = "text/csv";
    private static final int FAULTS_SHOWN = 100;
    private static final int NAME_MAX = 200;
    /** Bytes, as documented: those of jixiao.upload.body-max as it comes. */
    private static final int FILE_MAX = 268_435_456;
    private static final String EXAMPLE = """
        单位编码,资金性质,功能分类,部门经济分类,支付金额（万元）,支付凭证号,支付日期,用途
        YF-XZSP-01,111,2010301,30201,0.35,雁支2021-0512,2021-05-12,办公用品采购
        YF-XZSP-01,111,2010301,30209,1.20,雁支2021-0513,2021-05-13,政务大厅物业管理费
        """;
    private static final int PAGE = 500;
    private static final int STORE_TIMEOUT_S = 120;
    private static final int LOOK_AGAIN_S = 1;

    @Schema(name = "IntakeFault", description = "What is wrong with a cell, or with a row where no column is named",
        requiredProperties = {"row", "code", "message"})
    record FaultView(
        @Schema(description = "The sheet; absent where the format knows none", examples = "支付明细") String sheet,
        @Schema(description = "As the file counts, from 1", examples = "7") long row,
        @Schema(description = "Letters of the column", examples = "C") String column,
        @Schema(description = "Heading of the column in the file", examples = "支付金额（万元）") String heading,
        @Schema(description = "The field that the column was read as", examples = "amount") String field,
        @Schema(description = "Code as on the page of errors", examples = "APPROPRIATION_EXCEEDED") String code,
        @Schema(description = "In the language of Accept-Language", examples = "预算指标 17 可用 100.00，申请 120.00") String message,
        @Schema(description = "The beginning of what the cell holds", examples = "120.00") String value) {
    }

    @Schema(name = "IntakeProblem", description = "Why the file as a whole was not taken", requiredProperties = {"code", "message"})
    record ProblemView(
        @Schema(description = "Code as on the page of errors", examples = "SHEET_HEADINGS_MISSING") String code,
        @Schema(description = "In the language of Accept-Language", examples = "找不到表头 [支付金额]") String message) {
    }

    @Schema(name = "IntakeSheet", description = "A sheet of the file, and what was done with it", requiredProperties = {"use"})
    record SheetView(
        @Schema(description = "Its name; absent where the format knows none", examples = "支付明细") String name,
        @Schema(description = "SKIPPED where it lacks headings; hidden ones are not read") Intake.SheetUse use,
        @Schema(description = "Rows of data", examples = "20000") Long rows,
        @Schema(description = "Yuan for one unit of its amounts: 1, or 10000 where they were read as 万元", examples = "10000") Long yuanPerUnit,
        @Schema(description = "Headings of columns that were not read, 50 at most", examples = "[\"序号\"]") List<String> ignoredColumns) {

        static SheetView of(Intake.Sheet sheet) {
            return new SheetView(sheet.name(), sheet.use(), sheet.rows(), sheet.yuanPerUnit(),
                sheet.ignoredColumns().isEmpty() ? null : sheet.ignoredColumns());
        }
    }

    @Schema(name = "Intake", description = "A file that was handed in, and what became of it",
        requiredProperties = {"id", "kind", "mode", "dryRun", "fileSize", "sha256", "jobId", "state", "doneRows", "maker", "recordedAt"})
    record IntakeView(
        @Schema(description = "Id; each document that came with the file names it, and `listEntries` lists them by it", examples = "6f0e4a52-9a0c-4d3b-8f1c-2e77a1b2c3d4") String id,
        @Schema(description = "What it brings") IntakeKind kind,
        @Schema(description = "What happens to its good rows where it has bad ones") IntakeMode mode,
        @Schema(description = "Whether it is only checked", examples = "false") boolean dryRun,
        @Schema(description = "Name of the file, if one was given", examples = "2021年5月支付明细.xlsx") String fileName,
        @Schema(description = "Bytes", examples = "18230") long fileSize,
        @Schema(description = "SHA-256 of the file", examples = "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae") String sha256,
        @Schema(description = "The job, by which its maker can cancel it", examples = "0f0e4a52-9a0c-4d3b-8f1c-2e77a1b2c3d4") String jobId,
        @Schema(description = "How far it is") IntakeState state,
        @Schema(description = "Rows that were looked at so far", examples = "20000") long doneRows,
        @Schema(description = "Rows of data; absent as long as it is not known", examples = "20000") Long totalRows,
        @Schema(description = "Rows that it has recorded, row by row so far; of a dry run, that it would", examples = "19990") Long recordedRows,
        @Schema(description = "Rows that were recorded before and say the same: nothing is doubled", examples = "8") Long alreadyRecordedRows,
        @Schema(description = "Rows that were refused", examples = "2") Long rejectedRows,
        @Schema(description = "Rows of sums, such as 合计, which are left out", examples = "1") Long sumRows,
        @Schema(type = SchemaType.STRING, description = "Of the recorded rows together, in yuan", examples = "598860.00") BigDecimal recordedAmount,
        @Schema(description = "As recognised by its content", examples = "XLSX") String fileFormat,
        @Schema(description = "Character set of a text file", examples = "GB18030") String encoding,
        @Schema(description = "The sheets of the file, those that were not read first, 100 at most; one without a name for CSV and NDJSON")
        List<SheetView> sheets,
        @Schema(description = "The first 100 faults; the rejects have all") List<FaultView> faults,
        ProblemView problem,
        @Schema(description = "Who handed it in", examples = "budget-officer") String maker,
        @Schema(description = "When it was handed in", examples = "2021-06-01T02:00:00Z") Instant recordedAt,
        @Schema(description = "When it was done with", examples = "2021-06-01T02:00:09Z") Instant endedAt) {
    }

    /** What makes a request the same as another one. */
    private record Asked(IntakeKind kind, IntakeMode mode, boolean dryRun, String fileName, String sha256) {
    }

    private final IntakeRepository intakes;
    private final JobRepository jobs;
    private final ListHandler lists;
    private final CallerHandler callers;
    private final SystemHandler system;
    private final IdempotencyHandler idempotency;
    private final ObjectMapper json;
    private final UploadConfig uploads;
    private final long fileMax;

    IntakeResource(IntakeRepository intakes, JobRepository jobs, ListHandler lists, CallerHandler callers, SystemHandler system,
                   IdempotencyHandler idempotency, ObjectMapper json, UploadConfig uploads,
                   @ConfigProperty(name = "jixiao.upload.body-max") MemorySize fileMax) {
        this.intakes = intakes;
        this.jobs = jobs;
        this.lists = lists;
        this.callers = callers;
        this.system = system;
        this.idempotency = idempotency;
        this.json = json;
        this.uploads = uploads;
        this.fileMax = fileMax.asLongValue();
    }

    @POST
    @Consumes({MediaType.APPLICATION_OCTET_STREAM, CSV, "application/x-ndjson", XLSX})
    @Blocking
    @RolesAllowed(Role.BUDGET_OFFICER)
    @Operation(operationId = "createIntake", summary = "Hand in a file",
        description = "CSV, XLSX or NDJSON, recognised by its content; columns are found by their headings. A job checks every row and records "
            + "it as if it had come alone (B3, B4, B7 to B10). A row that is recorded already and says the same is counted and not recorded again. "
            + "Amounts are yuan unless a heading says 万元.")
    @Parameter(ref = "Idempotency-Key")
    @RequestBody(description = "The file", required = true, content = {
        @Content(mediaType = CSV, schema = @Schema(type = SchemaType.STRING, format = "binary", maxLength = FILE_MAX),
            examples = @ExampleObject(name = "payments", summary = "Two payments, by their classes", value = EXAMPLE)),
        @Content(mediaType = XLSX, schema = @Schema(type = SchemaType.STRING, format = "binary", maxLength = FILE_MAX)),
        @Content(mediaType = "application/x-ndjson", schema = @Schema(type = SchemaType.STRING, format = "binary", maxLength = FILE_MAX)),
        @Content(mediaType = MediaType.APPLICATION_OCTET_STREAM, schema = @Schema(type = SchemaType.STRING, format = "binary", maxLength = FILE_MAX))})
    @APIResponse(responseCode = "202", description = "Stored; `Location` names the intake, where its progress and result are",
        headers = {@Header(name = "Location", description = "The intake", schema = @Schema(type = SchemaType.STRING)),
            @Header(name = "Retry-After", description = "Seconds until there is news", schema = @Schema(type = SchemaType.INTEGER))},
        content = @Content(schema = @Schema(implementation = IntakeView.class)))
    public Response createIntake(String department, int fiscalYear,
            @Parameter(description = "What the file brings", required = true, schema = @Schema(implementation = IntakeKind.class)) @RestQuery String kind,
            @Parameter(description = "What happens to good rows where there are bad ones; ALL_OR_NOTHING unless said otherwise",
                schema = @Schema(implementation = IntakeMode.class)) @RestQuery String mode,
            @Parameter(description = "Only check; nothing is recorded", schema = @Schema(type = SchemaType.BOOLEAN)) @RestQuery String dryRun,
            @Parameter(description = "Name of the file, to recognise it by", schema = @Schema(type = SchemaType.STRING, maxLength = NAME_MAX, examples = "2021年5月支付明细.xlsx"))
            @RestQuery String fileName,
            InputStream body) throws IOException {
        callers.requireDepartment(department);
        IntakeKind wantedKind = one(IntakeKind.class, "kind", kind, null);
        IntakeMode wantedMode = one(IntakeMode.class, "mode", mode, IntakeMode.ALL_OR_NOTHING);
        if (dryRun != null && !dryRun.equals("true") && !dryRun.equals("false")) {
            throw invalid("dryRun", dryRun, "true, false");
        }
        if (fileName != null && (fileName.isEmpty() || Text.isLongerThan(fileName, NAME_MAX))) {
            throw invalid("fileName", Text.shortened(fileName, NAME_MAX), "1 - 200");
        }
        Caller maker = callers.caller();
        try (Upload file = Upload.take(body, uploads.newFile(), fileMax)) {
            return QuarkusTransaction.requiringNew().timeout(STORE_TIMEOUT_S).call(() -> idempotency.once(
                new Asked(wantedKind, wantedMode, "true".equals(dryRun), fileName, file.sha256()),
                () -> accepted(new Key(department, fiscalYear, UUID.randomUUID()), wantedKind, wantedMode, "true".equals(dryRun), fileName,
                    file, maker)));
        }
    }

    private Response accepted(Key key, IntakeKind kind, IntakeMode mode, boolean dryRun, String fileName, Upload file, Caller maker) {
        intakes.requireOpen(key.departmentCode(), key.fiscalYear());
        UUID job = jobs.add(maker, IntakeJob.KIND, new IntakeJob.Task(key.departmentCode(), key.fiscalYear(), key.id()));
        try {
            intakes.add(key, new Intake(key.id(), kind, mode, dryRun, fileName, file.size(), file.sha256(), job,
                maker.has(Role.FINANCE_REVIEWER), IntakeState.WAITING, 0, 0, null, null, maker.subject(), null, null), file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Response.accepted(view(key, intakes.find(key).orElseThrow(), null))
            .header(HttpHeaders.LOCATION, "/api/v1/departments/" + key.departmentCode() + "/fiscal-years/" + key.fiscalYear() + "/intakes/" + key.id())
            .header(HttpHeaders.RETRY_AFTER, LOOK_AGAIN_S).build();
    }

    @GET
    @RolesAllowed({Role.BUDGET_OFFICER, Role.DEPARTMENT_REVIEWER, Role.FINANCE_REVIEWER, Role.AUDITOR})
    @Listed(IntakeList.class)
    @Operation(operationId = "listIntakes", summary = "List the files that were handed in", description = "The newest first, without their faults.")
    public Page<IntakeView> listIntakes(String department, int fiscalYear,
            @Parameter(hidden = true) @HeaderParam(HttpHeaders.ACCEPT_LANGUAGE) String language) {
        callers.requireDepartment(department);
        return intakes.page(department, fiscalYear, lists.query(new IntakeList())).map(intake -> view(intake, List.of(), language));
    }

    @GET
    @Path("/{intakeId}")
    @RolesAllowed({Role.BUDGET_OFFICER, Role.DEPARTMENT_REVIEWER, Role.FINANCE_REVIEWER, Role.AUDITOR})
    @Operation(operationId = "getIntake", summary = "Read what became of a file",
        description = "How far it is; once it has ended, its counts, its sum and its first faults. Look again after `Retry-After`.")
    @APIResponse(responseCode = "200", description = "The intake", content = @Content(schema = @Schema(implementation = IntakeView.class)),
        headers = @Header(name = "Retry-After", description = "Seconds until there is news; absent once it has ended",
            schema = @Schema(type = SchemaType.INTEGER)))
    public Response getIntake(String department, int fiscalYear, String intakeId,
            @Parameter(hidden = true) @HeaderParam(HttpHeaders.ACCEPT_LANGUAGE) String language) {
        Key key = key(department, fiscalYear, intakeId);
        Intake found = intakes.find(key).orElseThrow(() -> missing(intakeId));
        Response.ResponseBuilder answer = Response.ok(view(key, found, language));
        return (found.state().hasEnded() ? answer : answer.header(HttpHeaders.RETRY_AFTER, LOOK_AGAIN_S)).build();
    }

    @GET
    @Path("/{intakeId}/rejects")
    @Produces(CSV)
    @RolesAllowed({Role.BUDGET_OFFICER, Role.DEPARTMENT_REVIEWER, Role.FINANCE_REVIEWER, Role.AUDITOR})
    @Operation(operationId = "downloadIntakeRejects", summary = "Download the rejected rows",
        description = "CSV with sheet, row and reasons in front of what each row says, in yuan, with the columns that the file had; mended, "
            + "it can be handed in as it is. A cell that could not be read is blank where a blank is refused; its reason quotes it.")
    @APIResponse(responseCode = "200", description = "The rows", content = @Content(mediaType = CSV, schema = @Schema(type = SchemaType.STRING, format = "binary")))
    public Response downloadIntakeRejects(String department, int fiscalYear, String intakeId,
            @Parameter(hidden = true) @HeaderParam(HttpHeaders.ACCEPT_LANGUAGE) String language) {
        Key key = key(department, fiscalYear, intakeId);
        Intake found = intakes.find(key).orElseThrow(() -> missing(intakeId));
        Caller caller = callers.caller();
        boolean english = Sentence.language(language) == Locale.ENGLISH;
        StreamingOutput rows = output -> {
            List<Integer> places = system.transaction(caller, () -> intakes.rejectedColumns(key));
            try (SheetWriter table = SheetWriter.to(output, SheetFormat.CSV, found.kind().sheet(), rejectColumns(found.kind(), places))) {
                long after = 0;
                List<Reject> page = page(caller, key, after);
                while (!page.isEmpty()) {
                    for (Reject reject : page) {
                        table.row(cells(reject, places, english));
                    }
                    after += page.size();
                    page = page(caller, key, after);
                }
                table.end();
            }
        };
        return Response.ok(rows).type(SheetFormat.CSV.mediaType()).header("X-Content-Type-Options", "nosniff")
            .header(HttpHeaders.CACHE_CONTROL, "no-store")
            .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"rejects-" + key.id() + ".csv\"").build();
    }

    /** In a transaction each: a slow reader must not hold a connection. */
    private List<Reject> page(Caller caller, Key key, long after) {
        return system.transaction(caller, () -> intakes.rejects(key, after, PAGE));
    }

    private static Object[] cells(Reject reject, List<Integer> places, boolean english) {
        List<Object> cells = new ArrayList<>();
        cells.add(reject.sheet());
        cells.add(String.valueOf(reject.rowNumber()));
        cells.add(String.join("; ", reject.faults().stream().map(fault -> reason(fault, english)).toList()));
        places.forEach(place -> cells.add(reject.cells()[place]));
        return cells.toArray();
    }

    /** What was in a cell that could not be read stands here and nowhere else in the file. */
    private static String reason(Fault fault, boolean english) {
        String message = english ? fault.messageEnglish() : fault.message();
        String quoted = fault.value() == null || message.contains(fault.value()) ? "" : (english ? ": " : "：") + fault.value();
        return (fault.heading() == null ? "" : fault.heading() + ": ") + message + quoted + " [" + fault.code() + "]";
    }

    /** Without the columns that the file had not: in one that is there, a blank says something. */
    private static Columns rejectColumns(IntakeKind kind, List<Integer> places) {
        List<Column> columns = new ArrayList<>(List.of(Column.text("rejectSheet", "所在工作表"), Column.text("rejectRow", "所在行"),
            Column.text("rejectReasons", "退回原因")));
        places.forEach(place -> columns.add(Column.text(kind.columns().get(place).field(), kind.columns().get(place).heading())));
        return Columns.of(columns);
    }

    @GET
    @Path("/template")
    @Produces({XLSX, CSV})
    @RolesAllowed({Role.BUDGET_OFFICER, Role.DEPARTMENT_REVIEWER, Role.FINANCE_REVIEWER, Role.AUDITOR})
    @Operation(operationId = "downloadIntakeTemplate", summary = "Download an empty file to fill in",
        description = "The headings; in XLSX a second sheet explains them and names the others that are accepted.")
    @APIResponse(responseCode = "200", description = "The file", content = {
        @Content(mediaType = XLSX, schema = @Schema(type = SchemaType.STRING, format = "binary")),
        @Content(mediaType = CSV, schema = @Schema(type = SchemaType.STRING, format = "binary"))})
    public Response downloadIntakeTemplate(String department, int fiscalYear,
            @Parameter(description = "What the file is to bring", required = true, schema = @Schema(implementation = IntakeKind.class)) @RestQuery String kind,
            @Parameter(description = "XLSX unless said otherwise", schema = @Schema(type = SchemaType.STRING, enumeration = {"XLSX", "CSV"})) @RestQuery String format)
            throws IOException {
        callers.requireDepartment(department);
        if (!FiscalYear.isPossible(fiscalYear)) {
            throw new Violation(ChassisProblem.NOT_FOUND).with("id", String.valueOf(fiscalYear));
        }
        IntakeKind wanted = one(IntakeKind.class, "kind", kind, null);
        SheetFormat made = one(SheetFormat.class, "format", format, SheetFormat.XLSX);
        if (made != SheetFormat.XLSX && made != SheetFormat.CSV) {
            throw invalid("format", format, "XLSX, CSV");
        }
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        SheetTemplate.write(file, made, wanted.sheet(), wanted.columns());
        return Response.ok(file.toByteArray()).type(made.mediaType())
            .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + wanted.name().toLowerCase(Locale.ROOT) + "." + made.extension() + "\"")
            .build();
    }

    private IntakeView view(Key key, Intake intake, String language) {
        return view(intake, intake.state().hasEnded() ? intakes.rejects(key, 0, FAULTS_SHOWN) : List.of(), language);
    }

    private IntakeView view(Intake intake, List<Reject> rejects, String language) {
        boolean english = Sentence.language(language) == Locale.ENGLISH;
        List<FaultView> faults = rejects.stream().flatMap(reject -> reject.faults().stream().map(fault -> new FaultView(reject.sheet(),
            reject.rowNumber(), fault.column(), fault.heading(), fault.field(), fault.code(),
            english ? fault.messageEnglish() : fault.message(), fault.value()))).limit(FAULTS_SHOWN).toList();
        Intake.Result result = intake.result();
        return new IntakeView(intake.id().toString(), intake.kind(), intake.mode(), intake.dryRun(), intake.fileName(), intake.fileSize(),
            intake.sha256(), intake.jobId().toString(), intake.state(), intake.doneRows(), result.total(), result.recorded(),
            result.alreadyRecorded(), result.rejected(), result.sums(), result.amount(), result.fileFormat(), result.encoding(),
            result.sheets() == null ? null : result.sheets().stream().map(SheetView::of).toList(), faults.isEmpty() ? null : faults,
            problem(intake, english), intake.maker(), intake.recordedAt(), intake.endedAt());
    }

    private ProblemView problem(Intake intake, boolean english) {
        if (intake.problem() == null) {
            return null;
        }
        try {
            Map<?, ?> problem = json.readValue(intake.problem(), Map.class);
            return new ProblemView(String.valueOf(problem.get("code")), String.valueOf(problem.get(english ? "messageEnglish" : "message")));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a stored document that cannot be read", e);
        }
    }

    private Key key(String department, int fiscalYear, String id) {
        callers.requireDepartment(department);
        if (!id.matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")) {
            throw missing(id);
        }
        return new Key(department, fiscalYear, UUID.fromString(id));
    }

    private static Violation missing(String id) {
        return new Violation(ChassisProblem.NOT_FOUND).with("id", id);
    }

    private static <T extends Enum<T>> T one(Class<T> type, String name, String text, T otherwise) {
        if (text == null && otherwise != null) {
            return otherwise;
        }
        return Arrays.stream(type.getEnumConstants()).filter(constant -> constant.name().equals(text)).findFirst()
            .orElseThrow(() -> invalid(name, text == null ? "" : Text.shortened(text, 40), String.join(", ",
                Arrays.stream(type.getEnumConstants()).map(Enum::name).toList())));
    }

    private static Violation invalid(String parameter, String value, String expected) {
        return new Violation(ChassisProblem.INVALID_VALUE).at("?" + parameter).with("value", value).with("expected", expected);
    }
}
