package org.jixiao.gateway.server;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;

/**
 * Follows the bytes of one HTTP/1 connection and stops at the first that two readers could
 * understand differently (RFC 9112, 11.2): it is stricter than the decoder behind it, so that
 * nothing is left for the decoder to repair. Knows nothing of what the requests mean.
 */
public final class Framing {

    /** Why the connection ends here. */
    public enum Fault { MALFORMED_REQUEST, URI_TOO_LONG, HEADER_TOO_LARGE }

    /** @param reason what is wrong, as a word of the protocol */
    public record Refusal(Fault fault, String reason) {
    }

    private enum State { START, HEAD, FIXED_BODY, CHUNK_SIZE, CHUNK, CHUNK_END, TRAILERS, OPAQUE, DEAD }

    private static final Set<String> METHODS_WITHOUT_PATH = Set.of("OPTIONS");
    private static final String TOKEN_SIGNS = "!#$%&'*+-.^_`|~";
    private static final String HOST_SIGNS = "-._~%:[]!$&'()*+";
    private static final int CHUNK_LINE_MAX = 256;
    private static final int TRAILERS_MAX = 4_096;
    private static final int LENGTH_DIGITS_MAX = 18;
    private static final int CHUNK_DIGITS_MAX = 15;
    private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    /** Of the preface, what looks like the first line of a request. */
    private static final int PREFACE_LINE = 14;

    private final int targetMax;
    private final int headMax;
    private State state = State.START;
    private int matched;
    private byte[] line = new byte[1_024];
    private int length;
    private int lineStart;
    private long left;
    private boolean upgradeOffered;
    private long heads;

    /** @param headMax bytes of all header fields together */
    public Framing(int targetMax, int headMax) {
        this.targetMax = targetMax;
        this.headMax = headMax;
    }

    /** Between two requests, with no byte of the next one here. */
    public boolean isIdle() {
        return state == State.START && matched == 0 || state == State.HEAD && length == 0;
    }

    /** Some of a head is here and the rest is not. */
    public boolean isInHead() {
        return state == State.HEAD && length > 0;
    }

    /** How many heads were complete so far. */
    public long heads() {
        return heads;
    }

    /** HTTP ends here: what follows is another protocol. */
    public void becomeOpaque() {
        state = State.OPAQUE;
    }

    public boolean isOpaque() {
        return state == State.OPAQUE;
    }

    /**
     * Looks at the next bytes; null if there is nothing to object to. Stops behind a request that offers an upgrade:
     * whether it was taken decides how the rest is to be read.
     */
    public Refusal feed(ByteBuffer bytes) {
        while (bytes.hasRemaining() && state != State.OPAQUE) {
            Refusal refusal = switch (state) {
                case START -> start(bytes);
                case HEAD -> head(bytes);
                case FIXED_BODY -> skip(bytes, State.HEAD);
                case CHUNK_SIZE -> chunkSize(bytes);
                case CHUNK -> skip(bytes, State.CHUNK_END);
                case CHUNK_END -> chunkEnd(bytes);
                case TRAILERS -> trailers(bytes);
                case OPAQUE -> null;
                case DEAD -> malformed("closed");
            };
            if (refusal != null) {
                state = State.DEAD;
                return refusal;
            }
            if (upgradeOffered && isIdle()) {
                return null;
            }
        }
        return null;
    }

    private Refusal skip(ByteBuffer bytes, State next) {
        int step = (int) Math.min(left, bytes.remaining());
        bytes.position(bytes.position() + step);
        left -= step;
        if (left == 0) {
            state = next;
        }
        return null;
    }

    /** A connection may begin with HTTP/2 at once: then all 24 bytes of its preface are there. */
    private Refusal start(ByteBuffer bytes) {
        while (bytes.hasRemaining()) {
            if (bytes.get(bytes.position()) != PREFACE[matched]) {
                state = State.HEAD;
                Refusal refusal = matched == 0 ? null : head(ByteBuffer.wrap(PREFACE, 0, matched));
                return refusal != null ? refusal : head(bytes);
            }
            bytes.get();
            if (++matched == PREFACE.length) {
                state = State.OPAQUE;
                return null;
            }
        }
        return null;
    }

    // the head

    private Refusal head(ByteBuffer bytes) {
        while (bytes.hasRemaining()) {
            byte b = bytes.get();
            Refusal refusal = append(b);
            if (refusal != null) {
                return refusal;
            }
            if (b == '\n') {
                if (length - lineStart == 2) {
                    return lineStart == 0 ? malformed("empty line") : complete();
                }
                lineStart = length;
            }
        }
        return null;
    }

