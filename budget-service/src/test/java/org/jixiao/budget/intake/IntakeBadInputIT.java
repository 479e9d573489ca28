package org.jixiao.budget.intake;

import static org.jixiao.budget.intake.Desk.HEAD;
import static org.jixiao.budget.intake.Desk.code;
import static org.jixiao.budget.intake.Desk.told;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jixiao.budget.ledger.Book;
import org.jixiao.chassis.testing.RealParts;
import org.jixiao.chassis.testing.Superuser;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Files that cannot be taken: a code says why, and nothing is half stored. */
@QuarkusTest
@RealParts
class IntakeBadInputIT {

    private Desk desk;
    private String id;

    @BeforeEach
    void open() {
        desk = new Desk();
        id = desk.book.appropriation("100.00");
    }

    @AfterEach
    void theLedgerAgreesWithItselfAndNoPieceIsLeft() {
        Book.check();
        assertEquals(List.of("0"), Superuser.query("select count(*)::text from intake_piece where department_code = '" + desk.api.department() + "'"));
    }

    private String intakes() {
        return Superuser.query("select count(*)::text from intake where department_code = '" + desk.api.department() + "'").get(0);
    }

    private String movements() {
        return Superuser.query("select count(*)::text from movement where department_code = '" + desk.api.department() + "'").get(0);
    }

    @Test
    void whatIsAskedForInTheAddressIsChecked() {
        byte[] file = HEAD.getBytes(StandardCharsets.UTF_8);
        assertEquals("400 INVALID_VALUE", code(desk.hand("kind=REFUNDS", file)));
        assertEquals("400 INVALID_VALUE", code(desk.hand("kind=PAYMENTS&mode=SOME", file)));
        assertEquals("400 INVALID_VALUE", code(desk.hand("kind=PAYMENTS&dryRun=yes", file)));
        assertEquals("400 INVALID_VALUE", code(desk.api.get(desk.api.year("/intakes/template?kind=PAYMENTS&format=NDJSON"))));
        assertEquals("404 NOT_FOUND", code(desk.api.get(desk.api.year("/intakes/" + UUID.randomUUID()))));
        assertEquals("404 NOT_FOUND", code(desk.api.get(desk.api.year("/intakes/x/rejects"))));
        assertEquals("415 UNSUPPORTED_MEDIA_TYPE", code(desk.api.post(desk.api.year("/intakes?kind=PAYMENTS"), Map.of("a", "b"))));
        assertEquals("0", intakes());
    }

    @Test
    void aFileThatCannotBeReadIsNamedAndRecordsNothing() throws Exception {
        byte[] good = Desk.xlsx("指标编号|支付金额|支付凭证号|支付日期|用途", id + "|1.00|B-1|2021-06-02|办公");
        assertEquals("FAILED null = 0 + null + null, 0.00 SHEET_UNREADABLE", told(desk.done("kind=PAYMENTS", Arrays.copyOf(good, good.length / 2))));
        assertEquals("FAILED null = 0 + null + null, 0.00 SHEET_HEADINGS_MISSING", told(desk.done("kind=PAYMENTS", "a,b\n1,2\n")));
        assertEquals("FAILED null = 0 + null + null, 0.00 SHEET_ENCODING", told(desk.done("kind=PAYMENTS", new byte[] {(byte) 0xff, (byte) 0xd8, 0, 1})));
        assertEquals("FAILED null = 0 + null + null, 0.00 SHEET_HEADINGS_MISSING", told(desk.done("kind=PAYMENTS", new byte[0])));
        assertEquals("100.00 1", desk.book.available(id) + " " + movements());
    }

    @Test
    void aFormulaIsNoFigure() throws Exception {
        assertEquals("RECORDED 2 = 1 + 0 + 1, 1.00\n3 B CELL_FORMULA", told(desk.done("kind=PAYMENTS&mode=ROW_BY_ROW", Desk.xlsx(
            "指标编号|支付金额|支付凭证号|支付日期|用途", id + "|1.00|B-1|2021-06-02|办公", id + "|=1+1|B-2|2021-06-02|办公"))));
    }

