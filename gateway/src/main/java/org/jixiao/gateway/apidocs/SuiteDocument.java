package org.jixiao.gateway.apidocs;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jixiao.gateway.problem.GatewayProblem;

/** The document of the whole suite: the services' documents merged, and what the gateway may answer before or instead of them. */
public final class SuiteDocument {

    /** Grows with the API: the rule and what changed are in docs/api/CHANGELOG.md. */
    public static final String VERSION = "3.0.0";

    private static final Set<String> METHODS =
            Set.of("get", "put", "post", "delete", "options", "head", "patch", "trace");
    /** What no request can get that this document describes: it names the methods and the paths. */
    private static final Set<GatewayProblem> ELSEWHERE = Set.of(GatewayProblem.METHOD_NOT_ALLOWED, GatewayProblem.UNKNOWN_PATH);
    private static final Map<Integer, String> MEANING = Map.of(
            408, "The client stopped in the middle of its request",
            413, "The body is over the limit",
            429, "Too many requests: wait for `Retry-After`",
            431, "The headers are over the limit",
            502, "The service broke off its answer",
            503, "Try the same request again after `Retry-After`",
            504, "The service did not answer in time");

    /** A service's own document; {@code routed} tells which of its paths the gateway sends to it. */
    public record Part(String service, String state, Map<String, Object> document, Predicate<String> routed) {
    }

    private SuiteDocument() {
    }

    public static Map<String, Object> of(List<Part> parts) {
        MergedDocument merged = new MergedDocument(info());
        for (Part part : parts) {
            merged.mark(part.service(), part.state());
            if (part.document() != null) {
                merged.add(part.service(), part.document(), part.routed());
            }
        }
        Map<String, Object> document = merged.toMap();
        document.computeIfPresent("tags", (name, tags) -> list(tags).stream()
                .sorted(Comparator.comparing(tag -> String.valueOf(map(tag).get("name")), String.CASE_INSENSITIVE_ORDER)).toList());
        map(map(document.get("components")).computeIfAbsent("headers", absent -> new TreeMap<>())).putAll(headers());
        map(document.get("paths")).values().forEach(item -> map(item).forEach((method, operation) -> {
            if (METHODS.contains(method)) {
                complete(map(operation));
            }
        }));
        return document;
    }

    private static Map<String, Object> headers() {
        Map<String, Object> headers = new LinkedHashMap<>();
        headers.put("RateLimit", header("What is left of the caller's quota and the seconds until it is whole again "
                + "(draft-ietf-httpapi-ratelimit-headers)", "\"caller\";r=97;t=1"));
        headers.put("RateLimit-Policy", header("The caller's quota and its window in seconds", "\"caller\";q=100;w=1"));
        return headers;
    }

    private static Map<String, Object> header(String description, String example) {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", "string");
        schema.put("maxLength", 1000);
        schema.put("pattern", "^[ -~]{1,1000}$");
        schema.put("examples", List.of(example));
        Map<String, Object> header = new LinkedHashMap<>();
        header.put("description", description);
        header.put("schema", schema);
        return header;
    }

    private static void complete(Map<String, Object> operation) {
        Map<String, Object> responses = map(operation.get("responses"));
        Map<String, Object> codes = map(operation.computeIfAbsent("x-error-codes", absent -> new LinkedHashMap<>()));
        for (GatewayProblem problem : GatewayProblem.values()) {
            boolean bodyless = problem == GatewayProblem.BODY_TOO_LARGE && !operation.containsKey("requestBody");
            if (!ELSEWHERE.contains(problem) && !bodyless) {
                add(responses, codes, problem);
            }
        }
        operation.put("responses", new TreeMap<>(responses));
        operation.put("x-error-codes", new TreeMap<>(codes));
        map(operation.get("responses")).values().forEach(response -> {
            Map<String, Object> headers = map(map(response).computeIfAbsent("headers", absent -> new TreeMap<>()));
            headers().keySet().forEach(name -> headers.put(name, reference("headers", name)));
        });
    }

    private static void add(Map<String, Object> responses, Map<String, Object> codes, GatewayProblem problem) {
        String status = String.valueOf(problem.status());
        Set<Object> named = new LinkedHashSet<>(list(codes.get(status)));
        if (!named.add(problem.name())) {
            return;
        }
        codes.put(status, new ArrayList<>(named));
        Map<String, Object> response = map(responses.computeIfAbsent(status, absent -> refusal(problem)));
        String said = String.valueOf(response.get("description"));
        response.put("description", said + (said.endsWith("`") && said.contains(": `") ? ", `" : ": `") + problem.name() + "`");
    }

    private static Map<String, Object> refusal(GatewayProblem problem) {
        Map<String, Object> headers = new TreeMap<>();
        headers.put("X-Request-Id", reference("headers", "X-Request-Id"));
        if (problem.status() == 429 || problem.status() == 503) {
            headers.put("Retry-After", reference("headers", "Retry-After"));
        }
        Map<String, Object> media = new LinkedHashMap<>();
        media.put("schema", reference("schemas", "Problem"));
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("application/problem+json", media);
        Map<String, Object> response = new LinkedHashMap<>();
        response.put("description", MEANING.getOrDefault(problem.status(), "Refused"));
        response.put("headers", headers);
        response.put("content", content);
        return response;
    }

    private static Map<String, Object> reference(String section, String name) {
        Map<String, Object> reference = new LinkedHashMap<>();
        reference.put("$ref", "#/components/" + section + "/" + name);
        return reference;
    }

    private static Map<String, Object> info() {
        Map<String, Object> info = new LinkedHashMap<>();
        info.put("title", "绩效自评套件 API (Jixiao)");
        info.put("version", VERSION);
        info.put("summary", "From the budget ledger to the published performance report");
        info.put("description", """
                预算执行、绩效自评与绩效报告的统一接口。金额为十进制字符串，单位见字段说明；错误为 \
                application/problem+json，其 `type` 指向错误代码说明页。

                Budget execution, performance self-evaluation and performance reports behind one gateway. \
                Amounts are decimal strings; errors are application/problem+json whose `type` leads to the page \
                of the error code; `x-error-codes` lists the codes of each operation by status. Writes need a bearer token; \
                published reports are open to all.""");
        Map<String, Object> contact = new LinkedHashMap<>();
        contact.put("name", "Jixiao");
        contact.put("url", "https://jixiao.example/");
        contact.put("email", "api@jixiao.example");
        info.put("contact", contact);
        Map<String, Object> license = new LinkedHashMap<>();
        license.put("name", "All rights reserved");
        license.put("url", "https://jixiao.example/");
        info.put("license", license);
        return info;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Object node) {
        return node instanceof Map<?, ?> ? (Map<String, Object>) node : new LinkedHashMap<>();
    }

    private static List<?> list(Object node) {
        return node instanceof List<?> list ? list : List.of();
    }
}
