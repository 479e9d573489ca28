package org.jixiao.evaluation;

import static io.restassured.RestAssured.given;

import com.fasterxml.jackson.databind.JsonNode;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jixiao.chassis.access.Role;
import org.jixiao.chassis.testing.Tokens;

/** Calls of the service over HTTP, as a clerk and a reviewer of one department. */
public final class Api {

    private static final AtomicInteger DEPARTMENTS = new AtomicInteger();

    public final String department;
    public final String clerk;
    public final String reviewer;
    /** Somebody with both roles, who is the clerk. */
    public final String clerkWithBothRoles;

    private Api(String department) {
        this.department = department;
        this.clerk = Tokens.bearerFor("zhang.wei", Set.of(Role.EVALUATOR), department);
        this.reviewer = Tokens.bearerFor("li.na", Set.of(Role.DEPARTMENT_REVIEWER), department);
        this.clerkWithBothRoles = Tokens.bearerFor("zhang.wei", Set.of(Role.EVALUATOR, Role.DEPARTMENT_REVIEWER), department);
    }

    /** A department of its own, so that tests do not meet. */
    public static Api ofNewDepartment() {
        return of("T-" + DEPARTMENTS.incrementAndGet());
    }

    public static Api of(String department) {
        return new Api(department);
    }

    public static RequestSpecification as(String bearer) {
        return given().header("Authorization", bearer).contentType(ContentType.JSON.withCharset("UTF-8"));
    }

    public static String key() {
        return UUID.randomUUID().toString();
    }

    public Map<String, Object> createRequest(String form) {
        Map<String, Object> request = new LinkedHashMap<>();
        request.put("departmentCode", department);
        request.put("departmentName", "雁峰区行政审批服务局");
        request.put("fiscalYear", 2021);
        request.put("kind", Examples.kind(form).name());
        if (!form.equals("department")) {
            request.put("projectCode", form.toUpperCase(Locale.ROOT));
            request.put("projectName", Examples.form(form).projectName());
        }
        return request;
    }

    public String create(String form) {
        return post(clerk, "", createRequest(form)).then().statusCode(201).extract().path("id");
    }

    public Response post(String bearer, String path, Object body) {
        return post(bearer, path, body, key());
    }

    public Response post(String bearer, String path, Object body, String key) {
        RequestSpecification request = as(bearer).header("Idempotency-Key", key);
        return (body == null ? request : request.body(body)).post("/api/v1/evaluations" + path);
    }

    public Response get(String path) {
        return as(clerk).get("/api/v1/evaluations" + path);
    }

    public String etag(String id) {
        return get("/" + id).then().statusCode(200).extract().header("ETag");
    }

    public Response putForm(String id, JsonNode form) {
        return putForm(id, form.toString(), etag(id));
    }

    public Response putForm(String id, String form, String etag) {
        return as(clerk).header("If-Match", etag).body(form).put("/api/v1/evaluations/" + id + "/form");
    }

    /** A corrected form of the example, filled in. */
    public String filled(String form) {
        String id = create(form);
        putForm(id, Examples.corrected(form)).then().statusCode(200);
        return id;
    }

    public String submitted(String form) {
        String id = filled(form);
        post(clerk, "/" + id + "/submit", null).then().statusCode(200);
        return id;
    }

    public String reviewed(String form) {
        String id = submitted(form);
        post(reviewer, "/" + id + "/review", Map.of("opinion", "同意。")).then().statusCode(200);
        return id;
    }

    public String completed(String form) {
        String id = reviewed(form);
        post(reviewer, "/" + id + "/complete", null).then().statusCode(200);
        return id;
    }
}
