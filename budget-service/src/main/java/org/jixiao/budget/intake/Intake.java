package org.jixiao.budget.intake;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;

/**
 * A file that was handed in, and what became of it.
 *
 * @param jobId   the work on it
 * @param attempt how many workers have begun it
 * @param problem JSON: why the file as a whole could not be taken, or null
 */
public record Intake(UUID id, IntakeKind kind, IntakeMode mode, boolean dryRun, String fileName, long fileSize, String sha256, UUID jobId,
                     boolean mayRecordLate, IntakeState state, int attempt, long doneRows, Result result, String problem, String maker,
                     Instant recordedAt, Instant endedAt) {

    /**
     * What was found; a count is null as long as it is not known.
     *
     * @param total           rows of data
     * @param recorded        rows that this intake has recorded, or would
     * @param alreadyRecorded rows that were recorded before and say the same
     * @param sums            rows of sums, which are left out
     * @param amount          of the recorded rows, in yuan
     */
    public record Result(Long total, Long recorded, Long alreadyRecorded, Long rejected, Long sums, BigDecimal amount, String fileFormat,
                         String encoding) {
    }
}
