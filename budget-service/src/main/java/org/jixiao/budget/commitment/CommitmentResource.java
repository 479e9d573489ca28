package org.jixiao.budget.commitment;

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
import org.jixiao.budget.ledger.LedgerRepository;
import org.jixiao.budget.ledger.Movement;
import org.jixiao.budget.ledger.MovementKind;
import org.jixiao.budget.ledger.MovementResource.MovementFindingView;
import org.jixiao.chassis.access.CallerHandler;
import org.jixiao.chassis.access.Role;
import org.jixiao.chassis.etag.Etag;
import org.jixiao.chassis.idempotency.IdempotencyHandler;
import org.jixiao.chassis.paging.Selectable;
import org.jixiao.chassis.problem.ChassisProblem;
import org.jixiao.chassis.problem.Violation;

@Path("/api/v1/departments/{department}/fiscal-years/{fiscalYear}/commitments")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Commitments", description = "Money reserved on an appropriation before it is paid")
class CommitmentResource {

    @Schema(name = "CommitmentCreate", description = "Money to be reserved",
        requiredProperties = {"appropriationId", "amount", "documentNumber", "documentDate", "reason"})
    record CommitmentCreate(
        @NotNull @Schema(description = "The appropriation that will pay", examples = "17") String appropriationId,
        @NotNull
        @Schema(description = "Yuan, above zero, at most two decimals", pattern = "^[0-9]+(\\.[0-9]{1,2})?$", examples = "1996200.00") String amount,
        @NotBlank @Size(max = 100)
        @Schema(description = "Number of the contract or order; used once in a department's year", examples = "YF采合2021-003") String documentNumber,
        @NotNull @Schema(description = "Its date, inside the fiscal year", examples = "2021-05-06") LocalDate documentDate,
        @NotBlank @Size(max = 500)
        @Schema(description = "What is to be paid for", examples = "一门式全覆盖硬件采购合同") String reason,
        @Size(min = 1, max = 500)
        @Schema(description = "Why it is to be recorded although a control policy warns of it or its period is closing; stands beside the finding",
            examples = "已报分管副区长批准") String explanation) {
    }

    @Schema(name = "ReleaseCreate", description = "Reserved money to be given free",
        requiredProperties = {"amount", "documentNumber", "documentDate", "reason"})
    record ReleaseCreate(
        @NotNull
        @Schema(description = "Yuan, above zero, at most two decimals", pattern = "^[0-9]+(\\.[0-9]{1,2})?$", examples = "200.00") String amount,
        @NotBlank @Size(max = 100)
        @Schema(description = "Number of the document; used once in a department's year", examples = "YF释2021-001") String documentNumber,
        @NotNull @Schema(description = "Date of the document, inside the fiscal year and not before the commitment", examples = "2021-12-10") LocalDate documentDate,
        @NotBlank @Size(max = 500)
        @Schema(description = "Why it is not needed", examples = "合同结算金额低于合同价") String reason,
        @Size(min = 1, max = 500)
        @Schema(description = "Why it is to be recorded although its period is closing", examples = "决算审核发现") String explanation) {
    }

    @Schema(name = "Commitment", description = "Money reserved on an appropriation; amounts in yuan",
        requiredProperties = {"id", "appropriationId", "amount", "paidAmount", "releasedAmount", "openAmount", "reversed",
            "documentNumber", "documentDate", "reason", "maker", "recordedAt"})
    record CommitmentView(
        @Schema(description = "Id; the commitment's document in the ledger has the same", examples = "38") String id,
        @Schema(description = "The appropriation that will pay", examples = "17") String appropriationId,
        @Schema(type = SchemaType.STRING, description = "What was reserved", examples = "1996200.00") BigDecimal amount,
        @Schema(type = SchemaType.STRING, description = "What payments have taken out of it", examples = "598860.00") BigDecimal paidAmount,
        @Schema(type = SchemaType.STRING, description = "What was given free again", examples = "0.00") BigDecimal releasedAmount,
        @Schema(type = SchemaType.STRING, description = "What is still reserved", examples = "1397340.00") BigDecimal openAmount,
        @Schema(description = "Whether its document was reversed", examples = "false") boolean reversed,
        @Schema(description = "Number of the contract or order", examples = "YF采合2021-003") String documentNumber,
        @Schema(description = "Its date", examples = "2021-05-06") LocalDate documentDate,
        @Schema(description = "What is to be paid for", examples = "一门式全覆盖硬件采购合同") String reason,
        @Schema(description = "What spoke against it; absent where nothing did") List<MovementFindingView> findings,
        @Schema(description = "Who recorded it", examples = "budget-officer") String maker,
        @Schema(description = "When it was recorded, by the database's clock", examples = "2021-05-06T02:00:00Z") Instant recordedAt) {

        static CommitmentView of(Commitment found, List<MovementFindingView> findings) {
            return new CommitmentView(String.valueOf(found.id()), String.valueOf(found.appropriationId()), found.amount(),
                found.paidAmount(), found.releasedAmount(), found.openAmount(), found.reversed(), found.documentNumber(),
                found.documentDate(), found.reason(), findings, found.maker(), found.recordedAt());
        }
    }

