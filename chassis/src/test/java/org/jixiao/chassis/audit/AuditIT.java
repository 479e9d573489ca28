package org.jixiao.chassis.audit;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import jakarta.enterprise.context.control.ActivateRequestContext;
import jakarta.inject.Inject;
import jakarta.persistence.PersistenceException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.jixiao.chassis.access.Caller;
import org.jixiao.chassis.access.Role;
import org.jixiao.chassis.access.SystemHandler;
import org.jixiao.chassis.audit.AuditChain.Break;
import org.jixiao.chassis.audit.AuditChain.Fault;
import org.jixiao.chassis.sql.SqlClient;
import org.jixiao.chassis.testing.RealParts;
import org.jixiao.chassis.testing.Superuser;
import org.jixiao.chassis.testing.Tokens;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The audit trail, on the notes of the chassis' own tests. */
@QuarkusTest
@RealParts
class AuditIT {

    private static final String ENTRIES = "/api/v1/audit/chassis-test/entries";
    /** Only a superuser can step past the triggers. */
    private static final String PAST_THE_TRIGGERS = "set session_replication_role = replica; ";

    @Inject
    SqlClient sql;
    @Inject
    SystemHandler system;
    @Inject
    AuditSealerJob sealer;
    @Inject
    AuditVerificationJob verifications;

    @Test
    void aChangeIsRecordedOldAndNewByField() {
        create("A1", "before", "a1-request").then().statusCode(201);
        as("wang.fang", "A1", "update note set text = 'after' where text = 'before'");

        entries("A1", "outcome=DONE").body("items", hasSize(2))
            .body("items[0].action", equalTo("note.change")).body("items[0].actor", equalTo("wang.fang"))
            .body("items[0].changes", equalTo(List.of(Map.of("field", "text", "old", "before", "new", "after"))))
            .body("items[1].action", equalTo("note.create")).body("items[1].actor", equalTo("test-evaluator"))
            .body("items[1].roles", equalTo(List.of("evaluator"))).body("items[1].requestId", equalTo("a1-request"))
            .body("items[1].traceId", equalTo("0af7651916cd43dd8448eb211c80319c")).body("items[1].sourceAddress", equalTo("127.0.0.1"))
            .body("items[1].changes.find { it.field == 'amount' }", equalTo(Map.of("field", "amount", "new", "1.00")))
            .body("items[1].changes.find { it.field == 'departmentCode' }.old", nullValue());
    }

    @Test
    void aRefusedWriteIsRecordedWithItsCode() {
        post("A2", "evaluator", Map.of("text", "too much for A2", "amount", "100.01")).then().statusCode(422);
        post("A2", "auditor", Map.of("text", "not by an auditor", "amount", "1.00")).then().statusCode(403);
        given().header("X-Request-Id", "a2-stranger").post("/notes/A2").then().statusCode(401);

        entries("A2", "outcome=REFUSED").body("items.code", equalTo(List.of("FORBIDDEN", "TOO_MUCH")))
            .body("items.action", everyItem(equalTo("POST /notes/{department}"))).body("items.target", everyItem(equalTo("/notes/A2")))
            .body("items.status", equalTo(List.of(403, 422))).body("items.actor", equalTo(List.of("test-auditor", "test-evaluator")));
        entries("*", "requestId=a2-stranger").body("items.code", equalTo(List.of("UNAUTHENTICATED"))).body("items[0].actor", equalTo(""))
            .body("items[0].departmentCode", nullValue());
    }

    @Test
    void aLookAtWhatIsNotPublicIsRecordedAndReadingTheTrailToo() {
        given().header("Authorization", Tokens.bearer("evaluator", "A3")).get("/notes").then().statusCode(200);
        entries("A3", "limit=100");
        entries("A3", "outcome=READ").body("items.action", equalTo(List.of("GET /api/v1/audit/chassis-test/entries", "GET /notes")))
            .body("items.actor", equalTo(List.of("test-auditor", "test-evaluator")));
    }

