package org.jixiao.report.assembly;

import java.time.Instant;

/** A version of a department-year that has been published. */
public record PublishedVersion(int version, String contentHash, Instant publishedAt) {
}
