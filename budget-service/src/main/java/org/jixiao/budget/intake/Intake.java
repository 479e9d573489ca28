package org.jixiao.budget.intake;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
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
     * @param sheets          of the file, those that were not read first; null as long as it is not known
     */
    public record Result(Long total, Long recorded, Long alreadyRecorded, Long rejected, Long sums, BigDecimal amount, String fileFormat,
                         String encoding, List<Sheet> sheets) {
    }

    /** What was done with a sheet. */
    public enum SheetUse {
        READ,
        /** It has not all the headings. */
        SKIPPED, HIDDEN
    }

    /**
     * A sheet of the file.
     *
     * @param name           null where the format knows none
     * @param rows           rows of data; null where it was not read
     * @param yuanPerUnit    10000 where its amounts were read as 万元; null where it was not read
     * @param ignoredColumns headings that mean nothing to us
     */
    public record Sheet(String name, SheetUse use, Long rows, Long yuanPerUnit, List<String> ignoredColumns) {

        static Sheet notRead(String name, SheetUse use) {
            return new Sheet(name, use, null, null, List.of());
        }
    }
}
