package org.jixiao.budget.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import org.jixiao.budget.Api;
import org.jixiao.chassis.testing.RealParts;
import org.jixiao.chassis.testing.Superuser;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the ledger does through the API, and what the database holds behind it. */
@QuarkusTest
@RealParts
class LedgerIT {

    @AfterEach
    void balancesAreTheSumsOfTheirEntries() {
        assertEquals(List.of(), Superuser.query("select kept_on || ' ' || id from ledger_difference"));
    }

    @Test
    void aYearsMovementsGiveTheBalance() {
        Api api = Api.newDepartment();
        String one = api.appropriation("1000.00");
        String other = api.appropriation("10.00");
        api.created(api.year("/movements"), Api.movement("SUPPLEMENT", one, "500"));
        api.created(api.year("/movements"), Api.movement("CARRY_OVER", one, "20.5"));
        api.created(api.year("/movements"), Api.movement("REDUCTION", one, "100.00"));
        api.created(api.year("/movements"), Api.movement("VIREMENT", List.of(
            Map.of("appropriationId", one, "amount", "-400.00"), Map.of("appropriationId", other, "amount", "400.00"))));
        String payment = api.created(api.year("/payments"), Api.payment(one, "900.00")).path("id");
        api.created(api.year("/payments/" + payment + "/refunds"), Api.refund("50.00"));

        Map<String, Object> balance = api.get(api.year("/appropriations/" + one)).as(Map.class);

        assertEquals("1000.00 1020.50 850.00 170.50 0.8329 7", String.join(" ", (String) balance.get("initialBudget"),
            (String) balance.get("adjustedBudget"), (String) balance.get("executedAmount"),
            (String) balance.get("availableAmount"), (String) balance.get("executionRate"), balance.get("entryCount").toString()));
    }

    @Test
    void availableIsTheSumOfTheListedEntries() {
        Api api = Api.newDepartment();
        String id = api.appropriation("1000.00");
        api.created(api.year("/payments"), Api.payment(id, "900.00"));

        List<String> amounts = api.get(api.year("/entries?appropriationId=" + id)).path("items.amount");

        assertEquals(List.of("1000.00", "-900.00"), amounts);
    }

    @Test
    void entriesAreListedPageByPageWithoutGapOrRepetition() {
        Api api = Api.newDepartment();
        String id = api.appropriation("1000.00");
        for (int i = 0; i < 6; i++) {
            api.created(api.year("/payments"), Api.payment(id, "1.00"));
        }
        String all = String.valueOf((Object) api.get(api.year("/entries?kind=PAYMENT")).path("items.sequence"));

        Response first = api.get(api.year("/entries?kind=PAYMENT&limit=4"));
        Response second = api.get(api.year("/entries?kind=PAYMENT&limit=4&cursor=" + first.path("nextCursor")));

        assertEquals("[2, 3, 4, 5, 6, 7] [2, 3, 4, 5] [6, 7] null", all + " " + first.path("items.sequence") + " "
            + second.path("items.sequence") + " " + second.path("nextCursor"));
    }

    @Test
    void aRecordedDocumentIsReadAtItsLocation() {
        Api api = Api.newDepartment();
        String id = api.appropriation(null);
        Response created = api.created(api.year("/movements"), Api.movement("OPENING", id, "5"));

        Response read = api.get(created.header("Location"));

        assertEquals(created.asString(), read.asString());
    }

    @Test
    void theMakerIsTheSubjectOfTheToken() {
        Api api = Api.newDepartment();
        String id = api.appropriation(null);

        Response created = api.created(api.year("/movements"), Api.movement("OPENING", id, "5"));

        assertEquals("test-budget-officer", created.path("maker"));
    }

    @Test
    void aSecondLineThatIsRefusedTakesTheFirstOneBack() {
        Api api = Api.newDepartment();
        String one = api.appropriation("10.00");
        String other = api.appropriation("10.00");

        api.post(api.year("/movements"), Api.movement("REDUCTION", List.of(
            Map.of("appropriationId", one, "amount", "5.00"), Map.of("appropriationId", other, "amount", "10.01"))))
            .then().statusCode(422);

        assertEquals("10.00", api.get(api.year("/appropriations/" + one)).path("adjustedBudget"));
    }

