package org.jixiao.gateway.limits;

import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Where a caller stands with one limit.
 *
 * @param policy         the name of the limit
 * @param remaining      requests that are left
 * @param allowed        whether this one was
 * @param retryNanos     until one is allowed again; 0 if this one was
 * @param untilFullNanos until all are allowed again
 */
public record Standing(String policy, Quota quota, long remaining, boolean allowed, long retryNanos, long untilFullNanos) {

    /** The value of the RateLimit-Policy field, a structured list (RFC 9651). */
    public static String policies(List<Standing> standings) {
        StringBuilder list = new StringBuilder(64);
        for (Standing each : standings) {
            list.append(list.isEmpty() ? "\"" : ", \"").append(each.policy).append("\";q=").append(each.quota.requests())
                    .append(";w=").append(each.quota.window().toSeconds());
        }
        return list.toString();
    }

    /** The value of the RateLimit field, in the same order. */
    public static String limits(List<Standing> standings) {
        StringBuilder list = new StringBuilder(64);
        for (Standing each : standings) {
            list.append(list.isEmpty() ? "\"" : ", \"").append(each.policy).append("\";r=").append(each.remaining)
                    .append(";t=").append(seconds(each.untilFullNanos));
        }
        return list.toString();
    }

    /** For Retry-After: whole seconds, never too early. */
    public long retrySeconds() {
        return Math.max(1, seconds(retryNanos));
    }

    private static long seconds(long nanos) {
        long second = TimeUnit.SECONDS.toNanos(1);
        return (nanos + second - 1) / second;
    }
}
