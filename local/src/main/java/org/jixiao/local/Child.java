package org.jixiao.local;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A process that the launcher has started. */
record Child(String name, Process process, String signal, LogFile log) {

    private static final int PATIENCE_SECONDS = 15;
    private static final int LINES = 20;

    boolean isAlive() {
        return process.isAlive();
    }

    long pid() {
        return process.pid();
    }

    void askToEnd() {
        if (process.isAlive()) {
            Shell.signal(signal, process.pid());
        }
    }

    /** Waits for the end that was asked for, and enforces it when it does not come. */
    void awaitEnd() {
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    /** A sentence about a part that failed, with the end of its log, which usually holds the cause. */
    String failure(String what) {
        StringBuilder text = new StringBuilder(name).append(' ').append(what)
                .append(". The end of ").append(log.path()).append(":\n");
        try {
            List<String> lines = log.tail(LINES);
            lines.forEach(line -> text.append("    ").append(line).append('\n'));
        } catch (IOException e) {
            text.append("    (cannot be read: ").append(e.getMessage()).append(")\n");
        }
        return text.toString().stripTrailing();
    }
}
