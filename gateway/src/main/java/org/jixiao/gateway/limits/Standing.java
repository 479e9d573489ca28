package org.jixiao.gateway.limits;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

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
        return standings.stream()
                .map(each -> '"' + each.policy + "\";q=" + each.quota.requests() + ";w=" + each.quota.window().toSeconds())
                .collect(Collectors.joining(", "));
    }

    /** The value of the RateLimit field, in the same order. */
    public static String limits(List<Standing> standings) {
        return standings.stream()
                .map(each -> '"' + each.policy + "\";r=" + each.remaining + ";t=" + seconds(each.untilFullNanos))
                .collect(Collectors.joining(", "));
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
