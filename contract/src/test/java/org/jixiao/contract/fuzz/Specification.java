package org.jixiao.contract.fuzz;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.swagger.v3.parser.OpenAPIV3Parser;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** An API document in OpenAPI 3.1, as far as a fuzzer needs it. */
final class Specification {

    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch");
    private static final Pattern ABSENT = Pattern.compile("(?:/items/[0-9]+)?: required property '([^']+)' not found");
    static final ObjectMapper JSON = new ObjectMapper();

    private final String text;
    private final JsonNode document;
    private final SchemaRegistry registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    private final Map<JsonNode, Schema> compiled = new IdentityHashMap<>();

    Specification(String text) {
        this.text = text;
        try {
            document = JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** What a strict reader of OpenAPI says against the document itself. */
    List<String> complaints() {
        return new OpenAPIV3Parser().readContents(text, null, null).getMessages();
    }

    /** Those that make something first, shorter addresses first: later ones find what they need. */
    List<Operation> operations() {
        List<Operation> operations = new ArrayList<>();
        document.path("paths").fields().forEachRemaining(path -> path.getValue().fields().forEachRemaining(entry -> {
            if (METHODS.contains(entry.getKey())) {
                operations.add(operation(path.getKey(), entry.getKey(), path.getValue(), entry.getValue()));
            }
        }));
        operations.sort((a, b) -> {
            int byMethod = Integer.compare(turn(a), turn(b));
            int byLength = Integer.compare(a.path().split("/").length, b.path().split("/").length);
            return byMethod != 0 ? byMethod : byLength != 0 ? byLength : a.id().compareTo(b.id());
        });
        return operations;
    }

    /** What makes something comes first, what ends something after it, what only reads last. */
    private static int turn(Operation operation) {
        return operation.isRead() ? 2 : operation.id().startsWith("create") ? 0 : 1;
    }

    private Operation operation(String path, String method, JsonNode item, JsonNode node) {
        List<Operation.Parameter> parameters = new ArrayList<>();
        item.path("parameters").forEach(parameter -> parameters.add(parameter(resolved(parameter))));
        node.path("parameters").forEach(parameter -> parameters.add(parameter(resolved(parameter))));
        JsonNode body = resolved(node.path("requestBody")).path("content").path("application/json").get("schema");
        Map<Integer, Map<String, JsonNode>> responses = new TreeMap<>();
        node.path("responses").fields().forEachRemaining(response -> {
            Map<String, JsonNode> types = new HashMap<>();
            resolved(response.getValue()).path("content").fields()
                    .forEachRemaining(type -> types.put(type.getKey(), type.getValue().get("schema")));
            if (response.getKey().matches("[0-9]{3}")) {
                responses.put(Integer.valueOf(response.getKey()), types);
            }
        });
        List<String> roles = new ArrayList<>();
        boolean open = false;
        for (JsonNode requirement : node.path("security")) {
            open |= requirement.isEmpty();
            requirement.forEach(scopes -> scopes.forEach(scope -> roles.add(scope.asText())));
        }
        boolean secured = !node.path("security").isEmpty() && !open;
        return new Operation(node.path("operationId").asText(path), method.toUpperCase(java.util.Locale.ROOT), path, parameters,
                body, resolved(node.path("requestBody")).path("required").asBoolean(), responses, secured, roles);
    }

    private Operation.Parameter parameter(JsonNode node) {
        List<String> examples = new ArrayList<>();
        JsonNode schema = node.path("schema");
        if (node.has("example")) {
            examples.add(inAddress(node.get("example")));
        }
        node.path("examples").forEach(example -> examples.add(inAddress(example.path("value"))));
        resolved(schema).path("examples").forEach(example -> examples.add(inAddress(example)));
        return new Operation.Parameter(node.path("name").asText(), node.path("in").asText(),
                node.path("required").asBoolean(), schema, examples);
    }

    /** A value as it stands in an address: of several, all, with commas between. */
    static String inAddress(JsonNode value) {
        return value.isArray() ? StreamSupport.stream(value.spliterator(), false).map(JsonNode::asText).collect(Collectors.joining(","))
                : value.asText();
    }

    /** What a reference stands for, with what is said beside it; other nodes are themselves. */
    JsonNode resolved(JsonNode node) {
        JsonNode current = node;
        for (int hops = 0; current.has("$ref") && hops < 10; hops++) {
            JsonNode target = document.at(current.get("$ref").asText().substring(1));
            if (current.size() == 1 || !target.isObject()) {
                current = target;
            } else {
                ObjectNode merged = ((ObjectNode) target).deepCopy();
                current.fields().forEachRemaining(field -> {
                    if (!field.getKey().equals("$ref")) {
                        merged.set(field.getKey(), field.getValue());
                    }
                });
                current = merged;
            }
        }
        return current;
    }

    /** How a JSON text differs from a schema; empty if it does not. */
    List<String> faults(JsonNode schema, String json) {
        return compiled.computeIfAbsent(schema, this::compile).validate(json, InputFormat.JSON).stream()
                .map(Object::toString).toList();
    }

    /** Of the faults those that are none where only some fields of a thing, or of each thing of a page, were asked for. */
    static List<String> withoutUnasked(List<String> faults, Set<String> asked) {
        return faults.stream().filter(fault -> {
            Matcher absent = ABSENT.matcher(fault);
            return !absent.lookingAt() || asked.contains(absent.group(1));
        }).toList();
    }

    private Schema compile(JsonNode schema) {
        ObjectNode whole = ((ObjectNode) schema).deepCopy();
        whole.set("components", document.path("components"));
        return registry.getSchema(whole.toString(), InputFormat.JSON);
    }

    /** Fields of an answer that its schema does not name, as JSON pointers; maps are free to hold any. */
    List<String> undeclared(JsonNode schema, JsonNode value) {
        List<String> found = new ArrayList<>();
        undeclared(schema, value, "", found);
        return found;
    }

    private void undeclared(JsonNode reference, JsonNode value, String pointer, List<String> found) {
        JsonNode schema = resolved(reference);
        if (value.isArray()) {
            for (int i = 0; i < value.size() && schema.has("items"); i++) {
                undeclared(schema.get("items"), value.get(i), pointer + "/" + i, found);
            }
        }
        JsonNode properties = schema.path("properties");
        boolean mixed = schema.has("allOf") || schema.has("oneOf") || schema.has("anyOf");
        if (value.isObject() && properties.isObject() && !mixed && !schema.path("additionalProperties").isObject()
                && !schema.path("additionalProperties").asBoolean(false)) {
            value.fields().forEachRemaining(field -> {
                if (properties.has(field.getKey())) {
                    undeclared(properties.get(field.getKey()), field.getValue(), pointer + "/" + field.getKey(), found);
                } else {
                    found.add(pointer + "/" + field.getKey());
                }
            });
        }
    }
}
