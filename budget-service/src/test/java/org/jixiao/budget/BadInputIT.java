package org.jixiao.budget;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jixiao.chassis.testing.RealParts;
import org.jixiao.chassis.testing.Superuser;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Bad input: each has its status, its code, the place and the figures, and leaves nothing behind. */
@QuarkusTest
@RealParts
class BadInputIT {

    private static final String STORED = """
        select concat_ws(' ', (select count(*) from department), (select count(*) from agency), (select count(*) from project),
            (select count(*) from fiscal_year), (select count(*) from appropriation), (select count(*) from movement),
            (select count(*) from ledger_entry), (select count(*) from movement_use), (select sum(executed_amount) from appropriation))""";

    /** A department with an appropriation of 100.00 in two fund natures, a payment of 40.00, and a closed year 2020. */
    private record Place(Api api, String general, String fund, String payment) {
    }

    @TestFactory
    Stream<DynamicTest> badInputIsRefusedWithItsFiguresAndLeavesNothingBehind() {
        Api api = Api.newDepartment();
        String general = api.appropriation("100.00");
        String fund = api.appropriation("GOVERNMENT_FUND", "100.00");
        Map<String, Object> paid = Api.payment(general, "40.00");
        paid.put("documentNumber", "付-1");
        Place place = new Place(api, general, fund, api.created(api.year("/payments"), paid).path("id"));
        api.created(api.path("/fiscal-years"), Map.of("fiscalYear", 2020));
        String old = api.created(api.path("/fiscal-years/2020/appropriations"), appropriation()).path("id");
        api.post(api.path("/fiscal-years/2020/close"), null).then().statusCode(200);

        return Stream.of(
            pay("a negative amount", "amount", "-1.00", "400 AMOUNT_NOT_POSITIVE /amount -1.00 0.01", "amount", "amountMin"),
            pay("an amount of zero", "amount", "0.00", "400 AMOUNT_NOT_POSITIVE /amount 0.00 0.01", "amount", "amountMin"),
            pay("a huge amount", "amount", "10000000000000", "400 AMOUNT_TOO_LARGE /amount 10000000000000 9999999999999.99", "amount", "amountMax"),
            pay("three decimals", "amount", "0.001", "400 AMOUNT_SCALE /amount 3 2", "scale", "scaleMax"),
            pay("an amount in words", "amount", "十元", "400 AMOUNT_MALFORMED /amount 十元", "amount"),
            pay("an exponent", "amount", "1e2", "400 AMOUNT_MALFORMED /amount 1e2", "amount"),
            pay("an amount as a JSON number", "amount", 1.5, "400 INVALID_VALUE /amount"),
            pay("an amount as a whole JSON number", "amount", 1, "400 INVALID_VALUE /amount"),
            pay("no amount", "amount", null, "400 VALIDATION_FAILED null"),
            pay("an unknown field", "amuont", "1.00", "400 UNKNOWN_FIELD /amuont"),
            pay("an unknown appropriation", "appropriationId", "999999", "400 UNKNOWN_APPROPRIATION /appropriationId 999999 2021", "appropriationId", "fiscalYear"),
            pay("an appropriation of another year", "appropriationId", old, "400 UNKNOWN_APPROPRIATION /appropriationId " + old + " 2021", "appropriationId", "fiscalYear"),
            pay("an id that is none", "appropriationId", "' or 1=1", "400 UNKNOWN_APPROPRIATION /appropriationId 2021", "fiscalYear"),
            pay("a day that does not exist", "documentDate", "2021-02-30", "400 INVALID_VALUE /documentDate"),
            pay("a date before the year", "documentDate", "2020-12-31", "422 DATE_OUTSIDE_FISCAL_YEAR /documentDate 2020-12-31 2021-01-01 2021-12-31", "documentDate", "dateMin", "dateMax"),
            pay("a date after the year", "documentDate", "2022-01-01", "422 DATE_OUTSIDE_FISCAL_YEAR /documentDate 2022-01-01 2021-01-01 2021-12-31", "documentDate", "dateMin", "dateMax"),
            pay("more than is available", "amount", "60.01", "422 APPROPRIATION_EXCEEDED /amount 60.00 60.01 " + general, "available", "requested", "appropriationId"),
            pay("a document number used with other content", "documentNumber", "付-1", "409 DOCUMENT_NUMBER_TAKEN /documentNumber 付-1 40.00 1.00 false",
                "documentNumber", "existing.lines[0].amount", "requested.lines[0].amount", "sameContent"),
            pay("an empty purpose", "purpose", "  ", "400 VALIDATION_FAILED null"),
            bad("the same document again", p -> p.api.post(p.api.year("/payments"), paid),
                "409 DOCUMENT_NUMBER_TAKEN /documentNumber 40.00 40.00 true", "existing.lines[0].amount", "requested.lines[0].amount", "sameContent"),
            bad("a closed year", p -> p.api.post(p.api.path("/fiscal-years/2020/payments"), dated(Api.payment(old, "1.00"), "2020-06-01")),
                "409 FISCAL_YEAR_CLOSED null 2020 1", "fiscalYear", "statementVersion"),
            bad("an appropriation in a closed year", p -> p.api.post(p.api.path("/fiscal-years/2020/appropriations"), with(appropriation(), "economicClass", "30102")),
                "409 FISCAL_YEAR_CLOSED null 2020 1", "fiscalYear", "statementVersion"),
            bad("closing again", p -> p.api.post(p.api.path("/fiscal-years/2020/close"), null),
                "409 FISCAL_YEAR_CLOSED null 2020 test-budget-officer", "fiscalYear", "closedBy"),
            bad("a year that is not there", p -> p.api.post(p.api.path("/fiscal-years/2019/payments"), Api.payment(old, "1.00")),
                "404 NOT_FOUND null 2019", "id"),
            move("a virement to itself", "VIREMENT", p -> List.of(line(p.general, "-1.00"), line(p.general, "1.00")),
                "422 VIREMENT_TO_ITSELF /lines/1/appropriationId " + general, "appropriationId"),
            move("a virement that makes money", "VIREMENT", p -> List.of(line(p.general, "-1.00"), line(p.fund, "1.01")),
                "422 VIREMENT_NOT_BALANCED /lines 0.01 0.00", "net", "netExpected"),
            move("a virement between fund natures", "VIREMENT", p -> List.of(line(p.general, "-1.00"), line(p.fund, "1.00")),
                "422 VIREMENT_ACROSS_FUNDS /lines/1/appropriationId GENERAL_PUBLIC_BUDGET GOVERNMENT_FUND", "fundNature", "otherFundNature"),
            move("a second opening", "OPENING", p -> List.of(line(p.general, "1.00")),
                "422 OPENING_NOT_FIRST /lines/0/appropriationId 2 0", "entryCount", "entryCountExpected"),
            move("a reduction above what is available", "REDUCTION", p -> List.of(line(p.fund, "1.00"), line(p.general, "60.01")),
                "422 APPROPRIATION_EXCEEDED /lines/1/amount 60.00 60.01", "available", "requested"),
            move("an appropriation twice", "SUPPLEMENT", p -> List.of(line(p.general, "1.00"), line(p.general, "1.00")),
                "422 APPROPRIATION_REPEATED /lines/1/appropriationId " + general, "appropriationId"),
            move("a bad amount in the second line", "SUPPLEMENT", p -> List.of(line(p.general, "1.00"), line(p.fund, "0.005")),
                "400 AMOUNT_SCALE /lines/1/amount 3 2", "scale", "scaleMax"),
            move("no lines", "SUPPLEMENT", p -> List.of(), "400 VALIDATION_FAILED null"),
            move("a payment as a movement", "PAYMENT", p -> List.of(line(p.general, "1.00")), "400 MOVEMENT_KIND_ELSEWHERE /kind PAYMENT", "kind"),
            move("an unknown kind", "GIFT", p -> List.of(line(p.general, "1.00")), "400 INVALID_VALUE /kind GIFT", "value"),
            bad("a refund of more than was paid", p -> p.api.post(p.api.year("/payments/" + p.payment + "/refunds"), Api.refund("40.01")),
                "422 REFUND_EXCEEDS_PAYMENT /amount 40.00 40.01", "available", "requested"),
            bad("a refund before the payment", p -> p.api.post(p.api.year("/payments/" + p.payment + "/refunds"), dated(Api.refund("1.00"), "2021-06-01")),
                "422 REFUND_BEFORE_PAYMENT /documentDate 2021-06-01 2021-06-02", "documentDate", "paidDate"),
            bad("a refund of no payment", p -> p.api.post(p.api.year("/payments/999999/refunds"), Api.refund("1.00")),
                "404 NOT_FOUND null 999999", "id"),
            bad("an unknown unit", p -> p.api.post(p.api.year("/appropriations"), with(appropriation(), "agencyCode", "NONE")),
                "400 UNKNOWN_AGENCY /agencyCode NONE", "agencyCode"),
            bad("an unknown project", p -> p.api.post(p.api.year("/appropriations"), with(with(appropriation(), "expenditureKind", "PROJECT"), "projectCode", "NONE")),
                "400 UNKNOWN_PROJECT /projectCode NONE", "projectCode"),
            bad("project expenditure without a project", p -> p.api.post(p.api.year("/appropriations"), with(appropriation(), "expenditureKind", "PROJECT")),
                "422 PROJECT_MISMATCH /projectCode PROJECT", "expenditureKind"),
            bad("personnel expenditure with a project", p -> p.api.post(p.api.year("/appropriations"), with(appropriation(), "projectCode", "P1")),
                "422 PROJECT_MISMATCH /projectCode PERSONNEL P1", "expenditureKind", "projectCode"),
            bad("an unknown fund nature", p -> p.api.post(p.api.year("/appropriations"), with(appropriation(), "fundNature", "GOLD")),
                "400 INVALID_VALUE /fundNature GOLD", "value"),
            bad("an economic class in words", p -> p.api.post(p.api.year("/appropriations"), with(appropriation(), "economicClass", "工资")),
                "400 VALIDATION_FAILED null"),
            bad("the same unit twice", p -> p.api.post(p.api.path("/agencies"), Map.of("code", "U1", "name", "别的")),
                "409 AGENCY_EXISTS /code 本级 别的", "existing.name", "requested.name"),
            bad("a unit below one that is not there", p -> p.api.post(p.api.path("/agencies"), Map.of("code", "U2", "name", "下级", "parentCode", "U9")),
                "400 UNKNOWN_AGENCY /parentCode U9", "agencyCode"),
            bad("the same project twice", p -> p.api.post(p.api.path("/projects"), Map.of("code", "P1", "name", "别的")),
                "409 PROJECT_EXISTS /code 项目一 别的", "existing.name", "requested.name"),
            bad("the same year twice", p -> p.api.post(p.api.path("/fiscal-years"), Map.of("fiscalYear", 2021)),
                "409 FISCAL_YEAR_EXISTS /fiscalYear 2021", "fiscalYear"),
            bad("the same department twice", p -> p.api.post("/api/v1/departments", Map.of("code", p.api.department(), "name", "别的")),
                "409 DEPARTMENT_EXISTS /code 别的", "requested.name"),
            bad("a department code in small letters", p -> p.api.post("/api/v1/departments", Map.of("code", "yf", "name", "别的")),
                "400 VALIDATION_FAILED null"),
            bad("an unknown query parameter", p -> p.api.get(p.api.year("/entries?knid=PAYMENT")),
                "400 UNKNOWN_PARAMETER ?knid knid", "parameter"),
            bad("an unknown kind in a filter", p -> p.api.get(p.api.year("/entries?kind=GIFT")), "400 INVALID_VALUE ?kind GIFT", "value"),
            bad("a cursor of another list", p -> p.api.get(p.api.year("/entries?cursor=QUJD")), "400 INVALID_CURSOR ?cursor"),
            bad("a year in words", p -> p.api.get(p.api.path("/fiscal-years/next")), "404 UNKNOWN_PATH null")
        ).map(bad -> DynamicTest.dynamicTest(bad.name, () -> {
            String before = Superuser.query(STORED).get(0);
            Response response = bad.call.apply(place);
            StringBuilder seen = new StringBuilder(response.statusCode() + " " + response.path("code") + " " + response.path("pointer"));
            for (String figure : bad.figures) {
                seen.append(' ').append((Object) response.path(figure));
            }
            assertEquals(bad.expected + " | " + before, seen + " | " + Superuser.query(STORED).get(0), response.asString());
        }));
    }

