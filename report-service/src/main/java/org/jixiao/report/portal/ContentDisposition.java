package org.jixiao.report.portal;

import java.nio.charset.StandardCharsets;

/** The header that names a downloaded file, with a plain fallback and the real name (RFC 6266, RFC 8187). */
final class ContentDisposition {

    private static final String ATTRIBUTE_CHARACTERS = "!#$&+-.^_`|~";

    private ContentDisposition() {
    }

    static String of(boolean download, String fallback, String name) {
        StringBuilder header = new StringBuilder(download ? "attachment" : "inline").append("; filename=\"");
        fallback.codePoints().filter(c -> c > 0x1f && c < 0x7f && c != '"' && c != '\\' && c != '/')
                .forEach(header::appendCodePoint);
        header.append("\"; filename*=UTF-8''");
        for (byte one : safe(name).getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (one & 0xff);
            boolean plain = c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z'
                    || ATTRIBUTE_CHARACTERS.indexOf(c) >= 0;
            header.append(plain ? String.valueOf(c) : String.format("%%%02X", (int) c));
        }
        return header.toString();
    }

    /** No path, no control characters, nothing that turns the reading direction. */
    private static String safe(String name) {
        return name.replaceAll("[\\p{Cntrl}/\\\\:*?\"<>|\\u202A-\\u202E\\u2066-\\u2069]", "_");
    }
}
