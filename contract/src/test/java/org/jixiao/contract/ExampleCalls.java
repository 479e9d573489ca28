package org.jixiao.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BinaryOperator;
import java.util.regex.Pattern;

/**
 * The example calls of the API document, made one after the other: a department's year from its opening to its report.
 * The document's ids and its department stand for others here, so that the calls can be made beside the demo's data.
 */
final class ExampleCalls {

    private static final List<String> SERVICES = List.of("budget-service", "evaluation-service", "report-service");
    private static final List<String> ROLES = List.of("budget-officer", "evaluator", "department-reviewer", "finance-reviewer",
        "publisher", "auditor", "scheme-administrator");
    private static final int LOOKS_MAX = 150;
    private static final String INSTANT = "\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d+)?Z";
    private static final String REQUEST_ID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";

    record Call(String service, JsonNode said, ApiDocument.Operation operation) {

        String name() {
            return operation.id() + " " + said.path("name").asText();
        }
    }

    record Answer(int status, String type, String body) {

        boolean isJson() {
            return type.startsWith("application/json") || type.startsWith("application/problem+json");
        }
    }

    private final ObjectMapper json = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private final HttpClient client = HttpClient.newHttpClient();
    private final ApiDocument document;
    private final URI gateway;
    private final Map<String, String> tokens = new LinkedHashMap<>();
    private final Map<String, String> substitutes = new LinkedHashMap<>();
    private final Map<String, ArrayNode> files = new LinkedHashMap<>();

    ExampleCalls(ApiDocument document, RunningSuite suite, String department) throws IOException {
        this.document = document;
        this.gateway = suite.base();
        ROLES.forEach(role -> tokens.put(role, suite.token(role, "*")));
        substitutes.put(RunningSuite.DEPARTMENT, department);
        for (String service : SERVICES) {
            files.put(service, (ArrayNode) json.readTree(file(service).toFile()));
        }
    }

    List<Call> calls() {
        List<Call> calls = new ArrayList<>();
        files.forEach((service, all) -> all.forEach(call ->
            calls.add(new Call(service, call, document.operations().get(call.path("operationId").asText())))));
        return calls;
    }

    /** Makes a call; one that shows what comes of a job is made again until that is there. */
    Answer make(Call call) throws IOException, InterruptedException {
        Answer answer = once(call);
        for (int look = 0; look < LOOKS_MAX && call.said().path("await").asBoolean() && !isThere(call, answer); look++) {
            TimeUnit.MILLISECONDS.sleep(200);
            answer = once(call);
        }
        return answer;
    }

    private boolean isThere(Call call, Answer answer) throws IOException {
        return answer.status() != 404 && !(call.said().has("as") && json.readTree(answer.body()).at(named(call)).isMissingNode());
    }

    private static String named(Call call) {
        return call.said().path("asAt").asText("/id");
    }

    /** With the first of the roles that its operation names; where it names none, with one that it takes. */
    private Answer once(Call call) throws IOException, InterruptedException {
        List<String> roles = new ArrayList<>();
        if (call.said().has("role")) {
            roles.add(call.said().path("role").asText());
        } else {
            call.operation().said().path("security").forEach(one -> one.path("bearer").forEach(role -> roles.add(role.asText())));
        }
        Answer answer = null;
        for (String role : roles.isEmpty() ? ROLES : roles) {
            answer = send(call, tokens.get(role));
            if (answer.status() != 403) {
                break;
            }
        }
        if (call.said().has("as") && answer.status() < 300) {
            substitutes.put(call.said().path("as").asText(), json.readTree(answer.body()).at(named(call)).asText());
        }
        return answer;
    }

