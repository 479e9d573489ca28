package org.jixiao.budget.invariant;

import static org.jixiao.budget.invariant.Clients.answer;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jixiao.budget.Api;
import org.jixiao.budget.appropriation.ExpenditureKind;
import org.jixiao.budget.appropriation.FundNature;
import org.jixiao.budget.ledger.Balance;
import org.jixiao.budget.ledger.Change;
import org.jixiao.budget.ledger.Entry;
import org.jixiao.budget.ledger.MovementKind;
import org.jixiao.chassis.testing.RealParts;
import org.jixiao.chassis.testing.Superuser;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the journal is. I-03 and I-08 are in ReconciliationIT, which alters, deletes and swaps rows; I-12 and I-20 are
 * with the rules for reversals and periods. I-21 has nothing to hold here: no step of this service needs two people,
 * so none compares a maker with a checker.
 */
@QuarkusTest
@RealParts
class JournalInvariantsIT {

    @AfterEach
    void whatIsStoredFollowsFromTheJournal() {
        assertEquals(List.of(), Clients.faults());
    }

    @Test
    @DisplayName("I-01 every movement balances by fund: what is there is what came in and did not go out")
    void fundsBalance() throws Exception {
        Api api = Api.newDepartment();
        List<String> general = List.of(api.appropriation("1000.00"), api.appropriation("1000.00"));
        String fund = api.appropriation("GOVERNMENT_FUND", "1000.00");
        Random random = new Random(2021);
        List<Integer> dice = random.ints(200, 0, 4).boxed().toList();
        Clients.atOnce(200, client -> switch (dice.get(client)) {
            case 0 -> Clients.pay(api, fund, "1.00");
            case 1 -> Clients.pay(api, general.get(client % 2), "1.00");
            case 2 -> answer(api.post(api.year("/movements"), Api.movement("SUPPLEMENT", fund, "2.00")));
            default -> answer(api.post(api.year("/movements"), virement(general.get(client % 2), general.get(1 - client % 2))));
        });
        long paidFund = dice.stream().filter(die -> die == 0).count();
        long paidGeneral = dice.stream().filter(die -> die == 1).count();
        long supplements = dice.stream().filter(die -> die == 2).count();

        Map<String, String> left = new TreeMap<>();
        Superuser.query("select fund_nature || ' ' || sum(available_amount) from appropriation where department_code = '" + api.department()
            + "' group by fund_nature").forEach(line -> left.put(line.split(" ")[0], line.split(" ")[1]));

        assertEquals(Map.of("GENERAL_PUBLIC_BUDGET", (2000 - paidGeneral) + ".00", "GOVERNMENT_FUND",
            (1000 - paidFund + 2 * supplements) + ".00"), left);
    }

    @ParameterizedTest(name = "I-02 {0} is append-only for its owner, too: {1}")
    @CsvSource({"ledger_entry, update ledger_entry set amount = amount + 1", "ledger_entry, delete from ledger_entry",
        "ledger_entry, truncate ledger_entry cascade", "movement, update movement set reason = 'x'", "movement, delete from movement",
        "movement, truncate movement cascade", "ledger_entry_y2021, truncate ledger_entry_y2021",
        "movement_finding, truncate movement_finding"})
    void theOwnerCannotChangeTheJournal(String table, String change) {
        Api.newDepartment().appropriation("1.00");
        IllegalStateException refused = assertThrows(IllegalStateException.class, () -> Superuser.execute(change));
        assertTrue(refused.getCause().getMessage().contains("append-only"), refused.getCause().getMessage());
    }

    @Test
    @DisplayName("I-01 no entry is added to a document that was recorded before, by its time or by now's")
    void anEntryIsRecordedWithItsMovement() {
        Api api = Api.newDepartment();
        api.created(api.year("/payments"), Api.payment(api.appropriation("10.00"), "1.00"));
        String other = api.appropriation("10.00");
        assertEquals(List.of("recorded_now", "entry_of_movement"), List.of(refusedEntry(api, other, "recorded_at"), refusedEntry(api, other, "now()")));
    }

    /** What refuses a second entry of the department's payment. */
    private static String refusedEntry(Api api, String appropriation, String recordedAt) {
        String refused = assertThrows(IllegalStateException.class, () -> Superuser.execute("""
            insert into ledger_entry (department_code, fiscal_year, movement_id, kind, appropriation_id, sequence, amount, executed_change,
                   document_date, recorded_at, hash)
            select department_code, fiscal_year, movement_id, kind, %s, 2, amount, executed_change, document_date, %s, hash
              from ledger_entry where department_code = '%s' and kind = 'PAYMENT'""".formatted(appropriation, recordedAt, api.department())))
            .getCause().getMessage();
        return refused.contains("and now is") ? "recorded_now" : refused.contains("entry_of_movement") ? "entry_of_movement" : refused;
    }

