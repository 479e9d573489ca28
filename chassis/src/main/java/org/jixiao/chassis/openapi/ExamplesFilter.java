package org.jixiao.chassis.openapi;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.examples.Example;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.MediaType;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;

/**
 * Puts whole examples of requests and answers into the document: {@value #FILE} is a list of calls that were really
 * made, in the order in which they can be made again.
 */
public class ExamplesFilter implements OASFilter {

    static final String FILE = "openapi/examples.json";

    private static final int MALFORMED = 400;

    @Override
    public void filterOpenAPI(OpenAPI document) {
        Optional<String> text = OwnFile.text(FILE);
        if (text.isEmpty() || document.getPaths() == null) {
            return;
        }
        Map<String, Operation> operations = new HashMap<>();
        for (PathItem path : document.getPaths().getPathItems().values()) {
            path.getOperations().values().forEach(operation -> operations.put(operation.getOperationId(), operation));
        }
        for (JsonNode call : calls(text.get())) {
            Operation operation = operations.get(call.path("operationId").asText());
            if (operation != null && call.path("document").asBoolean(true)) {
                add(document, operation, call);
            }
        }
    }

    private static void add(OpenAPI document, Operation operation, JsonNode call) {
        String name = call.path("name").asText();
        String summary = call.path("summary").asText();
        // what is refused for its form shows only the refusal: the request would not keep its schema
        if (call.has("request") && operation.getRequestBody() != null && call.path("status").asInt() != MALFORMED) {
            add(operation.getRequestBody().getContent(), "application/json", name, summary, call.path("request"));
        }
        var response = operation.getResponses().getAPIResponse(call.path("status").asText());
        if (call.has("response") && response != null && response.getContent() != null) {
            String type = call.path("status").asInt() < 400 ? "application/json" : "application/problem+json";
            add(response.getContent(), type, name, summary, call.path("response"));
        }
        if (call.path("status").asInt() < 400) {
            ErrorCodesFilter.parameters(document, operation).forEach(parameter -> parameter(parameter, call));
        }
    }

    private static void add(Content content, String type, String name, String summary, JsonNode value) {
        MediaType media = content == null ? null : content.getMediaType(type);
        if (media == null || media.getExamples() != null && media.getExamples().containsKey(name)) {
            return;
        }
        Example example = OASFactory.createExample().value(value);
        example.setSummary(summary);
        media.addExample(name, example);
    }

    private static void parameter(Parameter parameter, JsonNode call) {
        JsonNode value = call.path(parameter.getIn().toString()).path(parameter.getName());
        boolean several = parameter.getSchema() != null && parameter.getSchema().getType() != null
            && parameter.getSchema().getType().contains(Schema.SchemaType.ARRAY);
        if (!value.isMissingNode() && !several && parameter.getExample() == null && parameter.getExamples() == null) {
            parameter.setExample(value);
        }
    }

    private static JsonNode calls(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(FILE + " is not JSON", e);
        }
    }
}
