package org.jixiao.contract.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What exists in the system under test: addresses that it named itself in Location, and the ids and
 * codes of what was made. Later requests are about these.
 */
final class Links {

    private static final int KEPT_MAX = 8;

    /** Concrete addresses by the template that they fill. */
    private final Map<String, List<String>> addresses = new HashMap<>();
    private final Map<String, List<String>> readOnly = new HashMap<>();
    private final Map<String, List<String>> values = new HashMap<>();
    private final Map<String, String> etags = new HashMap<>();

    /** Ids and codes by the names that properties have for them. */
    Map<String, List<String>> values() {
        return values;
    }

    void know(String name, String value) {
        List<String> all = values.computeIfAbsent(name, absent -> new ArrayList<>());
        if (!all.contains(value) && all.size() < KEPT_MAX) {
            all.add(value);
        }
    }

    /** An address that may be read but must not be written to. */
    void showOnly(List<Operation> operations, String address) {
        templates(operations).stream().filter(template -> pattern(template).matcher(address).matches())
                .forEach(template -> add(readOnly, template, address));
    }

    void learn(List<Operation> operations, Operation operation, Exchange exchange) {
        String path = exchange.request().target().split("\\?")[0];
        if (!exchange.header("etag").isEmpty()) {
            etags.put(path, exchange.header("etag"));
        }
        // a further department is nobody's whose token is for the fuzzed one
        if (exchange.status() / 100 != 2 || operation.isRead() || operation.path().endsWith("/departments")) {
            return;
        }
        String location = exchange.header("location");
        if (!location.isEmpty()) {
            String address = URI.create(location).getRawPath();
            if (!exchange.header("etag").isEmpty()) {
                etags.put(address, exchange.header("etag"));
            }
            templates(operations).stream().filter(template -> pattern(template).matcher(address).matches())
                    .forEach(template -> add(addresses, template, address));
        }
        if (exchange.mediaType().equals("application/json")) {
            try {
                JsonNode made = Specification.JSON.readTree(exchange.body());
                String noun = singular(operation.path().substring(operation.path().lastIndexOf('/') + 1));
                for (String key : List.of("id", "code")) {
                    if (made.path(key).isTextual()) {
                        know(noun + Character.toUpperCase(key.charAt(0)) + key.substring(1), made.get(key).asText());
                    }
                }
            } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
                // another check tells of it
            }
        }
    }

    /** The newest entity tag of an address or of what it belongs to. */
    Optional<String> etag(String path) {
        String at = path;
        while (at.length() > 1) {
            if (etags.containsKey(at)) {
                return Optional.of(etags.get(at));
            }
            at = at.substring(0, Math.max(1, at.lastIndexOf('/')));
        }
        return Optional.empty();
    }

    /** An address that exists and begins this template; the longest such part, or empty. */
    Optional<Prefix> prefix(Operation operation, Random random) {
        String template = operation.path();
        for (int end = template.length(); end > 0; end = template.lastIndexOf('/', end - 1)) {
            String part = template.substring(0, end);
            List<String> candidates = new ArrayList<>(addresses.getOrDefault(part, List.of()));
            if (operation.isRead()) {
                candidates.addAll(readOnly.getOrDefault(part, List.of()));
            }
            if (!candidates.isEmpty() && part.contains("{")) {
                return Optional.of(new Prefix(part, candidates.get(random.nextInt(candidates.size()))));
            }
        }
        return Optional.empty();
    }

    record Prefix(String template, String address) {
    }

    private static void add(Map<String, List<String>> to, String template, String address) {
        List<String> all = to.computeIfAbsent(template, absent -> new ArrayList<>());
        if (!all.contains(address) && all.size() < KEPT_MAX) {
            all.add(address);
        }
    }

    /** Of the operations, with every beginning that ends in a parameter. */
    private static List<String> templates(List<Operation> operations) {
        List<String> templates = new ArrayList<>();
        for (Operation operation : operations) {
            String path = operation.path();
            for (int end = path.length(); end > 0; end = path.lastIndexOf('/', end - 1)) {
                String part = path.substring(0, end);
                if (part.endsWith("}") && !templates.contains(part)) {
                    templates.add(part);
                }
            }
        }
        return templates;
    }

    static Pattern pattern(String template) {
        StringBuilder pattern = new StringBuilder();
        Matcher parameters = Pattern.compile("\\{[^}]+}").matcher(template);
        int from = 0;
        while (parameters.find()) {
            pattern.append(Pattern.quote(template.substring(from, parameters.start()))).append("[^/.]+");
            from = parameters.end();
        }
        return Pattern.compile(pattern.append(Pattern.quote(template.substring(from))).toString());
    }

    private static String singular(String plural) {
        String noun = plural.endsWith("ies") ? plural.substring(0, plural.length() - 3) + "y"
                : plural.endsWith("s") ? plural.substring(0, plural.length() - 1) : plural;
        StringBuilder camel = new StringBuilder();
        for (String part : noun.split("-")) {
            camel.append(camel.isEmpty() || part.isEmpty() ? part : Character.toUpperCase(part.charAt(0)) + part.substring(1));
        }
        return camel.toString();
    }
}
