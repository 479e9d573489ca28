package org.jixiao.chassis.job;

/** Ends a job's work: it was cancelled, or another worker has it now. */
public final class JobStoppedException extends RuntimeException {

    public JobStoppedException(String why) {
        super(why, null, false, false);
    }
}