    @Test
    @DisplayName("I-02 the service may only add to the journal")
    void theServiceMayOnlyAdd() {
        assertEquals(List.of("ledger_entry INSERT", "ledger_entry SELECT", "movement INSERT", "movement SELECT", "movement_finding INSERT",
            "movement_finding SELECT"), Superuser.query("""
                select table_name || ' ' || privilege_type from information_schema.role_table_grants
                 where grantee = 'test_app' and (table_name in ('ledger_entry', 'movement', 'movement_finding')
                    or table_name ~ '^(ledger_entry|movement|movement_finding)_y') order by 1"""));
    }

    @Test
    @DisplayName("I-11 funds cannot be mixed")
    void fundsCannotBeMixed() {
        Api api = Api.newDepartment();
        String general = api.appropriation("10.00");
        String fund = api.appropriation("GOVERNMENT_FUND", "10.00");
        assertEquals("422 VIREMENT_ACROSS_FUNDS", answer(api.post(api.year("/movements"), virement(general, fund))));
    }

    @Test
    @DisplayName("I-11 fiscal years cannot be mixed, neither by the appropriation nor by the date")
    void yearsCannotBeMixed() {
        Api api = Api.newDepartment();
        String id = api.appropriation("10.00");
        api.created(api.path("/fiscal-years"), Map.of("fiscalYear", 2022));
        Map<String, Object> other = Api.payment(id, "1.00");
        other.put("documentDate", "2022-01-02");

        Response elsewhere = api.post(api.path("/fiscal-years/2022/payments"), other);
        Response late = api.post(api.year("/payments"), other);

        assertEquals("400 UNKNOWN_APPROPRIATION, 422 DATE_OUTSIDE_FISCAL_YEAR", answer(elsewhere) + ", " + answer(late));
    }

    @ParameterizedTest(name = "I-11 there is one currency, the yuan: {0} is refused")
    @ValueSource(strings = {"¥1.00", "1.00 USD", "1e2", "NaN"})
    void thereIsOneCurrency(String amount) {
        Api api = Api.newDepartment();
        String id = api.appropriation("10.00");
        assertEquals("400 AMOUNT_MALFORMED", answer(api.post(api.year("/payments"), Api.payment(id, amount))));
    }

    @Test
    @DisplayName("I-13 the state that the journal gives, entry by entry in plain Java, is the state that is served")
    void theJournalGivesTheState() throws Exception {
        Api api = Api.newDepartment();
        List<String> ids = List.of(api.appropriation("1000.00"), api.appropriation("1000.00"), api.appropriation("1000.00"));
        Clients.atOnce(150, client -> {
            String id = ids.get(client % 3);
            return switch (client % 5) {
                case 0 -> answer(api.post(api.year("/movements"), Api.movement("SUPPLEMENT", id, "3.33")));
                case 1 -> answer(api.post(api.year("/movements"), virement(id, ids.get((client + 1) % 3))));
                case 2 -> {
                    Response paid = api.created(api.year("/payments"), Api.payment(id, "20.00"));
                    yield answer(api.post(api.year("/payments/" + paid.path("id") + "/refunds"), Api.refund("0.07")));
                }
                case 3 -> answer(api.post(api.year("/movements"), Api.movement("REDUCTION", id, "0.50")));
                default -> Clients.pay(api, id, "30.00");
            };
        });
        Map<String, String> live = new TreeMap<>();
        Map<String, String> rebuilt = new TreeMap<>();
        for (String id : ids) {
            Response read = api.get(api.year("/appropriations/" + id));
            live.put(id, read.path("initialBudget") + " " + read.path("adjustedBudget") + " " + read.path("executedAmount") + " "
                + read.path("availableAmount") + " " + read.path("entryCount"));
            Balance balance = rebuilt(Long.parseLong(id));
            rebuilt.put(id, balance.total().initial() + " " + balance.total().adjusted() + " " + balance.total().executed() + " "
                + balance.available() + " " + balance.entryCount());
        }
        assertEquals(rebuilt, live);
    }

    private static Balance rebuilt(long id) throws SQLException {
        Balance balance = Balance.empty(id, FundNature.GENERAL_PUBLIC_BUDGET, ExpenditureKind.PERSONNEL, "2010301");
        try (Connection connection = Superuser.connect(); Statement statement = connection.createStatement();
             ResultSet row = statement.executeQuery("select * from ledger_entry where appropriation_id = " + id + " order by sequence")) {
            while (row.next()) {
                balance = balance.after(new Entry(id, MovementKind.valueOf(row.getString("kind")), row.getBigDecimal("amount"),
                    new Change(change(row, "initial"), change(row, "adjusted"), change(row, "allotted"), change(row, "committed"),
                        change(row, "executed"), change(row, "lapsed")), null));
            }
        }
        return balance;
    }

    private static BigDecimal change(ResultSet row, String measure) throws SQLException {
        return row.getBigDecimal(measure + "_change");
    }

    private static Map<String, Object> virement(String from, String to) {
        return Api.movement("VIREMENT", List.of(Map.of("appropriationId", from, "amount", "-1.00"),
            Map.of("appropriationId", to, "amount", "1.00")));
    }
}
