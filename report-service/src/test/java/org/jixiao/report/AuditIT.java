package org.jixiao.report;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import java.util.Map;
import org.jixiao.chassis.access.Role;
import org.jixiao.chassis.testing.RealParts;
import org.jixiao.chassis.testing.Superuser;
import org.jixiao.chassis.testing.Tokens;
import org.jixiao.report.crosscheck.Example;
import org.junit.jupiter.api.Test;

/** What the audit trail says about reports. */
@QuarkusTest
@RealParts
class AuditIT {

    private static final String NARRATIVE = "/api/v1/reports/AUDITED/2021/narrative";

    @Test
    void aNarrativeAndWhoLooksAtItBeforeThePublicationAreRecorded() {
        given().header("Authorization", Tokens.bearer(Role.EVALUATOR, "AUDITED")).contentType(ContentType.JSON)
            .body(PublicationIT.body(Example.narrative())).put(NARRATIVE).then().statusCode(201);
        given().header("Authorization", Tokens.bearer(Role.PUBLISHER, "*")).get(NARRATIVE).then().statusCode(200);
        given().header("Authorization", Tokens.bearer(Role.BUDGET_OFFICER, "AUDITED")).get(NARRATIVE).then().statusCode(403);

        entries("outcome=DONE").body("items[0].action", equalTo("narrative.create")).body("items[0].target", equalTo("narrative/AUDITED/2021/1"))
            .body("items[0].changes", hasItem(Map.of("field", "title", "new", Example.narrative().title())));
        entries("outcome=READ").body("items.actor", hasItem("test-publisher"));
        entries("outcome=REFUSED").body("items[0].code", equalTo("FORBIDDEN")).body("items[0].target", equalTo(NARRATIVE));
    }

    @Test
    void everyTableIsUnderAuditOrListedWithAReason() {
        assertEquals(List.of(), Superuser.tablesWithoutAudit(Map.of(
            "department_year", "a lock, without anything of its own",
            "rendition", "drawn from the version: the same version gives the same bytes")));
    }

    private static ValidatableResponse entries(String query) {
        return given().header("Authorization", Tokens.bearer(Role.AUDITOR, "AUDITED")).get("/api/v1/audit/report/entries?" + query)
            .then().statusCode(200);
    }
}
