package org.jixiao.budget;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import java.util.Map;
import org.jixiao.chassis.access.Role;
import org.jixiao.chassis.testing.RealParts;
import org.jixiao.chassis.testing.Superuser;
import org.jixiao.chassis.testing.Tokens;
import org.junit.jupiter.api.Test;

/** What the audit trail says about the ledger. */
@QuarkusTest
@RealParts
class AuditIT {

    @Test
    void closingAYearIsRecordedOldAndNewByField() {
        Api api = Api.newDepartment();
        api.post(api.year("/close"), null).then().statusCode(200);
        entries(api, "action=fiscalYear.change").body("items[0].target", equalTo("fiscalYear/" + api.department() + "/2021"))
            .body("items[0].changes", hasItems(Map.of("field", "status", "old", "OPEN", "new", "CLOSED"),
                Map.of("field", "statementVersion", "old", "0", "new", "1")));
    }

    @Test
    void aPaymentIsRecordedWithItsReasonAndItsAmountByOneRequest() {
        Api api = Api.newDepartment();
        String id = api.appropriation("10.00");
        String request = api.created(api.year("/payments"), Api.payment(id, "1.00")).header("X-Request-Id");
        entries(api, "requestId=" + request).body("items.action", equalTo(List.of("movement.create")))
            .body("items[0].reason", equalTo("测试")).body("items[0].changes", hasItem(Map.of("field", "kind", "new", "PAYMENT")));
    }

    @Test
    void aPaymentThatTheRulesRefuseIsRecordedWithItsCode() {
        Api api = Api.newDepartment();
        String id = api.appropriation("10.00");
        api.post(api.year("/payments"), Api.payment(id, "10.01")).then().statusCode(422);
        entries(api, "outcome=REFUSED").body("items[0].code", equalTo("APPROPRIATION_EXCEEDED")).body("items[0].status", equalTo(422))
            .body("items[0].target", equalTo(api.year("/payments")));
    }

    @Test
    void everyTableIsUnderAuditOrListedWithAReason() {
        assertEquals(List.of(), Superuser.tablesWithoutAudit(Map.of("ledger_entry", "has a chain of its own and is part of its movement",
            "appropriation_month", "sums up entries", "movement_use", "sums up movements, so that two refunds meet at one row",
            "intake_piece", "a file on its way, by its hash in its intake", "intake_reject", "what an intake did not record",
            "intake_trial", "taken back before anybody sees it",
            "reconciliation_head", "repeats the ends of chains that its reconciliation saw")));
    }

    @Test
    void renamingIsRecordedOldAndNewWithoutTheCountOfItsVersions() {
        Api api = Api.newDepartment();
        api.patch(api.path("/agencies/U1"), "\"1\"", Map.of("name", "新名")).then().statusCode(200);
        entries(api, "action=agency.change").body("items[0].changes", equalTo(List.of(Map.of("field", "name", "old", "本级", "new", "新名"))));
    }

    private static ValidatableResponse entries(Api api, String query) {
        return given().header("Authorization", Tokens.bearer(Role.AUDITOR, api.department())).get("/api/v1/audit/budget/entries?" + query)
            .then().statusCode(200);
    }
}
