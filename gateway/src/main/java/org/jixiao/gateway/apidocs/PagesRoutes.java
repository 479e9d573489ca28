package org.jixiao.gateway.apidocs;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jixiao.gateway.problem.GatewayProblem;
import org.jixiao.gateway.problem.GatewayProblems;
import org.jixiao.gateway.problem.Sentence;
import org.jixiao.gateway.server.OwnRoutes;

/** What the gateway shows in its own name: start page, API document and its reader, error codes. */
@Singleton
class PagesRoutes {

    private static final String HTML = "text/html; charset=utf-8";
    private static final String CSS = "text/css; charset=utf-8";
    private static final String SCRIPT = "text/javascript; charset=utf-8";
    private static final String ICON = "image/svg+xml";
    private static final String PLAIN_POLICY = "default-src 'none'; style-src 'self'; img-src 'self' data:; "
            + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    /** Swagger UI sets styles on its elements and calls the API from the page; nothing comes from elsewhere. */
    private static final String DOCS_POLICY = "default-src 'none'; script-src 'self'; "
            + "style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; connect-src 'self'; "
            + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /** The document of the events, and the schemas that it refers to. */
    private static final Map<String, String> EVENT_FILES = Map.of(
            "asyncapi.yaml", "application/yaml",
            "org.jixiao.budget.statement-closed.v1.schema.json", "application/schema+json",
            "org.jixiao.budget.statement-closed.v1.golden.json", "application/cloudevents+json",
            "org.jixiao.evaluation.completed.v1.schema.json", "application/schema+json",
            "org.jixiao.evaluation.completed.v1.golden.json", "application/cloudevents+json");

    private final DocumentClient documents;
    private final GatewayProblems problems;
    private final ErrorPage errors;
    private final String problemPage;

    PagesRoutes(DocumentClient documents, GatewayProblems problems) {
        this.documents = documents;
        this.problems = problems;
        this.errors = new ErrorPage(resource("errors.md").toString(StandardCharsets.UTF_8));
        this.problemPage = resource("problem.html").toString(StandardCharsets.UTF_8);
    }

    void register(@Observes OwnRoutes own) {
        Router router = own.router();
        file(router, "/", "start.html", HTML, PLAIN_POLICY);
        file(router, "/style.css", "style.css", CSS, PLAIN_POLICY);
        // browsers ask for it unbidden, and call the answer 404 an error of the page
        file(router, "/favicon.ico", "icon.svg", ICON, PLAIN_POLICY);
        file(router, "/docs", "docs.html", HTML, DOCS_POLICY);
        file(router, "/docs/docs.js", "docs.js", SCRIPT, DOCS_POLICY);
        file(router, "/docs/swagger-ui.css", "swagger-ui.css", CSS, DOCS_POLICY);
        file(router, "/docs/swagger-ui-bundle.js", "swagger-ui-bundle.js", SCRIPT, DOCS_POLICY);
        EVENT_FILES.forEach((name, type) -> file(router, "/events/" + name, "events/" + name, type, PLAIN_POLICY));
        page(router, "/openapi.json", this::document);
        page(router, "/problems/:code", this::problem);
    }

    private void document(RoutingContext context) {
        documents.merged().onComplete(merged -> {
            if (merged.failed()) {
                context.fail(merged.cause());
            } else if (merged.result().isEmpty()) {
                context.response().putHeader(HttpHeaders.RETRY_AFTER, "5");
                problems.send(context, GatewayProblem.SERVICE_UNAVAILABLE, Map.of("service", "openapi"));
            } else {
                context.response().putHeader(HttpHeaders.CACHE_CONTROL, "no-cache");
                end(context, "application/json", merged.result().get());
            }
        });
    }

    private void problem(RoutingContext context) {
        String code = context.pathParam("code");
        String known = errors.html(code).orElseGet(() -> ownMeaning(code));
        if (known.isEmpty()) {
            problems.send(context, GatewayProblem.UNKNOWN_PATH, Map.of());
            return;
        }
        secure(context.response(), PLAIN_POLICY);
        end(context, HTML, Buffer.buffer(problemPage.replace("{code}", ErrorPage.escaped(code))
                .replace("{meaning}", known)));
    }

    /** The gateway's own codes are explained even before the page of all codes names them. */
    private static String ownMeaning(String code) {
        for (GatewayProblem problem : GatewayProblem.values()) {
            if (problem.name().equals(code)) {
                return "<dl>\n<dt>Status</dt><dd>" + problem.status() + "</dd>\n<dt>含义</dt><dd>"
                        + ErrorPage.escaped(Sentence.of(problem, "zh-CN", Map.of()).text())
                        + "</dd>\n<dt>Meaning</dt><dd lang=\"en\">"
                        + ErrorPage.escaped(Sentence.of(problem, "en", Map.of()).text()) + "</dd>\n</dl>\n";
            }
        }
        return "";
    }

    private void file(Router router, String path, String name, String type, String policy) {
        Buffer content = resource(name);
        page(router, path, context -> {
            secure(context.response(), policy);
            end(context, type, content);
        });
    }

    private void page(Router router, String path, Handler<RoutingContext> handler) {
        router.route(path).handler(context -> {
            HttpMethod method = context.request().method();
            if (method == HttpMethod.GET || method == HttpMethod.HEAD) {
                handler.handle(context);
            } else {
                context.response().putHeader(HttpHeaders.ALLOW, "GET, HEAD");
                problems.send(context, GatewayProblem.METHOD_NOT_ALLOWED, Map.of("method", method.name()));
            }
        });
    }

    private static void secure(HttpServerResponse response, String policy) {
        response.putHeader("Content-Security-Policy", policy)
                .putHeader("Referrer-Policy", "no-referrer")
                .putHeader("X-Frame-Options", "DENY")
                .putHeader("Cross-Origin-Opener-Policy", "same-origin")
                .putHeader("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache");
    }

    private static void end(RoutingContext context, String type, Buffer content) {
        HttpServerResponse response = context.response();
        response.putHeader(HttpHeaders.CONTENT_TYPE, type);
        if (context.request().method() == HttpMethod.HEAD) {
            response.putHeader(HttpHeaders.CONTENT_LENGTH, String.valueOf(content.length())).end();
        } else {
            response.end(content);
        }
    }

    /** A file of the jar; empty if the build had none to copy. */
    private static Buffer resource(String name) {
        try (InputStream in = Thread.currentThread().getContextClassLoader().getResourceAsStream("pages/" + name)) {
            return in == null ? Buffer.buffer() : Buffer.buffer(in.readAllBytes());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
