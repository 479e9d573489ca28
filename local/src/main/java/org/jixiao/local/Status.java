package org.jixiao.local;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** The table of {@code ./suite status}. */
final class Status {

    private static final String ROW = "%-20s %8s %7s %9s   %s%n";

    private Status() {
    }

    /**
     * @return whether every part is up
     */
    static boolean print(Home home, RunState state, PrintStream out) throws IOException {
        Map<String, Long> pids = new HashMap<>();
        for (Pids.Entry entry : new Pids(home).read()) {
            pids.put(entry.name(), entry.pid());
        }
        out.printf(ROW, "part", "pid", "port", "memory", "health");
        boolean allUp = state.phase() == RunState.Phase.READY;
        long memory = 0;
        memory += row(out, "launcher", state.pid(), "", state.phase().name().toLowerCase(Locale.ROOT), false);
        for (Part part : Launcher.parts(home, state.ports(), state.services())) {
            boolean up = part.isReady();
            allUp &= up;
            memory += row(out, part.name(), pids.getOrDefault(part.name(), 0L), String.valueOf(part.port()),
                    up ? "up" : "not ready", true);
        }
        out.printf(ROW, "", "", "", megabytes(memory), "");
        return allUp;
    }

    private static long row(PrintStream out, String name, long pid, String port, String health, boolean withChildren) {
        ProcessHandle process = pid == 0 ? null : ProcessHandle.of(pid).orElse(null);
        long memory = process == null ? 0 : memory(process, withChildren);
        out.printf(ROW, name, process == null ? "-" : pid, port, megabytes(memory),
                process == null ? "down" : health);
        return memory;
    }

    private static String megabytes(long kilobytes) {
        return kilobytes == 0 ? "-" : kilobytes / 1024 + " MB";
    }

    /** Memory in use with the shared part divided among its users; Linux only, elsewhere 0. */
    private static long memory(ProcessHandle process, boolean withChildren) {
        Stream<ProcessHandle> all = withChildren ? Stream.concat(Stream.of(process), process.descendants())
                : Stream.of(process);
        return all.mapToLong(p -> proportional(p.pid()).orElse(0)).sum();
    }

    private static OptionalLong proportional(long pid) {
        try (Stream<String> lines = Files.lines(Path.of("/proc/" + pid + "/smaps_rollup"))) {
            return lines.filter(line -> line.startsWith("Pss:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                    .findFirst();
        } catch (IOException | java.io.UncheckedIOException e) {
            return OptionalLong.empty();
        }
    }
}
