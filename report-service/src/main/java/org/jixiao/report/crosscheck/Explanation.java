package org.jixiao.report.crosscheck;

import java.time.Instant;

/** A written reason that stands instead of a correction; published with its author. */
public record Explanation(String text, String by, Instant at) {
}
