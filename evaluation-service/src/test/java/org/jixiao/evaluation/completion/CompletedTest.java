package org.jixiao.evaluation.completion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jixiao.chassis.testing.CommittedFile;
import org.jixiao.evaluation.Examples;
import org.jixiao.evaluation.Schemas;
import org.jixiao.evaluation.consistency.FormChecks;
import org.jixiao.evaluation.evaluation.Evaluation;
import org.jixiao.evaluation.evaluation.Evaluation.Explanation;
import org.jixiao.evaluation.evaluation.LifeCycle.EvaluationStatus;
import org.jixiao.evaluation.form.CanonicalJson;
import org.jixiao.evaluation.form.Form;
import org.junit.jupiter.api.Test;

class CompletedTest {

    private static final Instant SUBMITTED_AT = Instant.parse("2022-04-12T08:30:00Z");

    @Test
    void theGoldenMessageIsWhatTheServiceSays() throws JsonProcessingException {
        CommittedFile.compare(Schemas.EVENTS.resolve(CompletionHandler.TYPE + ".golden.json"),
                Examples.JSON.writerWithDefaultPrettyPrinter().writeValueAsString(message()) + "\n");
    }

    @Test
    void theGoldenMessageKeepsItsSchema() throws Exception {
        String golden = Files.readString(Schemas.EVENTS.resolve(CompletionHandler.TYPE + ".golden.json"));

        assertEquals(List.of(), Schemas.faults(CompletionHandler.TYPE, golden));
    }

    @Test
    void theSchemaRefusesWhatIsMissing() {
        List<String> unnoticed = new ArrayList<>();
        for (String field : List.of("evaluationId", "completion", "scheme", "form", "score", "findings", "package", "contentHash")) {
            ObjectNode message = message();
            ((ObjectNode) message.get("data")).remove(field);
            if (Schemas.faults(CompletionHandler.TYPE, message.toString()).isEmpty()) {
                unnoticed.add(field);
            }
        }
        assertEquals(List.of(), unnoticed);
    }

    @Test
    void theHashIsOverEverythingElse() {
        ObjectNode data = (ObjectNode) message().get("data");
        String hash = data.remove("contentHash").textValue();

        assertEquals(hash, CanonicalJson.of(Examples.JSON).hash(data));
        data.put("departmentName", "another");
        assertFalse(hash.equals(CanonicalJson.of(Examples.JSON).hash(data)));
    }

    @Test
    void everyExplanationTravelsWithItsFinding() {
        JsonNode findings = message().get("data").get("findings");

        assertTrue(findings.size() > 0);
        findings.forEach(finding -> assertTrue(finding.has("explanation"), finding::toString));
    }

    static ObjectNode message() {
        ObjectMapper json = Examples.JSON;
        CompletionHandler handler = new CompletionHandler(null, null, CanonicalJson.of(json), json);
        Completed completed = Completed.of(evaluation(), List.of(
                new Completed.Member("1", Form.EvaluationKind.DEPARTMENT, null),
                new Completed.Member("2", Form.EvaluationKind.PROJECT, "YF-2021-01"),
                new Completed.Member("3", Form.EvaluationKind.PROJECT, "YF-2021-02")));
        return (ObjectNode) json.createObjectNode()
                .put("specversion", "1.0")
                .put("id", "6f1c9a6e-3f0b-4a55-9d0e-2a3f0c1b7d11")
                .put("source", "/evaluation-service")
                .put("type", CompletionHandler.TYPE)
                .put("subject", "YF-XZSP/2021")
                .put("time", "2022-04-14T02:00:00Z")
                .put("datacontenttype", "application/json")
                .put("dataschema", "urn:jixiao:schema:" + CompletionHandler.TYPE)
                .put("department", "YF-XZSP")
                .set("data", handler.data(completed));
    }

    private static Evaluation evaluation() {
        Form form = Examples.form(Examples.corrected("department"));
        List<Explanation> explanations = new ArrayList<>();
        for (JsonNode explanation : Examples.json(Examples.FOLDER.resolve("corrections.json")).get("explanations")) {
            FormChecks.check(form, Form.EvaluationKind.DEPARTMENT, Examples.scheme()).stream()
                    .filter(f -> explanation.get("form").textValue().equals("department"))
                    .filter(f -> f.rule().equals(explanation.get("rule").textValue())
                            && f.pointer().equals(explanation.get("pointer").textValue()))
                    .forEach(f -> explanations.add(new Explanation(f.rule(), f.pointer(), f.figures(),
                            explanation.get("text").textValue(), "zhang.wei", SUBMITTED_AT.minusSeconds(600))));
        }
        return new Evaluation(1, "YF-XZSP", "雁峰区行政审批服务局", 2021, Form.EvaluationKind.DEPARTMENT, null, null, Examples.scheme(),
                EvaluationStatus.COMPLETED, 1, 5, form, null, "zhang.wei", SUBMITTED_AT.minusSeconds(3600), "zhang.wei", SUBMITTED_AT,
                "li.na", Instant.parse("2022-04-13T01:00:00Z"), "li.na", Instant.parse("2022-04-14T02:00:00Z"),
                List.of(), explanations);
    }
}
