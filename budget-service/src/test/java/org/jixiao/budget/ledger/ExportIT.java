package org.jixiao.budget.ledger;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.jixiao.budget.Api;
import org.jixiao.chassis.access.Role;
import org.jixiao.chassis.testing.RealParts;
import org.jixiao.chassis.testing.Superuser;
import org.jixiao.chassis.testing.Tokens;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** Entries and statements as files, from the database's cursor to the socket. */
@QuarkusTest
@RealParts
class ExportIT {

    /** Enough that the buffers on the way cannot hold all of it. */
    private static final int MANY = 60_000;
    private static final Duration FREED_WITHIN = Duration.ofSeconds(20);
    private static final String OPEN = """
        select count(*)::text from pg_stat_activity where usename = 'test_app' and state <> 'idle'
           and query like '%economic_class_name%ledger_entry e%CROSS JOIN LATERAL%'""";

    private static Api crowded;

    @Test
    void whatOfficePeopleOpenHasTheirWordsAndWhatProgramsReadHasTheCodes() {
        Api api = Api.newDepartment();
        String id = api.appropriation("100.00");
        api.created(api.year("/payments"), Api.payment(id, "30.50"));
        Response csv = export(api, "entries", "CSV");
        assertEquals("text/csv;charset=UTF-8 attachment; filename=\"entries-" + api.department() + "-2021.csv\" no-store",
            csv.contentType() + " " + csv.header("Content-Disposition") + " " + csv.header("Cache-Control"));
        String[] lines = new String(csv.asByteArray(), StandardCharsets.UTF_8).split("\r\n");
        assertTrue(lines[0].startsWith("\ufeff分录编号,单据编号,业务类型,文号,单据日期,"), lines[0]);
        assertTrue(lines[1].contains(",年初预算,") && lines[1].contains(",U1,本级,"), lines[1]);
        assertTrue(lines[2].contains(",支付,") && lines[2].contains(",-30.50,"), lines[2]);
        assertEquals(3, lines.length);
        assertEquals(List.of("OPENING", "PAYMENT"), export(api, "entries", "JSON").path("kind"));
        assertEquals(List.of("100.00", "-30.50"), export(api, "entries", "JSON").path("amount"));
        assertEquals(2, export(api, "entries", "NDJSON").asString().split("\n").length);
        assertTrue(sheet(export(api, "entries", "XLSX")).contains("<v>-30.50</v>"));
    }

    @Test
    void theFiltersOfTheListHoldForTheFile() {
        Api api = Api.newDepartment();
        String id = api.appropriation("100.00");
        api.created(api.year("/payments"), Api.payment(id, "30.00"));
        api.created(api.year("/payments"), Api.payment(id, "5.00"));
        for (String query : List.of("kind=PAYMENT", "sort=-amount", "amountMax=-10.00", "q=nothing", "kind=PAYMENT&sort=amount")) {
            assertEquals(api.get(api.year("/entries?" + query)).<List<String>>path("items.id"),
                api.get(api.year("/entries/export?format=JSON&" + query)).<List<String>>path("id"), query);
        }
    }

    @Test
    void theStatementAddsUpInItsFile() {
        Api api = Api.newDepartment();
        String first = api.appropriation("100.00");
        api.appropriation("GOVERNMENT_FUND", "50.00");
        api.created(api.year("/payments"), Api.payment(first, "30.00"));
        List<Map<String, String>> rows = export(api, "statement", "JSON").path("");
        assertEquals("150.00 30.00", rows.get(0).get("adjustedBudget") + " " + rows.get(0).get("executedAmount"));
        for (String part : List.of("FUND_NATURE", "EXPENDITURE_KIND", "ECONOMIC_CLASS")) {
            assertEquals(new BigDecimal("150.00"), rows.stream().filter(row -> row.get("part").equals(part))
                .map(row -> new BigDecimal(row.get("adjustedBudget"))).reduce(BigDecimal.ZERO, BigDecimal::add), part);
        }
        assertTrue(sheet(export(api, "statement", "XLSX")).contains("<v>150.00</v>"));
        assertTrue(new String(export(api, "statement", "CSV").asByteArray(), StandardCharsets.UTF_8).contains("按资金性质,GENERAL_PUBLIC_BUDGET,一般公共预算,"));
    }

    @Test
    void badQuestionsAreRefusedBeforeTheFileBegins() {
        Api api = Api.newDepartment();
        Map<String, String> refused = Map.of("/entries/export", "400 INVALID_VALUE", "/entries/export?format=PDF", "400 INVALID_VALUE",
            "/statement/export?format=NDJSON", "400 INVALID_VALUE", "/entries/export?format=CSV&limit=5", "400 UNKNOWN_PARAMETER",
            "/entries/export?format=CSV&kind=NONE", "400 INVALID_VALUE", "/entries/export?format=CSV&sort=maker", "400 UNKNOWN_SORT");
        refused.forEach((query, expected) -> {
            Response answer = api.get(api.year(query));
            assertEquals(expected, answer.statusCode() + " " + answer.path("code"), query);
        });
        Response nowhere = api.get(api.path("/fiscal-years/2031/entries/export?format=CSV"));
        assertEquals("404 NOT_FOUND", nowhere.statusCode() + " " + nowhere.path("code"));
        Response foreign = api.as(Tokens.bearer(Role.AUDITOR, "ELSEWHERE")).get(api.year("/entries/export?format=CSV"));
        assertEquals("404 NOT_FOUND", foreign.statusCode() + " " + foreign.path("code"));
    }

