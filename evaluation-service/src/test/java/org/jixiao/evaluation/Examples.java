package org.jixiao.evaluation;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.jixiao.evaluation.form.Form;
import org.jixiao.evaluation.scheme.Scheme;

/** The published example and the scheme of the first migration, read from the files that the suite itself uses. */
public final class Examples {

    public static final Path FOLDER = Path.of("../examples/yanfeng-2021");
    public static final List<String> FORMS = List.of("department", "hardware-procurement", "hall-renovation");
    public static final ObjectMapper JSON = mapper();

    private Examples() {}

    private static ObjectMapper mapper() {
        ObjectMapper mapper = new ObjectMapper()
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(com.fasterxml.jackson.core.JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN)
                .setSerializationInclusion(JsonInclude.Include.NON_NULL);
        mapper.configOverride(BigDecimal.class).setFormat(JsonFormat.Value.forShape(JsonFormat.Shape.STRING));
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

    public static Form.Kind kind(String name) {
        return name.equals("department") ? Form.Kind.DEPARTMENT : Form.Kind.PROJECT;
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
                    JSON.readValue(document, Scheme.Rules.class));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
