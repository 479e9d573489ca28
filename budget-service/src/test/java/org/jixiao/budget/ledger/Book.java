package org.jixiao.budget.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jixiao.budget.Api;
import org.jixiao.chassis.access.Role;
import org.jixiao.chassis.testing.Superuser;
import org.jixiao.chassis.testing.Tokens;

/** The ledger of one department, in the few words that its tests need. */
public final class Book {

    private final Api api;

    private Book(Api api) {
        this.api = api;
    }

    /** Of a new department with the year 2021. */
    public static Book open() {
        return new Book(Api.newDepartment());
    }

    public static Book of(Api api) {
        return new Book(api);
    }

    public Api api() {
        return api;
    }

    public String appropriation(String opened) {
        return api.appropriation(opened);
    }

    public Response move(String kind, String appropriationId, String amount) {
        return api.post(api.year("/movements"), Api.movement(kind, appropriationId, amount));
    }

    public Response explained(String kind, String appropriationId, String amount) {
        return api.post(api.year("/movements"), with(Api.movement(kind, appropriationId, amount), "explanation", "已批准"));
    }

    public Response vire(String from, String to, String amount) {
        return api.post(api.year("/movements"), virement(from, to, amount));
    }

    public static Map<String, Object> virement(String from, String to, String amount) {
        return Api.movement("VIREMENT", List.of(Map.of("appropriationId", from, "amount", "-" + amount),
            Map.of("appropriationId", to, "amount", amount)));
    }

    public Response pay(String appropriationId, String amount) {
        return api.post(api.year("/payments"), Api.payment(appropriationId, amount));
    }

    public Response payExplained(String appropriationId, String amount) {
        return api.post(api.year("/payments"), with(Api.payment(appropriationId, amount), "explanation", "已批准"));
    }

    public Response payFrom(String commitment, String appropriationId, String amount) {
        return api.post(api.year("/payments"), with(Api.payment(appropriationId, amount), "commitmentId", commitment));
    }

    public Response commit(String appropriationId, String amount) {
        return api.post(api.year("/commitments"), commitment(appropriationId, amount));
    }

    public static Map<String, Object> commitment(String appropriationId, String amount) {
        Map<String, Object> commitment = Api.payment(appropriationId, amount);
        commitment.put("reason", commitment.remove("purpose"));
        return commitment;
    }

    public Response release(String commitment, String amount) {
        return api.post(api.year("/commitments/" + commitment + "/releases"), Api.refund(amount));
    }

    public Response refund(String payment, String amount) {
        return api.post(api.year("/payments/" + payment + "/refunds"), Api.refund(amount));
    }

    public Response reverse(String movement) {
        return api.post(api.year("/movements/" + movement + "/reversal"), reversal());
    }

    public static Map<String, Object> reversal() {
        Map<String, Object> reversal = Api.refund("1");
        reversal.remove("amount");
        return reversal;
    }

    /** The next version of the department's policy, by somebody who may decide it. */
    public Response decide(Map<String, Object> policy) {
        String newest = api.get(api.path("/control-policies/current")).header("ETag");
        return decide(policy, newest, Tokens.bearer(Role.SCHEME_ADMINISTRATOR, api.department()));
    }

    public Response decide(Map<String, Object> policy, String ifMatch, String bearer) {
        RequestSpecification request = api.as(bearer).header("Idempotency-Key", UUID.randomUUID().toString()).body(policy);
        return (ifMatch == null ? request : request.header("If-Match", ifMatch)).post(api.path("/control-policies"));
    }

    /** A policy of one rule. */
    public static Map<String, Object> policy(String stage, String mode) {
        return policy(List.of(Map.of("stage", stage, "mode", mode)), List.of());
    }

    public static Map<String, Object> policy(List<Map<String, Object>> rules, List<Map<String, Object>> virementRules) {
        Map<String, Object> policy = new LinkedHashMap<>();
        policy.put("validFrom", "2021-01-01");
        policy.put("reason", "测试");
        policy.put("rules", rules);
        policy.put("virementRules", virementRules);
        return policy;
    }

    /** initial, adjusted, allotted, committed, executed, lapsed, carried forward = available. */
    public String balance(String appropriationId) {
        return balance(2021, appropriationId);
    }

    public String balance(int year, String appropriationId) {
        Map<String, Object> view = api.get(api.path("/fiscal-years/" + year + "/appropriations/" + appropriationId)).as(Map.class);
        List<String> figures = new ArrayList<>();
        for (String measure : List.of("initialBudget", "adjustedBudget", "allottedAmount", "committedAmount", "executedAmount",
            "lapsedAmount", "carriedForwardAmount")) {
            figures.add(String.valueOf(view.getOrDefault(measure, "-")));
        }
        return String.join(" ", figures) + " = " + view.get("availableAmount");
    }

    public String available(String appropriationId) {
        return api.get(api.year("/appropriations/" + appropriationId)).path("availableAmount");
    }

    /** Its id, where it was recorded. */
    public static String id(Response recorded) {
        assertEquals(201, recorded.statusCode(), recorded.asString());
        return recorded.path("id");
    }

    /** Status, code, place and the named fields of an answer. */
    public static String said(Response answer, String... fields) {
        StringBuilder said = new StringBuilder(String.valueOf(answer.statusCode()));
        if (answer.statusCode() >= 300) {
            said.append(' ').append((Object) answer.path("code")).append(' ').append((Object) answer.path("pointer"));
        }
        for (String field : fields) {
            said.append(' ').append((Object) answer.path(field));
        }
        return said.toString();
    }

    public static Map<String, Object> with(Map<String, Object> body, String field, Object value) {
        Map<String, Object> changed = new LinkedHashMap<>(body);
        changed.put(field, value);
        return changed;
    }

    /** What must hold after whatever was done: stored is what the entries say, and no chain is broken. */
    public static void check() {
        assertEquals(List.of(), Superuser.query("""
            select concat_ws(' ', kept_on, department_code, id, stored, 'but', computed) from ledger_difference
            union all
            select concat_ws(' ', 'chain', department_code, appropriation_id, sequence) from ledger_chain_break"""));
    }
}
