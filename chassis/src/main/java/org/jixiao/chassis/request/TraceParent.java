package org.jixiao.chassis.request;

import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Our place in a distributed trace (W3C Trace Context): the caller's trace goes on if it is valid, otherwise
 * one begins here.
 *
 * @param traceId 32 hexadecimal digits
 * @param text    the header field for whoever comes next
 */
public record TraceParent(String traceId, String text) {

    private static final Pattern VALID = Pattern.compile(
        "(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]([0-9a-f]).*");
    private static final int LENGTH = 55;

    /** Continues what the caller sent; two header fields are as good as none. */
    public static TraceParent of(List<String> sent) {
        if (sent.size() == 1) {
            Matcher parent = VALID.matcher(sent.get(0));
            if (parent.matches() && endsWell(sent.get(0))) {
                // of the flags we know two; a later version may know more
                return next(parent.group(1), Integer.parseInt(parent.group(2), 16) & 3);
            }
        }
        return next(random() + random(), 1);
    }

    private static boolean endsWell(String parent) {
        return parent.length() == LENGTH || !parent.startsWith("00") && parent.charAt(LENGTH) == '-';
    }

    private static TraceParent next(String traceId, int flags) {
        return new TraceParent(traceId, "00-" + traceId + "-" + random() + "-0" + flags);
    }

    private static String random() {
        long number;
        do {
            number = ThreadLocalRandom.current().nextLong();
        } while (number == 0);
        String digits = Long.toHexString(number);
        return "0".repeat(16 - digits.length()) + digits;
    }
}
