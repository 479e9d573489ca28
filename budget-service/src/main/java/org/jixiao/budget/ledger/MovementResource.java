package org.jixiao.budget.ledger;

import jakarta.annotation.security.RolesAllowed;
import jakarta.transaction.Transactional;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jixiao.budget.Amount;
import org.jixiao.budget.BudgetProblem;
import org.jixiao.budget.Place;
import org.jixiao.budget.control.ControlMode;
import org.jixiao.chassis.access.CallerHandler;
import org.jixiao.chassis.access.Role;
import org.jixiao.chassis.etag.Etag;
import org.jixiao.chassis.idempotency.IdempotencyHandler;
import org.jixiao.chassis.paging.Selectable;
import org.jixiao.chassis.problem.ChassisProblem;
import org.jixiao.chassis.problem.Violation;

@Path("/api/v1/departments/{department}/fiscal-years/{fiscalYear}/movements")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Ledger", description = "The append-only ledger: what gave an appropriation its balance, and why")
public class MovementResource {

    private static final int LINES_MAX = 200;

    @Schema(name = "MovementCreate", description = "A document that changes the budget of one or more appropriations",
        requiredProperties = {"kind", "documentNumber", "documentDate", "reason", "lines"})
    record MovementCreate(
        @NotNull
        @Schema(description = "What the document does; commitments, payments, refunds and reversals have their own addresses",
            enumeration = {"OPENING", "SUPPLEMENT", "REDUCTION", "VIREMENT", "CARRY_OVER", "LAPSE", "ALLOTMENT"}, examples = "SUPPLEMENT") MovementKind kind,
        @NotBlank @Size(max = 100)
        @Schema(description = "Number of the document; used once in a department's year", examples = "雁财预追〔2021〕18号") String documentNumber,
        @NotNull @Schema(description = "Date of the document, inside the fiscal year", examples = "2021-04-20") LocalDate documentDate,
        @NotBlank @Size(max = 500)
        @Schema(description = "Why; stands in the statement", examples = "增加政务中心提质改造及一门式全覆盖硬件采购") String reason,
        @Size(min = 1, max = 500)
        @Schema(description = "Why it is to be recorded although a control policy warns of it or its period is closing; stands beside the finding",
            examples = "已报分管副区长批准") String explanation,
        @NotNull @Size(min = 1, max = LINES_MAX)
        @Schema(description = "Each appropriation once; a VIREMENT has two lines that add up to zero")
        List<@NotNull @Valid MovementLineCreate> lines) {
    }

    @Schema(name = "MovementLineCreate", description = "What a document does to one appropriation",
        requiredProperties = {"appropriationId", "amount"})
    record MovementLineCreate(
        @NotNull @Schema(description = "The appropriation", examples = "17") String appropriationId,
        @NotNull
        @Schema(description = "Yuan, at most two decimals, above zero; in a VIREMENT one line is below zero, in an ALLOTMENT what is taken back",
            pattern = "^-?[0-9]+(\\.[0-9]{1,2})?$", examples = "1200000.00") String amount,
        @Schema(description = "For a CARRY_OVER: the appropriation of the year before whose remainder it is; it gives what it had left, once",
            examples = "12") String carriedFrom) {
    }

    @Schema(name = "ReversalCreate", description = "The document that takes another one back",
        requiredProperties = {"documentNumber", "documentDate", "reason"})
    record ReversalCreate(
        @NotBlank @Size(max = 100)
        @Schema(description = "Number of the document; used once in a department's year", examples = "YF冲2021-001") String documentNumber,
        @NotNull @Schema(description = "Date of the document, inside the fiscal year and not before the one that it takes back", examples = "2021-06-30") LocalDate documentDate,
        @NotBlank @Size(max = 500)
        @Schema(description = "Why", examples = "凭证录入错误，冲销后重录") String reason,
        @Size(min = 1, max = 500)
        @Schema(description = "Why it is to be recorded although its period is closing", examples = "决算审核发现") String explanation) {
    }