    private final CommitmentRepository commitments;
    private final LedgerRepository ledger;
    private final CallerHandler callers;
    private final IdempotencyHandler idempotency;

    CommitmentResource(CommitmentRepository commitments, LedgerRepository ledger, CallerHandler callers, IdempotencyHandler idempotency) {
        this.commitments = commitments;
        this.ledger = ledger;
        this.callers = callers;
        this.idempotency = idempotency;
    }

    @POST
    @RolesAllowed(Role.BUDGET_OFFICER)
    @Transactional
    @Operation(operationId = "createCommitment", summary = "Reserve money",
        description = "What is reserved is available for nothing else (B1). Refused with APPROPRIATION_EXCEEDED or ALLOTMENT_EXCEEDED and both "
            + "figures where there is less, unless a control policy lets it pass (B4, B18, B20). Amounts in yuan (B10).")
    @Parameter(ref = "Idempotency-Key")
    @APIResponseSchema(value = CommitmentView.class, responseCode = "201", responseDescription = "Reserved; `Location` names it")
    public Response createCommitment(String department, int fiscalYear, @NotNull @Valid CommitmentCreate request) {
        callers.requireDepartment(department);
        BigDecimal amount = Amount.positive(request.amount(), "/amount");
        Long appropriationId = Place.id(request.appropriationId());
        if (appropriationId == null) {
            throw new Violation(BudgetProblem.UNKNOWN_APPROPRIATION).at("/appropriationId")
                .with("appropriationId", request.appropriationId()).with("fiscalYear", fiscalYear);
        }
        return idempotency.once(request, () -> {
            LedgerRepository.Posted posted = ledger.post(department, fiscalYear, new Movement(MovementKind.COMMITMENT,
                request.documentNumber(), request.documentDate(), request.reason(), null, request.explanation(), null,
                List.of(new Movement.Line(appropriationId, amount, null, ""))), callers.caller());
            return Response.status(Response.Status.CREATED)
                .header(HttpHeaders.LOCATION, "/api/v1/departments/" + department + "/fiscal-years/" + fiscalYear
                    + "/commitments/" + posted.id())
                .header(HttpHeaders.ETAG, Etag.of(0))
                .entity(CommitmentView.of(new Commitment(posted.id(), appropriationId, posted.documentDate(), amount, Amount.ZERO,
                    Amount.ZERO, false, 0, posted.documentNumber(), posted.reason(), posted.maker(), posted.recordedAt()),
                    MovementFindingView.ofAny(posted.findings()))).build();
        });
    }

    @GET
    @Path("/{commitmentId}")
    @RolesAllowed({Role.BUDGET_OFFICER, Role.EVALUATOR, Role.DEPARTMENT_REVIEWER, Role.FINANCE_REVIEWER, Role.AUDITOR})
    @Selectable(CommitmentView.class)
    @Operation(operationId = "getCommitment", summary = "Read a commitment",
        description = "With what was paid out of it, released and is still reserved, in yuan; the entity tag changes with each of them.")
    public RestResponse<CommitmentView> getCommitment(String department, int fiscalYear, String commitmentId) {
        callers.requireDepartment(department);
        Commitment found = found(department, fiscalYear, commitmentId);
        return RestResponse.ResponseBuilder.ok(CommitmentView.of(found, null)).header(HttpHeaders.ETAG, Etag.of(found.useCount())).build();
    }

    @POST
    @Path("/{commitmentId}/releases")
    @RolesAllowed(Role.BUDGET_OFFICER)
    @Transactional
    @Operation(operationId = "releaseCommitment", summary = "Give reserved money free",
        description = "At most what is still reserved, no matter how many release or pay at once (B6). Answers with the commitment as it is "
            + "then. Amounts in yuan (B10).")
    @Parameter(ref = "Idempotency-Key")
    @APIResponseSchema(value = CommitmentView.class, responseCode = "201",
        responseDescription = "Released; `Location` names the document in the ledger")
    public Response releaseCommitment(String department, int fiscalYear, String commitmentId, @NotNull @Valid ReleaseCreate request) {
        callers.requireDepartment(department);
        BigDecimal amount = Amount.positive(request.amount(), "/amount");
        return idempotency.once(request, () -> {
            Commitment before = found(department, fiscalYear, commitmentId);
            LedgerRepository.Posted posted = ledger.post(department, fiscalYear, new Movement(MovementKind.RELEASE,
                request.documentNumber(), request.documentDate(), request.reason(), before.id(), request.explanation(), null,
                List.of(new Movement.Line(before.appropriationId(), amount, null, ""))), callers.caller());
            return Response.status(Response.Status.CREATED)
                .header(HttpHeaders.LOCATION, "/api/v1/departments/" + department + "/fiscal-years/" + fiscalYear
                    + "/movements/" + posted.id())
                .entity(CommitmentView.of(found(department, fiscalYear, commitmentId), MovementFindingView.ofAny(posted.findings())))
                .build();
        });
    }

    private Commitment found(String department, int fiscalYear, String commitmentId) {
        Long id = Place.id(commitmentId);
        Commitment commitment = id == null ? null : commitments.find(department, fiscalYear, id);
        if (commitment == null) {
            throw new Violation(ChassisProblem.NOT_FOUND).with("id", commitmentId);
        }
        return commitment;
    }
}
