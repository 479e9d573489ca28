package org.jixiao.chassis.problem;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import jakarta.ws.rs.core.Response;
import java.util.Arrays;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jixiao.chassis.paging.Text;

/** Bodies that are not JSON, or not the JSON that is asked for; never names a class of ours. */
public class JsonProblems {

    private static final int SHOWN_MAX = 80;

    private final ProblemRenderer problems;

    JsonProblems(ProblemRenderer problems) {
        this.problems = problems;
    }

    @ServerExceptionMapper
    public Response mismatched(MismatchedInputException mismatch) {
        return problems.render(violation(mismatch));
    }

    @ServerExceptionMapper
    public Response unreadable(JsonProcessingException unreadable) {
        return problems.render(violation(unreadable));
    }

    /** The violation behind a Jackson exception, or null for any other cause. */
    static Violation violation(Throwable cause) {
        for (Throwable inner = cause; inner != null; inner = inner.getCause()) {
            if (inner instanceof Violation violation) {
                return violation;
            }
        }
        if (cause instanceof UnrecognizedPropertyException unknown) {
            return new Violation(ChassisProblem.UNKNOWN_FIELD).at(pointer(unknown)).with("field", unknown.getPropertyName());
        }
        if (cause instanceof InvalidFormatException invalid) {
            return new Violation(ChassisProblem.INVALID_VALUE).at(pointer(invalid))
                .with("value", shortened(invalid.getValue())).with("expected", expected(invalid.getTargetType()));
        }
        if (cause instanceof MismatchedInputException mismatch) {
            return new Violation(ChassisProblem.INVALID_VALUE).at(pointer(mismatch))
                .with("value", "").with("expected", expected(mismatch.getTargetType()));
        }
        if (cause instanceof JsonMappingException mapping && mapping.getLocation() == null) {
            return new Violation(ChassisProblem.INVALID_VALUE).at(pointer(mapping)).with("value", "").with("expected", "");
        }
        if (cause instanceof JacksonException unreadable) {
            Violation violation = new Violation(ChassisProblem.MALFORMED_JSON);
            if (unreadable.getLocation() != null) {
                violation.with("line", unreadable.getLocation().getLineNr()).with("column", unreadable.getLocation().getColumnNr());
            }
            return violation;
        }
        return null;
    }

    private static String pointer(JsonMappingException mapping) {
        StringBuilder pointer = new StringBuilder();
        for (JsonMappingException.Reference step : mapping.getPath()) {
            pointer.append('/').append(step.getFieldName() == null ? String.valueOf(step.getIndex()) : step.getFieldName());
        }
        return pointer.toString();
    }

    private static String expected(Class<?> type) {
        if (type == null) {
            return "";
        }
        if (type.isEnum()) {
            return String.join(" | ", Arrays.stream(type.getEnumConstants()).map(String::valueOf).toList());
        }
        if (java.math.BigDecimal.class.isAssignableFrom(type)) {
            return "decimal string";
        }
        if (java.time.LocalDate.class.isAssignableFrom(type)) {
            return "YYYY-MM-DD";
        }
        if (java.time.Instant.class.isAssignableFrom(type)) {
            return "RFC 3339";
        }
        if (Number.class.isAssignableFrom(type) || type == int.class || type == long.class) {
            return "integer";
        }
        if (CharSequence.class.isAssignableFrom(type)) {
            return "string";
        }
        if (java.util.Collection.class.isAssignableFrom(type)) {
            return "array";
        }
        return "object";
    }

    private static String shortened(Object value) {
        return Text.shortened(String.valueOf(value), SHOWN_MAX);
    }
}
