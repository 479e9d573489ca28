package org.jixiao.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The examples of the API document are calls that a running suite answers just so. */
class ExamplesIT {

    private static final ApiDocument DOCUMENT = ApiDocument.committed();
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void everyExampleCallIsAnsweredAsTheDocumentShowsIt() throws Exception {
        boolean update = System.getProperty("update-files") != null;
        ExampleCalls story = new ExampleCalls(DOCUMENT, RunningSuite.get(), "EX-" + Long.toString(System.currentTimeMillis(), 36).toUpperCase());
        List<String> wrong = new ArrayList<>();
        for (ExampleCalls.Call call : story.calls()) {
            ExampleCalls.Answer answer = story.make(call);
            wrong.addAll(faults(call, answer, update));
            story.keep(call, answer);
        }
        if (update) {
            story.write();
        }
        assertEquals("", String.join("\n", wrong));
    }

    private static List<String> faults(ExampleCalls.Call call, ExampleCalls.Answer answer, boolean update) throws IOException {
        List<String> wrong = new ArrayList<>();
        if (answer.status() != call.said().path("status").asInt()) {
            return List.of(call.name() + ": " + answer.status() + " instead of " + call.said().path("status") + " " + answer.body());
        }
        JsonNode documented = call.operation().said().path("responses").path(String.valueOf(answer.status()));
        if (documented.isMissingNode()) {
            wrong.add(call.name() + ": " + answer.status() + " is not documented");
        }
        if (!answer.isJson()) {
            return wrong;
        }
        JsonNode body = JSON.readTree(answer.body());
        JsonNode schema = documented.path("content").path(answer.type().split(";")[0]).path("schema");
        if (schema.isMissingNode()) {
            wrong.add(call.name() + ": " + answer.type() + " is not documented");
        } else {
            DOCUMENT.faults(schema, body).forEach(fault -> wrong.add(call.name() + ": " + fault));
        }
        if (body.has("code") && answer.status() >= 400 && !codes(call.operation(), answer.status()).contains(body.path("code").asText())) {
            wrong.add(call.name() + ": code " + body.path("code") + " is not documented");
        }
        if (call.said().path("varies").asBoolean()) {
            // how far a job or a chain is differs from call to call; the schema holds all the same
            return wrong;
        }
        Object shown = ExampleCalls.shape(call.said().path("response"));
        if (!update && call.said().path("document").asBoolean(true) && !ExampleCalls.shape(body).equals(shown)) {
            wrong.add(call.name() + ": looks like " + ExampleCalls.shape(body) + ", the document shows " + shown);
        }
        return wrong;
    }

    private static List<String> codes(ApiDocument.Operation operation, int status) {
        List<String> codes = new ArrayList<>();
        operation.said().path("x-error-codes").path(String.valueOf(status)).forEach(code -> codes.add(code.asText()));
        return codes;
    }

    @Test
    void everyOperationHasAnExampleThatIsACall() throws Exception {
        TreeSet<String> without = new TreeSet<>(DOCUMENT.operations().keySet());
        new ExampleCalls(DOCUMENT, RunningSuite.get(), "EX").calls()
            .forEach(call -> without.remove(call.operation().id()));
        assertEquals(new TreeSet<>(), without);
    }

    @Test
    void everyExampleInTheDocumentKeepsItsSchema() {
        List<String> wrong = new ArrayList<>();
        for (ApiDocument.Operation operation : DOCUMENT.operations().values()) {
            examples(operation.id() + " request", operation.said().path("requestBody"), wrong);
            operation.said().path("responses").properties()
                .forEach(response -> examples(operation.id() + " " + response.getKey(), response.getValue(), wrong));
        }
        assertEquals("", String.join("\n", wrong));
    }

    private static void examples(String where, JsonNode holder, List<String> wrong) {
        for (Map.Entry<String, JsonNode> media : DOCUMENT.resolved(holder).path("content").properties()) {
            media.getValue().path("examples").properties().forEach(example ->
                DOCUMENT.faults(media.getValue().path("schema"), example.getValue().path("value"))
                    .forEach(fault -> wrong.add(where + " " + example.getKey() + ": " + fault)));
        }
    }

    @Test
    void theServedDocumentIsTheCommittedOne() throws Exception {
        HttpResponse<String> served = HttpClient.newHttpClient().send(
            HttpRequest.newBuilder(RunningSuite.get().base().resolve("/openapi.json")).build(), HttpResponse.BodyHandlers.ofString());
        assertEquals(DOCUMENT.root(), JSON.readTree(served.body()));
    }
}
