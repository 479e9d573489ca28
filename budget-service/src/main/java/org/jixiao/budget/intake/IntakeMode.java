package org.jixiao.budget.intake;

/** What happens to the good rows of a file that has bad ones. */
public enum IntakeMode {
    /** Nothing is recorded unless every row can be. */
    ALL_OR_NOTHING,
    /** Good rows are recorded, bad ones are rejected. */
    ROW_BY_ROW
}
