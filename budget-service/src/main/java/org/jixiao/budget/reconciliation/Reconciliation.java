package org.jixiao.budget.reconciliation;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What one run of the reconciliation of a department's year saw.
 *
 * @param chainDigest SHA-256 of the ends of all chains, the same as long as nothing is recorded and nothing tampered with
 * @param checks      how many differences each check found
 * @param findings    the first hundred of them
 */
public record Reconciliation(long id, String maker, Instant startedAt, Instant endedAt, int yearVersion, long appropriations,
                             long movements, long entries, byte[] chainDigest, Map<ReconciliationCheck, Long> checks,
                             List<Finding> findings) {

    public static final int FINDINGS_MAX = 100;

    /**
     * One difference.
     *
     * @param id       of the appropriation, movement or entry; the fund nature or the year where the check is about that
     * @param stored   what is stored, null for nothing
     * @param computed what it should be by the entries, null for nothing
     */
    public record Finding(ReconciliationCheck check, String id, String stored, String computed) {
    }

    public long differences() {
        return checks.values().stream().mapToLong(Long::longValue).sum();
    }
}
