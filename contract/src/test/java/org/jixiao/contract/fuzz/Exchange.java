package org.jixiao.contract.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** One request and what came of it. */
record Exchange(Request request, int status, Map<String, List<String>> headers, byte[] bytes) {

    /**
     * @param target    path and query as they are sent
     * @param sensitive names of headers that a printed command must not show
     */
    record Request(String method, String target, Map<String, String> headers, byte[] body) {

        /** A command that sends the same; the token is left to the reader. */
        String curl(String base) {
            StringBuilder command = new StringBuilder("curl -i -X ").append(method).append(" --path-as-is ");
            headers.forEach((name, value) -> command.append("-H ").append(quoted(name + ": "
                    + (name.equals("Authorization") && value.startsWith("Bearer eyJ") ? "Bearer $TOKEN" : value))).append(' '));
            if (body != null) {
                String text = new String(body, StandardCharsets.UTF_8);
                command.append("--data-binary ").append(quoted(text.length() > 1500 ? text.substring(0, 1500) + "…" : text))
                        .append(' ');
            }
            return command + quoted(base + target);
        }

        private static String quoted(String text) {
            return "'" + text.replace("'", "'\\''").replace("\0", "\\0") + "'";
        }
    }

    String body() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** The first value of a header, or an empty text. */
    String header(String name) {
        return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of("")).get(0);
    }

    /** The media type without its parameters. */
    String mediaType() {
        return header("content-type").split(";")[0].strip().toLowerCase(Locale.ROOT);
    }
}
