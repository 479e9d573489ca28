package org.jixiao.gateway.routing;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A path that every reader understands in the same way. It is normalised once, here, and the
 * normalised form is what routes are chosen by and what a service receives; a path that another
 * reader could take for a different one is refused, never repaired.
 *
 * @param value starts with a slash; unreserved characters are decoded, others are %XX in upper case
 */
public record RequestPath(String value) {

    private static final String PLAIN = "-._~!$&'()*+,=:@";

    /** The path of a request target without its query, or empty if it is ambiguous. */
    public static Optional<RequestPath> of(String raw) {
        if (raw == null || !raw.startsWith("/")) {
            return Optional.empty();
        }
        if (isNormal(raw)) {
            return Optional.of(new RequestPath(raw));
        }
        StringBuilder normal = new StringBuilder(raw.length());
        byte[] bytes = new byte[raw.length()];
        int length = 0;
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c == '/' || isPlain(c)) {
                normal.append(c);
                bytes[length++] = (byte) c;
                continue;
            }
            int octet = c == '%' ? octet(raw, i) : -1;
            if (octet < 0 || isDangerous(octet)) {
                return Optional.empty();
            }
            i += 2;
            bytes[length++] = (byte) octet;
            if (octet < 0x80 && isUnreserved((char) octet)) {
                normal.append((char) octet);
            } else {
                normal.append('%').append(hex(octet >> 4)).append(hex(octet));
            }
        }
        String path = normal.toString();
        return isUtf8(bytes, length) && hasPlainSegments(path)
                ? Optional.of(new RequestPath(path))
                : Optional.empty();
    }

    /** Most paths need only one look: nothing is escaped, and no segment is empty or begins with a dot. */
    private static boolean isNormal(String raw) {
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            boolean begins = i > 0 && raw.charAt(i - 1) == '/';
            if (!isPlain(c) && c != '/' || begins && (c == '/' || c == '.')) {
                return false;
            }
        }
        return true;
    }

    /** A slash, backslash, semicolon or percent sign in disguise, or a control character. */
    private static boolean isDangerous(int octet) {
        return octet < 0x20 || octet == 0x7f || octet == '/' || octet == '\\' || octet == ';' || octet == '%';
    }

    private static boolean hasPlainSegments(String path) {
        String[] segments = path.substring(1).split("/", -1);
        for (int i = 0; i < segments.length; i++) {
            boolean last = i == segments.length - 1;
            if (segments[i].equals(".") || segments[i].equals("..") || segments[i].isEmpty() && !last) {
                return false;
            }
        }
        return true;
    }

    /** Overlong forms such as %C0%AF are a slash to a careless decoder. */
    private static boolean isUtf8(byte[] bytes, int length) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, 0, length));
            return true;
        } catch (CharacterCodingException invalid) {
            return false;
        }
    }

    private static boolean isPlain(char c) {
        return isUnreserved(c) || PLAIN.indexOf(c) >= 0;
    }

    private static boolean isUnreserved(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
                || c == '-' || c == '.' || c == '_' || c == '~';
    }

    private static int octet(String raw, int percent) {
        if (percent + 2 >= raw.length()) {
            return -1;
        }
        int high = Character.digit(raw.charAt(percent + 1), 16);
        int low = Character.digit(raw.charAt(percent + 2), 16);
        return high < 0 || low < 0 ? -1 : high << 4 | low;
    }

    private static char hex(int nibble) {
        return Character.toUpperCase(Character.forDigit(nibble & 0xf, 16));
    }
}
