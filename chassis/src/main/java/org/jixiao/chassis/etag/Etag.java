package org.jixiao.chassis.etag;

import org.jixiao.chassis.problem.ChassisProblem;
import org.jixiao.chassis.problem.Violation;

/** Strong entity tags made from a row's version, and the check that a writer has seen the newest one. */
public final class Etag {

    private Etag() {
    }

    public static String of(long version) {
        return "\"" + version + "\"";
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