    @Test
    void anExportIsRecorded() {
        Api api = Api.newDepartment();
        String request = export(api, "entries", "CSV").header("X-Request-Id");
        assertEquals(List.of("READ GET /api/v1/departments/{department}/fiscal-years/{fiscalYear}/entries/export"),
            Superuser.query("select outcome || ' ' || action from audit_entry where request_id = '" + request + "'"));
    }

    @Test
    void theFileIsOfTheMomentWhenItBegan() throws IOException {
        Api api = crowded();
        String id = api.appropriation("1.00");
        int before = Integer.parseInt(Superuser.query("select count(*)::text from ledger_entry where department_code = '"
            + api.department() + "'").get(0));
        String late;
        String file;
        try (Reader reader = new Reader(api, "NDJSON")) {
            assertEquals(1_000, reader.read(1_000));
            late = api.created(api.year("/payments"), Api.payment(id, "0.01")).path("id");
            file = new String(reader.rest(), StandardCharsets.UTF_8);
        }
        assertFalse(file.contains("\"movementId\":\"" + late + "\""), "recorded after the file was begun");
        assertTrue(file.endsWith("\r\n0\r\n\r\n"));
        assertEquals(before, export(api, "entries", "NDJSON").asString().split("\n").length - 1);
    }

    @Test
    void whoHangsUpHoldsNoConnection() throws IOException {
        Api api = crowded();
        try (Reader reader = new Reader(api, "CSV")) {
            assertTrue(reader.read(1_000) > 0);
            await().atMost(FREED_WITHIN).until(() -> Superuser.query(OPEN).equals(List.of("1")));
        }
        await().atMost(FREED_WITHIN).until(() -> Superuser.query(OPEN).equals(List.of("0")));
        assertEquals(200, export(Api.of(api.department()), "statement", "CSV").statusCode());
    }

    @Test
    void slowReadersLeaveConnectionsToOthers() throws IOException {
        Api api = crowded();
        List<Reader> slow = new ArrayList<>();
        try {
            for (int i = 0; i < 3; i++) {
                slow.add(new Reader(api, "CSV"));
                assertTrue(slow.get(i).read(1) > 0);
            }
            Response refused = export(api, "entries", "CSV");
            assertEquals("429 TOO_MANY_EXPORTS 1", refused.statusCode() + " " + refused.path("code") + " " + refused.header("Retry-After"));
            assertEquals(200, api.get(api.year("/entries")).statusCode());
        } finally {
            for (Reader reader : slow) {
                reader.close();
            }
        }
        await().atMost(FREED_WITHIN).until(() -> api.get(api.year("/entries/export?format=JSON&q=nothing")).statusCode() == 200);
    }

    /** Often: whatever ends the answer races with what closes the connection. */
    @RepeatedTest(10)
    void aFileThatCannotBeFinishedIsVisiblyCutOff() throws IOException {
        Api api = crowded();
        try (Reader reader = new Reader(api, "CSV")) {
            assertTrue(reader.read(1_000) > 0);
            assertEquals(List.of("true"), Superuser.query("select pg_terminate_backend(pid)::text from pg_stat_activity where pid in (select pid from pg_stat_activity "
                + "where usename = 'test_app' and query like '%economic_class_name%ledger_entry e%CROSS JOIN LATERAL%' and state <> 'idle')"));
            byte[] rest = reader.rest();
            assertFalse(new String(rest, StandardCharsets.ISO_8859_1).endsWith("\r\n0\r\n\r\n"), "the transfer was ended as if it were whole");
        }
    }

    /** The department with many entries, made once. */
    private static synchronized Api crowded() {
        if (crowded == null) {
            crowded = Api.newDepartment();
            String id = crowded.appropriation("1.00");
            Superuser.execute(WalkIT.MANY.formatted(crowded.department(), id, MANY - 1));
            // else what comes after plans with statistics of an empty table
            Superuser.execute("analyze");
        }
        return crowded;
    }

    private static Response export(Api api, String what, String format) {
        return api.get(api.year("/" + what + "/export?format=" + format));
    }

    private static String sheet(Response xlsx) {
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(xlsx.asByteArray()))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (entry.getName().endsWith("sheet1.xml")) {
                    return new String(zip.readAllBytes(), StandardCharsets.UTF_8);
                }
            }
            throw new AssertionError("no sheet in the file");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A client that reads when it likes. */
    private static final class Reader implements AutoCloseable {

        private final Socket socket = new Socket();
        private final InputStream in;

        Reader(Api api, String format) throws IOException {
            socket.setReceiveBufferSize(65_536);
            socket.connect(new InetSocketAddress("127.0.0.1", RestAssured.port));
            socket.getOutputStream().write(("GET " + api.year("/entries/export?format=" + format) + " HTTP/1.1\r\nHost: localhost\r\n"
                + "Connection: close\r\nAuthorization: " + Tokens.bearer(Role.BUDGET_OFFICER, api.department()) + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
            in = socket.getInputStream();
        }

        int read(int bytes) throws IOException {
            return in.readNBytes(bytes).length;
        }

        byte[] rest() throws IOException {
            return in.readAllBytes();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
