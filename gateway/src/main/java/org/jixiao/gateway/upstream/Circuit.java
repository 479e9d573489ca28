package org.jixiao.gateway.upstream;

import java.util.function.LongSupplier;

/**
 * Keeps requests away from an instance that does not answer: open after a number of failures in a
 * row, then one trial after a pause, which doubles with each trial that fails. Only what breaks the
 * transport counts as a failure; an answer, whatever its status, is none, or a caller could shut an
 * instance for all others by a request that it cannot serve.
 */
public final class Circuit {

    /** Closed lets all pass, open nobody, half-open one trial. */
    public enum State { CLOSED, OPEN, HALF_OPEN }

    private final int failuresMax;
    private final long pauseNanos;
    private final long pauseNanosMax;
    private final LongSupplier clock;
    private volatile State state = State.CLOSED;
    private volatile int failures;
    private int trips;
    private long openedAt;
    private boolean trialIsRunning;

    /** @param clock nanoseconds that only go forward */
    public Circuit(int failuresMax, long pauseNanos, long pauseNanosMax, LongSupplier clock) {
        this.failuresMax = failuresMax;
        this.pauseNanos = pauseNanos;
        this.pauseNanosMax = pauseNanosMax;
        this.clock = clock;
    }

    public State state() {
        return state;
    }

    /** How often it has opened since it was last well. */
    public synchronized int trips() {
        return trips;
    }

    /** Whether a request could pass now; asks without taking the trial. */
    public boolean wouldAdmit() {
        return state == State.CLOSED || hasTrial();
    }

    /** Lets a request pass or not; who is let in reports a success, a failure, or that neither is known. */
    public boolean admit() {
        return state == State.CLOSED || takeTrial();
    }

    public void succeeded() {
        if (state != State.CLOSED || failures != 0) {
            close();
        }
    }

    public synchronized void failed() {
        if (state == State.CLOSED) {
            failures++;
            if (failures >= failuresMax) {
                open();
            }
        } else if (state == State.HALF_OPEN) {
            open();
        }
    }

    /** The request ended without saying anything about the instance, for example by its caller. */
    public synchronized void unknown() {
        trialIsRunning = false;
    }

    private synchronized boolean hasTrial() {
        return state == State.HALF_OPEN ? !trialIsRunning : clock.getAsLong() - openedAt >= pause();
    }

    private synchronized boolean takeTrial() {
        if (state == State.CLOSED) {
            return true;
        }
        if (!hasTrial()) {
            return false;
        }
        state = State.HALF_OPEN;
        trialIsRunning = true;
        return true;
    }

    private synchronized void close() {
        state = State.CLOSED;
        failures = 0;
        trips = 0;
        trialIsRunning = false;
    }

    private void open() {
        state = State.OPEN;
        trips++;
        openedAt = clock.getAsLong();
        trialIsRunning = false;
    }

    private long pause() {
        int doublings = Math.min(trips - 1, 20);
        return Math.min(pauseNanos << Math.max(doublings, 0), pauseNanosMax);
    }
}