    @Test
    void aChangeThatCannotBeRecordedDoesNotHappen() {
        Superuser.execute("alter table audit_entry add constraint full_disk check (department_code <> 'A4') not valid");
        try {
            int status = create("A4", "unrecorded", "a4").statusCode();
            assertEquals("false 0", (status < 400) + " " + Superuser.query("select count(*) from note where text = 'unrecorded'").get(0));
        } finally {
            Superuser.execute("alter table audit_entry drop constraint full_disk");
        }
    }

    @Test
    void aLookThatCannotBeRecordedShowsNothing() {
        create("A5", "secret of A5", "a5").then().statusCode(201);
        Superuser.execute("alter table audit_entry add constraint full_disk check (department_code <> 'A5') not valid");
        try {
            given().header("Authorization", Tokens.bearer("evaluator", "A5")).get("/notes").then().statusCode(503)
                .contentType("application/problem+json").header("Retry-After", equalTo("2"))
                .body("code", equalTo("AUDIT_UNAVAILABLE")).body("$", not(hasSize(1)));
            post("A5", "auditor", Map.of("text", "x", "amount", "1.00")).then().statusCode(403).body("code", equalTo("FORBIDDEN"));
        } finally {
            Superuser.execute("alter table audit_entry drop constraint full_disk");
        }
    }

    @TestFactory
    @ActivateRequestContext
    Stream<DynamicTest> theServiceItselfCannotForgeChangeOrDelete() {
        create("A6", "A6", "a6").then().statusCode(201);
        return Stream.of(
                "insert into audit_entry select * from audit_entry limit 1",
                "update audit_entry set actor = 'nobody'",
                "delete from audit_entry",
                "truncate audit_entry",
                "delete from audit_link",
                "insert into audit_link select * from audit_link limit 1",
                "delete from audit_unsealed",
                "do $$ begin perform audit_write('A6', 'DONE', 'a', '', 'x', 'x', null, null, null, null, null, null, null); end $$",
                "do $$ begin perform audit_attempts('[{\"departmentCode\":\"A6\",\"outcome\":\"DONE\",\"actor\":\"a\",\"roles\":\"\",\"action\":\"x\",\"target\":\"x\"}]'); end $$",
                "create temporary table forged (id bigint primary key); "
                    + "create trigger audit after insert on forged for each row execute function audit_row('x', '{id}', '{}', '')",
                "alter table note disable trigger audit",
                "set session_replication_role = replica",
                "do $$ begin perform nextval('audit_entry_id_seq'); end $$")
            .map(statement -> DynamicTest.dynamicTest(statement,
                () -> assertThrows(PersistenceException.class, () -> as("intruder", "*", statement))));
    }

    @Test
    void evenTheOwnerOfTheTablesCannotChangeAnEntry() {
        create("A7", "A7", "a7").then().statusCode(201);
        for (String statement : List.of("update audit_entry set actor = 'nobody'", "delete from audit_entry", "truncate audit_entry",
            "delete from audit_link", "truncate note")) {
            assertThrows(IllegalStateException.class, () -> Superuser.execute(statement), statement);
        }
    }

    @Test
    void anAuditorSeesNothingOfAnotherDepartment() {
        create("A8", "A8", "a8-request").then().statusCode(201);
        String id = entries("A8", "outcome=DONE").extract().path("items[0].id");

        entries("OTHER", "requestId=a8-request").body("items", empty());
        auditor("OTHER", ENTRIES + "/" + id).then().statusCode(404).body("code", equalTo("NOT_FOUND"));
        awaitSealed();
        auditor("OTHER", "/api/v1/audit/chassis-test/chain").then().statusCode(200).body("items.departmentCode", not(equalTo(List.of("A8"))));
        auditor("A8", "/api/v1/audit/chassis-test/chain").then().statusCode(200).body("items.departmentCode", equalTo(List.of("A8")));
        auditor("A8", ENTRIES + "/" + id).then().statusCode(200).body("target", startsWith("note/"));
    }

