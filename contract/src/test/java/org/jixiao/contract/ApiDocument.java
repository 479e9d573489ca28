package org.jixiao.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The merged document of the API as tests ask it. */
final class ApiDocument {

    private static final Path FOLDER = Path.of("../docs/api");
    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch");

    private final JsonNode root;
    private final Map<String, Operation> operations = new LinkedHashMap<>();
    private final SchemaRegistry schemas = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    private final Map<JsonNode, Schema> compiled = new LinkedHashMap<>();

    record Operation(String id, String method, String path, JsonNode said) {
    }

    private ApiDocument(JsonNode root) {
        this.root = root;
        root.path("paths").properties().forEach(item -> item.getValue().properties().forEach(operation -> {
            if (METHODS.contains(operation.getKey())) {
                String id = operation.getValue().path("operationId").asText();
                operations.put(id, new Operation(id, operation.getKey().toUpperCase(), item.getKey(), operation.getValue()));
            }
        }));
    }

    /** The committed one; with {@code -Dupdate-files} it and the services' documents are first taken from the running suite. */
    static ApiDocument committed() {
        try {
            if (System.getProperty("update-files") != null) {
                RunningSuite suite = RunningSuite.get();
                Files.writeString(FOLDER.resolve("openapi.json"), read(suite.base().resolve("/openapi.json")) + "\n");
                ObjectMapper pretty = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
                for (Map.Entry<String, URI> service : suite.managementAddresses().entrySet()) {
                    if (!service.getKey().equals("gateway")) {
                        String document = read(service.getValue().resolve("/q/openapi?format=json"));
                        Files.writeString(FOLDER.resolve(service.getKey() + ".json"), pretty.writeValueAsString(pretty.readTree(document)) + "\n");
                    }
                }
            }
            return of(Files.readString(FOLDER.resolve("openapi.json")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static ApiDocument of(String json) throws IOException {
        return new ApiDocument(new ObjectMapper().readTree(json));
    }

    private static String read(URI address) throws IOException {
        try (InputStream in = address.toURL().openStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    JsonNode root() {
        return root;
    }

    Map<String, Operation> operations() {
        return operations;
    }

    /** The node itself, or what it refers to. */
    JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? root.at(node.path("$ref").asText().substring(1)) : node;
    }

    /** What is wrong with a value, by a schema of the document; empty if nothing is. */
    List<String> faults(JsonNode schema, JsonNode value) {
        Schema check = compiled.computeIfAbsent(schema, this::compile);
        List<String> faults = new ArrayList<>();
        check.validate(value.toString(), InputFormat.JSON, context -> context.executionConfig(config -> config.formatAssertionsEnabled(true)))
            .forEach(fault -> faults.add(fault.getInstanceLocation() + " " + fault.getMessage()));
        return faults;
    }

    private Schema compile(JsonNode schema) {
        ObjectNode whole = schema.deepCopy();
        whole.set("components", root.path("components"));
        return schemas.getSchema(whole.toString(), InputFormat.JSON);
    }
}
