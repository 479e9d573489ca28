package org.jixiao.report.publication;

import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * JSON that is the same bytes for the same content: names sorted, no blanks, absent values left out, decimals and times
 * as strings, only what JSON demands escaped. Anybody can reproduce a content hash from it.
 */
public final class CanonicalJson {

    private CanonicalJson() {
    }

    /** A record as a tree of maps, lists, strings, integers and booleans. */
    public static Object tree(Object value) {
        if (value == null || value instanceof Integer || value instanceof Boolean || value instanceof String) {
            return value;
        }
        if (value instanceof BigDecimal decimal) {
            return decimal.toPlainString();
        }
        if (value instanceof Collection<?> collection) {
            List<Object> list = new ArrayList<>();
            collection.forEach(one -> list.add(tree(one)));
            return list;
        }
        if (value instanceof Record) {
            Map<String, Object> map = new TreeMap<>();
            for (RecordComponent component : value.getClass().getRecordComponents()) {
                Object inner = tree(component(value, component));
                if (inner != null) {
                    map.put(component.getName(), inner);
                }
            }
            return map;
        }
        return value.toString();
    }

    public static String write(Object tree) {
        StringBuilder json = new StringBuilder();
        write(tree, json);
        return json.toString();
    }

    private static void write(Object tree, StringBuilder json) {
        if (tree instanceof Map<?, ?> map) {
            String separator = "{";
            for (Map.Entry<?, ?> entry : new TreeMap<>(map).entrySet()) {
                json.append(separator);
                string(entry.getKey().toString(), json);
                json.append(':');
                write(entry.getValue(), json);
                separator = ",";
            }
            json.append(map.isEmpty() ? "{}" : "}");
        } else if (tree instanceof List<?> list) {
            json.append('[');
            for (int i = 0; i < list.size(); i++) {
                json.append(i == 0 ? "" : ",");
                write(list.get(i), json);
            }
            json.append(']');
        } else if (tree instanceof String text) {
            string(text, json);
        } else {
            json.append(tree);
        }
    }

    private static void string(String text, StringBuilder json) {
        json.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> json.append("\\\"");
                case '\\' -> json.append("\\\\");
                case '\b' -> json.append("\\b");
                case '\f' -> json.append("\\f");
                case '\n' -> json.append("\\n");
                case '\r' -> json.append("\\r");
                case '\t' -> json.append("\\t");
                default -> {
                    if (c < 0x20) {
                        json.append(String.format("\\u%04X", (int) c));
                    } else {
                        json.append(c);
                    }
                }
            }
        }
        json.append('"');
    }

    private static Object component(Object value, RecordComponent component) {
        try {
            return component.getAccessor().invoke(value);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
