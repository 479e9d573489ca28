package org.jixiao.gateway;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The gateway as it is shipped: a process of its own, in production, with settings from outside. */
final class Jar implements AutoCloseable {

    private static final Path FILE = Path.of("target", "quarkus-app", "quarkus-run.jar");
    private static final Pattern CALLERS = Pattern.compile("Callers are served at http://[^:]+:(\\d+)(?: and https://[^:]+:(\\d+))?");
    private static final Pattern OPERATORS = Pattern.compile("Management interface listening on http://[^:]+:(\\d+)");
    private static final HttpClient CLIENT = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final long PATIENCE_SECONDS = 60;

    private final Process process;
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final CountDownLatch silent = new CountDownLatch(1);

    private Jar(Process process) {
        this.process = process;
        Thread reader = new Thread(this::listen, "gateway-lines");
        reader.setDaemon(true);
        reader.start();
    }

    /** Starts a process and does not wait for it; what is not stated leads nowhere. */
    static Jar begin(Map<String, String> settings) throws IOException {
        Map<String, String> all = new TreeMap<>(Map.of(
                "gateway.http.port", "0",
                "quarkus.management.port", "0",
                "gateway.routes.budget.url", "http://127.0.0.1:9",
                "gateway.routes.evaluation.url", "http://127.0.0.1:9",
                "gateway.routes.report.url", "http://127.0.0.1:9"));
        all.putAll(settings);
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx128m"));
        all.forEach((name, value) -> command.add("-D" + name + "=" + value));
        command.addAll(List.of("-jar", FILE.toString()));
        return new Jar(new ProcessBuilder(command).redirectErrorStream(true).start());
    }

    static Jar start(Map<String, String> settings) throws Exception {
        return begin(settings).started();
    }

    /** Waits until it serves callers and operators. */
    Jar started() throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (found(CALLERS, 1) == 0 || found(OPERATORS, 1) == 0) {
            assertTrue(process.isAlive() && System.nanoTime() < deadline, () -> "not started: " + lines);
            TimeUnit.MILLISECONDS.sleep(20);
        }
        return this;
    }

    int port() {
        return found(CALLERS, 1);
    }

    int tlsPort() {
        return found(CALLERS, 2);
    }

    private int found(Pattern pattern, int group) {
        for (String line : lines) {
            Matcher matcher = pattern.matcher(line);
            if (matcher.find() && matcher.group(group) != null) {
                return Integer.parseInt(matcher.group(group));
            }
        }
        return 0;
    }

    /** What operators are told. */
    HttpResponse<String> ask(String path) throws IOException, InterruptedException {
        return CLIENT.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + found(OPERATORS, 1) + path)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /** Process itself would stop listening to what is still said. */
    void terminate() {
        process.toHandle().destroy();
    }

    /** The exit code, once it has ended by itself. */
    int ended() throws InterruptedException {
        assertTrue(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS), "it does not end");
        assertTrue(silent.await(PATIENCE_SECONDS, TimeUnit.SECONDS));
        return process.exitValue();
    }

    /** What it has said so far. */
    List<String> lines() {
        return lines;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    private void listen() {
        try (BufferedReader reader = process.inputReader()) {
            reader.lines().forEach(lines::add);
        } catch (IOException | java.io.UncheckedIOException gone) {
            // it was ended by force
        }
        silent.countDown();
    }
}
