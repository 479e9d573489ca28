package org.jixiao.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The list of started processes on disk: what a killed run leaves behind for the next one to end. */
final class Pids {

    private static final int PATIENCE_SECONDS = 10;

    private final Path file;
    private final String folder;

    /** One line of the list. {@code signal} is how this program is asked to end quickly and in order. */
    record Entry(String name, long pid, String signal) {

        String line() {
            return name + " " + pid + " " + signal;
        }

        static Optional<Entry> parse(String line) {
            String[] words = line.split(" ");
            if (words.length != 3 || !words[1].matches("[1-9][0-9]{0,9}")) {
                return Optional.empty();
            }
            return Optional.of(new Entry(words[0], Long.parseLong(words[1]), words[2]));
        }
    }

    Pids(Home home) {
        file = home.run().resolve("pids");
        folder = home.folder().toString();
    }

    void add(Entry entry) throws IOException {
        Files.writeString(file, entry.line() + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    List<Entry> read() throws IOException {
        if (!Files.exists(file)) {
            return List.of();
        }
        List<Entry> entries = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            Entry.parse(line).ifPresent(entries::add);
        }
        return entries;
    }

    void clear() throws IOException {
        Files.deleteIfExists(file);
    }

    /**
     * Whether a process is one of ours: numbers are reused, so the command line decides, which must
     * name this suite's folder as a whole path, not as the beginning of a longer name.
     */
    static boolean isOurs(String folder, Optional<String> commandLine) {
        return commandLine.filter(line -> names(line, folder)).isPresent();
    }

    private static boolean names(String line, String folder) {
        for (int at = line.indexOf(folder); at >= 0; at = line.indexOf(folder, at + 1)) {
            int end = at + folder.length();
            boolean starts = at == 0 || " =:".indexOf(line.charAt(at - 1)) >= 0;
            boolean ends = end == line.length() || " /:".indexOf(line.charAt(end)) >= 0;
            if (starts && ends) {
                return true;
            }
        }
        return false;
    }

    /**
     * Ends what an earlier run left behind, the last started first, so that services end before what
     * they use; gives the names of what it found.
     */
    List<String> reap() throws IOException {
        List<Entry> newestFirst = new ArrayList<>(read());
        Collections.reverse(newestFirst);
        List<String> found = new ArrayList<>();
        for (Entry entry : newestFirst) {
            Optional<ProcessHandle> process = ProcessHandle.of(entry.pid())
                    .filter(ProcessHandle::isAlive)
                    .filter(p -> isOurs(folder, p.info().commandLine()));
            if (process.isPresent()) {
                found.add(entry.name() + " (pid " + entry.pid() + ")");
                Shell.signal(entry.signal(), entry.pid());
                if (!ends(process.get())) {
                    process.get().destroyForcibly();
                    ends(process.get());
                }
            }
        }
        clear();
        return found;
    }

    private static boolean ends(ProcessHandle process) {
        try {
            process.onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (Exception e) {
            return false;
        }
    }
}
