package org.jixiao.chassis.problem;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A refused operation: a stable code, the place in the request that is to blame, and the figures
 * that explain it. Whoever throws it has changed nothing that outlives the transaction.
 */
public final class Violation extends RuntimeException {

    /** One fault among several in one request. The pointer is a JSON pointer into the body. */
    public record Detail(String pointer, ProblemCode code, Map<String, Object> params, String message) {
    }

    private static final Set<String> OWN_FIELDS =
        Set.of("type", "title", "status", "detail", "instance", "requestId", "traceId", "code", "pointer", "errors");

    private final ProblemCode code;
    private final Map<String, Object> params = new LinkedHashMap<>();
    private final List<Detail> details = new ArrayList<>();
    private String pointer;

    public Violation(ProblemCode code) {
        super(code.name(), null, false, false);
        this.code = code;
    }

    /** Names the field to blame by its JSON pointer, for example {@code /lines/0/amount}. */
    public Violation at(String jsonPointer) {
        this.pointer = jsonPointer;
        return this;
    }

    /** Adds a typed field to the problem body and to the sentence; decimals stay exact strings. */
    public Violation with(String name, Object value) {
        if (OWN_FIELDS.contains(name)) {
            throw new IllegalArgumentException(name + " is a field of every problem");
        }
        params.put(name, value instanceof BigDecimal decimal ? decimal.toPlainString() : value);
        return this;
    }

    /** Adds one of several faults; {@code namesAndValues} alternate. */
    public Violation error(String jsonPointer, ProblemCode detailCode, Object... namesAndValues) {
        Map<String, Object> detail = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            Object value = namesAndValues[i + 1];
            detail.put((String) namesAndValues[i],
                value instanceof BigDecimal decimal ? decimal.toPlainString() : value);
        }
        details.add(new Detail(jsonPointer, detailCode, detail, null));
        return this;
    }

    /** Adds a fault whose sentence is already in the caller's language. */
    public Violation error(String jsonPointer, ProblemCode detailCode, String message) {
        details.add(new Detail(jsonPointer, detailCode, Map.of(), message));
        return this;
    }

    /** The same where the request's body is part of a larger one: every place moves below this pointer. */
    public Violation below(String prefix) {
        Violation moved = new Violation(code);
        moved.pointer = pointer == null || !isInBody(pointer) ? pointer : prefix + pointer;
        moved.params.putAll(params);
        details.forEach(detail -> moved.details.add(new Detail(isInBody(detail.pointer()) ? prefix + detail.pointer() : detail.pointer(),
            detail.code(), detail.params(), detail.message())));
        return moved;
    }

    private static boolean isInBody(String place) {
        return place.isEmpty() || place.startsWith("/");
    }

    public ProblemCode code() {
        return code;
    }

    public String pointer() {
        return pointer;
    }

    public Map<String, Object> params() {
        return params;
    }

    public List<Detail> details() {
        return details;
    }

    @Override
    public String toString() {
        return code.name() + (pointer == null ? "" : " at " + pointer) + " " + params;
    }
}
