package org.jixiao.gateway;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.PemTrustOptions;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.zip.GZIPInputStream;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jixiao.gateway.server.ConnectionsHandler;
import org.jixiao.gateway.server.ServerJob;
import org.jixiao.gateway.upstream.Maintenance;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Streams, several instances, other protocols, and the switches of the operators. */
@QuarkusTest
@WithTestResource(Upstreams.class)
class PipeIT {

    private static final HttpClient CLIENT = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final long GIGABYTE = 1L << 30;
    private static final int TWO_MEGABYTES = 2 << 20;
    /** The kernel lets each of four sockets grow its buffer, on some machines to 32 MB: far less than all there is to send. */
    private static final long IN_FLIGHT_MAX = GIGABYTE / 4;

    @Inject
    ConnectionsHandler connections;
    @Inject
    ServerJob server;
    @Inject
    Maintenance maintenance;
    @Inject
    Vertx vertx;
    private int port;

    @BeforeEach
    void allIsWell() {
        port = server.port();
        RestAssured.port = port;
        Twins.RECEIVED.set(0);
        Twins.reset = new CountDownLatch(1);
        Twins.held = null;
    }

    @AfterEach
    void allIsWellAgain() {
        for (Twins.Twin twin : Set.of(Twins.ONE, Twins.TWO, Twins.NEXT)) {
            twin.broken = false;
            twin.ready = true;
        }
        maintenance.open(Maintenance.ALL);
        maintenance.open("twin");
    }

    // streaming

    @Test
    void aGigabyteGoesUpAndComesDown() throws Exception {
        HttpResponse<String> up = CLIENT.send(HttpRequest.newBuilder(uri("/big/sink"))
                .POST(HttpRequest.BodyPublishers.fromPublisher(
                        HttpRequest.BodyPublishers.ofInputStream(() -> new Zeros(GIGABYTE)), GIGABYTE)).build(),
                HttpResponse.BodyHandlers.ofString());
        assertEquals(String.valueOf(GIGABYTE), up.body());
        HttpResponse<InputStream> down = CLIENT.send(HttpRequest.newBuilder(uri("/big/source?bytes=" + GIGABYTE)).build(),
                HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream body = down.body()) {
            assertEquals(GIGABYTE, body.transferTo(java.io.OutputStream.nullOutputStream()));
        }
    }

