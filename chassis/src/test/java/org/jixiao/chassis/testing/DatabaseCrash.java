package org.jixiao.chassis.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Kills the test database as a crash would, and starts it again. What it had handed to the system before is there, though
 * tests run with {@code fsync} off: the machine itself goes on. What was only in its memory is gone.
 */
public final class DatabaseCrash {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private DatabaseCrash() {
    }

    /** By {@code kill -9} of the server and whatever hangs on it; returns when it has recovered and answers. */
    public static void killAndRestart() throws IOException {
        Path data = Path.of(Superuser.query("show data_directory").get(0));
        Path lock = data.resolve("postmaster.pid");
        long server = Long.parseLong(Files.readAllLines(lock).get(0).strip());
        List<String> command = command(server);
        List<ProcessHandle> family = new ArrayList<>(ProcessHandle.of(server).orElseThrow().descendants().toList());
        family.add(0, ProcessHandle.of(server).orElseThrow());
        family.forEach(ProcessHandle::destroyForcibly);
        waitUntil(() -> family.stream().noneMatch(one -> isRunning(one.pid())), "the database does not die");
        // its number may live on as a process that nobody has taken notice of yet, here and in the lock of its socket file
        Files.deleteIfExists(lock);
        Process started = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        waitUntil(() -> answers(started), "the database does not come back");
    }

    /** As it was started; as root by way of a user namespace, because it refuses to run as root. */
    private static List<String> command(long server) throws IOException {
        List<String> command = new ArrayList<>(
            List.of(Files.readString(Path.of("/proc", String.valueOf(server), "cmdline"), StandardCharsets.UTF_8).split("\0")));
        command.addAll(List.of("-c", "unix_socket_directories="));
        if (System.getProperty("user.name").equals("root")) {
            command.addAll(0, List.of("unshare", "-U"));
        }
        return command;
    }

    private static boolean isRunning(long process) {
        try {
            String state = Files.readString(Path.of("/proc", String.valueOf(process), "stat")).replaceFirst("(?s)^.*\\) ", "");
            return state.charAt(0) != 'Z';
        } catch (IOException gone) {
            return false;
        }
    }

    private static boolean answers(Process started) {
        if (!started.isAlive()) {
            throw new IllegalStateException("the database ended with " + started.exitValue());
        }
        try (Connection connection = Superuser.connect()) {
            return connection.isValid(1);
        } catch (SQLException notYet) {
            return false;
        }
    }

    private interface Condition {
        boolean holds();
    }

    private static void waitUntil(Condition condition, String otherwise) {
        long tries = PATIENCE.toMillis() / 20;
        while (!condition.holds()) {
            if (tries-- == 0) {
                throw new IllegalStateException(otherwise);
            }
            LockSupport.parkNanos(20_000_000);
        }
    }
}