    /** A line feed ends a line only after a carriage return, and a carriage return is nothing else. */
    private Refusal append(byte b) {
        boolean afterReturn = length > lineStart && line[length - 1] == '\r';
        if (afterReturn != (b == '\n')) {
            return malformed("line end");
        }
        if (b < 0x20 && b >= 0 && b != '\t' && b != '\r' && b != '\n' || b == 0x7f) {
            return malformed("control character");
        }
        if (lineStart == 0 && length > targetMax + 32) {
            return new Refusal(Fault.URI_TOO_LONG, "target");
        }
        if (length > headMax + targetMax + 32) {
            return new Refusal(Fault.HEADER_TOO_LARGE, "header");
        }
        if (length == line.length) {
            line = Arrays.copyOf(line, 2 * length);
        }
        line[length++] = b;
        return null;
    }

    private Refusal complete() {
        int firstEnd = indexOf((byte) '\r', 0, length);
        if (isPreface(firstEnd)) {
            if (!upgradeOffered) {
                return malformed("version");
            }
            state = State.OPAQUE;
            return null;
        }
        String first = text(0, firstEnd);
        int space = first.indexOf(' ');
        int second = first.indexOf(' ', space + 1);
        if (space <= 0 || second < 0 || first.indexOf(' ', second + 1) >= 0 || first.indexOf('\t') >= 0) {
            return malformed("request line");
        }
        String method = first.substring(0, space);
        String target = first.substring(space + 1, second);
        String version = first.substring(second + 1);
        boolean current = version.equals("HTTP/1.1");
        if (!current && !version.equals("HTTP/1.0")) {
            return malformed("version");
        }
        if (!isToken(method)) {
            return malformed("method");
        }
        if (target.length() > targetMax) {
            return new Refusal(Fault.URI_TOO_LONG, "target");
        }
        if (length - firstEnd > headMax) {
            return new Refusal(Fault.HEADER_TOO_LARGE, "header");
        }
        Refusal refusal = fields(firstEnd + 2, method, target, current);
        length = 0;
        lineStart = 0;
        heads++;
        return refusal;
    }

    private Refusal fields(int start, String method, String target, boolean current) {
        String host = null;
        String encoding = null;
        String stated = null;
        upgradeOffered = false;
        for (int at = start; line[at] != '\r';) {
            int end = indexOf((byte) '\r', at, length);
            int colon = indexOf((byte) ':', at, end);
            if (line[at] == ' ' || line[at] == '\t') {
                return malformed("folded header");
            }
            if (colon <= at || !isToken(at, colon)) {
                return malformed("header name");
            }
            int width = colon - at;
            if (width == 4 && isNamed(at, "host")) {
                if (host != null) {
                    return malformed("Host");
                }
                host = text(colon + 1, end).strip();
            } else if (width == 14 && isNamed(at, "content-length")) {
                if (stated != null) {
                    return malformed("Content-Length");
                }
                stated = text(colon + 1, end).strip();
            } else if (width == 17 && isNamed(at, "transfer-encoding")) {
                if (encoding != null) {
                    return malformed("Transfer-Encoding");
                }
                encoding = text(colon + 1, end).strip();
            } else if (width == 7 && isNamed(at, "upgrade")) {
                upgradeOffered = text(colon + 1, end).toLowerCase(Locale.ROOT).contains("h2c");
            }
            at = end + 2;
        }
        if (host == null && current || host != null && !isHost(host)) {
            return malformed("Host");
        }
        if (!isTarget(method, target, host)) {
            return malformed("target");
        }
        return body(encoding, stated, current);
    }

    private Refusal body(String encoding, String stated, boolean current) {
        if (encoding != null) {
            if (!encoding.equals("chunked") || stated != null || !current) {
                return malformed("Transfer-Encoding");
            }
            state = State.CHUNK_SIZE;
            return null;
        }
        if (stated == null) {
            return null;
        }
        if (stated.isEmpty() || stated.length() > LENGTH_DIGITS_MAX || !stated.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return malformed("Content-Length");
        }
        left = Long.parseLong(stated);
        state = left == 0 ? State.HEAD : State.FIXED_BODY;
        return null;
    }

