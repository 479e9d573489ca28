package org.jixiao.chassis.openapi;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.models.security.SecurityScheme;

/**
 * Says once, for every operation, what is true of all of them: how a refusal looks, how a caller
 * proves who he is. What an operation documents itself is left alone.
 */
public class ProblemResponsesFilter implements OASFilter {

    private static final String BEARER = "bearer";

    @Override
    public void filterOpenAPI(OpenAPI document) {
        if (document.getComponents() == null) {
            document.setComponents(OASFactory.createComponents());
        }
        document.getComponents().addSchema("Problem", problem());
        document.getComponents().addSecurityScheme(BEARER, OASFactory.createSecurityScheme()
            .type(SecurityScheme.Type.HTTP).scheme("bearer").bearerFormat("JWT")
            .description("A JWT, checked as RFC8725 asks, with the caller's roles in `groups` and departments in `departments`. "
                + "Beside each operation stand the roles of which the caller needs one; an empty list means any of them"));
        if (document.getPaths() == null || document.getPaths().getPathItems() == null) {
            return;
        }
        for (PathItem path : document.getPaths().getPathItems().values()) {
            path.getOperations().values().forEach(ProblemResponsesFilter::complete);
        }
    }

    /** A bound on a decimal string is a rule of ours, not of JSON Schema. */
    @Override
    public Schema filterSchema(Schema schema) {
        if (schema.getType() != null && schema.getType().contains(Schema.SchemaType.STRING)) {
            schema.setMinimum((BigDecimal) null);
            schema.setMaximum((BigDecimal) null);
            schema.setExclusiveMinimum(null);
            schema.setExclusiveMaximum(null);
        }
        return schema;
    }

    private static void complete(Operation operation) {
        secure(operation);
        if (operation.getResponses() == null) {
            operation.setResponses(OASFactory.createAPIResponses());
        }
        if (operation.getRequestBody() != null) {
            operation.getRequestBody().setRequired(!Boolean.FALSE.equals(operation.getRequestBody().getRequired()));
        }
    }

    /** The roles, as Quarkus read them off the method's annotations, in one order; none at all means public. */
    private static void secure(Operation operation) {
        List<SecurityRequirement> requirements = new ArrayList<>();
        if (operation.getSecurity() != null) {
            for (SecurityRequirement given : operation.getSecurity()) {
                List<String> roles = given.getScheme(BEARER);
                requirements.add(OASFactory.createSecurityRequirement()
                    .addScheme(BEARER, roles == null ? List.of() : roles.stream().sorted().toList()));
            }
        }
        operation.setSecurity(requirements);
    }

    private static Schema problem() {
        Schema error = OASFactory.createSchema().addType(Schema.SchemaType.OBJECT)
            .addProperty("pointer", text("JSON pointer into the request body, or `?name` for a query parameter", "/lines/0/amount"))
            .addProperty("code", text("Stable code", "VALIDATION_FAILED"))
            .addProperty("message", text("Sentence in the language of Accept-Language", "金额必须大于 0"))
            .required(List.of("code", "message")).additionalPropertiesBoolean(true);
        return OASFactory.createSchema().addType(Schema.SchemaType.OBJECT)
            .description("A refusal (RFC 9457). Depend on `code`; further fields carry the figures and are listed for each code")
            .addProperty("type", text("Address of the page that explains the code", "/problems/NOT_FOUND"))
            .addProperty("title", text("Sentence in the language of Accept-Language: zh-CN unless English is asked for", "没有找到“YF-XZSP”"))
            .addProperty("status", OASFactory.createSchema().addType(Schema.SchemaType.INTEGER).format("int32")
                .minimum(BigDecimal.valueOf(400)).maximum(BigDecimal.valueOf(599)).examples(List.of(404)))
            .addProperty("instance", text("Path of the request", "/api/v1/departments/YF-XZSP"))
            .addProperty("requestId", text("Quote it to the operators; it is in every log line of the request", "3f0c6c1e-8a53-4c7b-9a53-6a5f0a6a1c11"))
            .addProperty("traceId", text("Of the W3C trace context", "0af7651916cd43dd8448eb211c80319c"))
            .addProperty("code", text("Stable code", "NOT_FOUND"))
            .addProperty("pointer", text("JSON pointer to the field to blame, where there is one", "/amount"))
            .addProperty("errors", OASFactory.createSchema().addType(Schema.SchemaType.ARRAY).items(error))
            .required(List.of("type", "title", "status", "code")).additionalPropertiesBoolean(true);
    }

    private static Schema text(String description, String example) {
        return OASFactory.createSchema().addType(Schema.SchemaType.STRING).description(description).examples(List.of(example));
    }
}
