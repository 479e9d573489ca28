package org.jixiao.evaluation;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.jixiao.chassis.json.JsonConfig;
import org.jixiao.evaluation.form.Form;
import org.jixiao.evaluation.scheme.Scheme;

/** The published example and the scheme of the first migration, read from the files that the suite itself uses. */
public final class Examples {

    public static final Path FOLDER = Path.of("../examples/yanfeng-2021");
    public static final List<String> FORMS = List.of("department", "hardware-procurement", "hall-renovation");
    public static final ObjectMapper JSON = mapper();

    private Examples() {}

    private static ObjectMapper mapper() {
        ObjectMapper mapper = new ObjectMapper().findAndRegisterModules();
        JsonConfig.apply(mapper);
        return mapper;
    }

    public static Form form(String name) {
        return form(formJson(name));
    }

    public static Form form(JsonNode json) {
        try {
            return JSON.treeToValue(json, Form.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static JsonNode formJson(String name) {
        return json(FOLDER.resolve("forms/" + name + ".json"));
    }

    /** The form with every correction of corrections.json applied. */
    public static JsonNode corrected(String name) {
        JsonNode form = formJson(name);
        for (JsonNode correction : json(FOLDER.resolve("corrections.json")).get("corrections")) {
            if (correction.get("form").textValue().equals(name)) {
                form = with(form, correction.get("pointer").textValue(), correction.get("value"));
            }
        }
        return form;
    }

    /** A copy with the value at the pointer; without it where the value is null. */
    public static JsonNode with(JsonNode form, String pointer, JsonNode value) {
        JsonNode copy = form.deepCopy();
        JsonPointer at = JsonPointer.compile(pointer);
        JsonNode parent = copy.at(at.head());
        if (parent instanceof ArrayNode array) {
            int index = at.last().getMatchingIndex();
            if (value == null) {
                array.remove(index);
            } else {
                array.set(index, value);
            }
        } else {
            ObjectNode object = (ObjectNode) parent;
            if (value == null) {
                object.remove(at.last().getMatchingProperty());
            } else {
                object.set(at.last().getMatchingProperty(), value);
            }
        }
        return copy;
    }

    public static JsonNode with(JsonNode form, String pointer, String text) {
        return with(form, pointer, text == null ? null : JSON.getNodeFactory().textNode(text));
    }

    public static Form.EvaluationKind kind(String name) {
        return name.equals("department") ? Form.EvaluationKind.DEPARTMENT : Form.EvaluationKind.PROJECT;
    }

    public static JsonNode json(Path file) {
        try {
            return JSON.readTree(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The first scheme, as the migration inserts it. */
    public static Scheme scheme() {
        try {
            String sql = Files.readString(Path.of("src/main/resources/db/migration/V1_0__evaluation.sql"));
            String document = sql.split("\\$json\\$")[1];
            return new Scheme("CN-2020-10", 1, LocalDate.of(2020, 1, 1), null,
                    JSON.readValue(document, Scheme.SchemeRules.class));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
