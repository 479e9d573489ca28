package org.jixiao.local;

import java.io.PrintStream;
import java.util.Locale;

/** Says what happens, with the seconds since the start, one line for each event. */
final class Progress {

    private final PrintStream out;
    private final long start = System.nanoTime();

    Progress(PrintStream out) {
        this.out = out;
    }

    void say(String line) {
        out.println(String.format(Locale.ROOT, "[%5.1f s] %s", seconds(), line));
        out.flush();
    }

    /** Seconds since the start, for people to read. */
    double seconds() {
        return (System.nanoTime() - start) / 1e9;
    }
}