    @Test
    void aSheetThatMayHaveBeenMeantStopsAFileOfWhichAllIsToBeTaken() throws Exception {
        String head = "指标编号|支付金额|支付凭证号|支付日期|用途";
        byte[] typo = Desk.workbook(Map.of("1月", List.of(head, id + "|1.00|B-1|2021-01-02|办公"),
            "2月", List.of(head.replace("支付金额", "支付金颔"), id + "|1.00|B-2|2021-02-02|办公")));
        byte[] hidden = Desk.workbook(Map.of("1月", List.of(head, id + "|1.00|B-1|2021-01-02|办公"),
            ".2月", List.of(head, id + "|1.00|B-2|2021-02-02|办公"), "说明", List.of("用途", "请填写")));
        assertEquals("FAILED null = 0 + null + null, 0.00 SHEET_LEFT_OUT", told(desk.done("kind=PAYMENTS", typo)));
        assertEquals("FAILED null = 0 + null + null, 0.00 SHEET_LEFT_OUT", told(desk.done("kind=PAYMENTS&dryRun=true", hidden)));
        assertEquals("1", movements());
        assertEquals("RECORDED 1 = 1 + 0 + 0, 1.00", told(desk.done("kind=PAYMENTS&mode=ROW_BY_ROW", hidden)));
    }

    @Test
    void rowsOfAClosedMonthAreRefusedAndOfAClosingOneWantFinanceAndAReason() {
        desk.api.period(desk.api.officer(), "/periods/5/close", 0, "对账").then().statusCode(200);
        desk.api.period(desk.api.officer(), "/periods/6/soft-close", 1, "对账").then().statusCode(200);
        String head = HEAD.strip() + ",例外说明\n";
        String rows = id + ",1.00,C-1,2021-05-02,办公,补记\n" + id + ",1.00,C-2,2021-06-02,办公,补记\n" + id + ",1.00,C-3,2021-06-02,办公,\n"
            + id + ",1.00,C-4,2021-07-02,办公,\n";
        assertEquals("""
            RECORDED 4 = 1 + 0 + 3, 1.00
            2 D PERIOD_CLOSED
            3 D PERIOD_SOFT_CLOSED
            4 D PERIOD_SOFT_CLOSED""", told(desk.done("kind=PAYMENTS&mode=ROW_BY_ROW", head + rows)));
        assertEquals("""
            RECORDED 4 = 1 + 1 + 2, 1.00
            2 D PERIOD_CLOSED
            4 F EXPLANATION_REQUIRED""", told(desk.done(desk.api.financeOfficer(), "kind=PAYMENTS&mode=ROW_BY_ROW",
            (head + rows).getBytes(StandardCharsets.UTF_8))));
        assertEquals(List.of("PERIOD_SOFT_CLOSED 补记"), Superuser.query("select f.code || ' ' || f.explanation from movement_finding f where "
            + "department_code = '" + desk.api.department() + "'"));
    }

    @Test
    void aDocumentOfManyLinesInAClosingMonthIsToldOnceThatItCameLate() {
        desk.api.period(desk.api.officer(), "/periods/6/soft-close", 0, "对账").then().statusCode(200);
        String rows = "单位编码,功能分类,经济分类,资金性质,金额,文号,日期,例外说明\n" + "U1,2010301,30201,111,1.00,文1,2021-06-05,补记\n"
            + "U1,2010301,30202,111,1.00,文1,2021-06-05,补记\nU1,2010301,30203,111,1.00,文1,2021-06-05,补记\n";
        assertEquals("RECORDED 3 = 3 + 0 + 0, 3.00", told(desk.done(desk.api.financeOfficer(), "kind=APPROPRIATIONS",
            rows.getBytes(StandardCharsets.UTF_8))));
        assertEquals(List.of("1 PERIOD_SOFT_CLOSED"), Superuser.query("select number || ' ' || code from movement_finding where "
            + "department_code = '" + desk.api.department() + "'"));
    }

    @Test
    void aPolicyThatWarnsLetsAnExplainedRowPassAsItLetsAPaymentPass() {
        desk.book.decide(Book.policy("PAYMENT", "WARN")).then().statusCode(201);
        assertEquals("""
            RECORDED 2 = 1 + 0 + 1, 120.00
            3 F EXPLANATION_REQUIRED""", told(desk.done("kind=PAYMENTS&mode=ROW_BY_ROW", HEAD.strip() + ",例外说明\n"
            + id + ",120.00,P-1,2021-06-02,办公,已批准\n" + id + ",1.00,P-2,2021-06-02,办公,\n")));
        assertEquals("-20.00", desk.book.available(id));
    }

    @Test
    void aClosedYearTakesNoFile() {
        desk.api.post(desk.api.year("/close"), null).then().statusCode(200);
        assertEquals("409 FISCAL_YEAR_CLOSED", code(desk.hand("kind=PAYMENTS", HEAD.getBytes(StandardCharsets.UTF_8))));
        assertEquals("0", intakes());
    }
}