    @Schema(name = "Movement", description = "A recorded document; never changed, never deleted",
        requiredProperties = {"id", "kind", "documentNumber", "documentDate", "reason", "maker", "recordedAt", "entries", "findings"})
    record MovementView(
        @Schema(description = "Id", examples = "42") String id,
        @Schema(description = "What the document does") MovementKind kind,
        @Schema(description = "Number of the document", examples = "雁财预追〔2021〕18号") String documentNumber,
        @Schema(description = "Date of the document", examples = "2021-04-20") LocalDate documentDate,
        @Schema(description = "Why; for a payment, what it was for", examples = "增加政务中心提质改造及一门式全覆盖硬件采购") String reason,
        @Schema(description = "The payment that a refund gives back", examples = "40") String refundOf,
        @Schema(description = "The commitment that a payment or a release comes out of", examples = "38") String commitmentId,
        @Schema(description = "The document that a reversal takes back", examples = "41") String reversalOf,
        @Schema(description = "Why it was recorded although something spoke against it", examples = "已报分管副区长批准") String explanation,
        @Schema(description = "The file that it came with", examples = "6f0e4a52-9a0c-4d3b-8f1c-2e77a1b2c3d4") String intakeId,
        @Schema(description = "Who recorded it", examples = "budget-officer") String maker,
        @Schema(description = "When it was recorded, by the database's clock", examples = "2021-04-20T02:00:00Z") Instant recordedAt,
        @Schema(description = "What it did to each appropriation") List<MovementEntryView> entries,
        @Schema(description = "What spoke against it; empty for nearly all") List<MovementFindingView> findings) {

        static MovementView of(LedgerRepository.Posted posted) {
            return new MovementView(String.valueOf(posted.id()), posted.kind(), posted.documentNumber(),
                posted.documentDate(), posted.reason(),
                refersTo(posted, MovementKind.REFUND), refersTo(posted, MovementKind.PAYMENT, MovementKind.RELEASE),
                refersTo(posted, MovementKind.REVERSAL), posted.explanation(),
                posted.intakeId() == null ? null : posted.intakeId().toString(), posted.maker(), posted.recordedAt(),
                posted.entries().stream().map(MovementEntryView::of).toList(),
                posted.findings().stream().map(MovementFindingView::of).toList());
        }

        private static String refersTo(LedgerRepository.Posted posted, MovementKind... kinds) {
            return posted.refersTo() != null && List.of(kinds).contains(posted.kind()) ? String.valueOf(posted.refersTo()) : null;
        }
    }

    @Schema(name = "MovementFinding", description = "What spoke against a document that was recorded all the same",
        requiredProperties = {"code", "mode"})
    public record MovementFindingView(
        @Schema(description = "The code of the refusal that it would have been", examples = "APPROPRIATION_EXCEEDED") String code,
        @Schema(description = "WARN: somebody explained it; OFF: the policy does not ask") ControlMode mode,
        @Schema(description = "The control policy that let it pass; absent for a period that is closing", examples = "3") Integer policyVersion,
        @Schema(description = "The appropriation, where it is about one", examples = "17") String appropriationId,
        @Schema(type = SchemaType.STRING, description = "What there was, in yuan", examples = "100.00") BigDecimal limit,
        @Schema(type = SchemaType.STRING, description = "What was asked for, in yuan", examples = "120.00") BigDecimal requested) {

        static MovementFindingView of(Finding finding) {
            return new MovementFindingView(finding.code(), finding.mode(), finding.policyVersion(),
                finding.appropriationId() == null ? null : String.valueOf(finding.appropriationId()), finding.limit(), finding.requested());
        }

        /** Null for none, so that they do not stand in the answer. */
        public static List<MovementFindingView> ofAny(List<Finding> findings) {
            return findings.isEmpty() ? null : findings.stream().map(MovementFindingView::of).toList();
        }
    }

    @Schema(name = "MovementEntry", description = "What a recorded document did to one appropriation",
        requiredProperties = {"id", "appropriationId", "sequence", "amount"})
    record MovementEntryView(
        @Schema(description = "Id of the ledger entry", examples = "101") String id,
        @Schema(description = "The appropriation", examples = "17") String appropriationId,
        @Schema(description = "Place among the entries of the appropriation, from 1 without gaps", examples = "1") int sequence,
        @Schema(type = SchemaType.STRING, description = "Yuan, signed by the effect on what is available: payments and reductions are negative",
            examples = "1200000.00") BigDecimal amount) {

        static MovementEntryView of(LedgerRepository.PostedEntry entry) {
            return new MovementEntryView(String.valueOf(entry.id()), String.valueOf(entry.appropriationId()),
                entry.sequence(), entry.amount());
        }
    }

    private static final long ONLY_VERSION = 1;

    private final LedgerRepository ledger;
    private final MovementRepository movements;
    private final CallerHandler callers;
    private final IdempotencyHandler idempotency;

    MovementResource(LedgerRepository ledger, MovementRepository movements, CallerHandler callers, IdempotencyHandler idempotency) {
        this.ledger = ledger;
        this.movements = movements;
        this.callers = callers;
        this.idempotency = idempotency;
    }

    @POST
    @RolesAllowed(Role.BUDGET_OFFICER)
    @Transactional
    @Operation(operationId = "createMovement", summary = "Record a change of the budget",
        description = "OPENING is the first entry of its appropriation (B3). SUPPLEMENT and CARRY_OVER add; a CARRY_OVER with `carriedFrom` takes "
            + "at most what the year before has left (B21). REDUCTION and LAPSE take at most what is available (B4), VIREMENT moves between two "
            + "appropriations of one fund nature as the control policy allows (B5, B18), ALLOTMENT releases for spending: from then on only what "
            + "is released can be spent (B20). A document number is used once (B7), its date lies in the year (B8). Amounts in yuan (B10). "
            + "All lines are recorded, or none.")
    @Parameter(ref = "Idempotency-Key")
    @APIResponseSchema(value = MovementView.class, responseCode = "201", responseDescription = "Recorded; `Location` names it")
    public Response createMovement(String department, int fiscalYear, @NotNull @Valid MovementCreate request) {
        callers.requireDepartment(department);
        return idempotency.once(request, () -> recorded(department, fiscalYear,
            ledger.post(department, fiscalYear, movement(request, fiscalYear), callers.caller())));
    }

