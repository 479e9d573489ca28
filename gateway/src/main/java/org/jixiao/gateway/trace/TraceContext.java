package org.jixiao.gateway.trace;

import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/**
 * W3C Trace Context, level 2: continues a valid trace, begins a new one otherwise, refuses nothing.
 *
 * @param traceId 32 hexadecimal digits, not all zero
 * @param spanId  16 hexadecimal digits of our own, not all zero
 * @param flags   two hexadecimal digits
 * @param state   the tracestate to pass on; empty if there is none or the trace begins here
 */
public record TraceContext(String traceId, String spanId, String flags, Optional<String> state) {

    private static final int LENGTH = 55;
    private static final int STATE_LENGTH_MAX = 512;
    private static final int MEMBERS_MAX = 32;
    private static final Pattern MEMBER = Pattern.compile(
            "[a-z0-9][a-z0-9_*/@-]{0,255}=[\\x20-\\x2b\\x2d-\\x3c\\x3e-\\x7e]{0,255}[\\x21-\\x2b\\x2d-\\x3c\\x3e-\\x7e]");
    /** White space of other kinds would be taken for the space that may stand around a member. */
    private static final Pattern WRITABLE = Pattern.compile("[\\t\\x20-\\x7e]*");
    private static final String SAMPLED = "01";

    /**
     * Continues what the caller sent.
     *
     * @param parents values of the traceparent header fields
     * @param states  values of the tracestate header fields, in order
     */
    public static TraceContext of(List<String> parents, List<String> states) {
        if (parents.size() != 1 || !isValid(parents.get(0))) {
            return new TraceContext(random() + random(), random(), SAMPLED, Optional.empty());
        }
        String parent = parents.get(0);
        // a later version may know more flags; of those we know two
        int flags = Integer.parseInt(parent.substring(53, 55), 16) & 0x03;
        return new TraceContext(parent.substring(3, 35), random(), "0" + flags, state(states));
    }

    /** The header field for the next one in the line. */
    public String parent() {
        return "00-" + traceId + "-" + spanId + "-" + flags;
    }

    private static boolean isValid(String parent) {
        if (parent.length() < LENGTH || !isHex(parent, 0, 2) || parent.startsWith("ff")) {
            return false;
        }
        boolean ends = parent.length() == LENGTH || !parent.startsWith("00") && parent.charAt(LENGTH) == '-';
        return ends && parent.charAt(2) == '-' && parent.charAt(35) == '-' && parent.charAt(52) == '-'
                && isHex(parent, 3, 35) && isHex(parent, 36, 52) && isHex(parent, 53, 55)
                && !isZero(parent, 3, 35) && !isZero(parent, 36, 52);
    }

    private static boolean isHex(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (!(c >= '0' && c <= '9' || c >= 'a' && c <= 'f')) {
                return false;
            }
        }
        return true;
    }

    private static boolean isZero(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (text.charAt(i) != '0') {
                return false;
            }
        }
        return true;
    }

    private static Optional<String> state(List<String> states) {
        String state = String.join(",", states);
        if (state.isBlank() || state.length() > STATE_LENGTH_MAX || !WRITABLE.matcher(state).matches()) {
            return Optional.empty();
        }
        Set<String> keys = new HashSet<>();
        for (String member : state.split(",")) {
            String plain = member.strip();
            if (plain.isEmpty()) {
                continue;
            }
            if (!MEMBER.matcher(plain).matches() || !keys.add(plain.substring(0, plain.indexOf('=')))
                    || keys.size() > MEMBERS_MAX) {
                return Optional.empty();
            }
        }
        return Optional.of(state);
    }

    private static String random() {
        long number;
        do {
            number = ThreadLocalRandom.current().nextLong();
        } while (number == 0);
        return HexFormat.of().toHexDigits(number);
    }
}
