package org.jixiao.chassis.audit;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;

/**
 * Verifies a department's chain, link by link from the first one, and names the first thing that is
 * not as it was. It trusts nothing but the rows: every hash is computed anew.
 *
 * <p>Entries cut off at the end leave no trace in what remains. They are found by comparing the head
 * with one that was noted earlier.
 */
public final class AuditChain {

    /** What is wrong with a place in the chain. */
    public enum Fault {
        /** The entry does not say what it said when it was written. */
        ENTRY_ALTERED,
        /** The entry that a link holds is gone. */
        ENTRY_MISSING,
        /** The entry is in no chain and does not wait to be. */
        ENTRY_UNSEALED,
        /** The entry claims to be older than entries that were sealed long before it. */
        ENTRY_BACKDATED,
        /** A position is missing. */
        LINK_MISSING,
        /** The link does not follow from the ones before it: one of them, or their order, was changed. */
        LINK_ALTERED
    }

    /** The first place that is not as it was. */
    public record Break(String departmentCode, long position, long entryId, Fault fault) {
    }

    /** No transaction takes longer: an entry older than this was visible to every sealer that ran since. */
    static final Duration TRANSACTION_MAX = Duration.ofMinutes(10);

    private final String departmentCode;
    private long length;
    private byte[] head = new byte[32];
    private Instant sealedAt = Instant.MIN;
    private Instant sealedBefore = Instant.MIN;

    public AuditChain(String departmentCode) {
        this.departmentCode = departmentCode;
    }

    /** Takes the next link; null while all is as it was. */
    public Break next(AuditLink link) {
        if (link.position() != length + 1) {
            return new Break(departmentCode, length + 1, link.entryId(), Fault.LINK_MISSING);
        }
        Fault fault = fault(link);
        if (fault != null) {
            return new Break(departmentCode, link.position(), link.entryId(), fault);
        }
        if (link.sealedAt().isAfter(sealedAt)) {
            sealedBefore = sealedAt;
        }
        length = link.position();
        head = link.hash();
        sealedAt = link.sealedAt();
        return null;
    }

    private Fault fault(AuditLink link) {
        if (link.entry() == null) {
            return Fault.ENTRY_MISSING;
        }
        if (!link.entry().isAsWritten() || !link.entry().departmentCode().equals(departmentCode)) {
            return Fault.ENTRY_ALTERED;
        }
        if (!Arrays.equals(link.hash(), link.hashAfter(head))) {
            return Fault.LINK_ALTERED;
        }
        Instant lastLook = link.sealedAt().isAfter(sealedAt) ? sealedAt : sealedBefore;
        if (lastLook != Instant.MIN && link.entry().at().isBefore(lastLook.minus(TRANSACTION_MAX))) {
            return Fault.ENTRY_BACKDATED;
        }
        return null;
    }

    public long length() {
        return length;
    }

    public byte[] head() {
        return head.clone();
    }
}
