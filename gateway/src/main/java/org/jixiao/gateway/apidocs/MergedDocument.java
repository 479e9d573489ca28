package org.jixiao.gateway.apidocs;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * One OpenAPI 3.1 document made of the services' own. Components that are alike are shared; one that
 * has the name of another but differs gets its service's name in front, and every reference to it
 * follows. The first service in order keeps its names, so the result is the same at each start.
 */
public final class MergedDocument {

    private static final String COMPONENTS = "#/components/";
    private static final Set<String> METHODS =
            Set.of("get", "put", "post", "delete", "options", "head", "patch", "trace");

    /** A component's place: its section (schemas, responses, …) and its name there. */
    private record Place(String section, String name) {
    }

    private final Map<String, Object> info;
    private final Map<String, Object> paths = new LinkedHashMap<>();
    private final Map<String, Map<String, Object>> components = new LinkedHashMap<>();
    private final Map<String, Object> tags = new LinkedHashMap<>();
    private final Set<String> operationIds = new HashSet<>();
    private final List<Object> services = new ArrayList<>();

    public MergedDocument(Map<String, Object> info) {
        this.info = info;
    }

    /** Marks in the document where it stands with a service: LIVE, STALE (a kept copy) or MISSING. */
    public MergedDocument mark(String service, String state) {
        Map<String, Object> mark = new LinkedHashMap<>();
        mark.put("name", service);
        mark.put("state", state);
        services.add(mark);
        return this;
    }

    /**
     * Adds a service's document.
     *
     * @param routed tells whether the gateway sends a path to this service; other paths are left out,
     *               since no caller can reach them
     */
    public MergedDocument add(String service, Map<String, Object> document, Predicate<String> routed) {
        Map<String, Map<String, Object>> own = new LinkedHashMap<>();
        map(document.get("components")).forEach((section, named) -> own.put(section, map(named)));

        Map<Place, String> renamed = renames(service, own);
        Map<String, String> references = new HashMap<>();
        renamed.forEach((place, name) -> references.put(
                COMPONENTS + place.section() + "/" + place.name(), COMPONENTS + place.section() + "/" + name));
        Map<String, String> operations = operationRenames(service, document, routed);
        Map<String, String> schemes = new HashMap<>();
        renamed.forEach((place, name) -> {
            if (place.section().equals("securitySchemes")) {
                schemes.put(place.name(), name);
            }
        });
        Rewriting rewriting = new Rewriting(references, operations, schemes);

        own.forEach((section, named) -> named.forEach((name, component) ->
                components.computeIfAbsent(section, absent -> new LinkedHashMap<>()).putIfAbsent(
                        renamed.getOrDefault(new Place(section, name), name), rewriting.of(component))));
        Object security = document.get("security");
        map(document.get("paths")).forEach((path, item) -> {
            if (routed.test(path)) {
                paths.putIfAbsent(path, rewriting.of(withSecurity(map(item), security)));
            }
        });
        list(document.get("tags")).forEach(tag -> tags.putIfAbsent(String.valueOf(map(tag).get("name")), tag));
        return this;
    }

    /** The whole document; its only server is the address that it was fetched from. */
    public Map<String, Object> toMap() {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("openapi", "3.1.0");
        document.put("info", info);
        document.put("servers", List.of(Map.of("url", "/")));
        if (!tags.isEmpty()) {
            document.put("tags", new ArrayList<>(tags.values()));
        }
        document.put("paths", paths);
        if (!components.isEmpty()) {
            document.put("components", components);
        }
        document.put("x-services", services);
        return document;
    }

    /**
     * Names that are taken by something different. A component that looks alike but refers to one
     * that is renamed means something different too, so this goes on until nothing changes.
     */
    private Map<Place, String> renames(String service, Map<String, Map<String, Object>> own) {
        Map<Place, String> renamed = new HashMap<>();
        boolean changed = true;
        while (changed) {
            changed = false;
            for (Map.Entry<String, Map<String, Object>> section : own.entrySet()) {
                Map<String, Object> taken = components.getOrDefault(section.getKey(), Map.of());
                for (Map.Entry<String, Object> component : section.getValue().entrySet()) {
                    Place place = new Place(section.getKey(), component.getKey());
                    boolean differs = taken.containsKey(place.name())
                            && (!taken.get(place.name()).equals(component.getValue())
                                    || refersToAny(component.getValue(), renamed.keySet()));
                    if (differs && !renamed.containsKey(place)) {
                        renamed.put(place, freeName(service, place, own));
                        changed = true;
                    }
                }
            }
        }
        return renamed;
    }

