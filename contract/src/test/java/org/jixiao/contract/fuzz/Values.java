package org.jixiao.contract.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.curiousoddman.rgxgen.RgxGen;
import com.github.curiousoddman.rgxgen.config.RgxGenOption;
import com.github.curiousoddman.rgxgen.config.RgxGenProperties;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Makes JSON that a schema allows, and JSON that breaks it at exactly one place. */
final class Values {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final int DEPTH_MAX = 8;
    /** The last is two to Java and one to the document: a text of the longest length nearly always has some. */
    private static final int[] LETTERS = "绩效预算执行率ABC xyz（）2021-、。%\ud842\udfb7".codePoints().toArray();

    /** Repetitions that the document leaves open are made this often at most. */
    private static final RgxGenProperties LIMITS = new RgxGenProperties();

    static {
        RgxGenOption.INFINITE_PATTERN_REPETITION.setInProperties(LIMITS, 6);
    }

    private final Specification specification;
    private final Random random;
    /** Values that exist in the system under test, by the names that properties and parameters have for them. */
    private final Map<String, List<String>> known;

    /** A value that is refused for one reason. */
    record Broken(String what, JsonNode value) {
    }

    Values(Specification specification, Random random, Map<String, List<String>> known) {
        this.specification = specification;
        this.random = random;
        this.known = known;
    }

    JsonNode valid(JsonNode schema) {
        return valid("", schema, 0);
    }

    private JsonNode valid(String name, JsonNode reference, int depth) {
        JsonNode schema = specification.resolved(reference);
        List<String> existing = known.getOrDefault(name, List.of());
        if (!existing.isEmpty() && isType(schema, "string")) {
            return NODES.textNode(existing.get(random.nextInt(existing.size())));
        }
        if (schema.has("const")) {
            return schema.get("const");
        }
        if (schema.path("enum").isArray()) {
            return pick(schema.get("enum"));
        }
        for (String choice : List.of("oneOf", "anyOf")) {
            if (schema.path(choice).isArray()) {
                return valid(name, pick(schema.get(choice)), depth + 1);
            }
        }
        if (schema.path("examples").size() > 0 && random.nextInt(10) < 6) {
            return pick(schema.get("examples"));
        }
        if (schema.has("example") && random.nextInt(10) < 6) {
            return schema.get("example");
        }
        if (isType(schema, "object") || schema.has("properties")) {
            return object(schema, depth);
        }
        if (isType(schema, "array")) {
            return array(schema, depth);
        }
        if (isType(schema, "integer") || isType(schema, "number")) {
            if (!existing.isEmpty() && random.nextBoolean()) {
                return NODES.numberNode(Long.parseLong(existing.get(random.nextInt(existing.size()))));
            }
            return number(schema);
        }
        if (isType(schema, "boolean")) {
            return NODES.booleanNode(random.nextBoolean());
        }
        return NODES.textNode(text(schema));
    }

    private JsonNode object(JsonNode schema, int depth) {
        ObjectNode object = NODES.objectNode();
        List<String> required = new ArrayList<>();
        schema.path("required").forEach(name -> required.add(name.asText()));
        schema.path("properties").fields().forEachRemaining(property -> {
            if (required.contains(property.getKey()) || depth < DEPTH_MAX && random.nextInt(3) == 0) {
                object.set(property.getKey(), valid(property.getKey(), property.getValue(), depth + 1));
            }
        });
        schema.path("dependentRequired").fields().forEachRemaining(dependent -> dependent.getValue().forEach(name -> {
            if (object.has(dependent.getKey()) && !object.has(name.asText())) {
                object.set(name.asText(), valid(name.asText(), schema.path("properties").path(name.asText()), depth + 1));
            }
        }));
        return object;
    }

    private JsonNode array(JsonNode schema, int depth) {
        int least = schema.path("minItems").asInt(0);
        int most = Math.min(schema.path("maxItems").asInt(3), least + 2);
        ArrayNode array = NODES.arrayNode();
        int size = depth >= DEPTH_MAX ? least : least + random.nextInt(Math.max(1, most - least + 1));
        for (int i = 0; i < size; i++) {
            array.add(valid("", schema.path("items"), depth + 1));
        }
        return array;
    }

