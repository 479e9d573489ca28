package org.jixiao.gateway;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** HTTP as bytes, for what a decent client would never send. */
final class Wire {

    /** An answer, read until its end or until the server hung up. */
    record Answer(int status, List<String> headers, String body) {

        private boolean closes() {
            return "close".equalsIgnoreCase(header("Connection"));
        }

        String header(String name) {
            List<String> found = new ArrayList<>();
            for (String header : headers) {
                if (header.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ":")) {
                    found.add(header.substring(name.length() + 1).strip());
                }
            }
            return found.isEmpty() ? null : String.join(" | ", found);
        }
    }

    private Wire() {
    }

    static Answer get(int port, String target, String... headers) throws IOException {
        StringBuilder head = new StringBuilder("GET " + target + " HTTP/1.1\r\nHost: gateway.example\r\n");
        for (String header : headers) {
            head.append(header).append("\r\n");
        }
        return send(port, head + "Connection: close\r\n\r\n");
    }

    static Answer send(int port, String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            return read(socket.getInputStream());
        }
    }

    static Answer read(InputStream in) throws IOException {
        List<String> lines = new ArrayList<>(readHead(in).lines().toList());
        if (lines.isEmpty()) {
            return new Answer(0, List.of(), "");
        }
        Answer head = new Answer(Integer.parseInt(lines.remove(0).split(" ")[1]), lines, "");
        String length = head.header("Content-Length");
        byte[] body = length == null || head.closes() ? in.readAllBytes() : in.readNBytes(Integer.parseInt(length));
        return new Answer(head.status(), lines, new String(body, StandardCharsets.UTF_8));
    }

    static String readHead(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        int last = 0;
        for (int c = in.read(); c >= 0; c = in.read()) {
            head.write(c);
            last = last << 8 | c;
            if (last == 0x0d0a0d0a) {
                break;
            }
        }
        return head.toString(StandardCharsets.ISO_8859_1).strip();
    }
}
