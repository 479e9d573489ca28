package org.jixiao.chassis.audit;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/**
 * One thing that was done, refused or read.
 *
 * @param departmentCode {@code *} for what belongs to no single department
 * @param changes        the changed fields as JSON text, exactly as stored; null for what changed nothing
 * @param hash           SHA-256 of all the rest
 */
public record AuditEntry(long id, String departmentCode, Instant at, String outcome, String actor, String roles, String action,
                         String target, String changes, String reason, Integer status, String code, String requestId,
                         String traceId, String sourceAddress, byte[] hash) {

    /** How something ended. */
    public enum Outcome {

        /** It was done. */
        DONE,
        /** It was asked for and refused. */
        REFUSED,
        /** Something was looked at that is not published. */
        READ
    }

    /** Hash and text of it: SHA-256 over the parts, each with its length in bytes in front, a lack as {@code -}. */
    public static final String ALGORITHM = "sha256/1";

    /** Whether the entry still says what it said when it was written. */
    public boolean isAsWritten() {
        return Arrays.equals(hash, sha256(text(Arrays.asList(String.valueOf(id), departmentCode, micros(at), outcome, actor, roles,
            action, target, changes, reason, status == null ? null : String.valueOf(status), code, requestId, traceId,
            sourceAddress))));
    }

    static String text(List<String> parts) {
        StringBuilder text = new StringBuilder();
        for (String part : parts) {
            if (text.length() > 0) {
                text.append(',');
            }
            if (part == null) {
                text.append('-');
            } else {
                text.append(part.getBytes(StandardCharsets.UTF_8).length).append(':').append(part);
            }
        }
        return text.toString();
    }

    /** The instant in microseconds, which is what the database keeps. */
    static String micros(Instant at) {
        return String.valueOf(at.getEpochSecond() * 1_000_000 + at.getNano() / 1_000);
    }

    static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
