package org.jixiao.budget.intake;

import static org.jixiao.budget.intake.Desk.HEAD;
import static org.jixiao.budget.intake.Desk.code;
import static org.jixiao.budget.intake.Desk.payment;
import static org.jixiao.budget.intake.Desk.told;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jixiao.budget.ledger.Book;
import org.jixiao.chassis.testing.RealParts;
import org.jixiao.chassis.testing.Superuser;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Files that bring many documents at once. */
@QuarkusTest
@RealParts
class IntakeIT {

    private Desk desk;

    @BeforeEach
    void open() {
        desk = new Desk();
    }

    @AfterEach
    void theLedgerAgreesWithItselfAndNoFileIsLeft() {
        Book.check();
        assertEquals(List.of("0"), Superuser.query("select count(*)::text from intake_piece where department_code = '" + desk.api.department() + "'"));
    }

    private String movements() {
        return Superuser.query("select count(*)::text from movement where department_code = '" + desk.api.department() + "'").get(0);
    }

    @Test
    void rowByRowTheGoodRowsAreRecordedAndEveryFaultOfTheOthersIsNamed() {
        String id = desk.book.appropriation("100.00");
        JsonPath intake = desk.done("kind=PAYMENTS&mode=ROW_BY_ROW&fileName=5月.csv", HEAD
            + payment(id, "10.00", "A-1") + payment(id, "95.00", "A-2") + payment("99999999", "1.00", "A-3") + payment(id, "1.005", "A-4")
            + payment(id, "0", "A-5") + payment(id, "-1.00", "A-6") + id + ",x,,2021-13-01," + "\n" + payment(id, "\"1,0.00\"", "A-7")
            + payment(id, "20.50", "A-8") + id + ",1.00,A-9,2022-01-01,办公\n" + "合计,30.50,,,\n");
        assertEquals("""
            RECORDED 10 = 2 + 0 + 8, 30.50
            3 B APPROPRIATION_EXCEEDED
            4 A UNKNOWN_APPROPRIATION
            5 B CELL_SCALE
            6 B AMOUNT_NOT_POSITIVE
            7 B AMOUNT_NOT_POSITIVE
            8 B CELL_NUMBER_MALFORMED
            8 C CELL_EMPTY
            8 D CELL_DATE_MALFORMED
            8 E CELL_EMPTY
            9 B CELL_NUMBER_MALFORMED
            11 D DATE_OUTSIDE_FISCAL_YEAR""", told(intake));
        assertEquals("69.50", desk.book.available(id));
        assertEquals("5月.csv CSV UTF-8 1", intake.getString("fileName") + " " + intake.getString("fileFormat") + " "
            + intake.getString("encoding") + " " + intake.getString("sumRows"));
    }

    @Test
    void allOrNothingRecordsAllOrNothing() {
        String id = desk.book.appropriation("100.00");
        String good = payment(id, "10.00", "A-1") + payment(id, "20.00", "A-2");
        assertEquals("REFUSED 3 = 0 + 0 + 1, 0.00\n4 B APPROPRIATION_EXCEEDED",
            told(desk.done("kind=PAYMENTS", HEAD + good + payment(id, "70.01", "A-3"))));
        assertEquals("REFUSED 3 = 0 + 0 + 1, 0.00\n4 B CELL_SCALE",
            told(desk.done("kind=PAYMENTS", HEAD + good + payment(id, "70.001", "A-3"))));
        assertEquals("100.00", desk.book.available(id));
        assertEquals("1", movements());
        assertEquals("RECORDED 3 = 3 + 0 + 0, 100.00", told(desk.done("kind=PAYMENTS", HEAD + good + payment(id, "70.00", "A-3"))));
        assertEquals("0.00", desk.book.available(id));
    }

    @Test
    void aDryRunSaysWhatWouldBeAndRecordsNothing() {
        String id = desk.book.appropriation("100.00");
        String file = HEAD + payment(id, "60.00", "A-1") + payment(id, "50.00", "A-2") + payment(id, "40.00", "A-3") + payment(id, "40.00", "A-3");
        assertEquals("CHECKED 4 = 2 + 1 + 1, 100.00\n3 B APPROPRIATION_EXCEEDED", told(desk.done("kind=PAYMENTS&dryRun=true", file)));
        assertEquals("CHECKED 4 = 2 + 1 + 1, 100.00\n3 B APPROPRIATION_EXCEEDED",
            told(desk.done("kind=PAYMENTS&dryRun=true&mode=ROW_BY_ROW", file)));
        assertEquals("100.00 1", desk.book.available(id) + " " + movements());
        assertEquals("RECORDED 4 = 2 + 1 + 1, 100.00\n3 B APPROPRIATION_EXCEEDED", told(desk.done("kind=PAYMENTS&mode=ROW_BY_ROW", file)));
    }

