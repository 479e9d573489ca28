package org.jixiao.chassis.audit;

import java.time.Instant;
import java.util.HexFormat;
import java.util.List;

/**
 * A link of a department's chain: it holds one entry and everything before it.
 *
 * @param position 1, 2, 3 … without a gap
 * @param entry    the entry that it holds, null where there is none any more
 */
public record AuditLink(String departmentCode, long position, long entryId, Instant sealedAt, byte[] hash, AuditEntry entry) {

    /** The hash that this link must have after the one before. */
    byte[] hashAfter(byte[] previous) {
        HexFormat hex = HexFormat.of();
        return AuditEntry.sha256(AuditEntry.text(List.of(hex.formatHex(previous), departmentCode, String.valueOf(position),
            String.valueOf(entryId), AuditEntry.micros(sealedAt), hex.formatHex(entry.hash()))));
    }
}
