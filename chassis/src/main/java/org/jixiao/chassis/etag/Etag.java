package org.jixiao.chassis.etag;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import org.jixiao.chassis.problem.ChassisProblem;
import org.jixiao.chassis.problem.Violation;

/** Strong entity tags made from a row's version, and the check that a writer has seen the newest one. */
public final class Etag {

    private static final int HASH_BYTES = 18;

    private Etag() {
    }

    public static String of(long version) {
        return "\"" + version + "\"";
    }

    /** The tag of an answer that has no version: it differs when the bytes differ. */
    public static String of(byte[] bytes) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            return '"' + Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(digest, HASH_BYTES)) + '"';
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whether a reader has this state already (RFC 9110, 13.1.2: weak comparison). */
    public static boolean isKnown(String ifNoneMatch, String etag) {
        if (ifNoneMatch == null) {
            return false;
        }
        for (String candidate : ifNoneMatch.split(",")) {
            String tag = candidate.strip();
            if (tag.equals("*") || (tag.startsWith("W/") ? tag.substring(2) : tag).equals(etag)) {
                return true;
            }
        }
        return false;
    }

    /** Refuses to create what the writer believes to be there already (RFC 9110, 13.1.1). */
    public static void requireNone(String ifMatch) {
        if (ifMatch != null) {
            throw new Violation(ChassisProblem.STALE).with("stated", ifMatch).with("current", "");
        }
    }

    /** Refuses a change by somebody who has not seen the current version (RFC 9110, 13.1.1). */
    public static void require(String ifMatch, long version) {
        if (ifMatch == null || ifMatch.isBlank()) {
            throw new Violation(ChassisProblem.IF_MATCH_REQUIRED).with("current", of(version));
        }
        if (ifMatch.strip().equals("*")) {
            return;
        }
        for (String candidate : ifMatch.split(",")) {
            if (candidate.strip().equals(of(version))) {
                return;
            }
        }
        throw new Violation(ChassisProblem.STALE).with("stated", ifMatch).with("current", of(version));
    }
}
