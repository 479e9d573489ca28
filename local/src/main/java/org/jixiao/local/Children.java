package org.jixiao.local;

import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Starts the processes of one run, and sees to it that each of them ends. */
final class Children {

    private final Home home;
    private final Pids pids;
    private final Guard guard;
    private final List<Child> started = new ArrayList<>();
    private boolean ending;

    Children(Home home, Pids pids) throws IOException {
        this.home = home;
        this.pids = pids;
        this.guard = new Guard(home);
    }

    /**
     * @param signal  how this program is asked to end: INT or TERM
     * @param command must name the suite's folder, by which the process is recognised later
     */
    synchronized Child start(String name, String signal, List<String> command, Map<String, String> environment)
            throws IOException {
        if (ending) {
            throw new StartFailure("stopped while starting");
        }
        LogFile log = new LogFile(home.log(name)).fresh();
        List<String> whole = new ArrayList<>(Shell.ownSession());
        whole.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(whole)
                .directory(home.folder().toFile())
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(log.path().toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        Child child = new Child(name, process, signal, log);
        started.add(child);
        guard.watch(process.pid(), signal);
        pids.add(new Pids.Entry(name, process.pid(), signal));
        return child;
    }

    /**
     * A JVM with the small settings that suffice here; start-up counts more than peak speed. The room for compiled code is what
     * a JVM with all its compilers takes: what it takes with one is too little for a service that draws PDFs.
     */
    Child startJava(String name, String heap, List<String> program, Map<String, String> environment)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(Shell.java(), home.mark(), "-Xmx" + heap,
                "-XX:TieredStopAtLevel=1", "-XX:ReservedCodeCacheSize=240m", "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError",
                "-Dfile.encoding=UTF-8", "-Dstdout.encoding=UTF-8", "-Dstderr.encoding=UTF-8"));
        command.addAll(program);
        return start(name, "TERM", command, environment);
    }

    synchronized boolean isEnding() {
        return ending;
    }

    /** Ends all of them: first the given groups, one after the other, then whatever is left. */
    void end(List<List<Child>> inOrder) {
        List<Child> rest;
        synchronized (this) {
            ending = true;
            rest = new ArrayList<>(started);
        }
        for (List<Child> together : inOrder) {
            together.forEach(Child::askToEnd);
            together.forEach(Child::awaitEnd);
            rest.removeAll(together);
        }
        rest.forEach(Child::askToEnd);
        rest.forEach(Child::awaitEnd);
        guard.dismiss();
        try {
            pids.clear();
        } catch (IOException e) {
            // the next start looks at each entry again and finds nothing alive
            System.err.println("The list of processes could not be deleted: " + e.getMessage());
        }
    }
}