    private JsonNode number(JsonNode schema) {
        long least = schema.path("minimum").asLong(1);
        long most = schema.path("maximum").asLong(Math.max(least, 100));
        return switch (random.nextInt(4)) {
            case 0 -> NODES.numberNode(least);
            case 1 -> NODES.numberNode(most);
            default -> schema.path("examples").size() > 0 ? pick(schema.get("examples"))
                    : NODES.numberNode(least + (long) (random.nextInt(1000) % Math.max(1, most - least)));
        };
    }

    /** Plain words where nothing is demanded; the limits themselves where there are any. */
    private String text(JsonNode schema) {
        String pattern = schema.path("pattern").asText("");
        int least = schema.path("minLength").asInt(1);
        int most = Math.min(schema.path("maxLength").asInt(40), 4000);
        if (schema.path("format").asText().equals("date")) {
            return "20" + (10 + random.nextInt(15)) + "-0" + (1 + random.nextInt(9)) + "-2" + random.nextInt(9);
        }
        if (schema.path("format").asText().equals("date-time")) {
            return "2021-12-3" + random.nextInt(2) + "T08:00:00Z";
        }
        String words = words(switch (random.nextInt(3)) {
            case 0 -> Math.max(least, 1);
            case 1 -> most;
            default -> Math.max(least, Math.min(most, 12));
        });
        if (pattern.isEmpty() || Pattern.compile(pattern).matcher(words).find() && !looksLikeAWholePattern(pattern)) {
            return words;
        }
        String made = RgxGen.parse(LIMITS, pattern.replaceAll("^\\^|\\$$", "").replace("\\S", "[A-Za-z0-9]")).generate(random);
        return made.length() > most ? made.substring(0, most) : made;
    }

    /** A list of allowed characters is meant for the whole text even where the document does not anchor it. */
    private static boolean looksLikeAWholePattern(String pattern) {
        return !pattern.equals("\\S") && !pattern.startsWith("[^");
    }