    private record Bad(String name, Function<Place, Response> call, String expected, String... figures) {
    }

    private static Bad bad(String name, Function<Place, Response> call, String expected, String... figures) {
        return new Bad(name, call, expected, figures);
    }

    private static Bad pay(String name, String field, Object value, String expected, String... figures) {
        return new Bad(name, place -> place.api.post(place.api.year("/payments"), with(Api.payment(place.general, "1.00"), field, value)),
            expected, figures);
    }

    private static Bad move(String name, String kind, Function<Place, List<Map<String, Object>>> lines, String expected, String... figures) {
        return new Bad(name, place -> place.api.post(place.api.year("/movements"), Api.movement(kind, lines.apply(place))), expected, figures);
    }

    private static Map<String, Object> line(String appropriationId, String amount) {
        return Map.of("appropriationId", appropriationId, "amount", amount);
    }

    private static Map<String, Object> dated(Map<String, Object> document, String date) {
        return with(document, "documentDate", date);
    }

    private static Map<String, Object> with(Map<String, Object> body, String field, Object value) {
        Map<String, Object> changed = new LinkedHashMap<>(body);
        changed.put(field, value);
        return changed;
    }

    private static Map<String, Object> appropriation() {
        return Map.of("agencyCode", "U1", "fundNature", "OTHER", "expenditureKind", "PERSONNEL", "functionalClass", "2010301",
            "economicClass", "30101", "economicClassName", "基本工资");
    }
}
