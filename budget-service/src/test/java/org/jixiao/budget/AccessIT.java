package org.jixiao.budget;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.enterprise.context.control.ActivateRequestContext;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jixiao.chassis.access.Caller;
import org.jixiao.chassis.access.CallerHandler;
import org.jixiao.chassis.access.Role;
import org.jixiao.chassis.sql.SqlClient;
import org.jixiao.chassis.testing.RealParts;
import org.jixiao.chassis.testing.Superuser;
import org.jixiao.chassis.testing.Tokens;
import org.junit.jupiter.api.Test;

/** Who sees and changes what. */
@QuarkusTest
@RealParts
class AccessIT {

    @Inject
    SqlClient sql;
    @Inject
    CallerHandler callers;

    @Test
    void everyTableOfADepartmentHasRowLevelSecurity() {
        assertEquals(List.of(), Superuser.tablesWithoutRowLevelSecurity());
    }

    @Test
    @ActivateRequestContext
    void theDatabaseShowsNothingOfAnotherDepartmentToAQueryThatForgetsToAsk() {
        Api api = Api.newDepartment();
        String id = api.appropriation("10.00");
        api.created(api.year("/payments"), Api.payment(id, "1.00"));
        String everything = """
            select (select count(*) from department) + (select count(*) from agency) + (select count(*) from project)
                 + (select count(*) from fiscal_year) + (select count(*) from appropriation) + (select count(*) from movement)
                 + (select count(*) from ledger_entry) + (select count(*) from movement_use) + (select count(*) from ledger_difference)""";

        long own = seen(everything, api.department());
        long foreign = seen(everything, "SOMEBODY-ELSE");

        assertEquals("9 0", own + " " + foreign);
    }

    @Test
    void anotherDepartmentsThingsAreAnsweredLikeThingsThatDoNotExist() {
        Api api = Api.newDepartment();
        String id = api.appropriation("10.00");
        Api stranger = Api.newDepartment();

        Response foreign = stranger.get(api.year("/appropriations/" + id));
        Response missing = stranger.get("/api/v1/departments/NOWHERE/fiscal-years/2021/appropriations/" + id);

        assertEquals("404 NOT_FOUND " + api.department() + " 404 NOT_FOUND NOWHERE", foreign.statusCode() + " " + foreign.path("code")
            + " " + foreign.path("id") + " " + missing.statusCode() + " " + missing.path("code") + " " + missing.path("id"));
    }

    @Test
    void anAppropriationOfAnotherDepartmentIsUnknownInAPayment() {
        Api api = Api.newDepartment();
        String id = api.appropriation("10.00");
        Api stranger = Api.newDepartment();

        Response refused = stranger.post(stranger.year("/payments"), Api.payment(id, "1.00"));

        assertEquals("400 UNKNOWN_APPROPRIATION", refused.statusCode() + " " + refused.path("code"));
    }

    @Test
    void aListOfDepartmentsHoldsOnlyTheCallersOwn() {
        Api api = Api.newDepartment();
        Api.newDepartment();

        assertEquals(List.of(api.department()), api.get("/api/v1/departments").path("items.code"));
    }

    @Test
    void anAuditorReads() {
        Api api = Api.newDepartment();
        Response read = given().header("Authorization", Tokens.bearer(Role.AUDITOR, api.department())).get(api.year(""));
        assertEquals("200 []", read.statusCode() + " " + read.path("allowedActions"));
    }

    @Test
    void aBudgetOfficerMayDoAllButReopenInAnOpenYear() {
        Api api = Api.newDepartment();
        assertEquals(List.of("ADD_APPROPRIATION", "POST_MOVEMENT", "PAY", "REFUND", "SOFT_CLOSE", "CLOSE"), api.get(api.year("")).path("allowedActions"));
    }

    @Test
    void anAuditorDoesNotPay() {
        Api api = Api.newDepartment();
        String id = api.appropriation("10.00");
        Response refused = api.as(Tokens.bearer(Role.AUDITOR, api.department())).header("Idempotency-Key", "k")
            .body(Api.payment(id, "1.00")).post(api.year("/payments"));
        assertEquals("403 FORBIDDEN", refused.statusCode() + " " + refused.path("code"));
    }

    @Test
    void nobodyReadsWithoutAToken() {
        Api api = Api.newDepartment();
        Response refused = given().get(api.year("/statement"));
        assertEquals("401 UNAUTHENTICATED", refused.statusCode() + " " + refused.path("code"));
    }

    @Test
    void aPaymentNeedsAKey() {
        Api api = Api.newDepartment();
        String id = api.appropriation("10.00");
        Response refused = api.as(Tokens.bearer(Role.BUDGET_OFFICER, api.department())).body(Api.payment(id, "1.00")).post(api.year("/payments"));
        assertEquals("400 IDEMPOTENCY_KEY_MISSING", refused.statusCode() + " " + refused.path("code"));
    }

    @Test
    void anOfficerEntersOnlyADepartmentOfHisToken() {
        Response refused = Api.of("T0").post("/api/v1/departments", Map.of("code", "T00", "name", "别的部门"));
        assertEquals("404 NOT_FOUND", refused.statusCode() + " " + refused.path("code"));
    }

    private long seen(String query, String department) {
        return callers.runAs(new Caller("test", Set.of(), Set.of(department)), () -> sql.row(query, row -> row.getLong(1)));
    }
}
