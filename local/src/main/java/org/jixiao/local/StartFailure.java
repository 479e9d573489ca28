package org.jixiao.local;

/** The suite cannot start, for a reason that the person at the keyboard can read and act on. */
final class StartFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    StartFailure(String reason) {
        super(reason);
    }
}
