package org.jixiao.gateway.limits;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import java.util.function.LongSupplier;

/**
 * A token bucket for each of many callers, in memory. A bucket that nobody has touched for its window is
 * full, so to forget it changes nothing.
 */
public final class BucketsHandler {

    private static final long CALLERS_MAX = 100_000;

    private final String policy;
    private final Quota quota;
    private final TimeMeter clock;
    private final Cache<String, Bucket> buckets;

    /** @param nanos a clock that never goes back */
    public BucketsHandler(String policy, Quota quota, LongSupplier nanos) {
        this.policy = policy;
        this.quota = quota;
        this.clock = new TimeMeter() {
            @Override
            public long currentTimeNanos() {
                return nanos.getAsLong();
            }

            @Override
            public boolean isWallClockBased() {
                return false;
            }
        };
        this.buckets = Caffeine.newBuilder().maximumSize(CALLERS_MAX).expireAfterAccess(quota.window())
                .ticker(nanos::getAsLong).executor(Runnable::run).build();
    }

    /** Takes one request from the caller's bucket. */
    public Standing take(String caller) {
        ConsumptionProbe probe = bucket(caller).tryConsumeAndReturnRemaining(1);
        return new Standing(policy, quota, probe.getRemainingTokens(), probe.isConsumed(),
                probe.getNanosToWaitForRefill(), probe.getNanosToWaitForReset());
    }

    /** Where the caller stands; takes nothing. */
    public Standing look(String caller) {
        Bucket bucket = buckets.getIfPresent(caller);
        if (bucket == null) {
            return new Standing(policy, quota, quota.requests(), true, 0, 0);
        }
        long left = bucket.getAvailableTokens();
        long wait = left > 0 ? 0 : bucket.estimateAbilityToConsume(1).getNanosToWaitForRefill();
        return new Standing(policy, quota, left, left > 0, wait, wait);
    }

    /** Puts one request back. */
    public void giveBack(String caller) {
        Bucket bucket = buckets.getIfPresent(caller);
        if (bucket != null) {
            bucket.addTokens(1);
        }
    }

    private Bucket bucket(String caller) {
        return buckets.get(caller, fresh -> Bucket.builder()
                .addLimit(limit -> limit.capacity(quota.requests()).refillGreedy(quota.requests(), quota.window()))
                .withCustomTimePrecision(clock)
                .build());
    }
}
