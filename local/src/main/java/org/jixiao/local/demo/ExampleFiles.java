package org.jixiao.local.demo;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The files of one example package, as they lie in the project. */
final class ExampleFiles {

    private final Path folder;
    private final ObjectMapper json;

    ExampleFiles(Path folder, ObjectMapper json) {
        this.folder = folder;
        this.json = json;
    }

    JsonNode read(String file) {
        try {
            return json.readTree(Files.readString(folder.resolve(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A form with what the corrections put right in it. */
    JsonNode corrected(String form) {
        JsonNode corrected = read("forms/" + form + ".json");
        for (JsonNode correction : read("corrections.json").path("corrections")) {
            if (correction.path("form").asText().equals(form)) {
                set(corrected, JsonPointer.compile(correction.path("pointer").asText()), correction.path("value"));
            }
        }
        return corrected;
    }

    /** The narrative with what the corrections put right in it. */
    JsonNode correctedNarrative() {
        JsonNode narrative = read("narrative.json");
        for (JsonNode correction : read("narrative-corrections.json").path("corrections")) {
            ObjectNode chapter = (ObjectNode) narrative.path("chapters").get(correction.path("chapter").asInt() - 1);
            String body = chapter.path("body").asText();
            String find = correction.path("find").asText();
            if (!body.contains(find)) {
                throw new IllegalStateException("chapter " + correction.path("chapter") + " does not say " + find);
            }
            chapter.put("body", body.replace(find, correction.path("replace").asText()));
        }
        return narrative;
    }

    private static void set(JsonNode document, JsonPointer pointer, JsonNode value) {
        JsonNode parent = document.at(pointer.head());
        String last = pointer.last().getMatchingProperty();
        if (parent instanceof ObjectNode object) {
            object.set(last, value);
        } else if (parent instanceof ArrayNode array) {
            array.set(pointer.last().getMatchingIndex(), value);
        } else {
            throw new IllegalStateException("nothing to correct at " + pointer);
        }
    }
}
