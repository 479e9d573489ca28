package org.jixiao.chassis.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * An operation as the API document names it.
 *
 * @param roles  of which the caller needs one; empty for any of them
 * @param isOpen whether no token is needed
 */
public record ApiOperation(String id, String method, String path, boolean hasBody, List<String> roles, boolean isOpen) {

    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch", "head", "options");

    public boolean isRead() {
        return method.equals("GET");
    }

    /** A role that may do it. */
    public String someRole() {
        return roles.isEmpty() ? "evaluator" : roles.get(0);
    }

    public boolean allows(String role) {
        return roles.isEmpty() || roles.contains(role);
    }

    /** All operations of a committed document, in its order. */
    public static List<ApiOperation> of(Path document) {
        try {
            List<ApiOperation> operations = new ArrayList<>();
            new ObjectMapper().readTree(document.toFile()).path("paths").fields().forEachRemaining(path ->
                path.getValue().fields().forEachRemaining(method -> {
                    if (METHODS.contains(method.getKey())) {
                        operations.add(operation(path.getKey(), method.getKey(), method.getValue()));
                    }
                }));
            return operations;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ApiOperation operation(String path, String method, JsonNode operation) {
        List<String> roles = new ArrayList<>();
        operation.path("security").forEach(requirement -> requirement.path("bearer").forEach(role -> roles.add(role.asText())));
        return new ApiOperation(operation.path("operationId").asText(), method.toUpperCase(Locale.ROOT), path,
            operation.has("requestBody"), roles, operation.path("security").isEmpty());
    }
}