    private String freeName(String service, Place place, Map<String, Map<String, Object>> own) {
        String name = place.name();
        do {
            name = capitalised(service) + capitalised(name);
        } while (components.getOrDefault(place.section(), Map.of()).containsKey(name)
                || own.get(place.section()).containsKey(name));
        return name;
    }

    private static boolean refersToAny(Object node, Set<Place> places) {
        if (node instanceof Map<?, ?> map) {
            return map.values().stream().anyMatch(value -> refersToAny(value, places));
        }
        if (node instanceof List<?> list) {
            return list.stream().anyMatch(value -> refersToAny(value, places));
        }
        return node instanceof String text && text.startsWith(COMPONENTS)
                && places.stream().anyMatch(place -> text.equals(COMPONENTS + place.section() + "/" + place.name()));
    }

    /** Clients are generated with one method for each operationId, so it must be unique in the suite. */
    private Map<String, String> operationRenames(String service, Map<String, Object> document,
            Predicate<String> routed) {
        Map<String, String> renamed = new HashMap<>();
        map(document.get("paths")).forEach((path, item) -> map(item).forEach((method, operation) -> {
            if (routed.test(path) && METHODS.contains(method)
                    && map(operation).get("operationId") instanceof String id && !operationIds.add(id)) {
                String name = service + capitalised(id);
                operationIds.add(name);
                renamed.put(id, name);
            }
        }));
        return renamed;
    }

    /** What a service demands of all its operations is written at each, since the others may differ. */
    private static Map<String, Object> withSecurity(Map<String, Object> item, Object security) {
        Map<String, Object> result = new LinkedHashMap<>();
        item.forEach((key, value) -> {
            if (key.equals("servers")) {
                return;
            }
            if (METHODS.contains(key)) {
                Map<String, Object> operation = new LinkedHashMap<>(map(value));
                operation.remove("servers");
                if (security != null) {
                    operation.putIfAbsent("security", security);
                }
                result.put(key, operation);
            } else {
                result.put(key, value);
            }
        });
        return result;
    }

    /** A copy of a piece of a document with the renamed things under their new names. */
    private record Rewriting(Map<String, String> references, Map<String, String> operations,
                             Map<String, String> schemes) {

        Object of(Object node) {
            if (node instanceof Map<?, ?>) {
                Map<String, Object> copy = new LinkedHashMap<>();
                map(node).forEach((key, value) -> copy.put(key, entry(key, value)));
                return copy;
            }
            if (node instanceof List<?> list) {
                return new ArrayList<>(list.stream().map(this::of).toList());
            }
            return node instanceof String text ? references.getOrDefault(text, text) : node;
        }

        private Object entry(String key, Object value) {
            if (key.equals("operationId") && value instanceof String id) {
                return operations.getOrDefault(id, id);
            }
            if (key.equals("security") && value instanceof List<?> requirements) {
                List<Object> copy = new ArrayList<>();
                for (Object requirement : requirements) {
                    Map<String, Object> renamed = new LinkedHashMap<>();
                    map(requirement).forEach((scheme, scopes) ->
                            renamed.put(schemes.getOrDefault(scheme, scheme), scopes));
                    copy.add(renamed);
                }
                return copy;
            }
            return of(value);
        }
    }

    private static String capitalised(String name) {
        return name.isEmpty() ? name : Character.toUpperCase(name.charAt(0)) + name.substring(1);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Object node) {
        return node instanceof Map<?, ?> ? (Map<String, Object>) node : Map.of();
    }

    private static List<?> list(Object node) {
        return node instanceof List<?> list ? list : List.of();
    }
}
