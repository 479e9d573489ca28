package org.jixiao.local;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jixiao.local.demo.Demo;

/** The program behind {@code ./suite}: one command each time. */
public final class Suite {

    private static final int FAILED = 1;
    private static final int MISUSED = 2;
    private static final Duration START_MAX = Duration.ofMinutes(5);
    private static final Duration STOP_MAX = Duration.ofSeconds(60);
    private static final int LOG_LINES = 200;
    private static final long POLL_MILLIS = 100;
    /** Held here, because a logger that nobody holds loses its level. */
    private static final Logger LIBRARIES = Logger.getLogger("");

    private final Home home;
    private final Command command;

    private Suite(Home home, Command command) {
        this.home = home;
        this.command = command;
    }

    /** Ends with 0 if all went well, 1 with a reason if not, 2 if the command makes no sense. */
    public static void main(String[] arguments) {
        LIBRARIES.setLevel(Level.SEVERE);
        int code;
        try {
            Command command = Command.parse(List.of(arguments));
            code = new Suite(Home.ofThisRun(), command).run();
        } catch (Command.Misuse e) {
            System.err.println(e.getMessage() + "\nSee ./suite help.");
            code = MISUSED;
        } catch (StartFailure e) {
            System.err.println(e.getMessage());
            code = FAILED;
        } catch (IOException e) {
            System.err.println("Failed: " + e);
            code = FAILED;
        }
        System.exit(code);
    }

    private int run() throws IOException {
        switch (command.name()) {
            case "up":
                command.requireWords(0, 0, "up [--detach] [--port N]");
                return command.detach() ? upInBackground() : up();
            case "down":
                command.requireWords(0, 0, "down");
                return down();
            case "status":
                command.requireWords(0, 0, "status");
                return status();
            case "logs":
                command.requireWords(1, 1, "logs NAME [-f]");
                return logs(command.words().get(0));
            case "reset":
                command.requireWords(0, 0, "reset");
                return reset();
            case "token":
                command.requireWords(1, Integer.MAX_VALUE, "token ROLE [DEPARTMENT...]");
                return token();
            case "demo":
                command.requireWords(0, 0, "demo [--port N]");
                return demo();
            case "help", "--help", "-h":
                return help();
            default:
                throw new Command.Misuse("There is no command " + command.name() + ".");
        }
    }

