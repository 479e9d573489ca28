package org.jixiao.chassis.openapi;

import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.headers.Header;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;

/**
 * Documents the headers of each answer. Which operations give an entity tag is read from the same file as their
 * codes; the others follow from the status.
 */
public class HeadersFilter implements OASFilter {

    // sorted: the same document at every start
    private static final Map<String, Header> HEADERS = new TreeMap<>(Map.of(
        "X-Request-Id", text("Names the request in every log line and in problems; the caller's own where it was well-formed",
            "^[A-Za-z0-9._-]{1,64}$", 64, "3f0c6c1e-8a53-4c7b-9a53-6a5f0a6a1c11"),
        "ETag", text("Strong entity tag of this version, for `If-Match`", "^\"[^\"]{1,100}\"$", 102, "\"1\""),
        "Location", text("Where the thing is, without host", "^/[!-~]{0,499}$", 500, "/api/v1/departments/YF-XZSP"),
        "Idempotency-Replayed", text("`true` where this is the stored first answer to the same key", "^true$", 4, "true"),
        "Retry-After", OASFactory.createHeader().description("Seconds to wait before the same request may succeed")
            .schema(OASFactory.createSchema().addType(Schema.SchemaType.INTEGER).format("int32").examples(List.of(1)))));

    private final Properties reachable = ErrorCodesFilter.reachable();

    @Override
    public void filterOpenAPI(OpenAPI document) {
        HEADERS.forEach(document.getComponents()::addHeader);
        if (document.getPaths() == null || document.getPaths().getPathItems() == null) {
            return;
        }
        for (PathItem path : document.getPaths().getPathItems().values()) {
            for (Operation operation : path.getOperations().values()) {
                String own = reachable.getProperty(operation.getOperationId() + ".headers", "");
                ErrorCodesFilter.parameters(document, operation).stream()
                    .filter(parameter -> "If-None-Match".equals(parameter.getName()) && parameter.getDescription() == null)
                    .forEach(parameter -> parameter.description("Entity tags that the caller has: 304 without a body where one is still right"));
                boolean keyed = ErrorCodesFilter.parameters(document, operation).stream()
                    .anyMatch(parameter -> "Idempotency-Key".equals(parameter.getName()));
                operation.getResponses().getAPIResponses()
                    .forEach((status, response) -> complete(status, response, own.contains("ETag"), keyed));
            }
        }
    }

    private static void complete(String status, APIResponse response, boolean tagged, boolean keyed) {
        refer(response, "X-Request-Id");
        if (status.equals("409") && keyed || status.equals("429") || status.equals("503")) {
            refer(response, "Retry-After");
        }
        if (status.equals("201") || status.equals("202") || status.equals("302")) {
            refer(response, "Location");
        }
        if (tagged && (status.startsWith("2") || status.equals("304"))) {
            refer(response, "ETag");
        }
        if (keyed && (status.startsWith("2") || status.equals("422"))) {
            refer(response, "Idempotency-Replayed");
        }
    }

    private static void refer(APIResponse response, String name) {
        response.addHeader(name, OASFactory.createHeader().ref("#/components/headers/" + name));
    }

    private static Header text(String description, String pattern, int lengthMax, String example) {
        return OASFactory.createHeader().description(description).schema(OASFactory.createSchema()
            .addType(Schema.SchemaType.STRING).pattern(pattern).maxLength(lengthMax).examples(List.of(example)));
    }
}
