package org.jixiao.budget.control;

import jakarta.annotation.security.RolesAllowed;
import jakarta.transaction.Transactional;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
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
import org.jixiao.budget.appropriation.ExpenditureKind;
import org.jixiao.budget.appropriation.FundNature;
import org.jixiao.budget.control.ControlPolicyRepository.Version;
import org.jixiao.chassis.access.CallerHandler;
import org.jixiao.chassis.access.Role;
import org.jixiao.chassis.etag.Etag;
import org.jixiao.chassis.idempotency.IdempotencyHandler;
import org.jixiao.chassis.paging.ListHandler;
import org.jixiao.chassis.paging.Listed;
import org.jixiao.chassis.paging.Page;
import org.jixiao.chassis.paging.Selectable;
import org.jixiao.chassis.paging.ValueKind;
import org.jixiao.chassis.problem.ChassisProblem;
import org.jixiao.chassis.problem.Violation;

@Path("/api/v1/departments/{department}/control-policies")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Control", description = "What the ledger of a department refuses, warns of and lets pass, as versioned data")
class ControlPolicyResource {

    private static final int RULES_MAX = 100;
    private static final String STOP_WARN_OFF =
        "STOP: refused; WARN: recorded with the finding if somebody explains it; OFF: recorded with the finding";

    @Schema(name = "ControlPolicyCreate", description = "The next version of a control policy",
        requiredProperties = {"validFrom", "reason", "rules", "virementRules"})
    record ControlPolicyCreate(
        @NotNull @Schema(description = "The first document date that it decides on", examples = "2021-01-01") LocalDate validFrom,
        @NotBlank @Size(max = 500)
        @Schema(description = "Why; stands in the audit trail", examples = "人员经费超支须说明，其他一律控制") String reason,
        @NotNull @Size(max = RULES_MAX)
        @Schema(description = "The first one that covers a case decides; where none does, going beyond a limit is refused")
        List<@NotNull @Valid ControlRuleItem> rules,
        @NotNull @Size(max = RULES_MAX)
        @Schema(description = "The first one that covers a virement decides; where none does, it is allowed")
        List<@NotNull @Valid VirementRuleItem> virementRules) {
    }

    @Schema(name = "ControlRule", description = "What happens to a document of one stage that goes beyond a limit",
        requiredProperties = {"stage", "mode"})
    record ControlRuleItem(
        @NotNull @Schema(description = "Where on the way from the budget to the payment") ControlStage stage,
        @Schema(description = "Only appropriations for this purpose; any where absent") ExpenditureKind expenditureKind,
        @Schema(description = "Only money from this source; any where absent") FundNature fundNature,
        @NotNull @Schema(description = STOP_WARN_OFF) ControlMode mode) {
    }

    @Schema(name = "VirementRule", description = "What happens to a virement inside a fund nature", requiredProperties = "mode")
    record VirementRuleItem(
        @Schema(description = "Only from appropriations for this purpose; any where absent") ExpenditureKind from,
        @Schema(description = "Only to appropriations for this purpose; any where absent") ExpenditureKind to,
        @Schema(description = "true: only between functional classes that differ in their first three digits (类); false: only inside one; any where absent",
            examples = "true") Boolean acrossFunctions,
        @NotNull @Schema(description = "STOP: refused; WARN: recorded with the finding if somebody explains it; OFF: allowed") ControlMode mode) {
    }

    @Schema(name = "ControlPolicy", description = "A version of a department's control policy; never changed, never deleted",
        requiredProperties = {"version", "rules", "virementRules"})
    record ControlPolicyView(
        @Schema(description = "Counted from 1; 0 where the department has decided nothing: everything beyond a limit is refused, every virement "
            + "inside a fund nature allowed", examples = "1") int version,
        @Schema(description = "The first document date that it decides on; absent in version 0", examples = "2021-01-01") LocalDate validFrom,
        @Schema(description = "Why; absent in version 0", examples = "人员经费超支须说明，其他一律控制") String reason,
        @Schema(description = "The first one that covers a case decides") List<ControlRuleItem> rules,
        @Schema(description = "The first one that covers a virement decides") List<VirementRuleItem> virementRules,
        @Schema(description = "Who decided it; absent in version 0", examples = "scheme-administrator") String maker,
        @Schema(description = "When it was recorded, by the database's clock; absent in version 0",
            examples = "2021-01-04T01:00:00Z") Instant recordedAt) {

        static ControlPolicyView of(Version found) {
            ControlPolicy policy = found.policy();
            return new ControlPolicyView(policy.version(), policy.version() == 0 ? null : policy.validFrom(), found.reason(),
                policy.rules().stream()
                    .map(rule -> new ControlRuleItem(rule.stage(), rule.expenditureKind(), rule.fundNature(), rule.mode())).toList(),
                policy.virementRules().stream()
                    .map(rule -> new VirementRuleItem(rule.from(), rule.to(), rule.acrossFunctions(), rule.mode())).toList(),
                found.maker(), found.recordedAt());
        }
    }

    private final ControlPolicyRepository policies;
    private final ListHandler lists;
    private final CallerHandler callers;
    private final IdempotencyHandler idempotency;

    ControlPolicyResource(ControlPolicyRepository policies, ListHandler lists, CallerHandler callers,
                          IdempotencyHandler idempotency) {
        this.policies = policies;
        this.lists = lists;
        this.callers = callers;
        this.idempotency = idempotency;
    }

