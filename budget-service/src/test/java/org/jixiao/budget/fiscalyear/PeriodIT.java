package org.jixiao.budget.fiscalyear;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jixiao.budget.Api;
import org.jixiao.chassis.testing.RealParts;
import org.jixiao.chassis.testing.Superuser;
import org.junit.jupiter.api.Test;

/** Opening, closing and reopening through the API, and what the database holds behind it. */
@QuarkusTest
@RealParts
class PeriodIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String WHY = "月度对账";

    @Test
    void aClosedMonthRefusesWhatIsDatedInItAndTakesTheOtherMonths() {
        Api api = Api.newDepartment();
        String id = api.appropriation("100.00");
        String before = api.created(api.year("/payments"), Api.payment(id, "1.00")).path("id");
        done(api.period(api.officer(), "/periods/6/close", 0, null));

        assertEquals("409 PERIOD_CLOSED /documentDate 6 2021-06-30", answer(pay(api, api.officer(), id, "2021-06-30", null), "pointer", "month", "documentDate"));
        assertEquals("409 PERIOD_CLOSED", answer(pay(api, api.financeOfficer(), id, "2021-06-01", "有批复")));
        assertEquals("201 201", answer(pay(api, api.officer(), id, "2021-05-31", null)) + " " + answer(pay(api, api.officer(), id, "2021-07-01", null)));
        assertEquals("409 PERIOD_CLOSED", answer(api.post(api.year("/payments/" + before + "/refunds"), Api.refund("1.00"))));
        assertEquals("409 PERIOD_CLOSED", answer(api.post(api.year("/movements"), Api.movement("SUPPLEMENT", id, "1.00"))));
        assertEquals("97.00", available(api, id));
    }

    @Test
    void aMonthThatIsClosingTakesFromFinanceWithAnExplanationOnlyAndKeepsTheFinding() {
        Api api = Api.newDepartment();
        String id = api.appropriation("100.00");
        done(api.period(api.officer(), "/periods/6/soft-close", 0, WHY));

        takesFromFinanceWithAnExplanationOnly(api, id);
        assertEquals("201", answer(pay(api, api.officer(), id, "2021-07-01", null)));
    }

    @Test
    void aYearThatIsClosingTakesFromFinanceWithAnExplanationOnlyAndKeepsTheFinding() {
        Api api = Api.newDepartment();
        String id = api.appropriation("100.00");
        done(api.period(api.officer(), "/soft-close", 0, WHY));

        takesFromFinanceWithAnExplanationOnly(api, id);
        assertEquals("409 PERIOD_SOFT_CLOSED", answer(pay(api, api.officer(), id, "2021-07-01", null)));
    }

    private static void takesFromFinanceWithAnExplanationOnly(Api api, String id) {
        assertEquals("409 PERIOD_SOFT_CLOSED 6", answer(pay(api, api.officer(), id, "2021-06-02", "有批复"), "month"));
        assertEquals("422 EXPLANATION_REQUIRED", answer(pay(api, api.financeOfficer(), id, "2021-06-02", null)));
        assertEquals("100.00", available(api, id));
        Response late = pay(api, api.financeOfficer(), id, "2021-06-02", "有批复");
        assertEquals("201 [PERIOD_SOFT_CLOSED] [WARN]", answer(late, "findings.code", "findings.mode"));
        assertEquals(List.of("PERIOD_SOFT_CLOSED WARN 有批复 test-finance-officer"), Superuser.query("""
            select f.code || ' ' || f.mode || ' ' || f.explanation || ' ' || m.maker from movement_finding f
              join movement m using (department_code, fiscal_year) where m.id = f.movement_id and m.id = """ + late.path("id")));
    }

    @Test
    void intoAYearThatIsClosingOnlyFinanceEntersAnAppropriation() {
        Api api = Api.newDepartment();
        done(api.period(api.officer(), "/soft-close", 0, WHY));

        assertEquals("409 FISCAL_YEAR_SOFT_CLOSED 2021", answer(enter(api, api.officer()), "fiscalYear"));
        assertEquals("201", answer(enter(api, api.financeOfficer())));
        done(api.period(api.officer(), "/close", 1, null));
        assertEquals("409 FISCAL_YEAR_CLOSED 2021", answer(enter(api, api.financeOfficer()), "fiscalYear"));
    }

    private static Response enter(Api api, String authorization) {
        return api.as(authorization).header("Idempotency-Key", UUID.randomUUID().toString()).body(Map.of("agencyCode", "U1",
            "fundNature", "GENERAL_PUBLIC_BUDGET", "expenditureKind", "OPERATING", "functionalClass", "2010301",
            "economicClass", "30201", "economicClassName", "办公费")).post(api.year("/appropriations"));
    }

    @Test
    void whatIsReopenedTakesAgainAndTheHistorySaysWhoAndWhy() {
        Api api = Api.newDepartment();
        String id = api.appropriation("100.00");
        done(api.period(api.officer(), "/periods/6/soft-close", 0, WHY));
        done(api.period(api.officer(), "/periods/6/close", 1, null));
        done(api.period(api.officer(), "/close", 2, "年度决算"));
        assertEquals("409 FISCAL_YEAR_CLOSED 2021-06 CLOSED OPEN",
            answer(api.period(api.finance(), "/periods/6/reopen", 3, "漏记"), "period", "periodStatus", "requestedStatus"));
        done(api.period(api.finance(), "/reopen", 3, "审计发现漏记"));
        assertEquals("409 PERIOD_CLOSED", answer(pay(api, api.officer(), id, "2021-06-02", null)));
        assertEquals("OPEN null null", String.join(" ", api.get(api.year("")).<String>path("status"),
            "" + api.get(api.year("")).path("closedBy"), "" + api.get(api.year("")).path("closedAt")));
        Response open = api.period(api.finance(), "/periods/6/reopen", 4, "六月漏记一笔");

        assertEquals("200 \"5\" 5 OPEN OPEN", answer(open) + " " + open.header("ETag") + " " + open.path("version") + " " + open.path("status")
            + " " + open.path("months[5].status"));
        assertEquals("201", answer(pay(api, api.officer(), id, "2021-06-02", null)));
        Response history = api.get(api.year("/periods/changes"));
        assertEquals("[1, 2, 3, 4, 5] [6, 6, null, null, 6] [OPEN, SOFT_CLOSED, OPEN, CLOSED, CLOSED] [SOFT_CLOSED, CLOSED, CLOSED, OPEN, OPEN] "
                + "[月度对账, null, 年度决算, 审计发现漏记, 六月漏记一笔] "
                + "[test-budget-officer, test-budget-officer, test-budget-officer, test-finance-reviewer, test-finance-reviewer]",
            String.join(" ", fields(history, "version", "month", "was", "becomes", "reason", "maker")));
    }

    @Test
    void theHistoryIsReadByTheGrammarOfAllLists() {
        Api api = Api.newDepartment();
        for (int month = 1; month <= 5; month++) {
            done(api.period(api.officer(), "/periods/" + month + "/close", month - 1, null));
        }
        done(api.period(api.finance(), "/periods/2/reopen", 5, WHY));
        done(api.period(api.officer(), "/soft-close", 6, WHY));

        List<Object> seen = new ArrayList<>();
        String cursor = "";
        while (cursor != null) {
            Response page = api.get(api.year("/periods/changes?limit=2&sort=-version&fields=version" + cursor));
            seen.addAll(page.path("items.version"));
            cursor = page.path("nextCursor") == null ? null : "&cursor=" + page.path("nextCursor");
        }
        assertEquals(List.of(7, 6, 5, 4, 3, 2, 1), seen);
        assertEquals("[2, 6]", api.get(api.year("/periods/changes?monthMin=2&monthMax=2")).path("items.version").toString());
        assertEquals("[6]", api.get(api.year("/periods/changes?becomes=OPEN")).path("items.version").toString());
        assertEquals("[7, 6, 5, 4, 3, 2, 1]", api.get(api.year("/periods/changes?sort=-recordedAt")).path("items.version").toString());
        assertEquals("400 INVALID_VALUE 404 NOT_FOUND", answer(api.get(api.year("/periods/changes?was=AJAR"))) + " "
            + answer(api.get(api.path("/fiscal-years/2019/periods/changes"))));
        Api quiet = Api.newDepartment();
        assertEquals("[]", quiet.get(quiet.year("/periods/changes")).path("items").toString());
    }

    @Test
    void thePeriodsSayWhatTheCallerMayDo() {
        Api api = Api.newDepartment();
        done(api.period(api.officer(), "/periods/6/close", 0, null));

        Response officer = api.as(api.officer()).get(api.year("/periods"));
        Response finance = api.as(api.finance()).get(api.year("/periods"));
        assertEquals("\"1\" 1 OPEN 0 [SOFT_CLOSE, CLOSE] 12 CLOSED [] [SOFT_CLOSE, CLOSE]", officer.header("ETag") + " " + String.join(" ",
            fields(officer, "version", "status", "statementVersion", "allowedActions", "months.size()", "months[5].status",
                "months[5].allowedActions", "months[6].allowedActions")));
        assertEquals("[] [REOPEN] []", String.join(" ", fields(finance, "allowedActions", "months[5].allowedActions", "months[6].allowedActions")));
        assertEquals(304, given().header("Authorization", api.officer()).header("If-None-Match", "\"1\"").get(api.year("/periods")).statusCode());
    }

    @Test
    void whoHasNotSeenTheNewestChangesNothing() {
        Api api = Api.newDepartment();
        done(api.period(api.officer(), "/periods/6/close", 0, null));

        assertEquals("428 IF_MATCH_REQUIRED \"1\"", answer(api.period(api.officer(), "/periods/7/close", null, null), "current"));
        assertEquals("412 STALE \"0\" \"1\"", answer(api.period(api.officer(), "/periods/7/close", 0, null), "stated", "current"));
        assertEquals("412 STALE \"2\" \"1\"", answer(api.period(api.officer(), "/close", 2, null), "stated", "current"));
        assertEquals("428 412 428 412", status(api.period(api.officer(), "/soft-close", null, WHY)) + " " + status(api.period(api.officer(), "/soft-close", 0, WHY))
            + " " + status(api.period(api.finance(), "/periods/6/reopen", null, WHY)) + " " + status(api.period(api.finance(), "/periods/6/reopen", 0, WHY)));
        assertEquals(1, api.get(api.year("/periods")).<Integer>path("version"));
    }

    @Test
    void theYearClosesWithoutTagAndBodyAsBefore() {
        Api api = Api.newDepartment();
        Response closed = given().noContentType().header("Authorization", api.officer()).header("Idempotency-Key", "k-" + api.department())
            .post(api.year("/close"));
        Response again = api.post(api.year("/close"), null, "k-" + api.department());

        assertEquals("200 1 \"1\" 200 true", answer(closed, "statementVersion") + " " + closed.header("ETag") + " " + answer(again) + " " + again.header("Idempotency-Replayed"));
        assertEquals("[null] [CLOSED]", String.join(" ", fields(api.get(api.year("/periods/changes")), "reason", "becomes")));
    }

    @Test
    void whatIsSoAlreadyIsRefusedWithBothStates() {
        Api api = Api.newDepartment();
        assertEquals("409 PERIOD_ACTION_NOT_ALLOWED 2021-06 OPEN OPEN []",
            answer(api.period(api.finance(), "/periods/6/reopen", 0, WHY), "period", "periodStatus", "requestedStatus", "allowedActions"));
        done(api.period(api.officer(), "/soft-close", 0, WHY));
        assertEquals("409 PERIOD_ACTION_NOT_ALLOWED 2021 SOFT_CLOSED SOFT_CLOSED [CLOSE]",
            answer(api.period(api.officer(), "/soft-close", 1, WHY), "period", "periodStatus", "requestedStatus", "allowedActions"));
        done(api.period(api.officer(), "/close", 1, null));
        assertEquals("409 FISCAL_YEAR_CLOSED 2021 CLOSED CLOSED", answer(api.period(api.officer(), "/close", 2, null), "period", "periodStatus", "requestedStatus"));
        assertEquals("409 PERIOD_ACTION_NOT_ALLOWED 2021 CLOSED SOFT_CLOSED", answer(api.period(api.officer(), "/soft-close", 2, WHY), "period", "periodStatus", "requestedStatus"));
    }

    @Test
    void noReasonABlankOneATooLongOneAndAnotherRoleAreRefused() {
        Api api = Api.newDepartment();
        assertEquals("400 400 400 400 400", status(api.period(api.officer(), "/soft-close", 0, null)) + " " + status(api.period(api.officer(), "/soft-close", 0, "  "))
            + " " + status(api.period(api.officer(), "/periods/1/soft-close", 0, "因".repeat(501))) + " "
            + status(api.period(api.finance(), "/periods/1/reopen", 0, null)) + " " + status(api.period(api.officer(), "/close", 0, "")));
        assertEquals("403 403 403 403", status(api.period(api.officer(), "/reopen", 0, WHY)) + " " + status(api.period(api.officer(), "/periods/1/reopen", 0, WHY))
            + " " + status(api.period(api.finance(), "/close", 0, null)) + " " + status(api.period(api.finance(), "/periods/1/soft-close", 0, WHY)));
        assertEquals("404 NOT_FOUND 13 404 NOT_FOUND 0 404 UNKNOWN_PATH", answer(api.period(api.officer(), "/periods/13/close", 0, null), "id") + " "
            + answer(api.period(api.officer(), "/periods/0/close", 0, null), "id") + " " + answer(api.period(api.officer(), "/periods/june/close", 0, null)));
        assertEquals(List.of(), Superuser.query("select version::text from period_change where department_code = '" + api.department() + "'"));
    }

    @Test
    void oneKeyChangesOnce() {
        Api api = Api.newDepartment();
        String key = "once-" + api.department();
        Response first = api.as(api.officer()).header("Idempotency-Key", key).header("If-Match", "\"0\"").post(api.year("/periods/3/close"));
        Response second = api.as(api.officer()).header("Idempotency-Key", key).header("If-Match", "\"0\"").post(api.year("/periods/3/close"));
        assertEquals("200 \"1\" 200 \"1\" true", answer(first) + " " + first.header("ETag") + " " + answer(second) + " " + second.header("ETag") + " "
            + second.asString().equals(first.asString()));
    }

    @Test
    void closingAgainAnnouncesTheNextVersionOfTheStatement() throws IOException {
        Api api = Api.newDepartment();
        String id = api.appropriation("100.00");
        api.created(api.year("/payments"), Api.payment(id, "30.00"));
        done(api.period(api.officer(), "/close", 0, null));
        done(api.period(api.finance(), "/reopen", 1, "审计发现漏记"));
        api.created(api.year("/payments"), Api.payment(id, "12.00"));
        Response again = api.period(api.officer(), "/close", 2, "重新决算");

        List<String> announced = new ArrayList<>();
        for (String text : Superuser.query("select event from outbox where department_code = '" + api.department() + "' order by id")) {
            JsonNode data = JSON.readTree(text).get("data");
            announced.add(data.get("statementVersion") + " " + data.at("/total/executedAmount").textValue());
        }
        assertEquals(List.of("1 30.00", "2 42.00"), announced);
        assertEquals("2 42.00 2 CLOSED", String.join(" ", fields(again, "statementVersion", "total.executedAmount")) + " "
            + String.join(" ", fields(api.get(api.year("")), "statementVersion", "status")));
        assertEquals("\"3\"", api.get(api.year("")).header("ETag"));
    }

    @Test
    void theDatabaseItselfTakesNothingIntoAClosedPeriod() {
        Api api = Api.newDepartment();
        done(api.period(api.officer(), "/periods/6/close", 0, null));
        done(api.period(api.officer(), "/periods/7/soft-close", 1, WHY));

        assertTrue(insert(api, "2021-06-30", "null").contains("falls into a closed period"));
        assertTrue(insert(api, "2021-06-30", "'有批复'").contains("falls into a closed period"));
        assertTrue(insert(api, "2021-07-01", "null").contains("falls into a closed period"));
        assertEquals("", insert(api, "2021-07-01", "'有批复'"));
        assertEquals("", insert(api, "2021-05-31", "null"));
        done(api.period(api.officer(), "/close", 2, null));
        assertTrue(insert(api, "2021-05-31", "'有批复'").contains("falls into a closed period"));
    }

    /** What the database says against a movement that nobody asked the service for; it is taken back either way. */
    private static String insert(Api api, String date, String explanation) {
        try (var connection = Superuser.connect(); var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("""
                insert into movement (department_code, fiscal_year, kind, document_number, document_date, reason, override_reason, maker)
                values ('%s', 2021, 'SUPPLEMENT', 'x', '%s', 'x', %s, 'x')""".formatted(api.department(), date, explanation));
            connection.rollback();
            return "";
        } catch (java.sql.SQLException refused) {
            return refused.getMessage();
        }
    }

    @Test
    void theDatabaseItselfChangesNoPeriodWithoutARecordOfIt() {
        Api api = Api.newDepartment();
        done(api.period(api.officer(), "/periods/6/close", 0, null));

        refused(api, "month_status[6] = 'OPEN', version = version + 1", "without a record");
        refused(api, "month_status[6] = 'OPEN'", "without a record");
        refused(api, "status = 'SOFT_CLOSED'", "without a record");
        refused(api, "version = 0", "without a record");
        refused(api, "statement_version = 1", "would have statement 1 after 0");
        refusedWith(api, "6, 'CLOSED', 'OPEN', 'x'", "month_status[7] = 'CLOSED', month_status[6] = 'OPEN', version = 2");
        refusedWith(api, "null, 'OPEN', 'CLOSED', 'x'", "month_status[6] = 'OPEN', version = 2");
        assertTrue(refusal("insert into period_change (department_code, fiscal_year, version, month, was, becomes, maker) values ('"
            + api.department() + "', 2021, 2, 6, 'CLOSED', 'OPEN', 'x')").contains("loosening_has_a_reason"));
        assertTrue(refusal("update period_change set reason = 'x'").contains("append-only"));
    }

    private static void refusedWith(Api api, String record, String change) {
        assertTrue(refusal("""
            with r as (insert into period_change (department_code, fiscal_year, version, month, was, becomes, reason, maker)
                       values ('%1$s', 2021, 2, %2$s, 'x'))
            update fiscal_year set %3$s where department_code = '%1$s'""".formatted(api.department(), record, change)).contains("without a record"));
    }

    private static void refused(Api api, String change, String why) {
        String refusal = refusal("update fiscal_year set " + change + " where department_code = '" + api.department() + "'");
        assertTrue(refusal.contains(why), refusal);
    }

    private static String refusal(String statement) {
        return assertThrows(IllegalStateException.class, () -> Superuser.execute(statement)).getCause().getMessage();
    }

    private static Response pay(Api api, String authorization, String id, String date, String explanation) {
        Map<String, Object> payment = Api.payment(id, "1.00");
        payment.put("documentDate", date);
        if (explanation != null) {
            payment.put("explanation", explanation);
        }
        return api.as(authorization).header("Idempotency-Key", UUID.randomUUID().toString()).body(payment).post(api.year("/payments"));
    }

    private static String available(Api api, String id) {
        return api.get(api.year("/appropriations/" + id)).path("availableAmount");
    }

    private static void done(Response response) {
        assertEquals(200, response.statusCode(), response::asString);
    }

    private static int status(Response response) {
        return response.statusCode();
    }

    private static String answer(Response response, String... fields) {
        String code = response.statusCode() < 300 ? "" : " " + response.path("code");
        return response.statusCode() + code + (fields.length == 0 ? "" : " " + String.join(" ", fields(response, fields)));
    }

    private static List<String> fields(Response response, String... fields) {
        List<String> values = new ArrayList<>();
        for (String field : fields) {
            values.add(String.valueOf(response.<Object>path(response.asString().startsWith("{\"items\"") ? "items." + field : field)));
        }
        return values;
    }
}