    @Test
    void whatTheServiceDoesNotTakeStaysWithTheClient() throws Exception {
        AtomicLong written = new AtomicLong();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            write(socket, "POST /big/hold HTTP/1.1\r\nHost: g\r\nContent-Length: " + GIGABYTE + "\r\n\r\n");
            Thread writer = new Thread(() -> pour(socket, written));
            writer.start();
            until("the upload stands still", standsStill(written));
            assertTrue(written.get() < IN_FLIGHT_MAX, () -> written + " bytes on their way");
        }
    }

    @Test
    void whatTheClientDoesNotTakeStaysWithTheService() throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            write(socket, "GET /big/source?bytes=" + GIGABYTE + " HTTP/1.1\r\nHost: g\r\n\r\n");
            until("the download has begun", () -> Twins.RECEIVED.get() > 0);
            until("the download stands still", standsStill(Twins.RECEIVED));
            assertTrue(Twins.RECEIVED.get() < IN_FLIGHT_MAX, () -> Twins.RECEIVED + " bytes on their way");
        }
    }

    @Test
    void aClientThatLeavesInTheMiddleOfItsBodyFreesTheService() throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            write(socket, "POST /big/hold HTTP/1.1\r\nHost: g\r\nContent-Length: 100\r\n\r\nhalf");
            until("the service has the request", () -> Twins.held != null);
        }
        assertTrue(Twins.reset.await(10, TimeUnit.SECONDS));
    }

    @Test
    void aStreamOfHttp2ThatIsResetFreesTheService() throws Exception {
        var client = vertx.createHttpClient(h2c());
        HttpClientRequest request = join(client.request(HttpMethod.GET, port, "127.0.0.1", "/big/hold"));
        request.end();
        until("the service has the request", () -> Twins.held != null);
        request.reset();
        assertTrue(Twins.reset.await(10, TimeUnit.SECONDS));
        join(client.close());
    }

    @Test
    void whoComesWhenTheRouteIsFullIsToldToComeAgain() throws Exception {
        try (Socket one = hold(); Socket two = hold(); Socket three = hold()) {
            until("three are in", () -> given().get("/big/text").statusCode() == 503);
            given().get("/big/text").then().statusCode(503).header("Retry-After", "1")
                    .body("code", equalTo("OVERLOADED"));
        }
        until("there is room again", () -> given().get("/big/text").statusCode() == 200);
    }

    // other protocols

    @Test
    void http2WithoutTlsCarriesABodyOfUnknownLength() throws Exception {
        var client = vertx.createHttpClient(h2c());
        HttpClientRequest request = join(client.request(HttpMethod.POST, port, "127.0.0.1", "/big/sink"));
        request.setChunked(true);
        request.write(Buffer.buffer(new byte[50_000]));
        request.end();
        String answer = join(request.response()
                .compose(head -> head.body().map(body -> head.version() + " " + body)));
        assertEquals("HTTP_2 50000", answer);
        join(client.close());
    }

    /** Java's client offers HTTP/2 with its first request on a connection. */
    @Test
    void anOfferToGoOverToHttp2IsDeclinedAndTheAnswerIsWhole() throws Exception {
        for (int i = 0; i < 30; i++) {
            HttpResponse<byte[]> answer = HttpClient.newHttpClient().send(
                    HttpRequest.newBuilder(uri("/big/source?bytes=" + TWO_MEGABYTES)).build(),
                    HttpResponse.BodyHandlers.ofByteArray());
            assertEquals("HTTP_1_1 200 " + TWO_MEGABYTES, answer.version() + " " + answer.statusCode() + " " + answer.body().length);
        }
    }

    @Test
    void whoOffersToGoOverToHttp2AndLeavesIsForgotten() throws Exception {
        int before = connections.open();
        for (int i = 0; i < 5; i++) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                write(socket, "GET /big/text HTTP/1.1\r\nHost: g\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n"
                        + "HTTP2-Settings: AAQAAP__\r\n\r\n");
                assertTrue(socket.getInputStream().read() > 0);
            }
        }
        until("nobody is left", () -> connections.open() <= before);
    }

    @Test
    void overHttp2ABodyHasTheSameLimit() throws Exception {
        var client = vertx.createHttpClient(h2c());
        HttpClientRequest request = join(client.request(HttpMethod.POST, port, "127.0.0.1", "/twin/hold"));
        request.setChunked(true);
        request.write(Buffer.buffer(new byte[Upstreams.BODY_LIMIT]));
        until("the service has the request", () -> Twins.held != null);
        request.write(Buffer.buffer(new byte[1]));
        String answer = join(request.response().compose(head -> head.body().map(body -> head.statusCode() + " " + body)));
        assertTrue(answer.startsWith("413 ") && answer.contains("BODY_TOO_LARGE"), answer);
        join(client.close());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 1_000, 100_000})
    void theRequestThatOffersToUpgradeMayHaveABody(int size) throws Exception {
        for (int connection = 0; connection < 10; connection++) {
            HttpResponse<String> answer = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build()
                    .send(HttpRequest.newBuilder(uri("/big/other"))
                            .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[size])).build(),
                            HttpResponse.BodyHandlers.ofString());
            assertEquals(200, answer.statusCode());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void tlsNegotiatesTheProtocol(boolean wantsHttp2) throws Exception {
        var client = vertx.createHttpClient(new HttpClientOptions().setSsl(true).setUseAlpn(true)
                .setProtocolVersion(wantsHttp2 ? HttpVersion.HTTP_2 : HttpVersion.HTTP_1_1)
                .setTrustOptions(new PemTrustOptions().addCertPath(Twins.certificate.toString())));
        HttpClientResponse answer = join(join(client.request(HttpMethod.GET, server.tlsPort(), "localhost", "/big/other"))
                .send());
        assertEquals(200, answer.statusCode());
        assertEquals(wantsHttp2 ? HttpVersion.HTTP_2 : HttpVersion.HTTP_1_1, answer.version());
        join(client.close());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/docs", "/docs/docs.js", "/health", "/openapi.json", "/nowhere", "/docs/../x", "/closed/a",
        "/big/other", "/big/text", "/api/v1/reports"})
    void everyAnswerIsSecuredAndOverTlsBrowsersAreToldToStayThere(String path) throws Exception {
        for (boolean secure : List.of(true, false)) {
            var client = vertx.createHttpClient(new HttpClientOptions().setSsl(secure)
                    .setTrustOptions(new PemTrustOptions().addCertPath(Twins.certificate.toString())));
            // a busy machine may take longer for a handshake than the tests give a caller for a head
            int door = secure ? server.tlsPort() : port;
            HttpClientResponse answer = join(client.request(HttpMethod.GET, door, "localhost", path)
                    .recover(closed -> client.request(HttpMethod.GET, door, "localhost", path))
                    .compose(HttpClientRequest::send));
            for (String name : List.of("Content-Security-Policy", "X-Content-Type-Options", "X-Frame-Options",
                    "Referrer-Policy", "Cross-Origin-Opener-Policy", "Cross-Origin-Resource-Policy")) {
                assertEquals(1, answer.headers().getAll(name).size(), name);
            }
            assertEquals(secure ? List.of("max-age=63072000; includeSubDomains") : List.of(),
                    answer.headers().getAll("Strict-Transport-Security"));
            join(client.close());
        }
    }

    @Test
    void aWebSocketIsATunnel() throws Exception {
        CompletableFuture<String> heard = new CompletableFuture<>();
        WebSocket socket = CLIENT.newWebSocketBuilder().buildAsync(URI.create("ws://127.0.0.1:" + port + "/big/socket"),
                new WebSocket.Listener() {
                    @Override
                    public CompletionStage<?> onText(WebSocket webSocket, CharSequence text, boolean last) {
                        heard.complete(text.toString());
                        return null;
                    }
                }).get(10, TimeUnit.SECONDS);
        socket.sendText("hello", true);
        assertEquals("one hello", heard.get(10, TimeUnit.SECONDS));
        socket.abort();
    }

    // several instances

    @Test
    void bothInstancesServe() {
        Set<String> seen = new TreeSet<>();
        until("both have answered", () -> {
            seen.add(given().get("/twin/a").header("X-Twin"));
            return seen.equals(Set.of("one", "two"));
        });
    }

    @Test
    void whatIsSafeToRepeatGoesToTheOtherInstance() {
        Twins.ONE.broken = true;
        int before = Twins.ONE.hits.get();
        until("the broken one was tried", () -> {
            given().get("/twin/a").then().statusCode(200).header("X-Twin", "two");
            return Twins.ONE.hits.get() > before;
        });
    }

    @Test
    void aWriteIsNotRepeatedWithoutAKey() {
        Twins.ONE.broken = true;
        Twins.TWO.broken = true;
        int before = hits();
        given().post("/twin/a").then().statusCode(502).body("code", equalTo("BAD_GATEWAY"));
        assertEquals(before + 1, hits());
        given().header("Idempotency-Key", "k1").post("/twin/a").then().statusCode(502);
        assertEquals(before + 4, hits());
    }

    @Test
    void aWriteWhoseBodyHasBegunIsNotRepeatedEvenWithAKey() {
        Twins.ONE.broken = true;
        Twins.TWO.broken = true;
        int before = hits();
        given().header("Idempotency-Key", "k2").body("{}").contentType("application/json").post("/twin/a").then()
                .statusCode(502);
        assertEquals(before + 1, hits());
    }

    @Test
    void anInstanceThatBreaksIsLeftAloneAndComesBack() {
        Twins.ONE.broken = true;
        until("its circuit is open", () -> {
            given().get("/twin/a");
            return "OPEN".equals(given().get(admin("/admin/routes")).path(circuitOf(0)));
        });
        Twins.ONE.broken = false;
        until("it serves again", () -> "one".equals(given().get("/twin/a").header("X-Twin")));
        assertEquals("CLOSED", given().get(admin("/admin/routes")).path(circuitOf(0)));
    }

    @Test
    void anInstanceThatIsNotReadyIsLeftOut() {
        Twins.TWO.ready = false;
        until("it is known", () -> Boolean.FALSE.equals(given().get(admin("/admin/routes"))
                .path("routes.find { it.name == 'twin' }.instances[1].ready")));
        int before = Twins.TWO.hits.get();
        for (int i = 0; i < 10; i++) {
            given().get("/twin/a").then().header("X-Twin", "one");
        }
        assertEquals(before, Twins.TWO.hits.get());
    }

    @Test
    void theHeaderChoosesTheCanary() {
        given().header("X-Canary", "always").get("/twin/a").then().header("X-Twin", "next");
        int before = Twins.NEXT.hits.get();
        given().header("X-Canary", "never").get("/twin/a").then().statusCode(200);
        assertEquals(before, Twins.NEXT.hits.get());
    }

    private String side(String route, String caller, String... wish) {
        var request = given().header("X-Forwarded-For", caller);
        if (wish.length > 0) {
            request.header("X-Canary", wish[0]);
        }
        return request.get("/" + route + "/a").then().statusCode(200).extract().header("X-Twin");
    }

    @Test
    void theShareOfTheCanaryIsAShareOfCallersAndEachStaysWhereItIs() {
        Map<String, Integer> shares = new TreeMap<>();
        for (int i = 0; i < 60; i++) {
            String caller = "198.51.100." + i;
            assertEquals("next", side("all", caller));
            assertNotEquals("next", side("twin", caller));
            String side = side("half", caller);
            shares.merge(side, 1, Integer::sum);
            assertEquals(side, side("half", caller), caller);
            assertEquals("next", side("half", caller, "always"));
            assertEquals("one", side("half", caller, "never"));
        }
        assertEquals(Set.of("next", "one"), shares.keySet());
        assertTrue(shares.get("next") > 15 && shares.get("one") > 15, shares.toString());
        assertEquals("one", side("all", "198.51.100.1", "never"));
    }

    // compression

    @Test
    void longTextIsCompressedUnderATagOfItsOwn() throws IOException, InterruptedException {
        HttpResponse<InputStream> answer = CLIENT.send(HttpRequest.newBuilder(uri("/big/text"))
                .header("Accept-Encoding", "gzip").build(), HttpResponse.BodyHandlers.ofInputStream());
        assertEquals("gzip", answer.headers().firstValue("Content-Encoding").orElseThrow());
        assertEquals("\"7--gzip\"", answer.headers().firstValue("ETag").orElseThrow());
        assertTrue(answer.headers().allValues("Vary").contains("Accept-Encoding"));
        try (InputStream body = new GZIPInputStream(answer.body())) {
            assertEquals("\"" + "雁峰区".repeat(1_000) + "\"", new String(body.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @Test
    void theTagOfTheCompressedFormIsRecognised() throws IOException {
        Wire.Answer answer = Wire.get(port, "/big/text", "Accept-Encoding: gzip", "If-None-Match: \"7--gzip\"");
        assertEquals(304, answer.status());
        assertEquals("\"7--gzip\"", answer.header("ETag"));
    }

    @Test
    void whoDoesNotTakeGzipGetsThePlainForm() throws IOException {
        Wire.Answer answer = Wire.get(port, "/big/text");
        assertNull(answer.header("Content-Encoding"));
        assertEquals("\"7\"", answer.header("ETag"));
        assertTrue(answer.header("Vary").contains("Accept-Encoding"), answer.header("Vary"));
    }

    // operators

    @Test
    void maintenanceIsSwitchedOnTheManagementPort() {
        given().put(admin("/admin/maintenance/twin")).then().statusCode(200);
        given().get("/twin/a").then().statusCode(503).header("Retry-After", "60").body("code", equalTo("MAINTENANCE"));
        given().get("/big/text").then().statusCode(200);
        given().delete(admin("/admin/maintenance/twin")).then().statusCode(200);
        given().get("/twin/a").then().statusCode(200);
    }

    @Test
    void aRouteMayBeClosedFromTheStart() {
        given().get("/closed/a").then().statusCode(503).header("Retry-After", "60")
                .body("code", equalTo("MAINTENANCE")).body("service", equalTo("closed"));
        given().get("/big/text").then().statusCode(200);
        assertEquals(List.of("closed"), given().get(admin("/admin/routes"))
                .path("routes.findAll { it.maintenance }.name"));
    }

    @Test
    void theAdminViewNamesEachInstance() {
        given().get(admin("/admin")).then().statusCode(200).contentType("text/html").body(containsString("<td>twin</td>"));
        given().put(admin("/admin/maintenance/nobody")).then().statusCode(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/admin", "/admin/routes", "/admin/maintenance/all", "/q/metrics", "/q/health"})
    void theAdminViewIsNotReachableFromOutside(String path) {
        given().get(path).then().statusCode(404).body("code", equalTo("UNKNOWN_PATH"));
        given().put(path).then().statusCode(404);
    }

    @Test
    void exchangesAreCountedByRouteInstanceAndStatus() {
        given().get("/big/text").then().statusCode(200);
        given().get(admin("/q/metrics")).then().statusCode(200)
                .body(containsString("gateway_exchange_seconds_count"))
                .body(containsString("route=\"big\"")).body(containsString("gateway_upstream_seconds_count"));
    }

    private static String circuitOf(int instance) {
        return "routes.find { it.name == 'twin' }.instances[" + instance + "].circuit";
    }

    private static String admin(String path) {
        return "http://localhost:" + ConfigProvider.getConfig().getValue("quarkus.management.port", Integer.class) + path;
    }

    private static int hits() {
        return Twins.ONE.hits.get() + Twins.TWO.hits.get();
    }

    private static HttpClientOptions h2c() {
        return new HttpClientOptions().setProtocolVersion(HttpVersion.HTTP_2).setHttp2ClearTextUpgrade(false);
    }

    private Socket hold() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        write(socket, "GET /big/hold HTTP/1.1\r\nHost: g\r\n\r\n");
        return socket;
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    private static <T> T join(io.vertx.core.Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
    }

    private static void pour(Socket socket, AtomicLong written) {
        byte[] piece = new byte[64 * 1_024];
        try {
            while (true) {
                socket.getOutputStream().write(piece);
                written.addAndGet(piece.length);
            }
        } catch (IOException closed) {
            // the test is over
        }
    }

    /** True once the count has not changed for ten looks. */
    private static BooleanSupplier standsStill(AtomicLong count) {
        AtomicLong last = new AtomicLong(-1);
        AtomicLong looks = new AtomicLong();
        return () -> {
            looks.set(last.getAndSet(count.get()) == count.get() ? looks.get() + 1 : 0);
            return looks.get() > 10;
        };
    }

    private static void until(String what, BooleanSupplier isTrue) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(15);
        while (!isTrue.getAsBoolean()) {
            assertTrue(System.nanoTime() < deadline, what);
            java.util.concurrent.locks.LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }

    /** So many zeros without the memory for them. */
    private static final class Zeros extends InputStream {
        private long left;

        Zeros(long bytes) {
            left = bytes;
        }

        @Override
        public int read() {
            return left-- > 0 ? 0 : -1;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) {
            if (left <= 0) {
                return -1;
            }
            int count = (int) Math.min(left, length);
            left -= count;
            return count;
        }
    }
}
