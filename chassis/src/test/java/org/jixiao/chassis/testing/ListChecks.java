package org.jixiao.chassis.testing;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.restassured.response.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/** Tries on a list every order and every filter that the committed API document promises for it. */
public final class ListChecks {

    private static final ObjectMapper JSON = new ObjectMapper();

    private ListChecks() {
    }

    /** What the document says of the operation, done at the address; the list there must have an entry or more. */
    public static Stream<DynamicTest> of(Path document, String operationId, String address, String bearer) {
        List<DynamicTest> tests = new ArrayList<>();
        for (JsonNode parameter : operation(document, operationId).path("parameters")) {
            String name = parameter.path("name").asText();
            if (!parameter.path("in").asText().equals("query") || name.equals("fields")) {
                continue;
            }
            if (name.equals("sort")) {
                parameter.path("schema").path("items").path("enum").forEach(key -> tests.add(DynamicTest.dynamicTest(
                    operationId + " by " + key.asText(), () -> everyEntryOnce(address, key.asText(), bearer))));
            } else {
                String example = text(parameter.path("schema").path("examples").path(0));
                tests.add(DynamicTest.dynamicTest(operationId + " with " + name + "=" + example, () -> {
                    Response found = get(address + "?" + name + "=" + URLEncoder.encode(example, StandardCharsets.UTF_8), bearer);
                    assertEquals(200, found.statusCode(), found::asString);
                }));
            }
        }
        return tests.stream();
    }

    /** One by one, over cursors: what the whole list has, each once and in the same order. */
    private static void everyEntryOnce(String address, String sort, String bearer) {
        List<Object> whole = get(address + "?limit=100&sort=" + sort, bearer).path("items");
        List<Object> one = new ArrayList<>();
        String cursor = null;
        do {
            Response page = get(address + "?limit=1&sort=" + sort + (cursor == null ? "" : "&cursor=" + cursor), bearer);
            assertEquals(200, page.statusCode(), page::asString);
            one.addAll(page.path("items"));
            cursor = page.path("nextCursor");
        } while (cursor != null && one.size() <= whole.size());
        assertEquals(whole, one);
    }

    private static Response get(String address, String bearer) {
        return given().header("Authorization", bearer).urlEncodingEnabled(false).get(address);
    }

    private static String text(JsonNode example) {
        return example.isArray() ? example.path(0).asText() : example.asText();
    }

    private static JsonNode operation(Path document, String operationId) {
        try {
            List<JsonNode> found = new ArrayList<>();
            JSON.readTree(document.toFile()).path("paths").forEach(path -> path.forEach(operation -> {
                if (operation.path("operationId").asText().equals(operationId)) {
                    found.add(operation);
                }
            }));
            return found.get(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
