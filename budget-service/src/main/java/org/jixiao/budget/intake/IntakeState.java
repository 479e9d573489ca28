package org.jixiao.budget.intake;

/** What has become of a file. */
public enum IntakeState {
    /** Its job has not begun. */
    WAITING,
    RUNNING,
    /** Good rows are recorded; in a row-by-row intake others may have been rejected. */
    RECORDED,
    /** All or nothing, and there were rows that cannot be recorded: nothing is. */
    REFUSED,
    /** A dry run has ended: nothing is recorded. */
    CHECKED,
    /** The file cannot be read, or the job was given up. */
    FAILED,
    CANCELLED;

    boolean hasEnded() {
        return this != WAITING && this != RUNNING;
    }
}
