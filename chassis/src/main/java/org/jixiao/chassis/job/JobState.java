package org.jixiao.chassis.job;

/** Where a job stands. The last three are for good. */
public enum JobState {

    PENDING, RUNNING, SUCCEEDED, FAILED, CANCELLED;

    public boolean hasEnded() {
        return this != PENDING && this != RUNNING;
    }
}