    private int up() throws IOException {
        Home prepared = home.prepared();
        Progress progress = new Progress(System.out);
        Launcher launcher = new Launcher(prepared, ports(), command.services(), progress);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            if (launcher.stop()) {
                progress.say("stopped");
            }
        }, "stop"));
        try {
            launcher.start();
        } catch (StartFailure e) {
            if (!launcher.isStopping()) {
                throw e;
            }
            // stopped from outside while starting: not a failure to report
            return FAILED;
        }
        launcher.watch();
        return FAILED;
    }

    private int upInBackground() throws IOException {
        Home prepared = home.prepared();
        Optional<RunState> running = RunState.read(prepared);
        if (running.isPresent()) {
            awaitReady(prepared);
            System.out.println("The suite is running already: " + gateway(prepared));
            return 0;
        }
        LogFile log = new LogFile(prepared.log("suite")).fresh();
        Process launcher = new ProcessBuilder(launcherCommand())
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(log.path().toFile())
                .start();
        log.follow(0, System.out, () -> launcher.isAlive() && !isReady(prepared));
        if (!launcher.isAlive()) {
            return FAILED;
        }
        System.out.println("It goes on in the background; ./suite down ends it.");
        return 0;
    }

    private List<String> launcherCommand() {
        List<String> words = new ArrayList<>(Shell.ownSession());
        words.addAll(List.of(Shell.java(), "-Xmx96m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC",
                "-Dfile.encoding=UTF-8", "-Dstdout.encoding=UTF-8", "-Dstderr.encoding=UTF-8",
                "-Dsuite.root=" + home.root(), "-cp", System.getProperty("java.class.path"),
                Suite.class.getName(), "up", "--port", String.valueOf(ports().base())));
        for (Service service : command.without()) {
            words.addAll(List.of("--without", service.part()));
        }
        return words;
    }

    private Ports ports() {
        return Ports.of(command.port(), System.getenv("SUITE_PORT"));
    }

    private static boolean isReady(Home home) {
        return phase(home).filter(phase -> phase == RunState.Phase.READY).isPresent();
    }

    private static Optional<RunState.Phase> phase(Home home) {
        try {
            return RunState.read(home).map(RunState::phase);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static void awaitReady(Home home) {
        Instant end = Instant.now().plus(START_MAX);
        while (!isReady(home)) {
            if (phase(home).isEmpty() || Instant.now().isAfter(end)) {
                throw new StartFailure("The suite that was starting has not become ready; see ./suite logs suite.");
            }
            pause();
        }
    }

    private static String gateway(Home home) throws IOException {
        Ports ports = RunState.read(home).orElseThrow().ports();
        return Environment.of(home, ports).gateway().toString();
    }

    private int down() throws IOException {
        if (!Files.isDirectory(home.run())) {
            System.out.println("Nothing is running.");
            return 0;
        }
        Home prepared = home.prepared();
        Optional<RunState> running = RunState.read(prepared);
        Progress progress = new Progress(System.out);
        if (running.isPresent()) {
            progress.say("stopping");
            Optional<ProcessHandle> launcher = ProcessHandle.of(running.get().pid());
            launcher.ifPresent(ProcessHandle::destroy);
            Instant end = Instant.now().plus(STOP_MAX);
            while (RunLock.isHeld(prepared)) {
                if (Instant.now().isAfter(end)) {
                    progress.say("the launcher does not end; killing it");
                    launcher.ifPresent(ProcessHandle::destroyForcibly);
                    break;
                }
                pause();
            }
        }
        List<String> left = new Pids(prepared).reap();
        RunState.forget(prepared);
        if (!left.isEmpty()) {
            progress.say("ended what an earlier run had left: " + String.join(", ", left));
        }
        if (running.isPresent() || !left.isEmpty()) {
            progress.say("stopped");
        } else {
            System.out.println("Nothing is running.");
        }
        return 0;
    }

    private int status() throws IOException {
        Optional<RunState> running = Files.isDirectory(home.run()) ? RunState.read(home.prepared()) : Optional.empty();
        if (running.isEmpty()) {
            System.out.println("The suite is not running.");
            return FAILED;
        }
        return Status.print(home.prepared(), running.get(), System.out) ? 0 : FAILED;
    }

    private int logs(String name) throws IOException {
        String part = Service.named(name).map(Service::part).orElse(name);
        Path path = home.log(part);
        if (!part.matches("[a-z-]+") || !Files.exists(path)) {
            throw new StartFailure("There is no log of " + name + " in " + home.logs() + ".");
        }
        LogFile log = new LogFile(path);
        long length = Files.size(path);
        log.tail(LOG_LINES).forEach(System.out::println);
        if (command.follow()) {
            log.follow(length, System.out, () -> true);
        }
        return 0;
    }

    private int reset() throws IOException {
        if (Files.isDirectory(home.run()) && RunLock.isHeld(home)) {
            throw new StartFailure("The suite is running: ./suite down first.");
        }
        if (!Files.isDirectory(home.folder())) {
            System.out.println("There is nothing to delete.");
            return 0;
        }
        Home prepared = home.prepared();
        new Pids(prepared).reap();
        for (Path data : List.of(prepared.postgresData(), prepared.kafkaData())) {
            if (Files.exists(data)) {
                System.out.println("deleting " + data);
                Home.delete(data);
            }
        }
        System.out.println("Kept: logs, keys and passwords in " + prepared.folder());
        return 0;
    }

    private int token() throws IOException {
        List<String> words = command.words();
        Token token = Token.of(command.subject(), words.get(0), words.subList(1, words.size()));
        System.out.println(token.signed(new Keys(home.prepared()).signingKey(), Instant.now()));
        return 0;
    }

    private int demo() throws IOException {
        Home prepared = home.prepared();
        if (RunState.read(prepared).isEmpty()) {
            int code = upInBackground();
            if (code != 0) {
                return code;
            }
        } else {
            awaitReady(prepared);
        }
        Ports ports = RunState.read(prepared).orElseThrow(() -> new StartFailure("The suite has stopped.")).ports();
        return Demo.run(Environment.of(prepared, ports));
    }

    private static int help() throws IOException {
        try (InputStream in = Suite.class.getResourceAsStream("help.txt")) {
            System.out.print(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
        return 0;
    }

    private static void pause() {
        try {
            Thread.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartFailure("interrupted");
        }
    }
}
