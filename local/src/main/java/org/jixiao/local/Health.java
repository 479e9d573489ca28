package org.jixiao.local;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** What a service says about itself on its management port. */
record Health(int status, String body) {

    private static final int MILLIS = 2000;
    private static final int LENGTH_MAX = 4096;

    static Health of(int managementPort) {
        try {
            HttpURLConnection connection = (HttpURLConnection) URI
                    .create("http://127.0.0.1:" + managementPort + "/q/health/ready").toURL().openConnection();
            connection.setConnectTimeout(MILLIS);
            connection.setReadTimeout(MILLIS);
            int status = connection.getResponseCode();
            try (InputStream in = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
                String body = in == null ? "" : new String(in.readNBytes(LENGTH_MAX), StandardCharsets.UTF_8);
                return new Health(status, body);
            }
        } catch (IOException e) {
            return new Health(0, "no answer");
        }
    }

    boolean isUp() {
        return status == 200;
    }
}