    /** A path, or an address that names the same host as Host does. */
    private static boolean isTarget(String method, String target, String host) {
        for (int i = 0; i < target.length(); i++) {
            if (target.charAt(i) <= ' ' || target.charAt(i) > '~') {
                return false;
            }
        }
        if (target.startsWith("/")) {
            return true;
        }
        if (target.equals("*")) {
            return METHODS_WITHOUT_PATH.contains(method);
        }
        String lower = target.toLowerCase(Locale.ROOT);
        int skip = lower.startsWith("http://") ? 7 : lower.startsWith("https://") ? 8 : -1;
        if (skip < 0) {
            return false;
        }
        int end = lower.indexOf('/', skip);
        return end > skip && lower.substring(skip, end).equals(host == null ? null : host.toLowerCase(Locale.ROOT));
    }

    private static boolean isHost(String host) {
        for (int i = 0; i < host.length(); i++) {
            char c = host.charAt(i);
            if (!isLetterOrDigit(c) && HOST_SIGNS.indexOf(c) < 0) {
                return false;
            }
        }
        return !host.isEmpty();
    }

    // a chunked body

    private Refusal chunkSize(ByteBuffer bytes) {
        Refusal refusal = line(bytes, CHUNK_LINE_MAX);
        if (refusal != null || !lineIsComplete()) {
            return refusal;
        }
        int digits = 0;
        long size = 0;
        while (digits < length - 2 && Character.digit(line[digits], 16) >= 0) {
            size = size << 4 | Character.digit(line[digits], 16);
            digits++;
        }
        boolean extended = digits < length - 2;
        if (digits == 0 || digits > CHUNK_DIGITS_MAX || extended && line[digits] != ';') {
            return malformed("chunk size");
        }
        clearLine();
        left = size;
        state = size == 0 ? State.TRAILERS : State.CHUNK;
        return null;
    }

    private Refusal chunkEnd(ByteBuffer bytes) {
        Refusal refusal = line(bytes, 2);
        if (refusal != null || !lineIsComplete()) {
            return refusal;
        }
        clearLine();
        state = State.CHUNK_SIZE;
        return null;
    }

    /** They go no further than the gateway, but they must not hide the next request. */
    private Refusal trailers(ByteBuffer bytes) {
        Refusal refusal = line(bytes, TRAILERS_MAX);
        if (refusal != null || !lineIsComplete()) {
            return refusal;
        }
        boolean last = length == 2;
        int colon = indexOf((byte) ':', 0, length);
        if (!last && (colon <= 0 || !isToken(0, colon))) {
            return malformed("trailer");
        }
        left += length;
        clearLine();
        if (left > TRAILERS_MAX) {
            return malformed("trailer");
        }
        state = last ? State.HEAD : State.TRAILERS;
        return null;
    }

    private Refusal line(ByteBuffer bytes, int max) {
        while (bytes.hasRemaining()) {
            byte b = bytes.get();
            if (length >= max) {
                return malformed("chunk");
            }
            Refusal refusal = append(b);
            if (refusal != null) {
                return refusal;
            }
            if (b == '\n') {
                return null;
            }
        }
        return null;
    }

    private boolean lineIsComplete() {
        return length > 0 && line[length - 1] == '\n';
    }

    private void clearLine() {
        length = 0;
        lineStart = 0;
    }

    // bytes

    private boolean isPreface(int end) {
        return end == PREFACE_LINE && Arrays.equals(line, 0, end, PREFACE, 0, end);
    }

    private int indexOf(byte wanted, int from, int to) {
        for (int i = from; i < to; i++) {
            if (line[i] == wanted) {
                return i;
            }
        }
        return -1;
    }

    private String text(int from, int to) {
        return new String(line, from, to - from, StandardCharsets.ISO_8859_1);
    }

    private boolean isNamed(int at, String lower) {
        for (int i = 0; i < lower.length(); i++) {
            if ((line[at + i] | 0x20) != lower.charAt(i) && line[at + i] != lower.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private boolean isToken(int from, int to) {
        for (int i = from; i < to; i++) {
            if (!isTokenSign((char) (line[i] & 0xff))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isToken(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> isTokenSign((char) c));
    }

    private static boolean isTokenSign(char c) {
        return isLetterOrDigit(c) || TOKEN_SIGNS.indexOf(c) >= 0;
    }

    private static boolean isLetterOrDigit(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
    }

    private static Refusal malformed(String reason) {
        return new Refusal(Fault.MALFORMED_REQUEST, reason);
    }
}
