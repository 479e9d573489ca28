package org.jixiao.contract.fuzz;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jixiao.contract.fuzz.Case.Validity;

/** What must hold of every answer: a list of functions, each of which says what is wrong or nothing. */
final class Checks {

    /** Answers of HTTP itself, which may come to any request and stand in the style, not at each operation. */
    private static final Set<Integer> OF_THE_PROTOCOL = Set.of(401, 405, 406, 408, 413, 414, 415, 429, 431);
    /** The codes that refuse a request for its form alone. */
    private static final Set<String> OF_FORM = Set.of("VALIDATION_FAILED", "INVALID_VALUE", "MALFORMED_JSON", "MALFORMED_REQUEST",
            "UNKNOWN_FIELD", "UNKNOWN_PARAMETER", "MISSING_FIELD", "AMBIGUOUS_PATH");
    private static final String PROBLEM = "application/problem+json";
    private static final Pattern ITEM = Pattern.compile("/items/([0-9]{1,4})\\b");
    private static final Pattern CHOSEN = Pattern.compile("[?&]fields=([^&]+)");
    private static final List<Pattern> LEAKS = List.of(
            Pattern.compile("\\bat [a-z][\\w.]*\\.[A-Z]\\w*\\.\\w+\\("),
            Pattern.compile("\\b[A-Z]\\w*(?:Exception|Error)\\b(?=[:\\s(])"),
            Pattern.compile("\\b(?:org|com|io|java|jakarta|net)\\.(?:jixiao|postgresql|hibernate|jboss|fasterxml|quarkus|vertx|smallrye|lang|util|netty)\\b"),
            Pattern.compile("(?i)\\b(?:select\\s.{1,80}\\sfrom|insert into|update\\s\\w+\\sset|delete from)\\b"),
            Pattern.compile("(?i)violates|SQLSTATE|relation \"|constraint \"|duplicate key value"),
            Pattern.compile("\\b(?:127\\.0\\.0\\.1|localhost|budget-service|evaluation-service|report-service):[0-9]{2,5}\\b"),
            Pattern.compile("\\beyJ[A-Za-z0-9_-]{10,}\\.[A-Za-z0-9_-]{10,}"),
            Pattern.compile("-----BEGIN [A-Z ]*KEY"));

    private final Specification specification;
    /** What no answer may hold: passwords, names of other departments. */
    private final List<String> secrets;
    private final Map<String, BiFunction<Case, Exchange, Optional<String>>> checks = new LinkedHashMap<>();

    Checks(Specification specification, List<String> secrets) {
        this.specification = specification;
        this.secrets = secrets;
        checks.put("no server error", this::serverError);
        checks.put("status documented", this::status);
        checks.put("status as expected", this::expected);
        checks.put("refuses what is broken", this::refusesBroken);
        checks.put("takes what is valid", this::takesValid);
        checks.put("content type documented", this::contentType);
        checks.put("body conforms", this::body);
        checks.put("no undeclared field", this::undeclared);
        checks.put("problem is whole", this::problem);
        checks.put("nothing leaks", this::leak);
    }

    List<Finding> of(Case subject, Exchange exchange, String base) {
        List<Finding> findings = new ArrayList<>();
        checks.forEach((name, check) -> check.apply(subject, exchange).ifPresent(what ->
                findings.add(new Finding(name, subject, what, exchange.request().curl(base)))));
        return findings;
    }

    private Optional<String> serverError(Case subject, Exchange exchange) {
        return exchange.status() >= 500 ? Optional.of(summary(exchange)) : Optional.empty();
    }

    private Optional<String> status(Case subject, Exchange exchange) {
        return subject.operation().responses().containsKey(exchange.status()) || OF_THE_PROTOCOL.contains(exchange.status())
                || exchange.status() >= 500 ? Optional.empty() : Optional.of(summary(exchange));
    }

    private Optional<String> expected(Case subject, Exchange exchange) {
        return subject.statuses().isEmpty() || subject.statuses().contains(exchange.status()) || exchange.status() >= 500
                ? Optional.empty() : Optional.of("not one of " + subject.statuses() + ": " + summary(exchange));
    }

    private Optional<String> refusesBroken(Case subject, Exchange exchange) {
        boolean refused = exchange.status() >= 400 || exchange.status() == 207 && itemRefused(subject, json(exchange.body()));
        return subject.validity() == Validity.BROKEN && !refused
                ? Optional.of("accepted: " + summary(exchange)) : Optional.empty();
    }

    /** A batch answers for each item: the one that is broken must be refused, as it would be alone. */
    private static boolean itemRefused(Case subject, JsonNode batch) {
        Matcher item = ITEM.matcher(subject.what());
        return item.lookingAt() && batch.path("items").path(Integer.parseInt(item.group(1))).path("status").asInt() >= 400;
    }

    private Optional<String> takesValid(Case subject, Exchange exchange) {
        JsonNode problem = json(exchange.body());
        // what depends on another field or on stored data is beyond a schema, and has a code of its own
        boolean ofForm = OF_FORM.contains(problem.path("code").asText());
        return subject.validity() == Validity.VALID && (exchange.status() == 400 && ofForm || exchange.status() == 415)
                ? Optional.of("refused: " + summary(exchange)) : Optional.empty();
    }