    @POST
    @RolesAllowed(Role.SCHEME_ADMINISTRATOR)
    @Transactional
    @Operation(operationId = "createControlPolicy", summary = "Decide what the ledger refuses, warns of and lets pass",
        description = "Adds the next version, which decides on every document recorded from now on whose date it covers; what is recorded stays (B18). "
            + "Who pays does not decide it: nobody may hold both roles. `If-Match` names the newest version that its maker has seen, `\"0\"` where "
            + "there is none. Refused with CONTROL_RULE_UNREACHABLE where a rule could never decide.")
    @Parameter(ref = "Idempotency-Key")
    @APIResponseSchema(value = ControlPolicyView.class, responseCode = "201", responseDescription = "Added; `Location` names it")
    public Response createControlPolicy(String department,
            @Parameter(description = "The ETag of the newest version, which this one follows; `\"0\"` for the first", required = true, example = "\"0\"")
            @HeaderParam(HttpHeaders.IF_MATCH) String ifMatch,
            @NotNull @Valid ControlPolicyCreate request) {
        callers.requireDepartment(department);
        return idempotency.once(request, () -> {
            int current = policies.newest(department);
            Etag.require(ifMatch, current);
            ControlPolicy next = policy(current + 1, request);
            next.requireReachable();
            Version added = policies.add(department, next, request.reason(), callers.caller().subject(), ifMatch);
            return Response.status(Response.Status.CREATED)
                .header(HttpHeaders.LOCATION, "/api/v1/departments/" + department + "/control-policies/" + next.version())
                .header(HttpHeaders.ETAG, Etag.of(next.version())).entity(ControlPolicyView.of(added)).build();
        });
    }

    private static ControlPolicy policy(int version, ControlPolicyCreate request) {
        return new ControlPolicy(version, request.validFrom(),
            request.rules().stream()
                .map(rule -> new ControlRule(rule.stage(), rule.expenditureKind(), rule.fundNature(), rule.mode())).toList(),
            request.virementRules().stream()
                .map(rule -> new VirementRule(rule.from(), rule.to(), rule.acrossFunctions(), rule.mode())).toList());
    }

    @GET
    @RolesAllowed({Role.BUDGET_OFFICER, Role.EVALUATOR, Role.DEPARTMENT_REVIEWER, Role.FINANCE_REVIEWER, Role.AUDITOR, Role.SCHEME_ADMINISTRATOR})
    @Listed(ControlPolicyList.class)
    @Selectable(value = ControlPolicyView.class, always = "version")
    @Operation(operationId = "listControlPolicies", summary = "List the versions of a control policy", description = "The newest first.")
    public Page<ControlPolicyView> listControlPolicies(String department) {
        callers.requireDepartment(department);
        return policies.page(department, lists.query(new ControlPolicyList())).map(ControlPolicyView::of);
    }

    @GET
    @Path("/{controlPolicyVersion}")
    @RolesAllowed({Role.BUDGET_OFFICER, Role.EVALUATOR, Role.DEPARTMENT_REVIEWER, Role.FINANCE_REVIEWER, Role.AUDITOR, Role.SCHEME_ADMINISTRATOR})
    @Selectable(value = ControlPolicyView.class, always = "version")
    @Operation(operationId = "getControlPolicy", summary = "Read a version of a control policy",
        description = "A version never changes; findings of the ledger name the one that let them pass (B18).")
    public RestResponse<ControlPolicyView> getControlPolicy(String department, String controlPolicyVersion) {
        callers.requireDepartment(department);
        Version found = controlPolicyVersion.matches("[1-9][0-9]{0,8}")
            ? policies.find(department, Integer.parseInt(controlPolicyVersion)) : null;
        if (found == null) {
            throw new Violation(ChassisProblem.NOT_FOUND).with("id", controlPolicyVersion);
        }
        return answer(found);
    }

    @GET
    @Path("/current")
    @RolesAllowed({Role.BUDGET_OFFICER, Role.EVALUATOR, Role.DEPARTMENT_REVIEWER, Role.FINANCE_REVIEWER, Role.AUDITOR, Role.SCHEME_ADMINISTRATOR})
    @Selectable(value = ControlPolicyView.class, always = "version")
    @Operation(operationId = "getCurrentControlPolicy", summary = "Read the control policy that decides",
        description = "On documents of a day, or without `on` the newest version, whose entity tag the next one needs. Version 0 where there is none.")
    public RestResponse<ControlPolicyView> getCurrentControlPolicy(String department,
            @Parameter(description = "The date of the documents", schema = @Schema(type = SchemaType.STRING, format = "date", maxLength = 10, examples = "2021-06-01"))
            @QueryParam("on") String on) {
        callers.requireDepartment(department);
        LocalDate day = on == null ? null : (LocalDate) ValueKind.DATE.value(on);
        if (on != null && day == null) {
            throw new Violation(ChassisProblem.INVALID_VALUE).at("?on").with("value", on)
                .with("expected", ValueKind.DATE.expected());
        }
        return answer(policies.current(department, day));
    }

    private static RestResponse<ControlPolicyView> answer(Version found) {
        return RestResponse.ResponseBuilder.ok(ControlPolicyView.of(found))
            .header(HttpHeaders.ETAG, Etag.of(found.policy().version())).build();
    }
}
