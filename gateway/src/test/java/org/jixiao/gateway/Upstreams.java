package org.jixiao.gateway;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Three services: "budget" answers properly, "evaluation" answers whatever bytes the test wants, and
 * "report" is not there at all.
 */
public class Upstreams implements QuarkusTestResourceLifecycleManager {

    static final int BODY_LIMIT = 64 * 1024;

    /** What the proper service received. */
    record Seen(String method, String uri, Map<String, List<String>> headers, long bytes) {

        String header(String name) {
            List<String> values = headers.get(name.toLowerCase(Locale.ROOT));
            return values == null ? null : String.join(", ", values);
        }
    }

    static final ConcurrentLinkedQueue<Seen> SEEN = new ConcurrentLinkedQueue<>();
    static volatile String budgetUrl;
    static volatile String rawAnswer = "";
    static volatile String evaluationDocument;
    static volatile CountDownLatch goOn = new CountDownLatch(0);
    static volatile CountDownLatch clientGone = new CountDownLatch(1);

    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task);
        thread.setDaemon(true);
        return thread;
    });
    private Twins twins;
    private HttpServer budget;
    private HttpServer management;
    private ServerSocket evaluation;
    /** Bound and never listening: who connects is refused, and no other server can be given the port. */
    private Socket nobody;

    @Override
    public Map<String, String> start() {
        try {
            budget = server(Upstreams::answer);
            management = server(Upstreams::manage);
            evaluation = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
            threads.execute(this::acceptRaw);
            nobody = new Socket();
            nobody.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            budgetUrl = "http://127.0.0.1:" + budget.getAddress().getPort();
            String managementUrl = "http://127.0.0.1:" + management.getAddress().getPort();
            twins = new Twins();
            Map<String, String> settings = new HashMap<>(twins.settings());
            settings.putAll(Map.of(
                    "gateway.routes.budget.url", budgetUrl,
                    "gateway.routes.budget.management-url", managementUrl,
                    "gateway.routes.evaluation.url", "http://127.0.0.1:" + evaluation.getLocalPort(),
                    "gateway.routes.evaluation.management-url", managementUrl.replace("127.0.0.1", "localhost"),
                    "gateway.routes.report.url", "http://127.0.0.1:" + nobody.getLocalPort(),
                    "gateway.timeouts.request", "1S",
                    "gateway.timeouts.management", "1S",
                    "gateway.limits.body", String.valueOf(BODY_LIMIT)));
            settings.putAll(Door.open());
            return settings;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {
        Door.close();
        twins.close();
        budget.stop(0);
        management.stop(0);
        try {
            evaluation.close();
            nobody.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.shutdownNow();
    }

    private HttpServer server(Consumer<HttpExchange> handler) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            try (exchange) {
                handler.accept(exchange);
            }
        });
        server.setExecutor(threads);
        server.start();
        return server;
    }

    private static void answer(HttpExchange exchange) {
        try {
            String uri = exchange.getRequestURI().toString();
            long bytes = exchange.getRequestBody().transferTo(OutputStream.nullOutputStream());
            Map<String, List<String>> headers = new TreeMap<>();
            exchange.getRequestHeaders().forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values));
            SEEN.add(new Seen(exchange.getRequestMethod(), uri, headers, bytes));
            if (uri.endsWith("/slow")) {
                goOn.await(10, TimeUnit.SECONDS);
            }
            if (uri.endsWith("/echo")) {
                byte[] told = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"))
                        .getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().add("Access-Control-Allow-Origin", "*");
                exchange.sendResponseHeaders(200, told.length);
                exchange.getResponseBody().write(told);
            } else if (uri.endsWith("/created")) {
                exchange.getResponseHeaders().add("Location", budgetUrl + "/api/v1/departments/NEW");
                exchange.sendResponseHeaders(201, -1);
            } else if (uri.endsWith("/unchanged")) {
                exchange.getResponseHeaders().add("ETag", "\"7\"");
                exchange.sendResponseHeaders(304, -1);
            } else if (uri.endsWith("/nothing")) {
                exchange.sendResponseHeaders(204, -1);
            } else if (uri.endsWith("/events")) {
                stream(exchange);
            } else if (uri.endsWith("/endless")) {
                endless(exchange);
            } else {
                byte[] body = "{\"name\":\"雁峰区\"}".getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().add("Content-Type", "application/json");
                exchange.getResponseHeaders().add("ETag", "\"3\"");
                exchange.getResponseHeaders().add("X-Request-Id", "the-services-own");
                exchange.sendResponseHeaders(200, exchange.getRequestMethod().equals("HEAD") ? -1 : body.length);
                if (!exchange.getRequestMethod().equals("HEAD")) {
                    exchange.getResponseBody().write(body);
                }
            }
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Sends the second event only after the test has seen the first. */
    private static void stream(HttpExchange exchange) throws IOException, InterruptedException {
        exchange.getResponseHeaders().add("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        OutputStream out = exchange.getResponseBody();
        out.write("data: one\n\n".getBytes(StandardCharsets.UTF_8));
        out.flush();
        goOn.await(10, TimeUnit.SECONDS);
        out.write("data: two\n\n".getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    private static void endless(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        byte[] piece = new byte[8192];
        try {
            while (true) {
                exchange.getResponseBody().write(piece);
            }
        } catch (IOException gone) {
            clientGone.countDown();
            throw gone;
        }
    }

    private static void manage(HttpExchange exchange) {
        boolean forEvaluation = exchange.getRequestHeaders().getFirst("Host").startsWith("localhost");
        String document = forEvaluation ? evaluationDocument : document("/api/v1/departments/{code}", "getDepartment",
                "integer");
        boolean readiness = exchange.getRequestURI().getPath().equals("/q/health/ready");
        byte[] body = (readiness ? "{\"status\":\"UP\"}" : String.valueOf(document)).getBytes(StandardCharsets.UTF_8);
        try {
            exchange.sendResponseHeaders(!readiness && document == null ? 500 : 200, body.length);
            exchange.getResponseBody().write(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String document(String path, String operation, String versionType) {
        return """
                {"openapi":"3.1.0","info":{"title":"inner","version":"1"},
                 "servers":[{"url":"http://inner.budget:18701"}],
                 "paths":{"%s":{"get":{"operationId":"%s","responses":{"200":{"description":"OK",
                   "content":{"application/json":{"schema":{"$ref":"#/components/schemas/Version"}}}}}}},
                  "/q/inner":{"get":{"operationId":"inner"}}},
                 "components":{"schemas":{"Version":{"type":"%s"},"Problem":{"type":"object"}},
                  "securitySchemes":{"bearer":{"type":"http","scheme":"bearer"}}}}
                """.formatted(path, operation, versionType);
    }

    /** Reads one head, writes {@link #rawAnswer} as it is, hangs up. */
    private void acceptRaw() {
        while (!evaluation.isClosed()) {
            try (Socket socket = evaluation.accept()) {
                String head = Wire.readHead(socket.getInputStream());
                if (!head.isEmpty()) {
                    socket.getOutputStream().write(rawAnswer.getBytes(StandardCharsets.ISO_8859_1));
                    socket.getOutputStream().flush();
                }
            } catch (IOException closed) {
                // the next connection, if there is one
            }
        }
    }
}
