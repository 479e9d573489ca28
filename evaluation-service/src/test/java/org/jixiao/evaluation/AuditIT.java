package org.jixiao.evaluation;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jixiao.chassis.access.Role;
import org.jixiao.chassis.testing.RealParts;
import org.jixiao.chassis.testing.Superuser;
import org.jixiao.chassis.testing.Tokens;
import org.junit.jupiter.api.Test;

/** What the audit trail says about evaluations. */
@QuarkusTest
@RealParts
class AuditIT {

    private final Api api = Api.ofNewDepartment();

    @Test
    void aChangedCellOfTheFormIsRecordedByItsPlaceInTheForm() {
        String id = api.filled("hall-renovation");
        JsonNode form = Examples.corrected("hall-renovation").deepCopy();
        String before = form.path("implementingUnit").textValue();
        ((ObjectNode) form).put("implementingUnit", "另一单位");
        api.putForm(id, form).then().statusCode(200);

        entries("action=evaluation.change&target=evaluation/" + id).body("items", hasSize(2))
            .body("items[0].actor", equalTo("zhang.wei"))
            .body("items[0].changes", hasItem(Map.of("field", "form/implementingUnit", "old", before, "new", "另一单位")))
            .body("items[0].changes.field", equalTo(List.of("form/implementingUnit", "formHash")))
            .body("items[1].changes.find { it.field == 'form' }.new", startsWith("sha256:"));
    }

    @Test
    void aReviewIsRecordedWithItsOpinionAndARefusedOneWithItsCode() {
        String id = api.submitted("hall-renovation");
        api.post(Tokens.bearerFor("zhang.wei", Set.of(Role.DEPARTMENT_REVIEWER), api.department), "/" + id + "/review", Map.of("opinion", "自审"))
            .then().statusCode(422);
        api.post(api.reviewer, "/" + id + "/review", Map.of("opinion", "同意。")).then().statusCode(200);

        entries("action=evaluationStep.create").body("items[0].reason", equalTo("同意。"));
        entries("outcome=REFUSED").body("items[0].code", equalTo("REVIEWER_IS_SUBMITTER")).body("items[0].actor", equalTo("zhang.wei"));
    }

    @Test
    void whoLooksAtAFormThatIsNotPublishedIsRecorded() {
        String id = api.filled("hall-renovation");
        Api.as(api.reviewer).get("/api/v1/evaluations/" + id).then().statusCode(200);
        entries("outcome=READ&actor=li.na").body("items.target", equalTo(List.of("/api/v1/evaluations/" + id)));
    }

    @Test
    void everyTableIsUnderAudit() {
        assertEquals(List.of(), Superuser.tablesWithoutAudit(Map.of()));
    }

    private ValidatableResponse entries(String query) {
        return given().header("Authorization", Tokens.bearer(Role.AUDITOR, api.department)).get("/api/v1/audit/evaluation/entries?" + query)
            .then().statusCode(200);
    }
}
