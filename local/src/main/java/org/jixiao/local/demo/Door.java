package org.jixiao.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** The gateway's public API as any other system uses it: JSON, a bearer token, a key for each POST. */
final class Door {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final URI gateway;
    private final ObjectMapper json;
    private final HttpClient client = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    /** What came back; the body is missing where it was not JSON. */
    record Answer(int status, JsonNode body, byte[] bytes, HttpResponse<byte[]> response) {

        String etag() {
            return header("ETag");
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        String code() {
            return body.path("code").asText();
        }

        String title() {
            return body.path("title").asText();
        }
    }

    Door(URI gateway, ObjectMapper json) {
        this.gateway = gateway;
        this.json = json;
    }

    Answer get(String path, String token) {
        return send(request(path, token).GET().build());
    }

    /** The key says which step of the story this is: the same step twice is the same request. */
    Answer post(String path, String token, String key, Object body) {
        return post(path, token, key, "", body);
    }

    /** With the entity tag of what the step changes. */
    Answer post(String path, String token, String key, String etag, Object body) {
        HttpRequest.Builder request = request(path, token)
            .header("Idempotency-Key", "demo-" + URLEncoder.encode(key, StandardCharsets.UTF_8))
            .header("Content-Type", "application/json");
        if (!etag.isEmpty()) {
            request.header("If-Match", etag);
        }
        return send(request.POST(HttpRequest.BodyPublishers.ofString(write(body))).build());
    }

    Answer put(String path, String token, String etag, Object body) {
        HttpRequest.Builder request = request(path, token).header("Content-Type", "application/json");
        if (!etag.isEmpty()) {
            request.header("If-Match", etag);
        }
        return send(request.PUT(HttpRequest.BodyPublishers.ofString(write(body))).build());
    }

    URI address(String path) {
        return gateway.resolve(path);
    }

    private HttpRequest.Builder request(String path, String token) {
        HttpRequest.Builder request = HttpRequest.newBuilder(address(path)).timeout(PATIENCE).header("Accept-Language", "zh-CN");
        return token == null ? request : request.header("Authorization", "Bearer " + token);
    }

    private Answer send(HttpRequest request) {
        try {
            HttpResponse<byte[]> response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
            boolean isJson = response.headers().firstValue("Content-Type").orElse("").contains("json");
            JsonNode body = isJson ? json.readTree(new String(response.body(), StandardCharsets.UTF_8)) : MissingNode.getInstance();
            return new Answer(response.statusCode(), body, response.body(), response);
        } catch (IOException e) {
            throw new UncheckedIOException(request.method() + " " + request.uri(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private String write(Object body) {
        try {
            return json.writeValueAsString(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
