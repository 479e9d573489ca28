package org.jixiao.contract;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** HTTP as bytes on a socket, for requests that a well-behaved client does not send. */
final class Wire {

    private static final int PATIENCE_MILLIS = 20_000;

    private Wire() {
    }

    /** What came back until the other side closed. */
    record Answer(int status, String head, String body) {

        String header(String name) {
            return head.lines().filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ":"))
                    .map(line -> line.substring(name.length() + 1).strip()).findFirst().orElse("");
        }
    }

    static Answer send(URI base, String method, String target, String... headers) {
        List<String> lines = new ArrayList<>(List.of(method + " " + target + " HTTP/1.1",
                "Host: " + base.getAuthority(), "Connection: close"));
        lines.addAll(List.of(headers));
        return sendRaw(base, String.join("\r\n", lines) + "\r\n\r\n");
    }

    static Answer sendRaw(URI base, String request) {
        try (Socket socket = new Socket(base.getHost(), base.getPort())) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().flush();
            String all = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int end = all.indexOf("\r\n\r\n");
            if (end < 0) {
                return new Answer(0, all, "");
            }
            String head = all.substring(0, end);
            return new Answer(Integer.parseInt(head.substring(9, 12)), head, all.substring(end + 4));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
