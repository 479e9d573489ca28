package org.jixiao.budget.reconciliation;

import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import org.jixiao.budget.Api;
import org.jixiao.chassis.testing.Superuser;

/** A year with every kind of thing in it, and what a superuser who knows the way round the triggers can do to it. */
record Tampering(Api api, String one, String other, String last, String supplement, String payment, String refunded, String virement) {

    static Tampering yearOfEverything() {
        Api api = Api.newDepartment();
        String one = api.appropriation("1000.00");
        String other = api.appropriation("100.00");
        String last = api.appropriation("GOVERNMENT_FUND", "50.00");
        String supplement = api.created(api.year("/movements"), Api.movement("SUPPLEMENT", one, "10.00")).path("id");
        String payment = api.created(api.year("/payments"), Api.payment(one, "3.00")).path("id");
        api.created(api.year("/movements"), virement(one, other, "5.00"));
        Map<String, Object> reserved = Api.payment(one, "100.00");
        reserved.put("reason", reserved.remove("purpose"));
        String commitment = api.created(api.year("/commitments"), reserved).path("id");
        Map<String, Object> reservedPaid = Api.payment(one, "40.00");
        reservedPaid.put("commitmentId", commitment);
        api.created(api.year("/payments"), reservedPaid);
        api.created(api.year("/commitments/" + commitment + "/releases"), Api.refund("10.00"));
        String refunded = api.created(api.year("/payments"), Api.payment(one, "30.00")).path("id");
        api.created(api.year("/payments/" + refunded + "/refunds"), Api.refund("5.00"));
        String virement = api.created(api.year("/movements"), virement(one, other, "7.00")).path("id");
        Map<String, Object> reversal = Api.refund("0");
        reversal.remove("amount");
        api.created(api.year("/movements/" + virement + "/reversal"), reversal);
        api.created(api.year("/payments"), Api.payment(last, "1.00"));
        return new Tampering(api, one, other, last, supplement, payment, refunded, virement);
    }

    private static Map<String, Object> virement(String from, String to, String amount) {
        return Api.movement("VIREMENT", List.of(Map.of("appropriationId", from, "amount", "-" + amount),
            Map.of("appropriationId", to, "amount", amount)));
    }

    void does(String what) {
        String entry = " where department_code = '" + api.department() + "' and movement_id = ";
        String movement = " where department_code = '" + api.department() + "' and id = ";
        asReplica(switch (what) {
            case "an amount is altered" -> "update ledger_entry set amount = amount + 1, adjusted_change = adjusted_change + 1" + entry + supplement;
            case "a payee is altered" -> "update movement set reason = '别的收款人'" + movement + payment;
            case "two entries change places" -> swap(2, 3);
            case "an entry in the middle is gone" -> "delete from ledger_entry" + entry + payment;
            case "a last entry is gone" -> "delete from ledger_entry where appropriation_id = " + last + " and sequence = 2";
            case "a balance drifts" -> "update appropriation set adjusted_budget = adjusted_budget + 1" + movement + other;
            case "money was spent that was not there" -> "update appropriation set executed_amount = 999999" + movement + other;
            case "that was not there is excused by another finding" -> "update appropriation set executed_amount = 999999" + movement + other
                + "; insert into movement_finding (department_code, fiscal_year, movement_id, number, code, mode, appropriation_id) values ('"
                + api.department() + "', 2021, " + payment + ", 1, 'ALLOTMENT_EXCEEDED', 'OFF', " + other + ")";
            case "money is called that of another fund" -> "update appropriation set fund_nature = 'OTHER'" + movement + last;
            case "a month drifts" -> "update appropriation_month set executed_change = executed_change + 0.01 where appropriation_id = " + one;
            case "a month is of nobody" -> "insert into appropriation_month values ('" + api.department() + "', 2021, " + other + ", 12, 0, 0, 0, 0, 0, 0, 0)";
            case "a use is forgotten" -> "delete from movement_use" + entry + refunded;
            case "a document is of another year" -> "update ledger_entry set document_date = '2020-06-02'" + entry + payment;
            case "a carry-forward is of nobody" -> "update appropriation set carried_forward_amount = 1" + movement + other;
            case "an announcement is missing" -> "update fiscal_year set statement_version = 1 where department_code = '" + api.department() + "'";
            case "a last payment never was" -> """
                delete from movement where id = (select movement_id from ledger_entry where appropriation_id = %1$s and sequence = 2);
                delete from ledger_entry where appropriation_id = %1$s and sequence = 2;
                update appropriation_month set executed_change = 0, entry_count = 1 where appropriation_id = %1$s;
                update appropriation set executed_amount = 0, entry_count = 1,
                       chain_head = (select hash from ledger_entry where appropriation_id = %1$s) where id = %1$s""".formatted(last);
            case "a virement makes money" -> "update ledger_entry set amount = amount + 1, adjusted_change = adjusted_change + 1" + entry + virement
                + " and amount > 0";
            default -> throw new AssertionError("nobody does this: " + what);
        });
    }

    private String swap(int first, int second) {
        String of = " where appropriation_id = " + one + " and sequence = ";
        return "update ledger_entry set sequence = 1000" + of + first + "; update ledger_entry set sequence = " + first + of + second
            + "; update ledger_entry set sequence = " + second + of + 1000;
    }

    /** Remembers all that is stored of the department. */
    void keep() {
        Superuser.execute("drop schema if exists kept cascade; create schema kept");
        tables((table, columns) -> "create table kept." + table + " as select " + columns + " from " + table + ofDepartment());
    }

    /** Puts back what was kept: the ledger of all departments is looked at in other tests, too. */
    void undo() {
        tables((table, columns) -> "delete from " + table + ofDepartment()
            + "; insert into " + table + " (" + columns + ") select " + columns + " from kept." + table);
    }

    private String ofDepartment() {
        return " where department_code = '" + api.department() + "'";
    }

    private static void tables(BinaryOperator<String> sql) {
        StringBuilder all = new StringBuilder();
        for (String table : Superuser.query("""
            select c.relname || ':' || string_agg(a.attname, ', ')
              from pg_class c join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'public'
              join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
             where c.relkind in ('r', 'p') and not c.relispartition and c.relname not like 'audit%' and c.relname not in ('outbox', 'inbox')
             group by c.relname having bool_or(a.attname = 'department_code')""")) {
            all.append(sql.apply(table.split(":")[0], table.split(":")[1])).append("; ");
        }
        asReplica(all.toString());
    }

    private static void asReplica(String sql) {
        Superuser.execute("set session_replication_role = replica; " + sql);
    }
}