    @Test
    void onlyAuditorsRead() {
        given().header("Authorization", Tokens.bearer("evaluator", "A9")).get(ENTRIES).then().statusCode(403);
        given().get(ENTRIES).then().statusCode(401);
        auditor("A9", "/api/v1/audit/another/entries").then().statusCode(404).body("code", equalTo("UNKNOWN_PATH"));
    }

    @Test
    void whatComesIsKeptWithoutBeingActedUpon() {
        String text = "line\r\nline \u001b[31m 中文 =1+1 \"quoted\" \u007f";
        create("A10", text, "a10").then().statusCode(201);
        entries("A10", "outcome=DONE").body("items[0].changes.find { it.field == 'text' }.new", equalTo(text));
        assertEquals(List.of("0"), Superuser.query("select count(*) from audit_entry where changes::text ~ '[\\r\\n\\x1b]' and department_code = 'A10'"));
    }

    @Test
    void aLongValueIsKeptAsItsHashAndSize() {
        create("A11", "long".repeat(600), "a11").then().statusCode(201);
        entries("A11", "outcome=DONE").body("items[0].changes.find { it.field == 'text' }.new", startsWith("sha256:"));
    }

    @Test
    void noEntryHoldsAToken() {
        create("A12", "A12", "a12").then().statusCode(201);
        given().header("Authorization", "Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.").post("/notes/A12").then().statusCode(401);
        entries("A12", "limit=100");
        assertEquals(List.of("0"), Superuser.query("select count(*) from audit_entry e where e::text ~* 'bearer|eyJ|only-for-tests'"));
    }

    @Test
    void pagesFollowOneAnother() {
        for (int i = 0; i < 5; i++) {
            create("A13", "A13-" + i, "a13").then().statusCode(201);
        }
        List<String> seen = new ArrayList<>();
        String cursor = "";
        while (cursor != null) {
            Response page = auditor("A13", ENTRIES + "?outcome=DONE&limit=2" + cursor);
            seen.addAll(page.path("items.id"));
            cursor = page.path("nextCursor") == null ? null : "&cursor=" + page.path("nextCursor");
        }
        assertEquals(5, Set.copyOf(seen).size());
        auditor("A13", ENTRIES + "?outcome=READ&cursor=" + auditor("A13", ENTRIES + "?outcome=DONE&limit=2").path("nextCursor"))
            .then().statusCode(400).body("code", equalTo("INVALID_CURSOR"));
    }

