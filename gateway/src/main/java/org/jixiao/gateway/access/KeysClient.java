package org.jixiao.gateway.access;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/**
 * Knows the issuer's keys and asks for them again when there is a reason to: one question at a time, and
 * none for a while after an answer that brought nothing new. An issuer that does not answer costs
 * only the keys that nobody has seen yet. Never waits on the caller's thread.
 */
class KeysClient {

    private static final Logger LOG = Logger.getLogger(KeysClient.class);
    private static final int LENGTH_MAX = 256 * 1024;

    private final Optional<String> issuer;
    private final Optional<String> location;
    private final Duration timeout;
    private final long pauseNanos;
    private final LongSupplier nanos;
    private final HttpClient client;

    private volatile KeysHandler keys = KeysHandler.NONE;
    private volatile boolean answering;
    private CompletableFuture<KeysHandler> asking;
    private Long quietUntil;

    /**
     * @param issuer   whose discovery document says where the keys are, unless
     * @param location does: a URL or a file, of a key set or a key in PEM
     */
    KeysClient(Optional<String> issuer, Optional<String> location, Duration timeout, Duration pause, LongSupplier nanos) {
        this.issuer = issuer;
        this.location = location;
        this.timeout = timeout;
        this.pauseNanos = pause.toNanos();
        this.nanos = nanos;
        this.client = HttpClient.newBuilder().connectTimeout(timeout).followRedirects(HttpClient.Redirect.NEVER).build();
    }

    /** What is known now. */
    KeysHandler known() {
        return keys;
    }

    /** Whether the last question was answered; before the first one it was not. */
    boolean isAnswering() {
        return answering;
    }

    /** Whether there is anybody to ask. */
    boolean isConfigured() {
        return issuer.isPresent() || location.isPresent();
    }

    /** What is known after having asked again, if it is time to; never fails. */
    synchronized CompletableFuture<KeysHandler> askAgain() {
        if (asking != null) {
            return asking;
        }
        if (!isConfigured() || quietUntil != null && nanos.getAsLong() - quietUntil < 0) {
            return CompletableFuture.completedFuture(keys);
        }
        CompletableFuture<KeysHandler> answer = new CompletableFuture<>();
        asking = answer;
        CompletableFuture.supplyAsync(this::ask, KeysClient::onThreadOfItsOwn)
                .orTimeout(2 * timeout.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete(this::heard);
        return answer;
    }

    private void heard(KeysHandler fresh, Throwable failure) {
        CompletableFuture<KeysHandler> waiting;
        synchronized (this) {
            answering = failure == null;
            if (failure != null) {
                LOG.warnf("The keys of the issuer cannot be had, those known stay: %s", failure.getMessage());
            }
            if (failure != null || fresh.isSameAs(keys)) {
                quietUntil = nanos.getAsLong() + pauseNanos;
            } else {
                keys = fresh;
            }
            waiting = asking;
            asking = null;
        }
        waiting.complete(keys);
    }

    /** Asking waits, and is rare. */
    private static void onThreadOfItsOwn(Runnable question) {
        Thread thread = new Thread(question, "issuer-keys");
        thread.setDaemon(true);
        thread.start();
    }

    private KeysHandler ask() {
        try {
            return KeysHandler.of(location.isPresent() ? read(location.get()) : discovered());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    /** OpenID Connect Discovery 1.0, 4: the document must speak for the issuer that was asked. */
    private String discovered() throws IOException, InterruptedException {
        String name = issuer.orElseThrow();
        String base = name.endsWith("/") ? name.substring(0, name.length() - 1) : name;
        try {
            JsonObject document = new JsonObject(get(base + "/.well-known/openid-configuration"));
            if (!name.equals(document.getString("issuer"))) {
                throw new IllegalArgumentException("the discovery document is of another issuer: " + document.getString("issuer"));
            }
            String address = String.valueOf(document.getString("jwks_uri"));
            if (!address.startsWith("https:") && !(address.startsWith("http:") && name.startsWith("http:"))) {
                throw new IllegalArgumentException("jwks_uri is no address to trust: " + address);
            }
            return get(address);
        } catch (DecodeException | ClassCastException notADocument) {
            throw new IllegalArgumentException("the discovery document is not what it should be", notADocument);
        }
    }

    private String read(String place) throws IOException, InterruptedException {
        if (place.startsWith("http:") || place.startsWith("https:")) {
            return get(place);
        }
        if (place.startsWith("classpath:")) {
            String name = place.substring("classpath:".length());
            try (InputStream in = Thread.currentThread().getContextClassLoader().getResourceAsStream(name)) {
                if (in == null) {
                    throw new IOException("no resource " + name);
                }
                return new String(in.readNBytes(LENGTH_MAX), StandardCharsets.UTF_8);
            }
        }
        return Files.readString(place.startsWith("file:") ? Path.of(URI.create(place)) : Path.of(place));
    }

    private String get(String address) throws IOException, InterruptedException {
        HttpResponse<InputStream> answer = client.send(
                HttpRequest.newBuilder(URI.create(address)).timeout(timeout).header("Accept", "application/json").build(),
                HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream body = answer.body()) {
            if (answer.statusCode() != 200) {
                throw new IOException(address + " answered " + answer.statusCode());
            }
            byte[] bytes = body.readNBytes(LENGTH_MAX + 1);
            if (bytes.length > LENGTH_MAX) {
                throw new IOException(address + " answered more than " + LENGTH_MAX + " bytes");
            }
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }
}
