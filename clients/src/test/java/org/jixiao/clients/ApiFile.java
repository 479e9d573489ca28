package org.jixiao.clients;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The API document of today and the one that was released last. */
final class ApiFile {

    static final Path FOLDER = Path.of("../docs/api");

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch");

    private ApiFile() {
    }

    static ObjectNode today() {
        return read(FOLDER.resolve("openapi.json"));
    }

    /** The highest version in the folder of released documents. */
    static ObjectNode released() {
        try (Stream<Path> files = Files.list(FOLDER.resolve("released"))) {
            List<ObjectNode> all = files.filter(file -> file.toString().endsWith(".json")).map(ApiFile::read).toList();
            return all.stream().max((a, b) -> compare(version(a), version(b))).orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ObjectNode read(Path file) {
        try {
            return (ObjectNode) JSON.readTree(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static int[] version(JsonNode document) {
        return Stream.of(document.path("info").path("version").asText().split("\\.")).mapToInt(Integer::parseInt).toArray();
    }

    static int compare(int[] left, int[] right) {
        return Arrays.compare(left, right);
    }

    /** Operation ids, each with its method and address. */
    static Map<String, String> operations(JsonNode document) {
        Map<String, String> operations = new TreeMap<>();
        document.path("paths").properties().forEach(path -> path.getValue().properties().forEach(operation -> {
            if (METHODS.contains(operation.getKey())) {
                operations.put(operation.getValue().path("operationId").asText(), operation.getKey().toUpperCase() + " " + path.getKey());
            }
        }));
        return operations;
    }
}