    @POST
    @Path("/{movementId}/reversal")
    @RolesAllowed(Role.BUDGET_OFFICER)
    @Transactional
    @Operation(operationId = "reverseMovement", summary = "Reverse a recorded document",
        description = "Records the same with the other sign, whole and once; only while nothing else refers to it: refunds, releases and "
            + "payments out of a commitment are reversed first (B19). What it takes back must be there (B4). The document itself stays as it is (B2).")
    @Parameter(ref = "Idempotency-Key")
    @APIResponseSchema(value = MovementView.class, responseCode = "201", responseDescription = "Recorded; `Location` names it")
    public Response reverseMovement(String department, int fiscalYear, String movementId, @NotNull @Valid ReversalCreate request) {
        callers.requireDepartment(department);
        Long id = Place.id(movementId);
        if (id == null) {
            throw new Violation(ChassisProblem.NOT_FOUND).with("id", movementId);
        }
        return idempotency.once(request, () -> recorded(department, fiscalYear, ledger.post(department, fiscalYear,
            new Movement(MovementKind.REVERSAL, request.documentNumber(), request.documentDate(), request.reason(), id,
                request.explanation(), null, List.of()), callers.caller())));
    }

    private static Response recorded(String department, int fiscalYear, LedgerRepository.Posted posted) {
        return Response.status(Response.Status.CREATED)
            .header(HttpHeaders.LOCATION, "/api/v1/departments/" + department + "/fiscal-years/" + fiscalYear + "/movements/" + posted.id())
            .header(HttpHeaders.ETAG, Etag.of(ONLY_VERSION))
            .entity(MovementView.of(posted)).build();
    }

    @GET
    @Path("/{movementId}")
    @RolesAllowed({Role.BUDGET_OFFICER, Role.EVALUATOR, Role.DEPARTMENT_REVIEWER, Role.FINANCE_REVIEWER, Role.AUDITOR})
    @Selectable(MovementView.class)
    @Operation(operationId = "getMovement", summary = "Read a recorded document",
        description = "Payments and refunds, too. Amounts in yuan, signed by their effect on what is available (B1).")
    public RestResponse<MovementView> getMovement(String department, int fiscalYear, String movementId) {
        callers.requireDepartment(department);
        Long id = Place.id(movementId);
        LedgerRepository.Posted found = id == null ? null : movements.find(department, fiscalYear, id);
        if (found == null) {
            throw new Violation(ChassisProblem.NOT_FOUND).with("id", movementId);
        }
        return RestResponse.ResponseBuilder.ok(MovementView.of(found))
            .header(HttpHeaders.ETAG, Etag.of(ONLY_VERSION)).build();
    }

    private static Long source(MovementKind kind, MovementLineCreate line, String pointer, int fiscalYear) {
        if (line.carriedFrom() == null) {
            return null;
        }
        if (kind != MovementKind.CARRY_OVER) {
            throw new Violation(BudgetProblem.CARRIED_FROM_ELSEWHERE).at(pointer + "/carriedFrom").with("kind", kind.name());
        }
        Long id = Place.id(line.carriedFrom());
        if (id == null) {
            throw Ledger.unknownAppropriation(line.carriedFrom(), pointer, fiscalYear - 1).at(pointer + "/carriedFrom");
        }
        return id;
    }

    private static Movement movement(MovementCreate request, int fiscalYear) {
        if (!request.kind().isBudgetDocument()) {
            throw new Violation(BudgetProblem.MOVEMENT_KIND_ELSEWHERE).at("/kind").with("kind", request.kind().name());
        }
        List<Movement.Line> lines = new ArrayList<>();
        for (int i = 0; i < request.lines().size(); i++) {
            MovementLineCreate line = request.lines().get(i);
            String pointer = "/lines/" + i;
            Long id = Place.id(line.appropriationId());
            if (id == null) {
                throw Ledger.unknownAppropriation(line.appropriationId(), pointer, fiscalYear);
            }
            lines.add(new Movement.Line(id, request.kind().isSigned()
                ? Amount.signed(line.amount(), pointer + "/amount")
                : Amount.positive(line.amount(), pointer + "/amount"), source(request.kind(), line, pointer, fiscalYear), pointer));
        }
        return new Movement(request.kind(), request.documentNumber(), request.documentDate(), request.reason(), null,
            request.explanation(), null, lines);
    }
}