    @Test
    void aFileThatIsHandedInAgainDoublesNothing() {
        String id = desk.book.appropriation("100.00");
        String file = HEAD + payment(id, "10.00", "A-1") + payment(id, "20.00", "A-2");
        desk.done("kind=PAYMENTS", file);
        assertEquals("RECORDED 2 = 0 + 2 + 0, 0.00", told(desk.done("kind=PAYMENTS", file)));
        assertEquals("RECORDED 3 = 1 + 2 + 0, 5.00", told(desk.done("kind=PAYMENTS&mode=ROW_BY_ROW", file + payment(id, "5.00", "A-3"))));
        assertEquals("RECORDED 1 = 0 + 0 + 1, 0.00\n2 C DOCUMENT_NUMBER_TAKEN",
            told(desk.done("kind=PAYMENTS&mode=ROW_BY_ROW", HEAD + payment(id, "11.00", "A-1"))));
        assertEquals("65.00 4", desk.book.available(id) + " " + movements());
    }

    @Test
    void theSameRequestTwiceIsOneIntake() {
        String id = desk.book.appropriation("100.00");
        byte[] file = (HEAD + payment(id, "10.00", "A-1")).getBytes(StandardCharsets.UTF_8);
        String key = UUID.randomUUID().toString();
        Response first = desk.hand(desk.api.officer(), "kind=PAYMENTS", file, key);
        Response again = desk.hand(desk.api.officer(), "kind=PAYMENTS", file, key);
        assertEquals(first.asString() + " true", again.asString() + " " + again.header("Idempotency-Replayed"));
        file[file.length - 2]++;
        assertEquals("422 IDEMPOTENCY_KEY_REUSED", code(desk.hand(desk.api.officer(), "kind=PAYMENTS", file, key)));
        desk.end(first.header("Location"));
        assertEquals(1, desk.api.get(desk.api.year("/intakes")).jsonPath().getList("items").size());
    }

    @Test
    void tablesOfOfficesAreReadWithTheirTitlesUnitsAndSums() throws Exception {
        byte[] table = Desk.xlsx("2021年部门预算指标表", "　单位：万元", "单位　编码|功能分类科目编码|部门经济分类|资金性质|年初预算数（万元）|指标文号|批复日期|项目编码",
            "U1|2010301|30201　办公费|111 一般公共预算|1,234.56|财预〔2021〕1号|2021年1月5日|", "U1 本级|2010301|30202|一般公共预算资金|#0.5|财预〔2021〕1号|2021/1/5|",
            "　|2010302|50201|121|#10|财预〔2021〕2号|20210106|P1", "U1|2010302|30211|政府性基金预算|#10|财预〔2021〕2号|20210106|P1",
            "合　计||||#1245.06|||");
        JsonPath intake = desk.done("kind=APPROPRIATIONS&mode=ROW_BY_ROW", table);
        assertEquals("RECORDED 4 = 3 + 0 + 1, 12450600.00\n6 A CELL_EMPTY", told(intake));
        assertEquals("明细 XLSX 1", intake.getString("faults[0].sheet") + " " + intake.getString("fileFormat") + " " + intake.getString("sumRows"));
        assertEquals(List.of("30201 办公费 12345600.00 OPERATING", "30202 30202 5000.00 OPERATING", "30211 30211 100000.00 PROJECT"),
            Superuser.query("select concat_ws(' ', economic_class, economic_class_name, adjusted_budget, expenditure_kind) from appropriation "
                + "where department_code = '" + desk.api.department() + "' order by 1"));
        assertEquals("RECORDED 4 = 0 + 3 + 1, 0.00\n6 A CELL_EMPTY", told(desk.done("kind=APPROPRIATIONS&mode=ROW_BY_ROW", table)));
        assertEquals("2", movements());
    }

