package org.jixiao.client;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The API as Java code calls it. The caller brings his own records with the fields that he needs; amounts are decimal
 * strings and read into {@code BigDecimal} without loss. A refusal is a {@link RefusedException} with its code.
 *
 * <p>What failed for a while (429, 503, 504, no connection) is tried again with the same idempotency key; nothing else is.
 */
public final class JixiaoClient {

    private static final int TRIES = 3;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration PAUSE_MAX = Duration.ofSeconds(10);
    private static final List<Integer> WORTH_RETRYING = List.of(429, 503, 504);

    private final URI gateway;
    private final Supplier<String> token;
    private final HttpClient http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final ObjectMapper json = new ObjectMapper()
        .registerModule(new JavaTimeModule())
        .setDefaultPropertyInclusion(JsonInclude.Include.NON_NULL)
        .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
        // a minor version of the API may add fields
        .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    /** An answer with its entity tag, which is empty where the answer has none. */
    public record Tagged<T>(T value, String etag, boolean replayed) {
    }

    /** @param token asked before each request, so that it may be renewed */
    public JixiaoClient(URI gateway, Supplier<String> token) {
        this.gateway = gateway;
        this.token = token;
    }

    public <T> Tagged<T> get(String path, Class<T> type) throws IOException, InterruptedException {
        return read(send(request(path).GET()), type);
    }

    /** Creates or does something once: the same key with the same body gives the first answer again. */
    public <T> Tagged<T> post(String path, String idempotencyKey, Object body, Class<T> type) throws IOException, InterruptedException {
        return read(send(request(path).header("Idempotency-Key", idempotencyKey).header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(json.writeValueAsString(body)))), type);
    }

    /** Changes what was read with this entity tag; {@code STALE} if somebody else was faster. */
    public <T> Tagged<T> put(String path, String etag, Object body, Class<T> type) throws IOException, InterruptedException {
        return read(send(request(path).header("If-Match", etag).header("Content-Type", "application/json")
            .PUT(HttpRequest.BodyPublishers.ofString(json.writeValueAsString(body)))), type);
    }

    /** Every item of a list, page after page. */
    public <T> List<T> list(String path, Class<T> item) throws IOException, InterruptedException {
        List<T> items = new ArrayList<>();
        String cursor = "";
        do {
            String query = cursor.isEmpty() ? "" : (path.contains("?") ? "&" : "?") + "cursor=" + URLEncoder.encode(cursor, StandardCharsets.UTF_8);
            JsonNode page = get(path + query, JsonNode.class).value();
            for (JsonNode one : page.path("items")) {
                items.add(json.treeToValue(one, item));
            }
            cursor = page.path("nextCursor").asText();
        } while (!cursor.isEmpty());
        return items;
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(gateway.resolve(path)).timeout(PATIENCE);
        String bearer = token.get();
        return bearer == null ? request : request.header("Authorization", "Bearer " + bearer);
    }

    private HttpResponse<byte[]> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        for (int attempt = 1; ; attempt++) {
            Duration pause = Duration.ofSeconds(1);
            try {
                HttpResponse<byte[]> response = http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
                if (attempt == TRIES || !WORTH_RETRYING.contains(response.statusCode())) {
                    return response;
                }
                pause = Duration.ofSeconds(response.headers().firstValueAsLong("Retry-After").orElse(1));
            } catch (IOException unreachable) {
                if (attempt == TRIES) {
                    throw unreachable;
                }
            }
            Thread.sleep(pause.compareTo(PAUSE_MAX) > 0 ? PAUSE_MAX.toMillis() : pause.toMillis());
        }
    }

    private <T> Tagged<T> read(HttpResponse<byte[]> response, Class<T> type) throws IOException {
        String text = new String(response.body(), StandardCharsets.UTF_8);
        if (response.statusCode() >= 300) {
            boolean problem = response.headers().firstValue("Content-Type").orElse("").contains("json");
            Map<?, ?> body = problem ? json.readValue(text, Map.class) : Map.of();
            throw new RefusedException(response.statusCode(), body);
        }
        return new Tagged<>(json.readValue(text, type), response.headers().firstValue("ETag").orElse(""),
            response.headers().firstValue("Idempotency-Replayed").isPresent());
    }
}
