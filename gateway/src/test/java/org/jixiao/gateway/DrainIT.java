package org.jixiao.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jixiao.gateway.access.Issuer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** How the shipped gateway stops on SIGTERM. */
class DrainIT {

    /** Of a process that a signal has ended. */
    private static final int TERMINATED = 128 + 15;

    private static Issuer issuer;
    private static Twins twins;
    private static Vertx vertx;

    @BeforeAll
    static void beginBehind() throws IOException {
        issuer = new Issuer();
        twins = new Twins();
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void endBehind() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
        twins.close();
        issuer.close();
    }

    private static Jar jar(String drainTimeout) throws Exception {
        Map<String, String> settings = new HashMap<>(twins.settings());
        settings.put("mp.jwt.verify.issuer", issuer.name());
        settings.put("gateway.http.drain-timeout", drainTimeout);
        return Jar.start(settings);
    }

    @Test
    void whoIsInIsAnsweredWholeAndNobodyComesIn() throws Exception {
        try (Jar jar = jar("30S"); Socket idle = new Socket(); Socket slow = new Socket(); Socket download = new Socket()) {
            assertEquals(200, jar.ask("/q/health/ready").statusCode());
            ask(idle, jar.port(), "/big/other");
            assertEquals(200, Wire.read(idle.getInputStream()).status());
            CountDownLatch idleGoodbye = new CountDownLatch(1);
            CountDownLatch idleEnd = new CountDownLatch(1);
            CountDownLatch busyGoodbye = new CountDownLatch(1);
            HttpClient idleClient = http2(idleGoodbye, idleEnd);
            HttpClient busyClient = http2(busyGoodbye, new CountDownLatch(1));
            assertEquals(200, join(join(idleClient.request(HttpMethod.GET, jar.port(), "127.0.0.1", "/big/other")).send()).statusCode());

            HttpServerRequest slowAtService = held(() -> ask(slow, jar.port(), "/twin/hold"));
            HttpServerRequest downloadAtService = held(() -> ask(download, jar.port(), "/twin/hold"));
            HttpClientRequest stream = join(busyClient.request(HttpMethod.GET, jar.port(), "127.0.0.1", "/twin/hold"));
            HttpServerRequest streamAtService = held(stream::end);
            join(downloadAtService.response().putHeader("Content-Length", "8").write("half"));
            InputStream downloaded = download.getInputStream();
            assertTrue(Wire.readHead(downloaded).startsWith("HTTP/1.1 200"));

            jar.terminate();

            // the goodbyes come first, so from here on it is stopping
            assertTrue(idleGoodbye.await(10, TimeUnit.SECONDS), "GOAWAY to a client with nothing under way");
            assertTrue(busyGoodbye.await(10, TimeUnit.SECONDS), "GOAWAY to a client that waits for an answer");
            assertTrue(idleEnd.await(10, TimeUnit.SECONDS));
            assertEquals(-1, idle.getInputStream().read());
            assertEquals(503, jar.ask("/q/health/ready").statusCode());
            assertTrue(jar.ask("/q/health/ready").body().contains("accepting"));
            assertTurnedAway(jar.port());

            Future<Buffer> streamed = stream.response().compose(HttpClientResponse::body).toCompletionStage().toCompletableFuture();
            slowAtService.response().end("all of it");
            downloadAtService.response().end("half");
            streamAtService.response().end("of stream");
            Wire.Answer answer = Wire.read(slow.getInputStream());
            assertEquals("close", answer.header("Connection"));
            assertEquals("all of it", answer.body());
            assertEquals("halfhalf", new String(downloaded.readAllBytes(), StandardCharsets.UTF_8));
            assertEquals("of stream", streamed.get(10, TimeUnit.SECONDS).toString());
            assertEquals(TERMINATED, jar.ended());
            assertTrue(jar.lines().stream().noneMatch(line -> line.contains(" WARN ") || line.contains(" ERROR ")),
                    () -> String.join("\n", jar.lines()));
            join(idleClient.close());
            join(busyClient.close());
        }
    }

    @Test
    void whoOutlivesTheDrainTimeIsCutAndTheProcessEnds() throws Exception {
        try (Jar jar = jar("0.3S"); Socket slow = new Socket()) {
            CountDownLatch freed = new CountDownLatch(1);
            Twins.reset = freed;
            held(() -> ask(slow, jar.port(), "/twin/hold"));

            jar.terminate();

            assertEquals(-1, slow.getInputStream().read());
            assertTrue(freed.await(10, TimeUnit.SECONDS));
            assertEquals(TERMINATED, jar.ended());
            assertTrue(jar.lines().stream().anyMatch(line -> line.contains("1 requests did not end in time")),
                    () -> String.join("\n", jar.lines()));
            assertTrue(jar.lines().stream().anyMatch(line -> line.contains("\"status\":499")),
                    () -> "it is not in the access log: " + String.join("\n", jar.lines()));
            assertTrue(jar.lines().stream().noneMatch(line -> line.contains(" ERROR ")), () -> String.join("\n", jar.lines()));
        }
    }

    private interface Sending {
        void send() throws IOException;
    }

    /** Sends a request and gives what the service sees of it. */
    private static HttpServerRequest held(Sending sending) throws Exception {
        Twins.held = null;
        sending.send();
        for (int i = 0; i < 500 && Twins.held == null; i++) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
        assertTrue(Twins.held != null, "the service has the request");
        return Twins.held;
    }

    /** The port is still held, so that nobody else gets it; who connects is hung up on. */
    private static void assertTurnedAway(int port) throws IOException {
        try (Socket late = new Socket(InetAddress.getLoopbackAddress(), port)) {
            late.setSoTimeout(10_000);
            late.getOutputStream().write("GET / HTTP/1.1\r\nHost: g\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
            assertEquals(-1, late.getInputStream().read());
        } catch (SocketException reset) {
            // what was sent was not taken any more
        }
    }

    private static HttpClient http2(CountDownLatch goodbye, CountDownLatch end) {
        return vertx.httpClientBuilder()
                .with(new HttpClientOptions().setProtocolVersion(HttpVersion.HTTP_2).setHttp2ClearTextUpgrade(false))
                .withConnectHandler(connection -> {
                    connection.goAwayHandler(said -> goodbye.countDown());
                    connection.closeHandler(closed -> end.countDown());
                }).build();
    }

    private static void ask(Socket socket, int port, String path) throws IOException {
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        socket.setSoTimeout(20_000);
        socket.getOutputStream().write(("GET " + path + " HTTP/1.1\r\nHost: g\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
    }

    private static <T> T join(io.vertx.core.Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }
}
