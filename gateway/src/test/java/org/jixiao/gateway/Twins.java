package org.jixiao.gateway;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A service with two instances and a canary, which streams, breaks and opens tunnels as the tests
 * ask; its addresses are below /twin, and below /big for bodies without a small limit.
 */
final class Twins {

    /** One instance. */
    static final class Twin {
        final String name;
        final AtomicInteger hits = new AtomicInteger();
        volatile boolean broken;
        volatile boolean ready = true;

        Twin(String name) {
            this.name = name;
        }
    }

    static final Twin ONE = new Twin("one");
    static final Twin TWO = new Twin("two");
    static final Twin NEXT = new Twin("next");
    static final AtomicLong RECEIVED = new AtomicLong();
    static volatile CountDownLatch reset = new CountDownLatch(1);
    static volatile HttpServerRequest held;
    static Path certificate;

    private final Vertx vertx = Vertx.vertx();
    private final Map<String, String> settings = new HashMap<>();

    Twins() throws IOException {
        int one = listen(ONE);
        int two = listen(TWO);
        int next = listen(NEXT);
        settings.put("gateway.routes.twin.url", address(one) + "," + address(two));
        settings.put("gateway.routes.twin.paths", "/twin");
        settings.put("gateway.routes.twin.canary.url", address(next));
        settings.put("gateway.routes.twin.canary.header", "X-Canary");
        settings.put("gateway.routes.big.url", address(one).replace("127.0.0.1", "localhost"));
        settings.put("gateway.routes.big.management-url", address(two));
        settings.put("gateway.routes.big.paths", "/big");
        settings.put("gateway.routes.big.body", "2G");
        settings.put("gateway.routes.big.timeout", "20S");
        settings.put("gateway.routes.big.running", "3");
        route("closed", one);
        settings.put("gateway.maintenance", "closed");
        route("half", one);
        canary("half", next, 50);
        route("all", one);
        canary("all", next, 100);
        settings.put("gateway.http.head-timeout", "0.5S");
        settings.put("gateway.timeouts.watch", "0.05S");
        settings.put("gateway.circuit.failures", "12");
        settings.put("gateway.circuit.pause", "0.3S");
        settings.put("gateway.retries.reserve", "100");
        settings.put("gateway.health.interval", "0.2S");
        settings.put("gateway.tls.port", "0");
        makeCertificate();
    }

    private void route(String name, int port) {
        settings.put("gateway.routes." + name + ".url", address(port));
        settings.put("gateway.routes." + name + ".paths", "/" + name);
    }

    private void canary(String name, int port, int percent) {
        settings.put("gateway.routes." + name + ".canary.url", address(port));
        settings.put("gateway.routes." + name + ".canary.header", "X-Canary");
        settings.put("gateway.routes." + name + ".canary.percent", String.valueOf(percent));
    }

    Map<String, String> settings() {
        return settings;
    }

    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private static String address(int port) {
        return "http://127.0.0.1:" + port;
    }

    private int listen(Twin twin) {
        HttpServer server = vertx.createHttpServer(new HttpServerOptions().setHost("127.0.0.1").setPort(0)
                .setHttp2ClearTextEnabled(false));
        server.webSocketHandler(socket -> socket.textMessageHandler(text -> socket.writeTextMessage(twin.name + " " + text)));
        server.requestHandler(request -> answer(twin, request));
        return server.listen().toCompletionStage().toCompletableFuture().join().actualPort();
    }

    private void answer(Twin twin, HttpServerRequest request) {
        String path = request.path();
        if (path.equals("/q/health/ready")) {
            request.response().setStatusCode(twin.ready ? 200 : 503).end();
            return;
        }
        twin.hits.incrementAndGet();
        if (twin.broken) {
            request.connection().close();
        } else if (path.endsWith("/sink")) {
            noticeTheEnd(request);
            request.handler(piece -> RECEIVED.addAndGet(piece.length()));
            request.endHandler(end -> request.response().end(String.valueOf(RECEIVED.get())));
        } else if (path.endsWith("/hold")) {
            held = request.pause();
            request.response().exceptionHandler(gone -> reset.countDown());
            request.exceptionHandler(gone -> reset.countDown());
        } else if (path.endsWith("/source")) {
            long bytes = Long.parseLong(request.getParam("bytes"));
            noticeTheEnd(request);
            request.response().putHeader("Content-Type", "application/octet-stream")
                    .putHeader("Content-Length", String.valueOf(bytes));
            pour(request, bytes, Buffer.buffer(new byte[64 * 1_024]));
        } else if (path.endsWith("/text")) {
            String tag = "\"7\"";
            if (tag.equals(request.getHeader("If-None-Match"))) {
                request.response().setStatusCode(304).putHeader("ETag", tag).end();
            } else {
                request.response().putHeader("Content-Type", "application/json").putHeader("ETag", tag)
                        .putHeader("Cache-Control", "private").end("\"" + "雁峰区".repeat(1_000) + "\"");
            }
        } else {
            request.body().onSuccess(body -> request.response().putHeader("X-Twin", twin.name)
                    .end(twin.name + " " + body.length()));
        }
    }

    /** Of the connection: for the test that is running now, not for one that comes later. */
    private static void noticeTheEnd(HttpServerRequest request) {
        CountDownLatch latch = reset;
        request.connection().closeHandler(end -> latch.countDown());
    }

    private static void pour(HttpServerRequest request, long left, Buffer piece) {
        long rest = left;
        while (rest > 0) {
            if (request.response().writeQueueFull()) {
                long later = rest;
                request.response().drainHandler(drained -> pour(request, later, piece));
                return;
            }
            int length = (int) Math.min(rest, piece.length());
            request.response().write(piece.slice(0, length));
            RECEIVED.addAndGet(length);
            rest -= length;
        }
        request.response().end();
    }

    /** The JDK makes the pair; no key lies in the repository. */
    private void makeCertificate() throws IOException {
        Path folder = Files.createTempDirectory("gateway-tls");
        Path store = folder.resolve("store.p12");
        try {
            int exit = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair",
                    "-alias", "g", "-keyalg", "EC", "-groupname", "secp256r1", "-dname", "CN=localhost", "-ext",
                    "san=dns:localhost,ip:127.0.0.1", "-storetype", "PKCS12", "-keystore", store.toString(), "-storepass",
                    "changeit", "-validity", "2").redirectErrorStream(true).redirectOutput(folder.resolve("log").toFile())
                    .start().waitFor();
            if (exit != 0) {
                throw new IOException(Files.readString(folder.resolve("log")));
            }
            KeyStore keys = KeyStore.getInstance(store.toFile(), "changeit".toCharArray());
            certificate = pem(folder.resolve("certificate.pem"), "CERTIFICATE", keys.getCertificate("g").getEncoded());
            Path key = pem(folder.resolve("key.pem"), "PRIVATE KEY", keys.getKey("g", "changeit".toCharArray()).getEncoded());
            settings.put("gateway.tls.certificate", certificate.toString());
            settings.put("gateway.tls.key", key.toString());
        } catch (InterruptedException | java.security.GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    private static Path pem(Path file, String kind, byte[] content) throws IOException {
        String text = "-----BEGIN " + kind + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content) + "\n-----END " + kind + "-----\n";
        return Files.writeString(file, text, StandardCharsets.US_ASCII);
    }
}
