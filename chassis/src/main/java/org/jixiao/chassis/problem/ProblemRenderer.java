package org.jixiao.chassis.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jixiao.chassis.request.RequestIdFilter;

/** Writes a violation as problem+json (RFC 9457), in the caller's language. */
@ApplicationScoped
public class ProblemRenderer {

    public static final String MEDIA_TYPE = "application/problem+json";

    private final CurrentVertxRequest current;
    private final ObjectMapper json;

    ProblemRenderer(CurrentVertxRequest current, ObjectMapper json) {
        this.current = current;
        this.json = json;
    }

    /** Answers a request that has not reached a resource. */
    public void send(RoutingContext request, Violation violation) {
        Locale language = language(request);
        try {
            request.response().setStatusCode(violation.code().status())
                .putHeader(HttpHeaders.CONTENT_TYPE, MEDIA_TYPE)
                .putHeader(HttpHeaders.CONTENT_LANGUAGE, language.toLanguageTag())
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .end(json.writeValueAsString(body(violation, request, language)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a problem that cannot be written as JSON", e);
        }
    }

    /**
     * The answer that says so. Where another one has begun already, a problem at its end would make it look whole: then this
     * throws, and the server closes the connection in the middle of the answer.
     */
    public Response render(Violation violation) {
        RoutingContext request = current.getCurrent();
        if (request != null && request.response().headWritten()) {
            throw new IllegalStateException("the answer had begun before it failed with " + violation.code() + " and is cut off");
        }
        Locale language = language(request);
        Response.ResponseBuilder response = Response.status(violation.code().status())
            .type(MEDIA_TYPE)
            .header(HttpHeaders.CONTENT_LANGUAGE, language.toLanguageTag())
            .entity(body(violation, request, language));
        switch (violation.code().status()) {
            case 401 -> response.header(HttpHeaders.WWW_AUTHENTICATE,
                request != null && request.request().headers().contains(HttpHeaders.AUTHORIZATION)
                    ? "Bearer error=\"invalid_token\"" : "Bearer");
            case 429 -> response.header(HttpHeaders.RETRY_AFTER, 1);
            case 503 -> response.header(HttpHeaders.RETRY_AFTER, 2);
            case 409 -> {
                if (violation.code() == ChassisProblem.IDEMPOTENCY_KEY_IN_USE) {
                    response.header(HttpHeaders.RETRY_AFTER, 1);
                }
            }
            default -> { }
        }
        return response.build();
    }

    /** The problem as it stands inside another answer. */
    public Map<String, Object> body(Violation violation) {
        RoutingContext request = current.getCurrent();
        return body(violation, request, language(request));
    }

    private static Locale language(RoutingContext request) {
        return Sentence.language(request == null ? null : request.request().getHeader(HttpHeaders.ACCEPT_LANGUAGE));
    }

    private static Map<String, Object> body(Violation violation, RoutingContext request, Locale language) {
        ProblemCode code = violation.code();
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("type", "/problems/" + code.name());
        body.put("title", Sentence.of(code, violation.params(), language));
        body.put("status", code.status());
        if (request != null) {
            body.put("instance", request.request().path());
            body.put("requestId", request.get(RequestIdFilter.KEY));
            body.put("traceId", request.get(RequestIdFilter.TRACE_ID));
        }
        body.put("code", code.name());
        if (violation.pointer() != null) {
            body.put("pointer", violation.pointer());
        }
        body.putAll(violation.params());
        List<Map<String, Object>> errors = new ArrayList<>();
        for (Violation.Detail detail : violation.details()) {
            Map<String, Object> error = new LinkedHashMap<>();
            error.put("pointer", detail.pointer());
            error.put("code", detail.code().name());
            error.put("message", detail.message() == null
                ? Sentence.of(detail.code(), detail.params(), language) : detail.message());
            error.putAll(detail.params());
            errors.add(error);
        }
        if (!errors.isEmpty()) {
            body.put("errors", errors);
        }
        return body;
    }
}
