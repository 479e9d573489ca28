package org.jixiao.budget.payment;

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

@Path("/api/v1/departments/{department}/fiscal-years/{fiscalYear}/payments")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Payments", description = "Payments out of an appropriation, and what came back")
class PaymentResource {

    @Schema(name = "PaymentCreate", description = "A payment to be recorded",
        requiredProperties = {"appropriationId", "amount", "documentNumber", "documentDate", "purpose"})
    record PaymentCreate(
        @NotNull @Schema(description = "The appropriation that pays", examples = "17") String appropriationId,
        @Schema(description = "The commitment that it comes out of; what was reserved is paid, so nothing more has to be available",
            examples = "38") String commitmentId,
        @NotNull
        @Schema(description = "Yuan, above zero, at most two decimals", pattern = "^[0-9]+(\\.[0-9]{1,2})?$", examples = "598860.00") String amount,
        @NotBlank @Size(max = 100)
        @Schema(description = "Number of the payment voucher; used once in a department's year", examples = "YF支2021-011") String documentNumber,
        @NotNull @Schema(description = "Date of the voucher, inside the fiscal year", examples = "2021-05-18") LocalDate documentDate,
        @NotBlank @Size(max = 500)
        @Schema(description = "What was paid for", examples = "一门式全覆盖硬件采购首付款（30%）") String purpose,
        @Size(min = 1, max = 500)
        @Schema(description = "Why it is to be recorded although a control policy warns of it or its period is closing; stands beside the finding",
            examples = "应急救灾支出，已报分管副区长批准") String explanation) {
    }

    @Schema(name = "RefundCreate", description = "Money of a payment that came back",
        requiredProperties = {"amount", "documentNumber", "documentDate", "reason"})
    record RefundCreate(
        @NotNull
        @Schema(description = "Yuan, above zero, at most two decimals", pattern = "^[0-9]+(\\.[0-9]{1,2})?$", examples = "1000.00") String amount,
        @NotBlank @Size(max = 100)
        @Schema(description = "Number of the document; used once in a department's year", examples = "YF退2021-001") String documentNumber,
        @NotNull @Schema(description = "Date of the document, inside the fiscal year and not before the payment", examples = "2021-07-02") LocalDate documentDate,
        @NotBlank @Size(max = 500)
        @Schema(description = "Why it came back", examples = "收款账号有误，银行退回") String reason,
        @Size(min = 1, max = 500)
        @Schema(description = "Why it is to be recorded although its period is closing", examples = "决算审核发现") String explanation) {
    }

    @Schema(name = "Payment", description = "A recorded payment",
        requiredProperties = {"id", "appropriationId", "amount", "documentNumber", "documentDate", "purpose", "maker", "recordedAt"})
    record PaymentView(
        @Schema(description = "Id; the payment's document in the ledger has the same", examples = "40") String id,
        @Schema(description = "The appropriation that paid", examples = "17") String appropriationId,
        @Schema(description = "The commitment that it came out of", examples = "38") String commitmentId,
        @Schema(type = SchemaType.STRING, description = "Yuan", examples = "598860.00") BigDecimal amount,
        @Schema(description = "Number of the payment voucher", examples = "YF支2021-011") String documentNumber,
        @Schema(description = "Date of the voucher", examples = "2021-05-18") LocalDate documentDate,
        @Schema(description = "What was paid for", examples = "一门式全覆盖硬件采购首付款（30%）") String purpose,
        @Schema(type = SchemaType.STRING, description = "What the appropriation had left right after; only in the answer to the recording",
            examples = "601140.00") BigDecimal availableAmount,
        @Schema(type = SchemaType.STRING, description = "How much came back; only when read", examples = "0.00") BigDecimal refundedAmount,
        @Schema(description = "Whether its document was reversed; only when read", examples = "false") Boolean reversed,
        @Schema(description = "What spoke against it; absent where nothing did") List<MovementFindingView> findings,
        @Schema(description = "Who recorded it", examples = "budget-officer") String maker,
        @Schema(description = "When it was recorded, by the database's clock", examples = "2021-05-18T02:00:00Z") Instant recordedAt) {
    }

    @Schema(name = "Refund", description = "A recorded refund",
        requiredProperties = {"id", "paymentId", "appropriationId", "amount", "documentNumber", "documentDate", "reason",
            "availableAmount", "maker", "recordedAt"})
    record RefundView(
        @Schema(description = "Id; the refund's document in the ledger has the same", examples = "44") String id,
        @Schema(description = "The payment that it gives back", examples = "40") String paymentId,
        @Schema(description = "The appropriation that paid", examples = "17") String appropriationId,
        @Schema(type = SchemaType.STRING, description = "Yuan", examples = "1000.00") BigDecimal amount,
        @Schema(description = "Number of the document", examples = "YF退2021-001") String documentNumber,
        @Schema(description = "Date of the document", examples = "2021-07-02") LocalDate documentDate,
        @Schema(description = "Why it came back", examples = "收款账号有误，银行退回") String reason,
        @Schema(type = SchemaType.STRING, description = "What the appropriation had left right after", examples = "602140.00") BigDecimal availableAmount,
        @Schema(description = "Who recorded it", examples = "budget-officer") String maker,
        @Schema(description = "When it was recorded, by the database's clock", examples = "2021-07-02T02:00:00Z") Instant recordedAt) {
    }

    private final PaymentRepository payments;
    private final LedgerRepository ledger;
    private final CallerHandler callers;
    private final IdempotencyHandler idempotency;

    PaymentResource(PaymentRepository payments, LedgerRepository ledger, CallerHandler callers, IdempotencyHandler idempotency) {
        this.payments = payments;
        this.ledger = ledger;
        this.callers = callers;
        this.idempotency = idempotency;
    }

