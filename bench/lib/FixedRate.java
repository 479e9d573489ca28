import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends GET requests at a fixed rate and prints percentiles of the latency in microseconds, counted from
 * the moment at which a request was due: an answer that is late makes the requests behind it late as well,
 * as it does for real callers. A first part warms this client up and is not counted.
 *
 * <p>{@code java FixedRate.java URL RATE SECONDS CONNECTIONS [HEADER...]}
 */
public class FixedRate {

    private static final double WARM_UP_SECONDS = 2;

    private final URI target;
    private final byte[] request;
    private final long first;
    private final long gap;
    private final int count;
    private final int uncounted;

    FixedRate(URI target, byte[] request, long first, long gap, int count, int uncounted) {
        this.target = target;
        this.request = request;
        this.first = first;
        this.gap = gap;
        this.count = count;
        this.uncounted = uncounted;
    }

    public static void main(String[] arguments) throws Exception {
        URI target = URI.create(arguments[0]);
        double rate = Double.parseDouble(arguments[1]);
        double seconds = Double.parseDouble(arguments[2]);
        int connections = Integer.parseInt(arguments[3]);
        StringBuilder head = new StringBuilder("GET " + target.getRawPath() + " HTTP/1.1\r\nHost: " + target.getAuthority() + "\r\n");
        for (String header : Arrays.asList(arguments).subList(4, arguments.length)) {
            head.append(header).append("\r\n");
        }
        byte[] request = head.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII);

        long gap = Math.round(connections * 1e9 / rate);
        int count = (int) ((WARM_UP_SECONDS + seconds) * rate / connections);
        int uncounted = (int) (WARM_UP_SECONDS * rate / connections);
        long start = System.nanoTime() + 200_000_000L;
        List<long[]> latencies = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        List<Throwable> failures = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            FixedRate client = new FixedRate(target, request, start + i * gap / connections, gap, count, uncounted);
            Thread thread = new Thread(() -> {
                try {
                    long[] own = client.run();
                    synchronized (latencies) {
                        latencies.add(own);
                    }
                } catch (IOException | RuntimeException e) {
                    synchronized (failures) {
                        failures.add(e);
                    }
                }
            });
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join();
        }
        if (!failures.isEmpty()) {
            System.err.println(failures.get(0));
            System.exit(1);
        }
        long[] all = latencies.stream().flatMapToLong(Arrays::stream).sorted().toArray();
        System.out.printf(Locale.ROOT, "{\"requests\":%d,\"p50Micros\":%.1f,\"p99Micros\":%.1f,\"maxMicros\":%.1f}%n",
            all.length, at(all, 0.5), at(all, 0.99), at(all, 1));
    }

    private static double at(long[] sorted, double share) {
        return sorted[Math.min(sorted.length - 1, (int) (share * sorted.length))] / 1e3;
    }

    private long[] run() throws IOException {
        long[] latencies = new long[count - uncounted];
        try (Socket socket = new Socket(target.getHost(), target.getPort())) {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(10_000);
            InputStream in = new BufferedInputStream(socket.getInputStream(), 65_536);
            for (int i = 0; i < count; i++) {
                long due = first + i * gap;
                for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                    LockSupport.parkNanos(left);
                }
                socket.getOutputStream().write(request);
                readAnswer(in);
                if (i >= uncounted) {
                    latencies[i - uncounted] = System.nanoTime() - due;
                }
            }
        }
        return latencies;
    }

    private static void readAnswer(InputStream in) throws IOException {
        String status = line(in);
        if (!status.startsWith("HTTP/1.1 200")) {
            throw new IOException(status);
        }
        long length = -1;
        boolean chunked = false;
        for (String header = line(in); !header.isEmpty(); header = line(in)) {
            String lower = header.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-length:")) {
                length = Long.parseLong(lower.substring(15).strip());
            } else if (lower.startsWith("transfer-encoding:") && lower.contains("chunked")) {
                chunked = true;
            }
        }
        if (chunked) {
            for (int size = Integer.parseInt(line(in), 16); size > 0; size = Integer.parseInt(line(in), 16)) {
                in.skipNBytes(size);
                line(in);
            }
            line(in);
        } else if (length >= 0) {
            in.skipNBytes(length);
        } else {
            throw new IOException("An answer of unknown length");
        }
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("The connection was closed");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }
}
