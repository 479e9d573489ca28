package org.jixiao.chassis.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * A real Keycloak with the realm of {@code deploy/}, as a process of its own; the build has unpacked its distribution
 * into {@code target/keycloak}. Its users get passwords here, since the file has none.
 */
public class KeycloakResource implements QuarkusTestResourceLifecycleManager {

    /** Client for tests only: people's tokens without a browser. */
    private static final String DIRECT = "test-direct";
    private static final Path UNPACKED = Path.of("target", "keycloak");
    private static final Path REALM = Path.of("..", "deploy", "keycloak", "jixiao-realm.json");
    private static final String ADMIN = "test-admin";
    private static final String PASSWORD = UUID.randomUUID().toString();
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private static Process process;
    private static String base;

    @Override
    public Map<String, String> start() {
        try {
            Path home = home();
            Files.createDirectories(home.resolve("data/import"));
            Files.copy(REALM, home.resolve("data/import").resolve(REALM.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            base = "http://127.0.0.1:" + freePort();
            ProcessBuilder builder = new ProcessBuilder("bash", home.resolve("bin/kc.sh").toAbsolutePath().toString(), "start-dev",
                "--import-realm", "--db=dev-mem", "--cache=local", "--http-host=127.0.0.1", "--http-port=" + URI.create(base).getPort());
            builder.environment().put("KC_BOOTSTRAP_ADMIN_USERNAME", ADMIN);
            builder.environment().put("KC_BOOTSTRAP_ADMIN_PASSWORD", PASSWORD);
            // instead of the script's own options, which name another collector: it lives for a minute
            builder.environment().put("JAVA_OPTS", "-Xms64m -Xmx384m -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Dfile.encoding=UTF-8");
            process = builder.redirectErrorStream(true).redirectOutput(Path.of("target", "keycloak.log").toFile()).start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Awaitility.await("Keycloak, see target/keycloak.log").atMost(Duration.ofMinutes(6)).pollInterval(Duration.ofMillis(500))
            .until(() -> !process.isAlive() || isUp());
        prepare();
        return Map.of("mp.jwt.verify.issuer", base + "/realms/jixiao",
            "mp.jwt.verify.publickey.location", base + "/realms/jixiao/protocol/openid-connect/certs");
    }

    @Override
    public void stop() {
        end();
    }

    /** Ends Keycloak with all that its start script has started. */
    public static void end() {
        if (process != null) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            try {
                process.waitFor(30, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** An access token of one of the realm's people. */
    public static String tokenOf(String user) {
        return person(user).path("access_token").asText();
    }

    /** The ID token that comes beside it. */
    public static String idTokenOf(String user) {
        return person(user).path("id_token").asText();
    }

    /** A token of a program that speaks for itself. */
    public static String tokenOfClient(String client) {
        JsonNode found = admin("GET", "/clients?clientId=" + client, null).path(0);
        String secret = admin("GET", "/clients/" + found.path("id").asText() + "/client-secret", null).path("value").asText();
        return token("jixiao", Map.of("grant_type", "client_credentials", "client_id", client, "client_secret", secret))
            .path("access_token").asText();
    }

    /** From now on tokens are signed with another key; the one before stays good. */
    public static void rotateKey() {
        String realm = admin("GET", "", null).path("id").asText();
        admin("POST", "/components", """
            {"name": "rotated", "providerId": "rsa-generated", "providerType": "org.keycloak.keys.KeyProvider", "parentId": "%s",
             "config": {"priority": ["500"], "enabled": ["true"], "active": ["true"], "algorithm": ["RS256"], "keySize": ["2048"]}}"""
            .formatted(realm));
    }

    private static JsonNode person(String user) {
        return token("jixiao", Map.of("grant_type", "password", "client_id", DIRECT, "username", user, "password", PASSWORD,
            "scope", "openid"));
    }

    private static void prepare() {
        admin("POST", "/clients", """
            {"clientId": "%s", "publicClient": true, "standardFlowEnabled": false, "directAccessGrantsEnabled": true,
             "fullScopeAllowed": true, "defaultClientScopes": ["basic", "jixiao"]}""".formatted(DIRECT));
        admin("GET", "/users?max=100", null).forEach(user -> admin("PUT", "/users/" + user.path("id").asText() + "/reset-password",
            """
            {"type": "password", "temporary": false, "value": "%s"}""".formatted(PASSWORD)));
    }

    private static JsonNode admin(String method, String path, String body) {
        String token = token("master", Map.of("grant_type", "password", "client_id", "admin-cli", "username", ADMIN, "password", PASSWORD))
            .path("access_token").asText();
        return send(HttpRequest.newBuilder(URI.create(base + "/admin/realms/jixiao" + path))
            .method(method, body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body))
            .header("Authorization", "Bearer " + token).header("Content-Type", "application/json").build());
    }

    private static JsonNode token(String realm, Map<String, String> form) {
        String body = form.entrySet().stream().map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
        return send(HttpRequest.newBuilder(URI.create(base + "/realms/" + realm + "/protocol/openid-connect/token"))
            .POST(HttpRequest.BodyPublishers.ofString(body)).header("Content-Type", "application/x-www-form-urlencoded").build());
    }

    private static JsonNode send(HttpRequest request) {
        try {
            HttpResponse<String> answer = CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() / 100 != 2) {
                throw new IllegalStateException(request.uri() + " answered " + answer.statusCode() + " " + answer.body());
            }
            return JSON.readTree(answer.body().isEmpty() ? "{}" : answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static boolean isUp() {
        try {
            HttpRequest keys = HttpRequest.newBuilder(URI.create(base + "/realms/jixiao/protocol/openid-connect/certs")).build();
            return CLIENT.send(keys, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static Path home() throws IOException {
        try (Stream<Path> folders = Files.list(UNPACKED)) {
            return folders.filter(folder -> Files.exists(folder.resolve("bin/kc.sh")))
                .findFirst().orElseThrow(() -> new IllegalStateException("no Keycloak in " + UNPACKED.toAbsolutePath()));
        }
    }

    /** Below the ports that the system hands out by itself: Keycloak takes seconds to claim it. */
    private static int freePort() {
        return ThreadLocalRandom.current().ints(20_000, 30_000).filter(KeycloakResource::isFree).findFirst().orElseThrow();
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port)) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