    private Optional<String> contentType(Case subject, Exchange exchange) {
        Map<String, JsonNode> types = subject.operation().responses().getOrDefault(exchange.status(), Map.of());
        String type = exchange.mediaType();
        if (exchange.bytes().length == 0) {
            return exchange.status() >= 400 ? Optional.of("a refusal without a body") : Optional.empty();
        }
        boolean known = exchange.status() >= 400 ? type.equals(PROBLEM)
                : types.keySet().stream().anyMatch(documented -> documented.split(";")[0].strip().equals(type));
        return known || !subject.operation().responses().containsKey(exchange.status()) && exchange.status() < 400
                ? Optional.empty() : Optional.of(type + " is none of " + types.keySet() + ": " + summary(exchange));
    }

    private Optional<String> body(Case subject, Exchange exchange) {
        return schema(subject, exchange).flatMap(schema -> {
            List<String> faults;
            try {
                faults = specification.faults(schema, exchange.body());
            } catch (RuntimeException e) {
                return Optional.of("no JSON: " + summary(exchange));
            }
            Matcher chosen = CHOSEN.matcher(exchange.request().target());
            boolean selects = subject.operation().parameters("query").stream().anyMatch(parameter -> parameter.name().equals("fields"));
            if (selects && chosen.find()) {
                faults = Specification.withoutUnasked(faults, Set.of(chosen.group(1).split("%2C")));
            }
            return faults.isEmpty() ? Optional.empty() : Optional.of(faults + " in " + summary(exchange));
        });
    }

    private Optional<String> undeclared(Case subject, Exchange exchange) {
        if (exchange.status() / 100 != 2) {
            return Optional.empty();
        }
        return schema(subject, exchange).flatMap(schema -> {
            List<String> found = specification.undeclared(schema, json(exchange.body()));
            return found.isEmpty() ? Optional.empty() : Optional.of(found + " in " + summary(exchange));
        });
    }

    private Optional<JsonNode> schema(Case subject, Exchange exchange) {
        boolean oneValue = exchange.mediaType().equals("application/json") || exchange.mediaType().endsWith("+json");
        return exchange.bytes().length == 0 || !oneValue ? Optional.empty()
                : subject.operation().responses().getOrDefault(exchange.status(), Map.of()).entrySet().stream()
                        .filter(type -> type.getKey().split(";")[0].strip().equals(exchange.mediaType()))
                        .map(Map.Entry::getValue).filter(schema -> schema != null).findFirst();
    }

    private Optional<String> problem(Case subject, Exchange exchange) {
        if (exchange.status() < 400 || !exchange.mediaType().equals(PROBLEM)) {
            return Optional.empty();
        }
        JsonNode problem = json(exchange.body());
        List<String> wrong = new ArrayList<>();
        if (problem.path("status").asInt() != exchange.status()) {
            wrong.add("status is not that of the status line");
        }
        if (!problem.path("code").isTextual() || !problem.path("type").asText().endsWith("/" + problem.path("code").asText())) {
            wrong.add("type is not that of the code");
        }
        if (problem.path("title").asText().isBlank() || problem.path("requestId").asText().isBlank()) {
            wrong.add("title or requestId is missing");
        }
        if (exchange.status() == 401 && exchange.header("www-authenticate").isEmpty()) {
            wrong.add("WWW-Authenticate is missing");
        }
        if (exchange.status() == 405 && exchange.header("allow").isEmpty()) {
            wrong.add("Allow is missing");
        }
        if (exchange.status() == 429 && exchange.header("retry-after").isEmpty()) {
            wrong.add("Retry-After is missing");
        }
        return wrong.isEmpty() ? Optional.empty() : Optional.of(wrong + " in " + summary(exchange));
    }

    private Optional<String> leak(Case subject, Exchange exchange) {
        String body = exchange.body();
        String sent = exchange.request().target() + (exchange.request().body() == null ? ""
                : new String(exchange.request().body(), java.nio.charset.StandardCharsets.UTF_8));
        for (String secret : secrets) {
            if (body.contains(secret) && !sent.contains(secret)) {
                return Optional.of("the answer holds a secret of " + secret.length() + " characters: " + summary(exchange));
            }
        }
        if (exchange.status() >= 400) {
            for (Pattern leak : LEAKS) {
                Matcher matcher = leak.matcher(body);
                if (matcher.find() && !sent.contains(matcher.group())) {
                    return Optional.of("the answer says " + matcher.group() + ": " + summary(exchange));
                }
            }
        }
        return Optional.empty();
    }

    private static JsonNode json(String text) {
        try {
            return Specification.JSON.readTree(text);
        } catch (JsonProcessingException e) {
            return Specification.JSON.missingNode();
        }
    }

    private static String summary(Exchange exchange) {
        String body = exchange.body();
        return exchange.status() + " " + (body.length() > 400 ? body.substring(0, 400) + "…" : body);
    }
}