    @Test
    void theAnswerShowsWhichSheetsWereReadAndHow() throws Exception {
        String id = desk.book.appropriation("20000.00");
        JsonPath intake = desk.done("kind=PAYMENTS", Desk.workbook(Map.of("明细", List.of("序号|指标编号|支付金额（万元）|支付凭证号|支付日期|用途",
            "#1|" + id + "|1.00|B-1|2021-01-02|办公"), "说明", List.of("请填写"), ".字典", List.of("办公"))));
        assertEquals("RECORDED 1 = 1 + 0 + 0, 10000.00", told(intake));
        assertEquals("[说明, .字典, 明细] [SKIPPED, HIDDEN, READ] [null, null, 1] [null, null, 10000] [null, null, [序号]]",
            String.join(" ", List.of("name", "use", "rows", "yuanPerUnit", "ignoredColumns").stream()
                .map(field -> String.valueOf(intake.getList("sheets." + field))).toList()));
        assertEquals("[READ] [1]", desk.done("kind=PAYMENTS&dryRun=true", HEAD).getList("sheets.use") + " "
            + desk.done("kind=PAYMENTS&dryRun=true", HEAD).getList("sheets.yuanPerUnit"));
    }

    @Test
    void paymentsFindTheirAppropriationByItsClasses() {
        desk.done("kind=APPROPRIATIONS", "单位编码,功能分类,经济分类,资金性质,金额,文号,日期\nU1,2010301,30201,111,100.00,文1,2021-01-05\n"
            + "U1,2010301,30202,111,100.00,文1,2021-01-05\n");
        assertEquals("""
            RECORDED 3 = 1 + 0 + 2, 1.00
            3 B CELL_EMPTY
            4 null APPROPRIATION_NOT_FOUND""", told(desk.done("kind=PAYMENTS&mode=ROW_BY_ROW", """
            预算单位,经济分类,金额,凭证号,日期,摘要
            U1 本级,30202 印刷费,1.00,A-1,2021-06-02,办公
            U1,,1.00,A-2,2021-06-02,办公
            U1,30299,1.00,A-3,2021-06-02,办公
            """)));
        assertEquals("RECORDED 1 = 0 + 0 + 1, 0.00\n2 null APPROPRIATION_AMBIGUOUS",
            told(desk.done("kind=PAYMENTS&mode=ROW_BY_ROW", "预算单位,金额,凭证号,日期,摘要\nU1,1.00,A-2,2021-06-02,办公\n")));
    }

    @Test
    void aBlankClassIsNoLeaveToTakeAnyAppropriation() {
        desk.done("kind=APPROPRIATIONS", "单位编码,项目编码,功能分类,经济分类,资金性质,金额,文号,日期\nU1,P1,2010301,30201,111,100.00,文1,2021-01-05\n");
        assertEquals("""
            RECORDED 4 = 1 + 0 + 3, 1.00
            3 null APPROPRIATION_NOT_FOUND
            4 A CELL_EMPTY
            5 A CELL_EMPTY
            5 C CELL_EMPTY""", told(desk.done("kind=PAYMENTS&mode=ROW_BY_ROW", """
            单位编码,项目编码,经济分类,金额,凭证号,日期,摘要
            U1,P1,30201,1.00,A-1,2021-06-02,办公
            U1,,30201,1.00,A-2,2021-06-02,办公
            ,P1,30201,1.00,A-3,2021-06-02,办公
            ,P1,,1.00,A-4,2021-06-02,办公
            """)));
        String line = "{\"agencyCode\": \"U1\", \"economicClass\": \"30201\"%s, \"amount\": \"1.00\", \"documentNumber\": \"N-%d\", "
            + "\"documentDate\": \"2021-06-02\", \"purpose\": \"办公\"}\n";
        assertEquals("RECORDED 3 = 1 + 0 + 2, 1.00\n2 null APPROPRIATION_NOT_FOUND\n3 null APPROPRIATION_NOT_FOUND",
            told(desk.done("kind=PAYMENTS&mode=ROW_BY_ROW", line.formatted("", 1) + line.formatted(", \"projectCode\": null", 2)
                + line.formatted(", \"projectCode\": \"\"", 3))));
    }

    @Test
    void rejectsOfAFileWithoutAColumnHaveItNeither() {
        desk.done("kind=APPROPRIATIONS", "单位编码,项目编码,功能分类,经济分类,资金性质,金额,文号,日期\nU1,P1,2010301,30201,111,100.00,文1,2021-01-05\n");
        String intake = desk.done("kind=PAYMENTS&mode=ROW_BY_ROW", "单位编码,经济分类,例外说明,金额,凭证号,日期,摘要\nU1,30201,,200.00,A-1,2021-06-02,办公\n")
            .getString("id");
        String csv = new String(desk.api.get(desk.api.year("/intakes/" + intake + "/rejects")).asByteArray(), StandardCharsets.UTF_8);
        assertEquals("\ufeff所在工作表,所在行,退回原因,单位编码,部门经济分类,支付金额,支付凭证号,支付日期,用途,例外说明", csv.lines().findFirst().orElse(""));
        assertEquals("RECORDED 1 = 1 + 0 + 0, 20.00", told(desk.done("kind=PAYMENTS", csv.replace(",200.00,", ",20.00,"))));
    }

