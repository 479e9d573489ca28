package org.jixiao.contract.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/**
 * One operation of the API document.
 *
 * @param path      template with braces
 * @param body      schema of the JSON body, or null
 * @param bodyRequired whether the body may not be left out
 * @param responses by status, then by media type, the schema or null
 * @param secured   whether a token is needed
 * @param roles     those that may call it; empty if the document names none
 */
record Operation(String id, String method, String path, List<Parameter> parameters, JsonNode body,
                 boolean bodyRequired, Map<Integer, Map<String, JsonNode>> responses, boolean secured, List<String> roles) {

    /**
     * @param in       path, query or header
     * @param examples values that the document shows
     */
    record Parameter(String name, String in, boolean required, JsonNode schema, List<String> examples) {
    }

    List<Parameter> parameters(String in) {
        return parameters.stream().filter(parameter -> parameter.in().equals(in)).toList();
    }

    boolean isRead() {
        return method.equals("GET");
    }

    @Override
    public String toString() {
        return method + " " + path;
    }
}
