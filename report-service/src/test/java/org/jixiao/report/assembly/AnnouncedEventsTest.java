package org.jixiao.report.assembly;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jixiao.report.Announced;
import org.jixiao.report.assembly.Assembly.ReceivedEvaluation;
import org.jixiao.report.crosscheck.Example;
import org.jixiao.report.crosscheck.Statement;
import org.junit.jupiter.api.Test;

/** Our own reading of the events that the other services announce. */
class AnnouncedEventsTest {

    private static final Path EVENTS = Path.of("..", "docs", "events");

    @Test
    void goldenMessagesAreRead() throws IOException {
        int read = 0;
        try (Stream<Path> files = Files.list(EVENTS)) {
            for (Path golden : files.filter(file -> file.toString().endsWith(".golden.json")).toList()) {
                JsonNode event = Example.tree(golden);
                String data = event.path("data").toString();
                switch (event.path("type").asText()) {
                    case StatementClosedHandler.TYPE -> assertEquals("419.99", tenThousands(StatementClosedHandler
                            .read(Example.JSON, data).total().executedAmount()));
                    case EvaluationCompletedHandler.TYPE -> assertEquals(event.at("/data/form/indicators").size(),
                            EvaluationCompletedHandler.read(Example.JSON, "e", data).evaluation().form().indicators().size());
                    default -> read--;
                }
                read++;
            }
        }
        assertTrue(read > 0);
    }

    @Test
    void nothingOfAGoldenFormIsLost() throws IOException {
        JsonNode data = Example.tree(EVENTS.resolve(EvaluationCompletedHandler.TYPE + ".golden.json")).path("data");
        ReceivedEvaluation received = EvaluationCompletedHandler.read(Example.JSON, "e", data.toString());
        assertEquals(data.path("form"), written(received.evaluation().form()));
        Evaluation.Score score = received.evaluation().score();
        assertEquals(data.at("/score/computedTotal").asText(), score.computedTotal().toPlainString());
        assertEquals(data.at("/score/execution/steps").size(), score.execution().steps().size());
        assertEquals(data.at("/score/indicators").size(), score.indicators().size());
        assertEquals(data.path("findings").size(), received.findings().size());
        assertEquals(data.path("package").size(), received.members().size());
    }

    @Test
    void theEventsOfTheseTestsFollowTheSchemas() {
        assertEquals(List.of(), errors(StatementClosedHandler.TYPE, Announced.statement("YF-XZSP", 1)));
        assertEquals(List.of(), errors(EvaluationCompletedHandler.TYPE, Announced.department("YF-XZSP", 1)));
        assertEquals(List.of(), errors(EvaluationCompletedHandler.TYPE, Announced.hall("YF-XZSP", 1)));
        assertFalse(errors(StatementClosedHandler.TYPE, "{}").isEmpty());
    }

    @Test
    void theStatementIsReadLineByLine() throws IOException {
        Statement statement = StatementClosedHandler.read(Example.JSON, data(Announced.statement("YF-XZSP", 3)));
        assertEquals(3, statement.version());
        assertEquals("GENERAL_PUBLIC_BUDGET", statement.byFundNature().get(0).code());
        assertEquals("基本工资", statement.byEconomicClass().get(0).name());
        assertEquals("其他项目", statement.byProject().get(2).name());
        assertEquals(new BigDecimal("644100.00"), statement.byProject().get(2).figures().executedAmount());
        assertEquals("雁财预〔2021〕15号", statement.adjustments().get(0).documentNumber());
    }

    @Test
    void fieldsThatWeDoNotKnowAreIgnored() throws IOException {
        String data = data(Announced.hall("YF-XZSP", 1));
        assertEquals("3", EvaluationCompletedHandler.read(Example.JSON, "e",
                data.replaceFirst("\\{", "{\"laterField\":{\"a\":1},")).evaluation().evaluationId());
    }

    @Test
    void whatCannotBeUsedIsRefusedAsAWhole() throws IOException {
        String data = data(Announced.hall("YF-XZSP", 1));
        for (String broken : List.of("{}", "[]", "null", data.replace("\"completion\":1", "\"completion\":0"),
                data.replace("\"PROJECT\",\"projectCode\"", "\"PROJECT\",\"code\""),
                data.replace("\"79.71\"", "\"1E+999999999\""))) {
            assertThrows(RuntimeException.class, () -> EvaluationCompletedHandler.read(Example.JSON, "e", broken), broken);
        }
    }

    /** As JSON, without the lists that are empty because they were absent. */
    private static JsonNode written(Object record) throws IOException {
        JsonNode tree = Example.JSON.readTree(Example.JSON.writeValueAsString(record));
        tree.findParents("components").forEach(parent -> withoutEmpty((ObjectNode) parent));
        return tree;
    }

    private static void withoutEmpty(ObjectNode parent) {
        List<String> empty = new ArrayList<>();
        parent.fields().forEachRemaining(field -> {
            if (field.getValue().isArray() && field.getValue().isEmpty()) {
                empty.add(field.getKey());
            }
        });
        parent.remove(empty);
    }

    private static List<String> errors(String type, String event) {
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(Example.text(EVENTS.resolve(type + ".schema.json")))
                .validate(event, InputFormat.JSON).stream().map(Object::toString).toList();
    }

    private static String data(String event) throws IOException {
        return Example.JSON.readTree(event).path("data").toString();
    }

    private static String tenThousands(BigDecimal yuan) {
        return yuan.movePointLeft(4).stripTrailingZeros().toPlainString();
    }
}