    @Test
    void aCodeInPiecesIsNotTheClassOfItsFirstPiece() {
        assertEquals("""
            RECORDED 5 = 1 + 0 + 4, 1.00
            2 B CLASS_UNREADABLE
            3 C CLASS_UNREADABLE
            4 B CLASS_UNREADABLE
            5 D CLASS_UNREADABLE""", told(desk.done("kind=APPROPRIATIONS&mode=ROW_BY_ROW", """
            单位编码,功能分类,经济分类,资金性质,金额,文号,日期
            U1,201-03-01,30201,111,1.00,文1,2021-01-05
            U1,2010301,302.01,111,1.00,文2,2021-01-05
            U1,201 03,30201,111,1.00,文3,2021-01-05
            U1,2010301,30201,11-1,1.00,文4,2021-01-05
            U1,2010301.0,30201-办公费,111.0,1.00,文5,2021-01-05
            """)));
    }

    @Test
    void ndjsonAndEveryUsualEncodingAreRead() {
        String id = desk.book.appropriation("100.00");
        String line = "{\"appropriationId\": \"%s\", \"amount\": \"1.00\", \"documentNumber\": \"N-%d\", \"documentDate\": \"2021-06-02\", \"purpose\": \"办公\"}\n";
        JsonPath lines = desk.done("kind=PAYMENTS", line.formatted(id, 1) + line.formatted(id, 2));
        assertEquals("RECORDED 2 = 2 + 0 + 0, 2.00 NDJSON", told(lines) + " " + lines.getString("fileFormat"));
        JsonPath bom = desk.done("kind=PAYMENTS", "\ufeff" + HEAD + payment(id, "1.00", "N-3"));
        assertEquals("RECORDED 1 = 1 + 0 + 0, 1.00 UTF-8", told(bom) + " " + bom.getString("encoding"));
        JsonPath gb = desk.done("kind=PAYMENTS", HEAD + payment(id, "1.00", "款〔2021〕镕4号"), Charset.forName("GB18030"));
        assertEquals("RECORDED 1 = 1 + 0 + 0, 1.00 GB18030", told(gb) + " " + gb.getString("encoding"));
        assertEquals(List.of("款〔2021〕镕4号"), Superuser.query("select document_number from movement where intake_id = '" + gb.getString("id") + "'"));
    }

    @Test
    void rejectsAreDownloadedMendedAndHandedInAgain() {
        String id = desk.book.appropriation("100.00");
        String file = HEAD + payment(id, "10.00", "A-1") + payment(id, "200.00", "A-2") + payment(id, "1.005", "A-3");
        String intake = desk.done("kind=PAYMENTS&mode=ROW_BY_ROW", file).getString("id");
        Response rejects = desk.api.get(desk.api.year("/intakes/" + intake + "/rejects"));
        assertEquals("200 text/csv", rejects.statusCode() + " " + rejects.contentType().split(";")[0]);
        String csv = new String(rejects.asByteArray(), StandardCharsets.UTF_8);
        assertEquals(3, csv.strip().lines().count(), csv);
        assertEquals(true, csv.contains("[APPROPRIATION_EXCEEDED]") && csv.contains("[CELL_SCALE]"), csv);
        assertEquals(true, csv.contains("1.005") && !csv.contains(",1.005,"), csv);
        assertEquals("RECORDED 2 = 2 + 0 + 0, 21.01",
            told(desk.done("kind=PAYMENTS", csv.replace(",200.00,", ",20.00,").replace(",,A-3,", ",1.01,A-3,"))));
    }

    @Test
    void aRejectThatNobodyMendsIsRejectedAgain() throws Exception {
        String id = desk.book.appropriation("200000.00");
        byte[] file = Desk.xlsx("指标编号|支付金额（万元）|支付凭证号|支付日期|用途|例外说明", id + "|=12.5|A-1|2021-06-02|办公|",
            id + "|12.5|A-2|2021-06-02|" + "长".repeat(4001) + "|", id + "|1e999|A-3|2021-06-02|办公|=说明");
        String intake = desk.done("kind=PAYMENTS&mode=ROW_BY_ROW", file).getString("id");
        String csv = new String(desk.api.get(desk.api.year("/intakes/" + intake + "/rejects")).asByteArray(), StandardCharsets.UTF_8);
        assertEquals(true, csv.contains("含有公式，请粘贴为数值：1 [CELL_FORMULA]"), csv);
        assertEquals("RECORDED 3 = 0 + 0 + 3, 0.00\n2 E CELL_EMPTY\n3 H CELL_EMPTY\n4 E CELL_EMPTY", told(desk.done("kind=PAYMENTS&mode=ROW_BY_ROW", csv)), csv);
    }

