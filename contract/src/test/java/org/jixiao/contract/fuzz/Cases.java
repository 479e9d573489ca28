package org.jixiao.contract.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jixiao.contract.fuzz.Case.Validity;

/** The requests for one operation: valid ones, and ones with exactly one fault. */
final class Cases {

    private static final Pattern PARAMETER = Pattern.compile("\\{([^}]+)}");
    private static final Set<Integer> REFUSALS_OF_PATHS = Set.of(400, 404, 414);

    private final Specification specification;
    private final Operation operation;
    private final Links links;
    private final Random random;
    private final Values values;
    /** Gives the token for a request with this path and body. */
    private final BiFunction<String, JsonNode, String> token;

    Cases(Specification specification, Operation operation, Links links, Random random,
            BiFunction<String, JsonNode, String> token) {
        this.specification = specification;
        this.operation = operation;
        this.links = links;
        this.random = random;
        this.values = new Values(specification, random, links.values());
        this.token = token;
    }

    /** The parts of a valid request, to be spoilt in one of them. */
    private record Draft(String path, Map<String, String> query, Map<String, String> headers, JsonNode body) {
    }

    Case valid() {
        return of("valid", Validity.VALID, Set.of(), request(draft()));
    }

    /** Valid, then broken ones, in a mixture that depends on the seed only. */
    List<Case> some(int count) {
        List<Case> cases = new ArrayList<>();
        for (int i = 0; i < Math.max(2, count / 4); i++) {
            cases.add(valid());
        }
        List<Case> broken = new ArrayList<>(brokenBodies());
        Collections.shuffle(broken, random);
        broken = new ArrayList<>(broken.subList(0, Math.min(broken.size(), count / 3)));
        List<Case> others = new ArrayList<>();
        others.addAll(brokenTexts());
        others.addAll(brokenParameters());
        others.addAll(brokenPaths());
        Collections.shuffle(others, random);
        broken.addAll(others.subList(0, Math.min(others.size(), Math.max(0, count - cases.size() - broken.size() - 2))));
        cases.addAll(broken);
        cases.addAll(withoutRight());
        return cases;
    }

    private Draft draft() {
        JsonNode body = operation.body() == null ? null : values.valid(operation.body());
        Map<String, String> query = new LinkedHashMap<>();
        for (Operation.Parameter parameter : operation.parameters("query")) {
            if (parameter.required() || random.nextInt(3) == 0 && !parameter.name().equals("cursor")) {
                query.put(parameter.name(), value(parameter));
            }
        }
        String path = path();
        Map<String, String> headers = new LinkedHashMap<>();
        for (Operation.Parameter parameter : operation.parameters("header")) {
            if (parameter.name().equalsIgnoreCase("Idempotency-Key")) {
                headers.put(parameter.name(), "fuzz-" + Long.toHexString(random.nextLong()));
            } else if (parameter.name().equalsIgnoreCase("If-Match") && (parameter.required() || random.nextBoolean())) {
                links.etag(path).ifPresentOrElse(etag -> headers.put(parameter.name(), etag),
                        () -> headers.put(parameter.name(), "\"1\""));
            } else if (parameter.required()) {
                headers.put(parameter.name(), value(parameter));
            }
        }
        if (body != null) {
            headers.put("Content-Type", "application/json");
        }
        headers.put("Accept-Language", random.nextBoolean() ? "zh-CN" : "en");
        return new Draft(path, query, headers, body);
    }

    private String path() {
        Links.Prefix prefix = links.prefix(operation, random).orElse(new Links.Prefix("", ""));
        Matcher rest = PARAMETER.matcher(operation.path().substring(prefix.template().length()));
        StringBuilder path = new StringBuilder(prefix.address());
        StringBuilder tail = new StringBuilder();
        while (rest.find()) {
            String name = rest.group(1);
            String value = operation.parameters("path").stream().filter(parameter -> parameter.name().equals(name))
                    .findFirst().map(this::value).orElse("1");
            rest.appendReplacement(tail, Matcher.quoteReplacement(encoded(value)));
        }
        rest.appendTail(tail);
        return path.append(tail).toString();
    }

    private String value(Operation.Parameter parameter) {
        List<String> existing = links.values().getOrDefault(parameter.name(), List.of());
        if (!existing.isEmpty()) {
            return existing.get(random.nextInt(existing.size()));
        }
        if (!parameter.examples().isEmpty()) {
            return parameter.examples().get(random.nextInt(parameter.examples().size()));
        }
        return Specification.inAddress(values.valid(parameter.schema()));
    }

    private Exchange.Request request(Draft draft) {
        return request(draft, draft.body() == null ? null : draft.body().toString().getBytes(StandardCharsets.UTF_8));
    }

