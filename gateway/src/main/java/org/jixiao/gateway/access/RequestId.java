package org.jixiao.gateway.access;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/** The name of one request in all logs, answers and events. */
public final class RequestId {

    private static final Pattern WELL_FORMED = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    private RequestId() {
    }

    /**
     * The caller's own id if exactly one was sent and it is harmless in a log line, otherwise a new one.
     */
    public static String of(List<String> sent) {
        return sent.size() == 1 && WELL_FORMED.matcher(sent.get(0)).matches()
                ? sent.get(0)
                : fresh();
    }

    /** Of version 4 (RFC 9562). It names and protects nothing, so nobody waits for the system's entropy. */
    private static String fresh() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return new UUID(random.nextLong() & ~0xf000L | 0x4000L, random.nextLong() >>> 2 | 1L << 63).toString();
    }
}
