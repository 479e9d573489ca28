package org.jixiao.local;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The few things that Java cannot do to a process by itself. */
final class Shell {

    private static final int SECONDS = 10;

    private Shell() {
    }

    /**
     * A prefix that puts a program into a session of its own, so that the Ctrl-C meant for the
     * launcher does not reach the children before it can stop them in order.
     */
    static List<String> ownSession() {
        return isInstalled("setsid") ? List.of("setsid") : List.of();
    }

    static void signal(String signal, long pid) {
        succeeds(List.of("sh", "-c", "kill -\"$1\" \"$2\"", "sh", signal, String.valueOf(pid)));
    }

    static boolean succeeds(List<String> command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return false;
            }
            return process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    static boolean isInstalled(String program) {
        for (String folder : System.getenv().getOrDefault("PATH", "/usr/bin:/bin").split(File.pathSeparator)) {
            if (!folder.isEmpty() && Files.isExecutable(Path.of(folder, program))) {
                return true;
            }
        }
        return false;
    }

    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }
}