    private Exchange.Request request(Draft draft, byte[] body) {
        Map<String, String> headers = new LinkedHashMap<>(draft.headers());
        if (operation.secured() && !headers.containsKey("Authorization")) {
            headers.put("Authorization", "Bearer " + token.apply(draft.path(), draft.body()));
        }
        if (!headers.getOrDefault("Authorization", "x").isEmpty()) {
            return new Exchange.Request(operation.method(), draft.path() + query(draft.query()), headers, body);
        }
        headers.remove("Authorization");
        return new Exchange.Request(operation.method(), draft.path() + query(draft.query()), headers, body);
    }

    private static String query(Map<String, String> query) {
        if (query.isEmpty()) {
            return "";
        }
        List<String> pairs = new ArrayList<>();
        query.forEach((name, value) -> pairs.add(encoded(name) + "=" + encoded(value)));
        return "?" + String.join("&", pairs);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private Case of(String what, Validity validity, Set<Integer> statuses, Exchange.Request request) {
        return new Case(operation, what, validity, statuses, request);
    }

    private List<Case> brokenBodies() {
        List<Case> cases = new ArrayList<>();
        if (operation.body() != null) {
            for (int i = 0; i < 3; i++) {
                Draft draft = draft();
                for (Values.Broken broken : values.broken(operation.body(), draft.body())) {
                    cases.add(of(broken.what(), Validity.BROKEN, Set.of(), request(draft,
                            broken.value().toString().getBytes(StandardCharsets.UTF_8))));
                }
            }
        }
        return cases;
    }

    /** Bodies that are no JSON, or JSON that two readers could understand differently. */
    private List<Case> brokenTexts() {
        List<Case> cases = new ArrayList<>();
        if (operation.body() == null) {
            return cases;
        }
        Draft draft = draft();
        String good = draft.body().toString();
        addText(cases, draft, "the body is cut off", good.substring(0, good.length() - 1));
        addText(cases, draft, "text follows the body", good + " {}");
        addText(cases, draft, "a comma too many", good.substring(0, good.length() - 1) + ",}");
        if (operation.bodyRequired()) {
            addText(cases, draft, "the body is empty", "");
            addText(cases, draft, "the body is null", "null");
        }
        addText(cases, draft, "the nesting is deep", "{\"a\":" + "[".repeat(5000) + "]".repeat(5000) + "}");
        addText(cases, draft, "a field is a hundred thousand characters long",
                good.substring(0, good.length() - 1) + ",\"surprise\":\"" + "x".repeat(100_000) + "\"}");
        if (draft.body().isObject() && draft.body().size() > 0) {
            Map.Entry<String, JsonNode> first = draft.body().fields().next();
            String name = "\"" + first.getKey() + "\":";
            addText(cases, draft, "a field is said twice", good.replaceFirst(Pattern.quote("{"),
                    Matcher.quoteReplacement("{" + name + first.getValue() + ",")));
            addText(cases, draft, first.getKey() + " is NaN", spoilt(draft.body(), first.getKey(), "NaN"));
            addText(cases, draft, first.getKey() + " is 1e400", spoilt(draft.body(), first.getKey(), "1e400"));
            addText(cases, draft, first.getKey() + " holds a lone surrogate",
                    spoilt(draft.body(), first.getKey(), "\"a\\ud800b\""));
            addText(cases, draft, first.getKey() + " is a long number",
                    spoilt(draft.body(), first.getKey(), "9".repeat(20_000)));
        }
        ByteArrayOutputStream invalid = new ByteArrayOutputStream();
        byte[] bytes = good.getBytes(StandardCharsets.UTF_8);
        invalid.write(bytes, 0, 1);
        invalid.writeBytes(new byte[] {'"', (byte) 0xc0, (byte) 0xaf, '"', ':', '1', ','});
        invalid.write(bytes, 1, bytes.length - 1);
        cases.add(of("the body is no UTF-8", Validity.BROKEN, Set.of(400), request(draft, invalid.toByteArray())));
        for (String type : List.of("text/plain", "application/xml", "application/x-www-form-urlencoded")) {
            Map<String, String> headers = new LinkedHashMap<>(draft.headers());
            headers.put("Content-Type", type);
            cases.add(of("the content type is " + type, Validity.BROKEN, Set.of(415),
                    request(new Draft(draft.path(), draft.query(), headers, draft.body()))));
        }
        return cases;
    }

    private void addText(List<Case> cases, Draft draft, String what, String text) {
        cases.add(of(what, Validity.BROKEN, Set.of(400, 413), request(draft, text.getBytes(StandardCharsets.UTF_8))));
    }

    private static String spoilt(JsonNode body, String field, String raw) {
        ObjectNode copy = body.deepCopy();
        copy.put(field, "@@spoilt@@");
        return copy.toString().replace("\"@@spoilt@@\"", raw);
    }

    private List<Case> brokenParameters() {
        List<Case> cases = new ArrayList<>();
        for (Operation.Parameter parameter : operation.parameters("query")) {
            JsonNode all = specification.resolved(parameter.schema());
            boolean several = Values.isType(all, "array");
            JsonNode schema = several ? specification.resolved(all.path("items")) : all;
            List<String> bad = new ArrayList<>();
            if (several && all.path("minItems").asInt() > 0) {
                bad.add("");
            }
            if (Values.isType(schema, "integer")) {
                bad.addAll(List.of("many", "1.5", "99999999999999999999", "0x10"));
            }
            if (schema.has("minimum")) {
                bad.add(String.valueOf(schema.get("minimum").asLong() - 1));
            }
            if (schema.has("maximum")) {
                bad.add(String.valueOf(schema.get("maximum").asLong() + 1));
            }
            if (parameter.name().equals("cursor")) {
                bad.addAll(List.of("!!", "AAAA", "' OR 1=1--"));
            }
            if (schema.path("enum").isArray()) {
                bad.add("NO_SUCH_THING");
            }
            for (String value : bad) {
                Draft draft = draft();
                draft.query().put(parameter.name(), value);
                cases.add(of("query " + parameter.name() + "=" + value, Validity.BROKEN, Set.of(400, 404), request(draft)));
            }
            for (String odd : List.of("0", "-1", "1000000", "\0", "\uD83D\uDE00".repeat(3), "x".repeat(3000), "'; DROP TABLE department; --")) {
                Draft draft = draft();
                draft.query().put(parameter.name(), odd);
                cases.add(of("query " + parameter.name() + " is odd", Validity.EITHER, Set.of(), request(draft)));
            }
        }
        Draft unknown = draft();
        unknown.query().put("surprise", "yes");
        cases.add(of("an unknown parameter", Validity.BROKEN, Set.of(400), request(unknown)));
        for (Operation.Parameter parameter : operation.parameters("header")) {
            String name = parameter.name();
            if (name.equalsIgnoreCase("Idempotency-Key")) {
                addHeader(cases, name, null, parameter.required() ? Validity.BROKEN : Validity.EITHER);
                addHeader(cases, name, "", Validity.BROKEN);
                addHeader(cases, name, "k".repeat(256), Validity.BROKEN);
                addHeader(cases, name, "\"unfinished", Validity.BROKEN);
            } else if (name.equalsIgnoreCase("If-Match")) {
                addHeader(cases, name, null, parameter.required() ? Validity.BROKEN : Validity.EITHER);
                addHeader(cases, name, "unquoted", Validity.BROKEN);
                addHeader(cases, name, "\"no-such-version\"", Validity.BROKEN);
                addHeader(cases, name, "W/\"1\"", Validity.BROKEN);
            }
        }
        return cases;
    }

    private void addHeader(List<Case> cases, String name, String value, Validity validity) {
        Draft draft = draft();
        if (value == null) {
            draft.headers().remove(name);
        } else {
            draft.headers().put(name, value);
        }
        cases.add(of(name + (value == null ? " is missing" : " is " + value), validity, Set.of(), request(draft)));
    }

    private List<Case> brokenPaths() {
        List<Case> cases = new ArrayList<>();
        for (Operation.Parameter parameter : operation.parameters("path")) {
            boolean number = Values.isType(specification.resolved(parameter.schema()), "integer");
            List<String> bad = new ArrayList<>(List.of("%00", "%2e%2e", "..%2f..%2fq%2fhealth", "a;b=c", "x".repeat(300),
                    "%F0%9F%98%80", "%27%20OR%201=1--", "%C0%AF"));
            if (number) {
                bad.addAll(List.of("many", "2021.5", "99999999999", "-1", "%D9%A2%D9%A0"));
            }
            for (String value : bad) {
                String path = draft().path();
                String spoilt = replaced(path, parameter.name(), value);
                if (spoilt != null) {
                    Draft draft = draft();
                    cases.add(of("path " + parameter.name() + " is " + (value.length() > 40 ? "long" : value),
                            Validity.BROKEN, operation.isRead() ? REFUSALS_OF_PATHS : Set.of(),
                            request(new Draft(spoilt, draft.query(), draft.headers(), draft.body()))));
                }
            }
        }
        return cases;
    }

    private String replaced(String path, String name, String value) {
        String[] template = operation.path().split("/");
        String[] concrete = path.split("/");
        for (int i = 0; i < template.length && template.length == concrete.length; i++) {
            if (template[i].equals("{" + name + "}")) {
                concrete[i] = value;
                return String.join("/", concrete);
            }
        }
        return null;
    }

    private List<Case> withoutRight() {
        List<Case> cases = new ArrayList<>();
        Draft nobody = draft();
        nobody.headers().put("Authorization", "");
        if (operation.secured()) {
            cases.add(of("no token", Validity.BROKEN, Set.of(401), request(nobody)));
        }
        Draft forged = draft();
        forged.headers().put("Authorization", "Bearer "
                + "eyJhbGciOiJub25lIn0.eyJzdWIiOiJyb290IiwiZ3JvdXBzIjpbImF1ZGl0b3IiXX0.");
        cases.add(of("an unsigned token", Validity.BROKEN, Set.of(401), request(forged)));
        return cases;
    }

    @Override
    public String toString() {
        return operation.toString().toLowerCase(Locale.ROOT);
    }
}