    @Test
    void aFilledInTemplateIsTaken() {
        String id = desk.book.appropriation("100.00");
        Response template = desk.api.get(desk.api.year("/intakes/template?kind=PAYMENTS&format=CSV"));
        String head = new String(template.asByteArray(), StandardCharsets.UTF_8).strip();
        String row = IntakeKind.PAYMENTS.columns().all().stream().map(column -> switch (column.field()) {
            case "appropriationId" -> id;
            case "amount" -> "3.00";
            case "documentNumber" -> "T-1";
            case "documentDate" -> "2021-06-02";
            case "purpose" -> "办公";
            default -> "";
        }).collect(Collectors.joining(","));
        assertEquals("RECORDED 1 = 1 + 0 + 0, 3.00", told(desk.done("kind=PAYMENTS", head + "\n" + row + "\n")));
        for (IntakeKind kind : IntakeKind.values()) {
            Response sheet = desk.api.get(desk.api.year("/intakes/template?kind=" + kind));
            assertEquals("200 PK", sheet.statusCode() + " " + new String(sheet.asByteArray(), 0, 2, StandardCharsets.US_ASCII));
        }
    }

    @Test
    void anIntakeIsOneEntryOfTheTrailAndItsMovementsNone() {
        String id = desk.book.appropriation("100.00");
        String intake = desk.done("kind=PAYMENTS", HEAD + payment(id, "10.00", "A-1") + payment(id, "20.00", "A-2")).getString("id");
        assertEquals(List.of("intake.create 1", "movement.create 1"), Superuser.query("select action || ' ' || count(*) from audit_entry where "
            + "department_code = '" + desk.api.department() + "' and action in ('intake.create', 'movement.create') group by action order by 1"));
        assertEquals(List.of("2"), Superuser.query("select count(*)::text from movement where intake_id = '" + intake + "'"));
    }

    @Test
    void fromAnIntakeItsDocumentsAreFoundAndFromADocumentItsIntake() {
        String id = desk.book.appropriation("100.00");
        String intake = desk.done("kind=PAYMENTS", HEAD + payment(id, "10.00", "A-1") + payment(id, "20.00", "A-2")).getString("id");
        JsonPath entries = desk.api.get(desk.api.year("/entries?intakeId=" + intake)).jsonPath();
        assertEquals(List.of("A-1", "A-2"), entries.getList("items.documentNumber"));
        assertEquals(List.of(intake, intake), entries.getList("items.intakeId"));
        assertEquals(intake, desk.api.get(desk.api.year("/movements/" + entries.getString("items[0].movementId"))).path("intakeId"));
        assertEquals(List.of("A-1", "A-2"), desk.api.get(desk.api.year("/entries/export?format=JSON&intakeId=" + intake)).path("documentNumber"));
        assertEquals(false, desk.api.get(desk.api.year("/entries?kind=OPENING")).jsonPath().getMap("items[0]").containsKey("intakeId"));
        assertEquals("400 INVALID_VALUE", code(desk.api.get(desk.api.year("/entries?intakeId=" + intake.substring(1)))));
    }

    /** [20 000 rows, 4 clients] */
    @Test
    void twentyThousandRowsComeInWhileOthersPay() throws Exception {
        List<String> ids = IntStream.range(0, 10).mapToObj(i -> desk.book.appropriation("3000.00")).toList();
        StringBuilder file = new StringBuilder(HEAD);
        for (int i = 0; i < 20_000; i++) {
            file.append(payment(ids.get(i % 10), "1.00", "L-" + i));
        }
        Response handed = desk.hand("kind=PAYMENTS&mode=ROW_BY_ROW", file.toString().getBytes(StandardCharsets.UTF_8));
        ExecutorService clients = Executors.newFixedThreadPool(4);
        List<Future<Integer>> payments = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            String id = ids.get(i % 10);
            payments.add(clients.submit(() -> desk.book.pay(id, "1.00").statusCode()));
        }
        for (Future<Integer> payment : payments) {
            assertEquals(201, payment.get());
        }
        clients.shutdown();
        assertEquals("RECORDED 20000 = 20000 + 0 + 0, 20000.00", told(desk.end(handed.header("Location"))));
        for (String id : ids) {
            assertEquals("960.00", desk.book.available(id));
        }
        assertEquals(String.valueOf(10 + 20_000 + 400), movements());
    }
}
