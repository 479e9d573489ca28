package org.jixiao.budget.intake;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jixiao.budget.Api;
import org.jixiao.chassis.access.Role;
import org.jixiao.chassis.testing.RealParts;
import org.jixiao.chassis.testing.Superuser;
import org.jixiao.chassis.testing.Tokens;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Files that are too large, broken off or broken, and workers that are lost: nothing is half stored and nothing doubled. */
@QuarkusTest
@RealParts
class IntakeBreaksIT {

    private static final String HEAD = "指标编号,支付金额,支付凭证号,支付日期,用途\n";

    @AfterEach
    void theLedgerAgreesWithItselfAndNoFileIsLeft() {
        assertEquals(List.of(), Superuser.query("select kept_on || ' ' || id from ledger_difference"));
        assertEquals(List.of(), Superuser.query("select appropriation_id || ' ' || sequence from ledger_chain_break"));
    }

    @Test
    void aFileOverTheLimitIsRefusedWhetherItStatesItsLengthOrNot() throws Exception {
        Api api = Api.newDepartment();

        String stated = raw(api, "/intakes?kind=PAYMENTS", "text/csv", "Content-Length: 209715200\r\n", 0);
        String unstated = raw(api, "/intakes?kind=PAYMENTS", "text/csv", "Transfer-Encoding: chunked\r\n", 200);

        assertTrue(stated.startsWith("HTTP/1.1 413") && stated.contains("BODY_TOO_LARGE"), stated);
        assertTrue(unstated.startsWith("HTTP/1.1 413") && unstated.contains("BODY_TOO_LARGE"), unstated);
        assertEquals(0, intakes(api));
    }

    @Test
    void everyOtherBodyIsHeldToItsOwnLimitAlsoWhereItStatesNoLength() throws Exception {
        String answer = raw(Api.newDepartment(), "/payments", "application/json", "Transfer-Encoding: chunked\r\n", 3);

        assertTrue(answer.startsWith("HTTP/1.1 413"), answer);
    }

