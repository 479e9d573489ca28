package org.jixiao.chassis.openapi;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import org.eclipse.microprofile.config.ConfigProvider;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.media.MediaType;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.responses.APIResponses;
import org.jixiao.chassis.problem.ChassisProblem;

/**
 * Documents every status that an operation may be refused with, and its codes. Those that an operation's own code
 * can reach are read from {@value #REACHABLE}, which is made from the compiled classes and compared with them by a
 * test; those that come before or after it follow from what the operation takes.
 */
public class ErrorCodesFilter implements OASFilter {

    static final String REACHABLE = "openapi/error-codes.properties";
    static final String EXTENSION = "x-error-codes";

    /** What the framework writes by itself. */
    private static final Set<String> UNSAID = Set.of("", "Bad Request", "Not Authorized", "Not Allowed");

    // a status with one meaning has one sentence; the codes of the others say what they mean
    private static final Map<Integer, String> MEANING = Map.ofEntries(
        Map.entry(400, "The request is not well-formed"),
        Map.entry(401, "No valid access token"),
        Map.entry(403, "The caller's role does not allow this"),
        Map.entry(404, "Not there, or not the caller's department: the same words for both"),
        Map.entry(406, "The answer cannot be given in the format asked for"),
        Map.entry(409, "In conflict with the present state: look again, then decide"),
        Map.entry(412, "Somebody else has changed it since it was read"),
        Map.entry(413, "The body is over the limit"),
        Map.entry(415, "The body is not `application/json`"),
        Map.entry(422, "A rule of the field refuses it; the body carries the figures"),
        Map.entry(428, "`If-Match` is missing"),
        Map.entry(500, "A fault of ours; quote `requestId`"),
        Map.entry(503, "Try the same request again after `Retry-After`"));

    private final Properties reachable = reachable();

    /** The file names the operations that every service has with the word {@code Service} in their ids. */
    static Properties reachable() {
        Properties named = new Properties();
        String noun = ConfigProvider.getConfig().getValue("quarkus.application.name", String.class).replaceFirst("-service$", "");
        String capital = noun.substring(0, 1).toUpperCase(Locale.ROOT) + noun.substring(1);
        OwnFile.properties(REACHABLE).forEach((name, value) -> named.put(String.valueOf(name).replace("Service", capital), value));
        return named;
    }

    @Override
    public void filterOpenAPI(OpenAPI document) {
        if (document.getPaths() == null || document.getPaths().getPathItems() == null) {
            return;
        }
        for (PathItem path : document.getPaths().getPathItems().values()) {
            path.getOperations().forEach((method, operation) -> complete(document, method, operation));
        }
    }

    private void complete(OpenAPI document, PathItem.HttpMethod method, Operation operation) {
        Map<Integer, Set<String>> codes = new TreeMap<>();
        structural(document, method, operation).forEach(code -> add(codes, code.status(), code.name()));
        for (String entry : reachable.getProperty(operation.getOperationId() + ".codes", "").split(" ")) {
            if (!entry.isEmpty()) {
                add(codes, Integer.parseInt(entry.substring(0, 3)), entry.substring(4));
            }
        }
        APIResponses responses = operation.getResponses();
        List<String> undocumented = responses.getAPIResponses().keySet().stream()
            .filter(status -> status.matches("[45][0-9]{2}") && !codes.containsKey(Integer.valueOf(status))).toList();
        undocumented.forEach(responses::removeAPIResponse);
        codes.forEach((status, names) -> document(responses, String.valueOf(status), names));
        Map<String, List<String>> extension = new LinkedHashMap<>();
        codes.forEach((status, names) -> extension.put(String.valueOf(status), List.copyOf(names)));
        operation.addExtension(EXTENSION, extension);
    }

    private static void add(Map<Integer, Set<String>> codes, int status, String name) {
        codes.computeIfAbsent(status, absent -> new LinkedHashSet<>()).add(name);
    }

    /** In order of precedence, as docs/errors.md has them. */
    private static Collection<ChassisProblem> structural(OpenAPI document, PathItem.HttpMethod method, Operation operation) {
        Set<ChassisProblem> codes = new LinkedHashSet<>();
        List<Parameter> parameters = parameters(document, operation);
        boolean inPath = parameters.stream().anyMatch(parameter -> parameter.getIn() == Parameter.In.PATH);
        boolean open = operation.getSecurity() == null || operation.getSecurity().isEmpty();
        boolean body = operation.getRequestBody() != null;
        codes.add(ChassisProblem.NOT_ACCEPTABLE);
        // a token that is sent must be good, also where none is needed
        codes.add(ChassisProblem.UNAUTHENTICATED);
        if (!open) {
            codes.add(ChassisProblem.FORBIDDEN);
        }
        if (body) {
            codes.addAll(List.of(ChassisProblem.UNSUPPORTED_MEDIA_TYPE, ChassisProblem.BODY_TOO_LARGE, ChassisProblem.MALFORMED_JSON,
                ChassisProblem.UNKNOWN_FIELD, ChassisProblem.INVALID_VALUE, ChassisProblem.VALIDATION_FAILED));
        }
        if (!parameters.isEmpty()) {
            codes.addAll(List.of(ChassisProblem.INVALID_VALUE, ChassisProblem.VALIDATION_FAILED));
        }
        codes.add(ChassisProblem.UNKNOWN_PARAMETER);
        if (parameters.stream().anyMatch(parameter -> "cursor".equals(parameter.getName()))) {
            codes.add(ChassisProblem.INVALID_CURSOR);
        }
        if (inPath) {
            codes.addAll(List.of(ChassisProblem.UNKNOWN_PATH, ChassisProblem.NOT_FOUND));
        }
        if (method != PathItem.HttpMethod.GET) {
            codes.add(ChassisProblem.CONFLICT);
        }
        codes.addAll(List.of(ChassisProblem.TEMPORARILY_UNAVAILABLE, ChassisProblem.INTERNAL_ERROR));
        return codes;
    }

    static List<Parameter> parameters(OpenAPI document, Operation operation) {
        return operation.getParameters() == null ? List.of() : operation.getParameters().stream()
            .map(parameter -> parameter.getRef() == null ? parameter : document.getComponents().getParameters()
                .get(parameter.getRef().substring(parameter.getRef().lastIndexOf('/') + 1)))
            .toList();
    }

    private static void document(APIResponses responses, String status, Set<String> names) {
        APIResponse response = responses.getAPIResponse(status);
        if (response == null) {
            response = OASFactory.createAPIResponse();
            responses.addAPIResponse(status, response);
        }
        String said = response.getDescription() == null || UNSAID.contains(response.getDescription())
            ? MEANING.getOrDefault(Integer.valueOf(status), "Refused") : response.getDescription();
        response.setDescription(said + ": `" + String.join("`, `", names) + "`");
        if (response.getContent() == null) {
            MediaType problem = OASFactory.createMediaType().schema(OASFactory.createSchema().ref("#/components/schemas/Problem"));
            response.setContent(OASFactory.createContent().addMediaType("application/problem+json", problem));
        }
    }
}
