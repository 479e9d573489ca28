package org.jixiao.chassis.audit;

/** How something ended that the audit trail tells of. */
public enum Outcome {

    /** It was done. */
    DONE,
    /** It was asked for and refused. */
    REFUSED,
    /** Something was looked at that is not published. */
    READ
}