    @Test
    void whoHangsUpInTheMiddleLeavesNothing() throws Exception {
        Api api = Api.newDepartment();

        raw(api, "/intakes?kind=PAYMENTS", "text/csv", "Content-Length: 3000000\r\n", -1);

        await().until(() -> {
            try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
                return files.noneMatch(file -> file.getFileName().toString().matches("intake[0-9]+\\.tmp"));
            }
        });
        assertEquals(0, intakes(api));
    }

    @Test
    void aSpreadsheetThatBreaksOffRecordsNothing() {
        Api api = Api.newDepartment();
        byte[] whole = xlsx("<c t=\"inlineStr\"><is><t>1.00</t></is></c>", api.appropriation("10.00"));

        Response intake = take(api, "mode=ROW_BY_ROW", java.util.Arrays.copyOf(whole, whole.length / 2));

        assertEquals("FAILED SHEET_UNREADABLE 0", intake.path("state") + " " + intake.path("problem.code") + " " + intake.path("recordedRows"));
    }

    @Test
    void aFormulaIsRefusedAtItsCell() {
        Api api = Api.newDepartment();

        Response intake = take(api, "mode=ALL_OR_NOTHING", xlsx("<c><f>1+1</f><v>2</v></c>", api.appropriation("10.00")));

        assertEquals("REFUSED [CELL_FORMULA] [B] [2] [支付]", intake.path("state") + " " + intake.path("faults.code") + " "
            + intake.path("faults.column") + " " + intake.path("faults.row") + " " + intake.path("faults.sheet"));
    }

    @Test
    void aWorkerThatIsLostAfterItsLastChunkDoublesNothing() {
        Api api = Api.newDepartment();
        StringBuilder file = new StringBuilder(HEAD);
        String id = api.appropriation("100.00");
        for (int i = 0; i < 100; i++) {
            file.append(id).append(",1.00,支").append(i).append(",2021-05-18,办公\n");
        }
        Response first = take(api, "mode=ROW_BY_ROW", file.toString().getBytes(StandardCharsets.UTF_8));
        String intake = first.path("id");
        Superuser.execute("begin; set local session_replication_role = replica; update intake set state = 'WAITING', ended_at = null where id = '"
            + intake + "'; insert into intake_piece select department_code, fiscal_year, id, 0, convert_to('" + file
            + "', 'UTF8') from intake where id = '" + intake + "'; update job set state = 'PENDING', ended_at = null, worker = null where id = "
            + "(select job_id from intake where id = '" + intake + "'); commit");

        Response second = ended(api, api.year("/intakes/" + intake));

        assertEquals("100 0 100.00 / 100 0 100.00 / 0.00", counts(first) + " / " + counts(second) + " / "
            + api.get(api.year("/appropriations/" + id)).path("availableAmount"));
    }

    private static String counts(Response intake) {
        return intake.path("recordedRows") + " " + intake.path("alreadyRecordedRows") + " " + intake.path("recordedAmount");
    }

    private static int intakes(Api api) {
        return Integer.parseInt(Superuser.query("select count(*) from intake where department_code = '" + api.department() + "'").get(0));
    }

    private static Response take(Api api, String query, byte[] file) {
        Response accepted = given().header("Authorization", bearer(api)).header("Idempotency-Key", UUID.randomUUID().toString())
            .contentType("application/octet-stream").body(file).post(api.year("/intakes?kind=PAYMENTS&" + query));
        assertEquals(202, accepted.statusCode(), accepted.asString());
        return ended(api, accepted.header("Location"));
    }

    private static Response ended(Api api, String location) {
        return await().atMost(Duration.ofMinutes(1)).until(() -> given().header("Authorization", bearer(api)).get(location),
            read -> read.path("endedAt") != null);
    }

    private static String bearer(Api api) {
        return Tokens.bearer(Role.BUDGET_OFFICER, api.department());
    }

    /** Sends a head and some mebibytes, or for -1 one of them and then nothing more; the beginning of the answer. */
    private static String raw(Api api, String below, String type, String framing, int pieces) throws Exception {
        boolean chunked = framing.startsWith("Transfer");
        byte[] piece = " ".repeat(1 << 20).getBytes(StandardCharsets.UTF_8);
        try (Socket socket = new Socket("127.0.0.1", RestAssured.port)) {
            socket.setSoTimeout(60_000);
            socket.getOutputStream().write(("POST " + api.year(below) + " HTTP/1.1\r\nHost: x\r\nAuthorization: " + bearer(api)
                + "\r\nIdempotency-Key: " + UUID.randomUUID() + "\r\nContent-Type: " + type + "\r\n" + framing + "\r\n")
                .getBytes(StandardCharsets.UTF_8));
            try {
                for (int i = 0; i < Math.abs(pieces) && socket.getInputStream().available() == 0; i++) {
                    socket.getOutputStream().write((chunked ? Integer.toHexString(piece.length) + "\r\n" : "").getBytes(StandardCharsets.UTF_8));
                    socket.getOutputStream().write(piece);
                    socket.getOutputStream().write((chunked ? "\r\n" : "").getBytes(StandardCharsets.UTF_8));
                }
            } catch (IOException refusedInTheMiddle) {
                assertTrue(chunked);
            }
            if (pieces < 0) {
                return "";
            }
            InputStream in = socket.getInputStream();
            StringBuilder answer = new StringBuilder();
            byte[] some = new byte[8192];
            for (int count = in.read(some); count > 0; count = in.available() > 0 ? in.read(some) : -1) {
                answer.append(new String(some, 0, count, StandardCharsets.UTF_8));
            }
            return answer.toString();
        }
    }

    /** One payment, with this XML for the cell of its amount. */
    private static byte[] xlsx(String amount, String appropriation) {
        String head = Stream.of("指标编号", "支付金额", "支付凭证号", "支付日期", "用途").map(IntakeBreaksIT::cell).reduce("", String::concat);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            part(zip, "[Content_Types].xml", "<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'>"
                + "<Default Extension='xml' ContentType='application/xml'/></Types>");
            part(zip, "_rels/.rels", "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'><Relationship Id='r1' "
                + "Type='http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument' Target='xl/workbook.xml'/></Relationships>");
            part(zip, "xl/_rels/workbook.xml.rels", "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>"
                + "<Relationship Id='r1' Type='http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet' "
                + "Target='worksheets/sheet1.xml'/></Relationships>");
            part(zip, "xl/workbook.xml", "<workbook xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main' "
                + "xmlns:r='http://schemas.openxmlformats.org/officeDocument/2006/relationships'><sheets><sheet name='支付' sheetId='1' r:id='r1'/>"
                + "</sheets></workbook>");
            part(zip, "xl/worksheets/sheet1.xml", "<worksheet xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main'><sheetData><row r='1'>"
                + head + "</row><row r='2'>" + cell(appropriation) + amount + cell("支1") + cell("2021-05-18") + cell("办公")
                + "</row></sheetData></worksheet>");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return bytes.toByteArray();
    }

    private static String cell(String text) {
        return "<c t='inlineStr'><is><t>" + text + "</t></is></c>";
    }

    private static void part(ZipOutputStream zip, String name, String xml) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(xml.getBytes(StandardCharsets.UTF_8));
    }
}