    @Test
    void aReplayedKeyPaysOnceAndGivesTheSameAnswer() {
        Api api = Api.newDepartment();
        String id = api.appropriation("100.00");
        Map<String, Object> payment = Api.payment(id, "60.00");
        Response first = api.post(api.year("/payments"), payment, "key-of-" + api.department());

        Response second = api.post(api.year("/payments"), payment, "key-of-" + api.department());

        assertEquals(first.statusCode() + first.asString() + " true 40.00", second.statusCode() + second.asString() + " "
            + second.header("Idempotency-Replayed") + " " + api.get(api.year("/appropriations/" + id)).path("availableAmount"));
    }

    @Test
    void aRefusedPaymentIsRefusedAgainUnderItsKeyAndPaidUnderANewOne() {
        Api api = Api.newDepartment();
        String id = api.appropriation("100.00");
        Map<String, Object> payment = Api.payment(id, "150.00");
        Response first = api.post(api.year("/payments"), payment, "refused-" + api.department());
        api.created(api.year("/movements"), Api.movement("SUPPLEMENT", id, "50.00"));

        Response replay = api.post(api.year("/payments"), payment, "refused-" + api.department());
        Response anew = api.post(api.year("/payments"), payment);

        assertEquals("422 422 true 201", first.statusCode() + " " + replay.statusCode() + " "
            + replay.path("newKeyRequired") + " " + anew.statusCode());
    }

    @Test
    void theOwnerOfTheTablesCannotChangeAnEntry() {
        Api api = Api.newDepartment();
        api.appropriation("100.00");
        IllegalStateException refused = assertThrows(IllegalStateException.class,
            () -> Superuser.execute("update ledger_entry set amount = amount + 1"));
        assertTrue(refused.getCause().getMessage().contains("append-only"), refused.getCause().getMessage());
    }

    @Test
    void theServiceMayOnlyAddToTheJournal() {
        assertEquals(List.of("ledger_entry INSERT", "ledger_entry SELECT", "movement INSERT", "movement SELECT"), Superuser.query("""
            select table_name || ' ' || privilege_type from information_schema.role_table_grants
             where grantee = 'test_app' and table_name in ('ledger_entry', 'movement') order by 1"""));
    }

    @Test
    void theDatabaseRefusesAVirementThatMakesMoney() {
        Api api = Api.newDepartment();
        String one = api.appropriation("10.00");
        IllegalStateException refused = assertThrows(IllegalStateException.class, () -> Superuser.execute("""
            with m as (insert into movement (department_code, fiscal_year, kind, document_number, document_date, reason, maker)
                       values ('%1$s', 2021, 'VIREMENT', 'x', '2021-01-01', 'x', 'x') returning id)
            insert into ledger_entry (department_code, fiscal_year, movement_id, kind, appropriation_id, sequence, amount, adjusted_change,
                   document_date, recorded_at, hash)
            select '%1$s', 2021, id, 'VIREMENT', %2$s, 9, 1, 1, '2021-01-01', now(), sha256('') from m""".formatted(api.department(), one)));
        assertTrue(refused.getCause().getMessage().contains("virement"), refused.getCause().getMessage());
    }

    @Test
    void theDatabaseRefusesToSpendMoreThanIsThere() {
        Api api = Api.newDepartment();
        String one = api.appropriation("10.00");
        IllegalStateException refused = assertThrows(IllegalStateException.class,
            () -> Superuser.execute("update appropriation set executed_amount = 10.01 where id = " + one));
        assertTrue(refused.getCause().getMessage().contains("would have -0.01 left"), refused.getCause().getMessage());
    }

    @Test
    void aStoredBalanceThatDriftsIsFound() {
        Api api = Api.newDepartment();
        String one = api.appropriation("10.00");
        Superuser.execute("update appropriation set executed_amount = 0.01 where id = " + one);
        List<String> found = Superuser.query("select kept_on || ' ' || id from ledger_difference");
        Superuser.execute("update appropriation set executed_amount = 0 where id = " + one);
        assertEquals(List.of("appropriation " + one), found);
    }
}
