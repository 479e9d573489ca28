package org.jixiao.budget.statement;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jixiao.budget.Api;
import org.jixiao.chassis.testing.CommittedFile;
import org.jixiao.chassis.testing.KafkaResource;
import org.jixiao.chassis.testing.RealParts;
import org.jixiao.chassis.testing.Superuser;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The example, loaded through the API: its statement, its closing, and what the broker carries. */
@QuarkusTest
@RealParts
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StatementIT {

    private static final String TYPE = "org.jixiao.budget.statement-closed.v1";
    private static final Path EVENTS = Path.of("../docs/events");
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final ObjectMapper json = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private final Api api = Api.of("YF-XZSP");
    private JsonNode open;
    private Response closed;
    private ConsumerRecord<String, String> message;

    @BeforeEach
    void loadTheExampleAndCloseItsYearOnce() throws IOException {
        if (message != null) {
            return;
        }
        load(json.readTree(Path.of("../examples/yanfeng-2021/ledger.json").toFile()));
        open = json.readTree(api.get(api.year("/statement")).asString());
        closed = api.post(api.year("/close"), null);
        message = consumed("YF-XZSP", 1).get(0);
    }

    @Test
    void theStatementHasThePublishedFigures() {
        assertEquals("1035200.00 4199900.00 4199900.00 1.0000 | 505200.00 762500.00 | 530000.00 3437400.00",
            figures("/total/", "initialBudget", "adjustedBudget", "executedAmount", "executionRate") + " | "
                + figures("/basic/", "initialBudget", "executedAmount") + " | " + figures("/project/", "initialBudget", "executedAmount"));
    }

    @Test
    void theYearBeforeIsTheComparativeOne() {
        assertEquals("2020 COMPARATIVE 3631100.00 568800.00 0.1566",
            open.at("/priorYear/fiscalYear").intValue() + " " + figures("/priorYear/", "source", "executedAmount", "growthAmount", "growthRate"));
    }

    @Test
    void closingAnswersWithTheStatementAsAnnounced() throws IOException {
        assertEquals(json.readTree(closed.asString()), json.readTree(message.value()).get("data"));
    }

    @Test
    void theMessageIsKeyedByItsDepartment() {
        assertEquals("YF-XZSP application/cloudevents+json; charset=UTF-8", message.key() + " "
            + new String(message.headers().lastHeader("content-type").value(), StandardCharsets.UTF_8));
    }

    @Test
    void theMessageKeepsItsSchema() throws IOException {
        assertEquals(List.of(), SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(Files.readString(EVENTS.resolve(TYPE + ".schema.json"))).validate(message.value(), InputFormat.JSON));
    }

    @Test
    void theMessageIsTheGoldenOne() throws IOException {
        ObjectNode golden = (ObjectNode) json.readTree(message.value());
        golden.put("id", "0b9d5a4e-6f0e-4a52-9a0c-5d3b8f1c2e77").put("time", "2022-01-10T01:30:00.125Z")
            .put("requestid", "2f1c7a52-8a4e-4f5c-9a40-0c7c3a5e8d11")
            .put("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
        ((ObjectNode) golden.get("data")).put("closedBy", "budget-officer").put("closedAt", "2022-01-10T01:30:00.100Z");
        CommittedFile.compare(EVENTS.resolve(TYPE + ".golden.json"), json.writeValueAsString(golden) + "\n");
    }

    @Test
    void closingAgainIsRefusedAndAnnouncesNothing() {
        Response again = api.post(api.year("/close"), null);
        assertEquals("409 FISCAL_YEAR_CLOSED 1", again.statusCode() + " " + again.path("code") + " "
            + Superuser.query("select count(*) from outbox where department_code = 'YF-XZSP'").get(0));
    }

    @Test
    void closingUnderTheSameKeyAnnouncesOnce() {
        Api other = Api.newDepartment();
        String key = UUID.randomUUID().toString();
        Response first = other.post(other.year("/close"), null, key);
        Response second = other.post(other.year("/close"), null, key);
        assertEquals("200 200 true 1", first.statusCode() + " " + second.statusCode() + " " + first.asString().equals(second.asString())
            + " " + Superuser.query("select count(*) from outbox where department_code = '" + other.department() + "'").get(0));
    }

    @Test
    void theYearsOfADepartmentAreAnnouncedOnceAndInOrder() throws IOException {
        Api other = Api.newDepartment();
        for (int year = 2022; year <= 2026; year++) {
            other.created(other.path("/fiscal-years"), Map.of("fiscalYear", year));
        }
        for (int year = 2021; year <= 2026; year++) {
            other.post(other.path("/fiscal-years/" + year + "/close"), null).then().statusCode(200);
        }
        List<Integer> years = new ArrayList<>();
        for (ConsumerRecord<String, String> record : consumed(other.department(), 6)) {
            years.add(json.readTree(record.value()).at("/data/fiscalYear").intValue());
        }
        assertEquals(List.of(2021, 2022, 2023, 2024, 2025, 2026), years);
    }

    @Test
    void theYearBeforeIsTakenFromItsLedgerWhereThereIsOne() {
        Api other = Api.newDepartment();
        String id = other.appropriation("100.00");
        other.created(other.year("/payments"), Api.payment(id, "80.00"));
        other.created(other.path("/fiscal-years"), Map.of("fiscalYear", 2022, "comparative",
            Map.of("initialBudget", "1.00", "executedAmount", "1.00", "source", "别处")));
        Response next = other.get(other.path("/fiscal-years/2022/statement"));
        assertEquals("LEDGER 100.00 80.00 -80.00 -1.0000", String.join(" ", next.<String>path("priorYear.source"),
            next.path("priorYear.initialBudget"), next.path("priorYear.executedAmount"), next.path("priorYear.growthAmount"),
            next.path("priorYear.growthRate")));
    }

    @Test
    void aYearWithoutMoneyHasNoRate() {
        Api other = Api.newDepartment();
        Response statement = other.get(other.year("/statement"));
        assertEquals("0.00 null", statement.path("total.adjustedBudget") + " " + statement.path("total.executionRate"));
    }

    @Test
    void whatWasReversedIsListedWithItsReversalAndAnnouncedByTheSchema() throws IOException {
        Api other = Api.newDepartment();
        String id = other.appropriation("100.00");
        for (String reversed : List.of(other.created(other.year("/movements"), Api.movement("SUPPLEMENT", id, "30.00")).<String>path("id"),
                other.created(other.year("/payments"), Api.payment(id, "20.00")).<String>path("id"))) {
            other.created(other.year("/movements/" + reversed + "/reversal"),
                Map.of("documentNumber", Api.documentNumber(), "documentDate", "2021-06-05", "reason", "录入错误"));
        }
        Response statement = other.get(other.year("/statement"));
        assertEquals("100.00 100.00 0.00 [SUPPLEMENT, REVERSAL] [30.00, -30.00]", String.join(" ", statement.<String>path("total.initialBudget"),
            statement.path("total.adjustedBudget"), statement.path("total.executedAmount")) + " "
            + statement.path("adjustments.kind") + " " + statement.path("adjustments.amount"));
        other.post(other.year("/close"), null).then().statusCode(200);
        assertEquals(List.of(), SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(Files.readString(EVENTS.resolve(TYPE + ".schema.json"))).validate(consumed(other.department(), 1).get(0).value(), InputFormat.JSON));
    }

    @Test
    void theLedgerOfTheExampleIsReconciled() {
        assertEquals(List.of(), Superuser.query("select kept_on || ' ' || id from ledger_difference where department_code = 'YF-XZSP'"));
    }

    private String figures(String below, String... names) {
        List<String> values = new ArrayList<>();
        for (String name : names) {
            values.add(open.at(below + name).textValue());
        }
        return String.join(" ", values);
    }

    private void load(JsonNode example) {
        api.created("/api/v1/departments", example.get("department").toString());
        example.get("agencies").forEach(agency -> api.created(api.path("/agencies"), agency.toString()));
        example.get("projects").forEach(project -> api.created(api.path("/projects"), project.toString()));
        api.created(api.path("/fiscal-years"), example.get("fiscalYear").toString());
        Map<String, String> ids = new HashMap<>();
        for (JsonNode appropriation : example.get("appropriations")) {
            ObjectNode body = appropriation.deepCopy();
            String key = body.remove("key").textValue();
            ids.put(key, api.created(api.year("/appropriations"), body.toString()).path("id"));
        }
        for (JsonNode movement : example.get("movements")) {
            ObjectNode body = movement.deepCopy();
            ArrayNode lines = (ArrayNode) body.get("lines");
            lines.forEach(line -> keyToId((ObjectNode) line, ids));
            api.created(api.year("/movements"), body.toString());
        }
        for (JsonNode payment : example.get("payments")) {
            ObjectNode body = payment.deepCopy();
            keyToId(body, ids);
            api.created(api.year("/payments"), body.toString());
        }
    }

    private static void keyToId(ObjectNode node, Map<String, String> ids) {
        node.put("appropriationId", ids.get(node.remove("appropriation").textValue()));
    }

    /** The messages of a department on the topic, as soon as there are as many as expected, and all there are then. */
    private static List<ConsumerRecord<String, String>> consumed(String department, int expected) {
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(Map.of(
            "bootstrap.servers", System.getProperty(KafkaResource.BOOTSTRAP_SERVERS), "group.id", UUID.randomUUID().toString(),
            "auto.offset.reset", "earliest"), new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(List.of("jixiao.budget"));
            List<ConsumerRecord<String, String>> records = new ArrayList<>();
            long end = System.nanoTime() + PATIENCE.toNanos();
            boolean quiet = false;
            while (System.nanoTime() < end && !(quiet && records.size() >= expected)) {
                List<ConsumerRecord<String, String>> polled = new ArrayList<>();
                consumer.poll(Duration.ofMillis(500)).forEach(polled::add);
                quiet = polled.isEmpty();
                polled.stream().filter(record -> department.equals(record.key())).forEach(records::add);
            }
            assertEquals(expected, records.size(), "messages of " + department);
            return records;
        }
    }
}
