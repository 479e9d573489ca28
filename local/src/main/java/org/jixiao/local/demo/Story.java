package org.jixiao.local.demo;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What the demo tells while it works, and what did not hold. */
final class Story {

    private final PrintStream out;
    private final long start = System.nanoTime();
    private final List<String> broken = new ArrayList<>();

    Story(PrintStream out) {
        this.out = out;
    }

    void chapter(String title) {
        out.println();
        out.println(String.format(Locale.ROOT, "[%5.1f s] %s", (System.nanoTime() - start) / 1e9, title));
        out.flush();
    }

    void say(String line) {
        out.println("          " + line);
        out.flush();
    }

    /** Something that must hold; the story goes on, the exit code remembers. */
    void holds(boolean held, String claim) {
        say((held ? "✓ " : "✗ ") + claim);
        if (!held) {
            broken.add(claim);
        }
    }

    List<String> broken() {
        return broken;
    }
}