    private String words(int length) {
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            int next = LETTERS[random.nextInt(LETTERS.length)];
            text.appendCodePoint(next == ' ' && (i == 0 || i == length - 1) ? '效' : next);
        }
        return text.toString();
    }

    /** Every way of breaking one constraint of a value that is valid. */
    List<Broken> broken(JsonNode schema, JsonNode valid) {
        List<Broken> found = new ArrayList<>();
        broken("", schema, valid, 0, broken -> found.add(broken));
        return found;
    }

    private void broken(String pointer, JsonNode reference, JsonNode valid, int depth, Consumer<Broken> found) {
        JsonNode schema = specification.resolved(reference);
        if (schema.has("oneOf") || schema.has("anyOf") || depth > DEPTH_MAX) {
            return;
        }
        String place = pointer.isEmpty() ? "the body" : pointer;
        if (valid.isTextual() && isType(schema, "string")) {
            found.accept(new Broken(place + " is a number", NODES.numberNode(17)));
            found.accept(new Broken(place + " is an object", NODES.objectNode()));
            found.accept(new Broken(place + " is a truth value", NODES.booleanNode(true)));
            brokenText(place, schema, valid.asText(), found);
        } else if (valid.isNumber()) {
            found.accept(new Broken(place + " is a word", NODES.textNode("many")));
            found.accept(new Broken(place + " is too big for any integer", NODES.numberNode(new java.math.BigInteger("9".repeat(40)))));
            if (isType(schema, "integer")) {
                found.accept(new Broken(place + " is no whole number", NODES.numberNode(new java.math.BigDecimal("2021.5"))));
            }
            if (schema.has("minimum")) {
                found.accept(new Broken(place + " is below the minimum", NODES.numberNode(schema.get("minimum").asLong() - 1)));
            }
            if (schema.has("maximum")) {
                found.accept(new Broken(place + " is above the maximum", NODES.numberNode(schema.get("maximum").asLong() + 1)));
            }
        } else if (valid.isObject()) {
            found.accept(new Broken(place + " is an array", NODES.arrayNode()));
            found.accept(new Broken(place + " is a word", NODES.textNode("object")));
            ObjectNode more = valid.deepCopy();
            more.put("surprise", "yes");
            found.accept(new Broken(place + " has an unknown field", more));
            schema.path("required").forEach(name -> {
                ObjectNode less = valid.deepCopy();
                less.remove(name.asText());
                found.accept(new Broken(place + " lacks " + name.asText(), less));
            });
            schema.path("dependentRequired").fields().forEachRemaining(dependent -> dependent.getValue().forEach(name -> {
                if (valid.has(dependent.getKey())) {
                    ObjectNode less = valid.deepCopy();
                    less.remove(name.asText());
                    found.accept(new Broken(place + " has " + dependent.getKey() + " without " + name.asText(), less));
                }
            }));
            for (Iterator<Map.Entry<String, JsonNode>> fields = valid.fields(); fields.hasNext();) {
                Map.Entry<String, JsonNode> field = fields.next();
                JsonNode property = schema.path("properties").path(field.getKey());
                if (!property.isMissingNode()) {
                    broken(pointer + "/" + field.getKey(), property, field.getValue(), depth + 1, inner -> {
                        ObjectNode copy = valid.deepCopy();
                        copy.set(field.getKey(), inner.value());
                        found.accept(new Broken(inner.what(), copy));
                    });
                }
            }
        } else if (valid.isArray()) {
            found.accept(new Broken(place + " is an object", NODES.objectNode()));
            if (schema.has("maxItems") && valid.size() > 0 && schema.get("maxItems").asInt() <= 300) {
                ArrayNode many = NODES.arrayNode();
                for (int i = 0; i <= schema.get("maxItems").asInt(); i++) {
                    many.add(valid.get(0));
                }
                found.accept(new Broken(place + " has too many items", many));
            }
            if (schema.path("minItems").asInt() > 0) {
                found.accept(new Broken(place + " has no item", NODES.arrayNode()));
            }
            for (int i = 0; i < Math.min(valid.size(), 2); i++) {
                int index = i;
                broken(pointer + "/" + i, schema.path("items"), valid.get(i), depth + 1, inner -> {
                    ArrayNode copy = valid.deepCopy();
                    copy.set(index, inner.value());
                    found.accept(new Broken(inner.what(), copy));
                });
            }
        }
    }

    private void brokenText(String place, JsonNode schema, String valid, Consumer<Broken> found) {
        if (schema.path("enum").isArray()) {
            found.accept(new Broken(place + " is not in the list", NODES.textNode("NO_SUCH_THING")));
            return;
        }
        found.accept(new Broken(place + " holds NUL", NODES.textNode("a\0b")));
        if (schema.has("maxLength") && schema.get("maxLength").asInt() <= 100_000) {
            found.accept(new Broken(place + " is too long",
                    NODES.textNode("9".repeat(schema.get("maxLength").asInt() + 1))));
        }
        if (schema.path("minLength").asInt() > 0) {
            found.accept(new Broken(place + " is too short", NODES.textNode("")));
        }
        if (schema.path("format").asText().equals("date")) {
            found.accept(new Broken(place + " is no day", NODES.textNode("2021-02-30")));
            found.accept(new Broken(place + " is a day of a year beyond four digits", NODES.textNode("+999999999-12-31")));
        }
        String pattern = schema.path("pattern").asText("");
        if (!pattern.isEmpty()) {
            for (String candidate : List.of("", " ", "\u202e!", "？！")) {
                if (!Pattern.compile(pattern).matcher(candidate).find()) {
                    found.accept(new Broken(place + " does not match " + pattern, NODES.textNode(candidate)));
                }
            }
        }
    }

    private JsonNode pick(JsonNode array) {
        return array.get(random.nextInt(array.size()));
    }

    static boolean isType(JsonNode schema, String type) {
        JsonNode types = schema.path("type");
        if (types.isArray()) {
            for (JsonNode one : types) {
                if (one.asText().equals(type)) {
                    return true;
                }
            }
            return false;
        }
        return types.asText().equals(type);
    }
}
