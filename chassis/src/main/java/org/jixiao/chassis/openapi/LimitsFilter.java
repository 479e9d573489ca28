package org.jixiao.chassis.openapi;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.Components;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.jixiao.chassis.json.JsonConfig;

/**
 * Gives every string, number and list its bounds: those that {@value #FILE} has for {@code Schema.field}; then the
 * field's own; then those of the file by the field's name; then what the JSON reader enforces for all of them. What a
 * plain record needs, or needs together, stands in the file under {@code Schema}.
 */
public class LimitsFilter implements OASFilter {

    static final String FILE = "openapi/limits.json";

    private static final String SCHEMAS = "#/components/schemas/";
    /** What {@code @NotBlank} becomes: some character that is no space. */
    private static final String NOT_BLANK = "\\S";
    private static final int DATE_LENGTH = 10;
    private static final int INSTANT_LENGTH_MAX = 40;
    // a list of single characters as long as the largest body
    private static final int ITEMS_MAX = 1_000_000;
    private static final int PAGE_MAX = 100;

    private final JsonNode own = read(FILE);
    private final JsonNode everywhere = read("openapi/chassis-limits.json");

    @Override
    public void filterOpenAPI(OpenAPI document) {
        Components components = document.getComponents();
        Map<String, Schema> schemas = Map.copyOf(components.getSchemas());
        Set<Schema> seen = new HashSet<>();
        components.getSchemas().forEach((name, schema) -> {
            needed(own.path(name), schema);
            bound(schemas, name, "", schema, seen);
        });
        if (components.getParameters() != null) {
            components.getParameters().values().forEach(parameter -> bound(schemas, parameter, seen));
        }
        components.getHeaders().forEach((name, header) -> bound(schemas, "", name, header.getSchema(), seen));
        Set<String> requests = new HashSet<>();
        for (PathItem path : document.getPaths().getPathItems().values()) {
            for (Operation operation : path.getOperations().values()) {
                operation(schemas, operation, seen, requests);
            }
        }
        requests.forEach(name -> close(schemas.get(name)));
        schemas.forEach((name, schema) -> {
            if (isScalar(schema)) {
                components.removeSchema(name);
            }
        });
    }

    private void operation(Map<String, Schema> schemas, Operation operation, Set<Schema> seen, Set<String> requests) {
        stated(operation).forEach(parameter -> bound(schemas, parameter, seen));
        if (operation.getRequestBody() != null) {
            operation.getRequestBody().getContent().getMediaTypes().values().forEach(media -> {
                bound(schemas, "", "", media.getSchema(), seen);
                reach(schemas, media.getSchema(), requests);
            });
        }
        operation.getResponses().getAPIResponses().values().forEach(response -> {
            if (response.getContent() != null) {
                response.getContent().getMediaTypes().values().forEach(media -> bound(schemas, "", "", media.getSchema(), seen));
            }
            if (response.getHeaders() != null) {
                response.getHeaders().forEach((name, header) -> bound(schemas, "", name, header.getSchema(), seen));
            }
        });
    }

    private static List<Parameter> stated(Operation operation) {
        return operation.getParameters() == null ? List.of() : operation.getParameters();
    }

    private void bound(Map<String, Schema> schemas, Parameter parameter, Set<Schema> seen) {
        if (parameter.getRef() == null) {
            bound(schemas, "", parameter.getName(), parameter.getSchema(), seen);
        }
    }

    private void bound(Map<String, Schema> schemas, String of, String name, Schema schema, Set<Schema> seen) {
        if (schema == null || !seen.add(schema)) {
            return;
        }
        inline(schemas, schema);
        if (schema.getRef() == null) {
            said(of, name, schema);
            List<SchemaType> types = schema.getType() == null ? List.of() : schema.getType();
            if (types.contains(SchemaType.STRING) && schema.getEnumeration() == null) {
                text(schema);
            }
            if (types.contains(SchemaType.INTEGER)) {
                integer(schema);
            }
            if (types.contains(SchemaType.ARRAY) && schema.getMaxItems() == null) {
                schema.setMaxItems(name.equals("items") ? PAGE_MAX : ITEMS_MAX);
            }
        }
        page(schema);
        if (schema.getProperties() != null) {
            schema.getProperties().forEach((field, property) -> bound(schemas, of, field, property, seen));
        }
        bound(schemas, of, name + "[]", schema.getItems(), seen);
        bound(schemas, of, name, schema.getAdditionalPropertiesSchema(), seen);
    }

    /** A page always has its items; only where it goes on may be absent. */
    private static void page(Schema schema) {
        Map<String, Schema> fields = schema.getProperties();
        if (fields != null && fields.containsKey("items") && (schema.getRequired() == null || !schema.getRequired().contains("items"))) {
            schema.addRequired("items");
        }
    }

