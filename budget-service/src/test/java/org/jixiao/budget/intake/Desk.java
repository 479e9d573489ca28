package org.jixiao.budget.intake;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jixiao.budget.Api;
import org.jixiao.budget.ledger.Book;

/** Where files are handed in, and what is said of them. */
public final class Desk {

    static final String HEAD = "指标编号,支付金额,支付凭证号,支付日期,用途\n";
    private static final Set<String> ON_THE_WAY = Set.of("WAITING", "RUNNING");

    final Api api;
    final Book book;

    Desk() {
        this(Api.newDepartment());
    }

    private Desk(Api api) {
        this.api = api;
        this.book = Book.of(api);
    }

    /** A file of one payment that is handed in and done with; its intake. */
    public static String intake(Api api, String appropriation) {
        Desk desk = new Desk(api);
        return desk.done("kind=PAYMENTS", HEAD + payment(appropriation, "1.00", "付〔2021〕" + appropriation)).getString("id");
    }

    static String payment(String appropriation, String amount, String number) {
        return appropriation + "," + amount + "," + number + ",2021-06-02,办公\n";
    }

    Response hand(String query, byte[] file) {
        return hand(api.officer(), query, file, UUID.randomUUID().toString());
    }

    Response hand(String bearer, String query, byte[] file, String key) {
        return given().header("Authorization", bearer).header("Accept-Language", "en").header("Idempotency-Key", key)
            .contentType("application/octet-stream").body(file).post(api.year("/intakes?" + query));
    }

    JsonPath done(String query, String file) {
        return done(query, file.getBytes(StandardCharsets.UTF_8));
    }

    JsonPath done(String query, String file, Charset encoding) {
        return done(query, file.getBytes(encoding));
    }

    JsonPath done(String query, byte[] file) {
        return done(api.officer(), query, file);
    }

    JsonPath done(String bearer, String query, byte[] file) {
        Response handed = hand(bearer, query, file, UUID.randomUUID().toString());
        assertEquals(202, handed.statusCode(), handed::asString);
        return end(handed.header("Location"));
    }

    JsonPath end(String location) {
        await().pollInterval(Duration.ofMillis(100)).atMost(Duration.ofMinutes(5))
            .until(() -> !ON_THE_WAY.contains(read(location).jsonPath().getString("state")));
        return read(location).jsonPath();
    }

    private Response read(String location) {
        return given().header("Authorization", api.officer()).header("Accept-Language", "en").get(location);
    }

    /** State, total = recorded + already + rejected, sum; then each fault as row, column and code. */
    static String told(JsonPath intake) {
        List<Map<String, Object>> faults = intake.getList("faults");
        String told = intake.getString("state") + " " + intake.get("totalRows") + " = " + intake.get("recordedRows") + " + "
            + intake.get("alreadyRecordedRows") + " + " + intake.get("rejectedRows") + ", " + intake.get("recordedAmount");
        return told + (intake.get("problem") == null ? "" : " " + intake.get("problem.code"))
            + (faults == null ? "" : String.join("", faults.stream().map(fault -> "\n" + fault.get("row") + " " + fault.get("column") + " "
                + fault.get("code")).toList()));
    }

    static String code(Response answer) {
        return answer.statusCode() + " " + answer.path("code");
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** The rows are cells of text; a number is one that begins with #, a formula one that begins with =. */
    static byte[] xlsx(String... rows) throws IOException {
        return workbook(Map.of("明细", List.of(rows)));
    }

    /** The same of several sheets; one whose name begins with a point is hidden. */
    static byte[] workbook(Map<String, List<String>> sheets) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            StringBuilder book = new StringBuilder();
            StringBuilder links = new StringBuilder();
            int number = 0;
            for (Map.Entry<String, List<String>> sheet : sheets.entrySet()) {
                number++;
                book.append("<sheet name='").append(sheet.getKey()).append("' sheetId='").append(number).append("' r:id='r").append(number)
                    .append("' state='").append(sheet.getKey().startsWith(".") ? "hidden" : "visible").append("'/>");
                links.append("<Relationship Id='r").append(number).append("' Type='http://x/worksheet' Target='worksheets/s").append(number)
                    .append(".xml'/>");
                part(zip, "xl/worksheets/s" + number + ".xml", sheet(sheet.getValue().toArray(String[]::new)));
            }
            part(zip, "_rels/.rels", "<Relationships><Relationship Id='a' Type='http://x/officeDocument' Target='xl/workbook.xml'/></Relationships>");
            part(zip, "xl/workbook.xml", "<workbook xmlns:r='http://x/relationships'><sheets>" + book + "</sheets></workbook>");
            part(zip, "xl/_rels/workbook.xml.rels", "<Relationships>" + links + "</Relationships>");
        }
        return bytes.toByteArray();
    }

    private static String sheet(String... rows) {
        StringBuilder sheet = new StringBuilder("<worksheet xmlns='urn:main'><sheetData>");
        for (int i = 0; i < rows.length; i++) {
            sheet.append("<row r='").append(i + 1).append("'>");
            String[] cells = rows[i].split("\\|", -1);
            for (int j = 0; j < cells.length; j++) {
                String place = "<c r='" + (char) ('A' + j) + (i + 1) + "'";
                sheet.append(cells[j].isEmpty() ? "" : cells[j].startsWith("#") ? place + "><v>" + cells[j].substring(1) + "</v></c>"
                    : cells[j].startsWith("=") ? place + "><f>" + cells[j].substring(1) + "</f><v>1</v></c>"
                    : place + " t='inlineStr'><is><t>" + cells[j] + "</t></is></c>");
            }
            sheet.append("</row>");
        }
        return sheet.append("</sheetData></worksheet>").toString();
    }

    private static void part(ZipOutputStream zip, String name, String content) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(("<?xml version='1.0' encoding='UTF-8'?>" + content).getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
    }
}