    @POST
    @RolesAllowed(Role.BUDGET_OFFICER)
    @Transactional
    @Operation(operationId = "createPayment", summary = "Record a payment",
        description = "Refused with APPROPRIATION_EXCEEDED and both figures where the appropriation has less left, "
            + "no matter how many pay at once (B4), or with ALLOTMENT_EXCEEDED where less was released (B20), unless a control policy lets it "
            + "pass (B18). Out of a commitment, at most what is still reserved (B6). Amounts in yuan (B10).")
    @Parameter(ref = "Idempotency-Key")
    @APIResponseSchema(value = PaymentView.class, responseCode = "201", responseDescription = "Recorded; `Location` names it")
    public Response createPayment(String department, int fiscalYear, @NotNull @Valid PaymentCreate request) {
        callers.requireDepartment(department);
        BigDecimal amount = Amount.positive(request.amount(), "/amount");
        Long appropriationId = Place.id(request.appropriationId());
        if (appropriationId == null) {
            throw new Violation(BudgetProblem.UNKNOWN_APPROPRIATION).at("/appropriationId")
                .with("appropriationId", request.appropriationId()).with("fiscalYear", fiscalYear);
        }
        Long commitmentId = request.commitmentId() == null ? null : Place.id(request.commitmentId());
        if (request.commitmentId() != null && commitmentId == null) {
            throw new Violation(BudgetProblem.UNKNOWN_COMMITMENT).at("/commitmentId")
                .with("commitmentId", request.commitmentId()).with("fiscalYear", fiscalYear);
        }
        return idempotency.once(request, () -> {
            LedgerRepository.Posted posted = ledger.post(department, fiscalYear, new Movement(MovementKind.PAYMENT,
                request.documentNumber(), request.documentDate(), request.purpose(), commitmentId, request.explanation(), null,
                List.of(new Movement.Line(appropriationId, amount, null, ""))), callers.caller());
            return Response.status(Response.Status.CREATED)
                .header(HttpHeaders.LOCATION, "/api/v1/departments/" + department + "/fiscal-years/" + fiscalYear
                    + "/payments/" + posted.id())
                .entity(new PaymentView(String.valueOf(posted.id()), request.appropriationId(), request.commitmentId(), amount,
                    posted.documentNumber(), posted.documentDate(), posted.reason(),
                    posted.entries().get(0).availableAmount(), null, null, MovementFindingView.ofAny(posted.findings()),
                    posted.maker(), posted.recordedAt())).build();
        });
    }

    @GET
    @Path("/{paymentId}")
    @RolesAllowed({Role.BUDGET_OFFICER, Role.EVALUATOR, Role.DEPARTMENT_REVIEWER, Role.FINANCE_REVIEWER, Role.AUDITOR})
    @Selectable(PaymentView.class)
    @Operation(operationId = "getPayment", summary = "Read a payment",
        description = "With how much of it came back, in yuan (B6); the entity tag changes with every refund and with its reversal.")
    public RestResponse<PaymentView> getPayment(String department, int fiscalYear, String paymentId) {
        callers.requireDepartment(department);
        Payment found = found(department, fiscalYear, paymentId);
        return RestResponse.ResponseBuilder.ok(new PaymentView(String.valueOf(found.id()),
                String.valueOf(found.appropriationId()),
                found.commitmentId() == null ? null : String.valueOf(found.commitmentId()), found.amount(), found.documentNumber(),
                found.paidDate(), found.purpose(), null, found.refundedAmount(), found.reversed(), null, found.maker(),
                found.recordedAt()))
            .header(HttpHeaders.ETAG, Etag.of(found.useCount())).build();
    }

    @POST
    @Path("/{paymentId}/refunds")
    @RolesAllowed(Role.BUDGET_OFFICER)
    @Transactional
    @Operation(operationId = "createRefund", summary = "Record a refund of a payment",
        description = "At most what of the payment has not come back yet, no matter how many refund at once (B6). Amounts in yuan (B10).")
    @Parameter(ref = "Idempotency-Key")
    @APIResponseSchema(value = RefundView.class, responseCode = "201", responseDescription = "Recorded; `Location` names its document in the ledger")
    public Response createRefund(String department, int fiscalYear, String paymentId, @NotNull @Valid RefundCreate request) {
        callers.requireDepartment(department);
        BigDecimal amount = Amount.positive(request.amount(), "/amount");
        return idempotency.once(request, () -> {
            Payment payment = found(department, fiscalYear, paymentId);
            LedgerRepository.Posted posted = ledger.post(department, fiscalYear, new Movement(MovementKind.REFUND,
                request.documentNumber(), request.documentDate(), request.reason(), payment.id(), request.explanation(), null,
                List.of(new Movement.Line(payment.appropriationId(), amount, null, ""))), callers.caller());
            return Response.status(Response.Status.CREATED)
                .header(HttpHeaders.LOCATION, "/api/v1/departments/" + department + "/fiscal-years/" + fiscalYear
                    + "/movements/" + posted.id())
                .entity(new RefundView(String.valueOf(posted.id()), paymentId, String.valueOf(payment.appropriationId()),
                    amount, posted.documentNumber(), posted.documentDate(), posted.reason(),
                    posted.entries().get(0).availableAmount(), posted.maker(), posted.recordedAt())).build();
        });
    }

    private Payment found(String department, int fiscalYear, String paymentId) {
        Long id = Place.id(paymentId);
        Payment payment = id == null ? null : payments.find(department, fiscalYear, id);
        if (payment == null) {
            throw new Violation(ChassisProblem.NOT_FOUND).with("id", paymentId);
        }
        return payment;
    }
}