    private Answer send(Call call, String token) throws IOException, InterruptedException {
        String path = call.operation().path();
        for (Map.Entry<String, JsonNode> part : call.said().path("path").properties()) {
            path = path.replace("{" + part.getKey() + "}", substituted(call, part.getValue()).asText());
        }
        StringBuilder query = new StringBuilder();
        for (Map.Entry<String, JsonNode> part : call.said().path("query").properties()) {
            query.append(query.isEmpty() ? "?" : "&").append(part.getKey()).append('=')
                .append(URLEncoder.encode(substituted(call, part.getValue()).asText(), StandardCharsets.UTF_8));
        }
        HttpRequest.Builder request = HttpRequest.newBuilder(gateway.resolve(path + query)).header("Authorization", "Bearer " + token);
        for (Map.Entry<String, JsonNode> header : call.said().path("header").properties()) {
            request.header(header.getKey(), header.getValue().asText());
        }
        if (call.said().has("text")) {
            request.header("Content-Type", "text/csv")
                .method(call.operation().method(), HttpRequest.BodyPublishers.ofString(substituted(call.said().path("text").asText())));
        } else if (call.said().has("request")) {
            request.header("Content-Type", "application/json")
                .method(call.operation().method(), HttpRequest.BodyPublishers.ofString(substituted(call, call.said().path("request")).toString()));
        } else {
            request.method(call.operation().method(), HttpRequest.BodyPublishers.noBody());
        }
        HttpResponse<String> response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        return new Answer(response.statusCode(), response.headers().firstValue("Content-Type").orElse(""), response.body());
    }

    /** A file with the ids of this suite. */
    private String substituted(String text) {
        String known = text;
        for (Map.Entry<String, String> substitute : substitutes.entrySet()) {
            known = known.replaceAll("\\b" + Pattern.quote(substitute.getKey()) + "\\b", substitute.getValue());
        }
        return known;
    }

    private JsonNode substituted(Call call, JsonNode node) {
        Map<String, String> known = call.said().path("demo").asBoolean() ? Map.of() : substitutes;
        return replaced("", node, (field, text) -> known.getOrDefault(text, text));
    }

    private static JsonNode replaced(String field, JsonNode node, BinaryOperator<String> rule) {
        if (node instanceof ObjectNode object) {
            ObjectNode copy = object.objectNode();
            object.properties().forEach(inner -> copy.set(inner.getKey(), replaced(inner.getKey(), inner.getValue(), rule)));
            return copy;
        }
        if (node instanceof ArrayNode array) {
            ArrayNode copy = array.arrayNode();
            array.forEach(element -> copy.add(replaced(field, element, rule)));
            return copy;
        }
        return node.isTextual() ? TextNode.valueOf(rule.apply(field, node.asText())) : node;
    }

    /** Keeps what was answered as the document's example, with the document's ids, one instant and one request id. */
    void keep(Call call, Answer answer) throws IOException {
        ObjectNode said = (ObjectNode) call.said();
        said.remove("response");
        if (answer.isJson() && said.path("document").asBoolean(true)) {
            said.set("response", replaced("", json.readTree(answer.body()), this::asDocumented));
        }
    }

    private String asDocumented(String field, String text) {
        // a score may be the same number as an id, and so may a place in a list
        boolean named = field.equals("id") || field.endsWith("Id");
        String documented = text;
        for (Map.Entry<String, String> known : substitutes.entrySet()) {
            if (field.equals("pointer") || !named && documented.matches("[0-9]+")) {
                break;
            }
            documented = documented.equals(known.getValue()) ? known.getKey()
                : documented.replace("/" + known.getValue() + "/", "/" + known.getKey() + "/").replaceAll("/" + known.getValue() + "$", "/" + known.getKey());
        }
        if (!documented.equals(text)) {
            return documented;
        }
        return documented.matches(INSTANT) ? "2022-01-10T01:30:00Z"
            : documented.matches(REQUEST_ID) ? "3f0c6c1e-8a53-4c7b-9a53-6a5f0a6a1c11" : documented;
    }

    void write() throws IOException {
        for (Map.Entry<String, ArrayNode> file : files.entrySet()) {
            Files.writeString(file(file.getKey()), json.writeValueAsString(file.getValue()) + "\n");
        }
    }

    private static Path file(String service) {
        return Path.of("..", service, "src/main/resources/openapi/examples.json");
    }

    /** Names and types of everything in a value; of a list that of its first element. */
    static Object shape(JsonNode node) {
        if (node.isObject()) {
            Map<String, Object> fields = new TreeMap<>();
            node.properties().forEach(field -> fields.put(field.getKey(), shape(field.getValue())));
            return fields;
        }
        if (node.isArray()) {
            return node.isEmpty() ? Set.of() : Set.of(shape(node.get(0)));
        }
        return node.getNodeType().toString();
    }
}