    @Test
    void everyEntryOfManyWritersIsLinkedOnceAndWithoutAGap() throws Exception {
        List<Callable<Object>> work = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            String text = "A14-" + i;
            work.add(() -> create("A14", text, "a14").statusCode());
            if (i % 10 == 0) {
                work.add(() -> sealer.seal());
            }
        }
        ExecutorService clients = Executors.newFixedThreadPool(12);
        for (Future<Object> done : clients.invokeAll(work)) {
            done.get();
        }
        clients.shutdown();
        awaitSealed();
        assertEquals(List.of("60 60 60"), Superuser.query("""
            select count(*) || ' ' || count(distinct l.entry_id) || ' ' || max(l.position)
            from audit_link l join audit_entry e on e.id = l.entry_id where l.department_code = 'A14'"""));
        assertNull(verifications.verify().broken());
    }

    @Test
    void whatIsHashedIsTheTextOfAllPartsWithTheirLengths() {
        as("li.na \"of\" 审计\\", "A16", "insert into note select nextval('note_seq'), 'A16', E'\"quoted\" \\\\ \\t\\n\\x01 中文 ' || repeat('长', n), 1 from unnest(array[0, 1950, 2500]) n");
        awaitSealed();
        assertEquals(List.of("3 0"), Superuser.query("""
            select count(*) || ' ' || count(*) filter (where hash <> sha256(convert_to(audit_text(id::text, department_code, audit_micros(at), outcome,
                actor, roles, action, target, changes::text, reason, status::text, code, request_id, trace_id, source_address), 'UTF8')))
            from audit_entry where department_code = 'A16'"""));
        assertEquals(List.of("t", "t", "t"), Superuser.query("""
            select e.changes::text = (select json_agg(json_strip_nulls(json_build_object('field', d.name, 'old', d.old, 'new', d.new)))::text
                                        from jsonb_object_keys(to_jsonb(n)) k (key)
                                       cross join lateral audit_difference(lower(left(key, 1)) || substr(replace(initcap(replace(key, '_', ' ')), ' ', ''), 2),
                                             null, nullif(to_jsonb(n) -> key, 'null')) d
                                       where nullif(to_jsonb(n) -> key, 'null') is not null)
            from note n join audit_entry e on e.department_code = n.department_code and e.target like '%/' || n.id
            where n.department_code = 'A16'"""));
    }

    @Test
    void oneSealerIsAtItAtATime() throws SQLException {
        try (Connection another = Superuser.connect(); Statement lock = another.createStatement()) {
            another.setAutoCommit(false);
            lock.execute("select pg_advisory_xact_lock(hashtextextended('audit sealer', 0))");
            assertEquals(-1, sealer.seal());
            another.rollback();
        }
    }

    @TestFactory
    Stream<DynamicTest> theFirstPlaceThatIsNotAsItWasIsNamed() {
        return Stream.of(
            tampering("an altered entry", 2, Fault.ENTRY_ALTERED, "update audit_entry set actor = 'nobody' where id = :2"),
            tampering("an entry altered with its hash", 2, Fault.LINK_ALTERED, """
                update audit_entry set actor = 'nobody' where id = :2;
                update audit_entry set hash = sha256(convert_to(audit_text(id::text, department_code, audit_micros(at), outcome, actor, roles,
                    action, target, changes::text, reason, status::text, code, request_id, trace_id, source_address), 'UTF8')) where id = :2"""),
            tampering("a deleted entry", 3, Fault.ENTRY_MISSING, "delete from audit_entry where id = :3"),
            tampering("an entry deleted with its link", 3, Fault.LINK_MISSING,
                "delete from audit_entry where id = :3; delete from audit_link where entry_id = :3"),
            tampering("two swapped entries", 2, Fault.LINK_ALTERED, """
                update audit_link set entry_id = -entry_id where entry_id in (:2, :3);
                update audit_link set entry_id = case entry_id when -:2 then :3 else :2 end where entry_id < 0"""),
            tampering("an inserted entry", 0, Fault.ENTRY_UNSEALED, """
                insert into audit_entry select 900000000 + id, department_code, at, outcome, actor, roles, action, target, changes, reason, status,
                    code, request_id, trace_id, source_address, algorithm, hash from audit_entry where id = :4"""),
            tampering("an entry inserted in the middle", 3, Fault.LINK_ALTERED, """
                insert into audit_entry select 900000000 + id, department_code, at, outcome, actor, roles, action, target, changes, reason, status,
                    code, request_id, trace_id, source_address, algorithm, hash from audit_entry where id = :3;
                update audit_entry set hash = sha256(convert_to(audit_text(id::text, department_code, audit_micros(at), outcome, actor, roles,
                    action, target, changes::text, reason, status::text, code, request_id, trace_id, source_address), 'UTF8')) where id > 900000000;
                update audit_link set position = -position - 1 where department_code = :d and position >= 3;
                update audit_link set position = -position where department_code = :d and position < 0;
                insert into audit_link select department_code, 3, 900000000 + :3, sealed_at, hash from audit_link where entry_id = :3"""));
    }

    private DynamicTest tampering(String name, long position, Fault fault, String statements) {
        return DynamicTest.dynamicTest(name, () -> {
            String department = "TAMPER" + UUID.randomUUID().toString().substring(0, 8).toUpperCase(Locale.ROOT);
            as("li.na", department, "insert into note select nextval('note_seq') * 1000 + n, '" + department + "', '" + department
                + "-' || n, 1 from generate_series(1, 5) n");
            awaitSealed();
            List<String> ids = Superuser.query("select entry_id from audit_link where department_code = '" + department + "' order by position");
            String tampered = statements.replace(":d", "'" + department + "'");
            for (int i = 1; i <= 5; i++) {
                tampered = tampered.replace(":" + i, ids.get(i - 1));
            }
            Superuser.execute(PAST_THE_TRIGGERS + "alter table audit_link drop constraint if exists audit_link_position_check; " + tampered);
            try {
                Break broken = verifications.verify().broken();
                assertEquals(department + " " + position + " " + fault, broken.departmentCode() + " " + broken.position() + " " + broken.fault());
                auditor(department, "/api/v1/audit/chassis-test/chain").then().body("verification.intact", equalTo(false))
                    .body("verification.broken.fault", equalTo(fault.name()));
                auditor("OTHER", "/api/v1/audit/chassis-test/chain").then().body("verification.intact", equalTo(true));
            } finally {
                // not beside the sealer, which would link the look of just now to the end of a chain that is gone
                Superuser.execute(PAST_THE_TRIGGERS + "begin; select pg_advisory_xact_lock(hashtextextended('audit sealer', 0));"
                    + " delete from audit_link where department_code = '" + department
                    + "'; delete from audit_entry where department_code = '" + department
                    + "'; delete from audit_unsealed u where not exists (select 1 from audit_entry e where e.id = u.entry_id); commit");
            }
        });
    }

    @Test
    void aCutTailIsFoundByTheHeadThatWasKept() {
        create("A15", "A15-1", "a15").then().statusCode(201);
        create("A15", "A15-2", "a15").then().statusCode(201);
        awaitSealed();
        Response kept = auditor("A15", "/api/v1/audit/chassis-test/chain");
        int length = kept.path("items[0].length");
        // not beside the sealer, which would link the look of just now to the end that is cut
        Superuser.execute(PAST_THE_TRIGGERS + "begin; select pg_advisory_xact_lock(hashtextextended('audit sealer', 0));"
            + " delete from audit_entry where id in (select entry_id from audit_link where department_code = 'A15'"
            + " and position >= " + length + "); delete from audit_link where department_code = 'A15' and position >= " + length + "; commit");
        awaitSealed();

        assertNull(verifications.verify().broken());
        String headThen = Superuser.query("select 'sha256:' || coalesce(max(encode(hash, 'hex')), '') from audit_link where department_code = 'A15' and position = " + length).get(0);
        assertNotEquals(kept.path("items[0].head"), headThen);
    }

    @Test
    void everyTableIsUnderAuditOrListedWithAReason() {
        assertEquals(List.of(), Superuser.tablesWithoutAudit(Map.of()));
    }

    private void awaitSealed() {
        await().atMost(Duration.ofSeconds(20)).until(() -> sealer.seal() == 0 && Superuser.query("select 1 from audit_unsealed").isEmpty());
    }

    private void as(String subject, String department, String statement) {
        system.transaction(new Caller(subject, Set.of("evaluator"), Set.of(department)), () -> sql.change(statement));
    }

    private static Response create(String department, String text, String requestId) {
        return given().header("Authorization", Tokens.bearer(Role.EVALUATOR, department)).header("Idempotency-Key", UUID.randomUUID().toString())
            .header("X-Request-Id", requestId).header("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
            .contentType(ContentType.JSON.withCharset("UTF-8")).body(Map.of("text", text, "amount", "1.00")).post("/notes/" + department);
    }

    private static Response post(String department, String role, Object body) {
        return given().header("Authorization", Tokens.bearer(role, department)).header("Idempotency-Key", UUID.randomUUID().toString())
            .contentType(ContentType.JSON).body(body).post("/notes/" + department);
    }

    private static Response auditor(String department, String path) {
        return given().header("Authorization", Tokens.bearer(Role.AUDITOR, department)).get(path);
    }

    private static ValidatableResponse entries(String department, String query) {
        return auditor(department, ENTRIES + "?" + query).then().statusCode(200);
    }
}
