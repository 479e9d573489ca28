package org.jixiao.budget;

import static io.restassured.RestAssured.given;

import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jixiao.chassis.access.Role;
import org.jixiao.chassis.testing.Tokens;

/** The service as a budget officer of one department calls it. */
public final class Api {

    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final String department;
    private final String bearer;

    private Api(String department, String bearer) {
        this.department = department;
        this.bearer = bearer;
    }

    /** A department of its own for a test, with a unit U1, a project P1 and the year 2021. */
    public static Api newDepartment() {
        String code = "T" + NUMBER.incrementAndGet();
        Api api = of(code);
        api.created("/api/v1/departments", Map.of("code", code, "name", "测试部门" + code));
        api.created(api.path("/agencies"), Map.of("code", "U1", "name", "本级"));
        api.created(api.path("/projects"), Map.of("code", "P1", "name", "项目一"));
        api.created(api.path("/fiscal-years"), Map.of("fiscalYear", 2021));
        return api;
    }

    public static Api of(String department) {
        return new Api(department, Tokens.bearer(Role.BUDGET_OFFICER, department));
    }

    public String department() {
        return department;
    }

    public String path(String below) {
        return "/api/v1/departments/" + department + below;
    }

    public String year(String below) {
        return path("/fiscal-years/2021" + below);
    }

    public RequestSpecification as(String authorization) {
        return given().header("Authorization", authorization).header("Accept-Language", "en")
            .contentType(ContentType.JSON);
    }

    public Response get(String path) {
        return given().header("Authorization", bearer).get(path);
    }

    public Response post(String path, Object body) {
        return post(path, body, UUID.randomUUID().toString());
    }

    public Response post(String path, Object body, String key) {
        RequestSpecification request = as(bearer).header("Idempotency-Key", key);
        return (body == null ? request : request.body(body)).post(path);
    }

    /** What is done to the year or to a month, for example {@code "/periods/6/reopen"}; null for what is left out. */
    public Response period(String authorization, String below, Integer version, String reason) {
        RequestSpecification request = as(authorization).header("Idempotency-Key", UUID.randomUUID().toString());
        if (version != null) {
            request.header("If-Match", "\"" + version + "\"");
        }
        return (reason == null ? request : request.body(Map.of("reason", reason))).post(year(below));
    }

    public String officer() {
        return bearer;
    }

    public String finance() {
        return Tokens.bearer(Role.FINANCE_REVIEWER, department);
    }

    /** An officer who is of finance, too. */
    public String financeOfficer() {
        return Tokens.bearerFor("test-finance-officer", Set.of(Role.BUDGET_OFFICER, Role.FINANCE_REVIEWER), department);
    }

    /** Without {@code If-Match} for null. */
    public Response patch(String path, String ifMatch, Object body) {
        RequestSpecification request = as(bearer).body(body);
        return (ifMatch == null ? request : request.header("If-Match", ifMatch)).patch(path);
    }

    public Response created(String path, Object body) {
        Response response = post(path, body);
        if (response.statusCode() != 201) {
            throw new AssertionError(path + " " + body + " gave " + response.statusCode() + " " + response.asString());
        }
        return response;
    }

    /** A new appropriation of personnel money with something on it, or nothing for null. */
    public String appropriation(String opened) {
        return appropriation("GENERAL_PUBLIC_BUDGET", opened);
    }

    public String appropriation(String fundNature, String opened) {
        String economicClass = "30" + (100 + NUMBER.incrementAndGet() % 900);
        String id = created(year("/appropriations"), Map.of("agencyCode", "U1", "fundNature", fundNature,
            "expenditureKind", "PERSONNEL", "functionalClass", "2010301", "economicClass", economicClass,
            "economicClassName", "经济分类" + economicClass)).path("id");
        if (opened != null) {
            created(year("/movements"), movement("OPENING", id, opened));
        }
        return id;
    }

    public static String documentNumber() {
        return "文〔2021〕" + NUMBER.incrementAndGet() + "号";
    }

    public static Map<String, Object> movement(String kind, String appropriationId, String amount) {
        return movement(kind, List.of(Map.of("appropriationId", appropriationId, "amount", amount)));
    }

    public static Map<String, Object> movement(String kind, List<Map<String, Object>> lines) {
        Map<String, Object> movement = new LinkedHashMap<>();
        movement.put("kind", kind);
        movement.put("documentNumber", documentNumber());
        movement.put("documentDate", "2021-06-01");
        movement.put("reason", "测试");
        movement.put("lines", lines);
        return movement;
    }

    public static Map<String, Object> payment(String appropriationId, String amount) {
        Map<String, Object> payment = new LinkedHashMap<>();
        payment.put("appropriationId", appropriationId);
        payment.put("amount", amount);
        payment.put("documentNumber", documentNumber());
        payment.put("documentDate", "2021-06-02");
        payment.put("purpose", "测试");
        return payment;
    }

    public static Map<String, Object> refund(String amount) {
        Map<String, Object> refund = new LinkedHashMap<>();
        refund.put("amount", amount);
        refund.put("documentNumber", documentNumber());
        refund.put("documentDate", "2021-06-03");
        refund.put("reason", "测试");
        return refund;
    }
}