    /** A scalar is no model of its own: generators would make a class of a date. */
    private static void inline(Map<String, Schema> schemas, Schema schema) {
        if (schema.getRef() == null) {
            return;
        }
        Schema target = schemas.get(schema.getRef().substring(SCHEMAS.length()));
        if (target == null || !isScalar(target)) {
            schema.setType(null);
            return;
        }
        schema.setRef(null);
        schema.setType(target.getType());
        schema.setFormat(target.getFormat());
        schema.setPattern(schema.getPattern() == null ? target.getPattern() : schema.getPattern());
        if (schema.getDescription() == null) {
            schema.setDescription(target.getDescription());
        }
        if (schema.getExamples() == null) {
            schema.setExamples(target.getExamples());
        }
    }

    private static boolean isScalar(Schema schema) {
        return schema.getType() != null && schema.getType().contains(SchemaType.STRING) && schema.getEnumeration() == null;
    }

    private static void needed(JsonNode said, Schema schema) {
        said.path("required").forEach(field -> schema.addRequired(field.asText()));
        said.path("dependentRequired").properties().forEach(field -> schema.addDependentRequired(field.getKey(),
            StreamSupport.stream(field.getValue().spliterator(), false).map(JsonNode::asText).toList()));
    }

    private void said(String of, String name, Schema schema) {
        // a pattern of the type, such as that of every decimal, is wider
        if (own.path(of + "." + name).has("pattern")) {
            schema.setPattern(null);
        }
        for (JsonNode bounds : List.of(own.path(of + "." + name), own.path(name), everywhere.path(name))) {
            if (schema.getPattern() == null && bounds.has("pattern")) {
                schema.setPattern(bounds.path("pattern").asText());
            }
            if (schema.getMaxLength() == null && bounds.has("maxLength")) {
                schema.setMaxLength(bounds.path("maxLength").asInt());
            }
            if (schema.getMaxItems() == null && bounds.has("maxItems")) {
                schema.setMaxItems(bounds.path("maxItems").asInt());
            }
            if (schema.getMinimum() == null && bounds.has("minimum")) {
                schema.setMinimum(new BigDecimal(bounds.path("minimum").asText()));
            }
            if (schema.getMaximum() == null && bounds.has("maximum")) {
                schema.setMaximum(new BigDecimal(bounds.path("maximum").asText()));
            }
        }
    }

    private static void text(Schema schema) {
        if ("date".equals(schema.getFormat())) {
            schema.setMaxLength(DATE_LENGTH);
        } else if ("date-time".equals(schema.getFormat())) {
            schema.setMaxLength(INSTANT_LENGTH_MAX);
        } else if (schema.getMaxLength() == null) {
            schema.setMaxLength(JsonConfig.STRING_LENGTH_MAX);
        }
        // Bean Validation means the whole text, JSON Schema any part of it
        if (schema.getPattern() != null && !schema.getPattern().startsWith("^") && !schema.getPattern().equals(NOT_BLANK)) {
            schema.setPattern("^" + schema.getPattern() + "$");
        }
    }

    private static void integer(Schema schema) {
        boolean wide = "int64".equals(schema.getFormat());
        schema.setFormat(wide ? "int64" : "int32");
        if (schema.getMinimum() == null) {
            schema.setMinimum(BigDecimal.ZERO);
        }
        if (schema.getMaximum() == null) {
            schema.setMaximum(BigDecimal.valueOf(wide ? Long.MAX_VALUE : Integer.MAX_VALUE));
        }
    }

    private static void reach(Map<String, Schema> schemas, Schema schema, Set<String> found) {
        if (schema == null) {
            return;
        }
        if (schema.getRef() != null) {
            String name = schema.getRef().substring(SCHEMAS.length());
            if (found.add(name)) {
                reach(schemas, schemas.get(name), found);
            }
        }
        List<Schema> inner = new ArrayList<>();
        if (schema.getProperties() != null) {
            inner.addAll(schema.getProperties().values());
        }
        inner.add(schema.getItems());
        inner.forEach(part -> reach(schemas, part, found));
    }

    /** What is sent may have no unknown fields; what is read may get new ones. */
    private static void close(Schema schema) {
        if (schema.getProperties() != null) {
            schema.setAdditionalPropertiesBoolean(false);
        }
    }

    private static JsonNode read(String name) {
        try {
            String text = OwnFile.text(name).orElse("");
            return text.isEmpty() ? MissingNode.getInstance() : new ObjectMapper().readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(name + " is not JSON", e);
        }
    }
}
