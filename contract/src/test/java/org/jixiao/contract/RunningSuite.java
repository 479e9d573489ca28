package org.jixiao.contract;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.jixiao.local.EmbeddedRun;
import org.jixiao.local.demo.Demo;

/**
 * The one suite of all tests in this module: started by whoever asks first, filled by the demo, ended
 * with the JVM. Tests share its data, so a test that needs a department to itself makes one.
 */
public final class RunningSuite {

    /** The department of the demo: its fiscal year 2021 is closed, evaluated and published. */
    public static final String DEPARTMENT = "YF-XZSP";
    public static final int FISCAL_YEAR = 2021;

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    /** Held here, because a logger that nobody holds loses its level. */
    private static final Logger LIBRARIES = Logger.getLogger("");
    private static RunningSuite only;
    private static RuntimeException failure;

    private final EmbeddedRun run;
    private final int demoResult;

    private RunningSuite(EmbeddedRun run, int demoResult) {
        this.run = run;
        this.demoResult = demoResult;
    }

    public static synchronized RunningSuite get() {
        if (failure != null) {
            // once is enough: every further try would take as long
            throw failure;
        }
        if (only == null) {
            try {
                only = start();
            } catch (IOException e) {
                failure = new UncheckedIOException(e);
            } catch (RuntimeException e) {
                failure = e;
            }
            if (failure != null) {
                throw failure;
            }
        }
        return only;
    }

    private static RunningSuite start() throws IOException {
        LIBRARIES.setLevel(Level.SEVERE);
        // not below target: PostgreSQL runs as another user when root starts it, who could not enter there
        Path folder = Files.createTempDirectory("jixiao-contract");
        EmbeddedRun run = EmbeddedRun.start(ROOT, folder);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(run, folder), "end of the suite"));
        return new RunningSuite(run, Demo.run(run.environment()));
    }

    private static void end(EmbeddedRun run, Path folder) {
        run.close();
        try {
            keepLogs(run.logs(), Path.of("target", "suite-logs"));
            try (Stream<Path> tree = Files.walk(folder)) {
                for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        } catch (IOException e) {
            System.err.println("Left behind: " + folder + " (" + e + ")");
        }
    }

    private static void keepLogs(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> logs = Files.list(from)) {
            for (Path log : logs.toList()) {
                Files.copy(log, to.resolve(log.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    /** 0 if all of the demo's first run held. */
    public int demoResult() {
        return demoResult;
    }

    /** Runs the demo again; it should change nothing. */
    public int demoAgain() {
        return Demo.run(run.environment());
    }

    /** The project's folder. */
    public static Path root() {
        return ROOT;
    }

    /** The gateway's address. */
    public URI base() {
        return run.environment().gateway();
    }

    /** Where health and metrics are, by the names of the services' modules. */
    public Map<String, URI> managementAddresses() {
        return run.managementAddresses();
    }

    /** The services behind the gateway, by the names of their modules. */
    public Map<String, URI> serviceAddresses() {
        return run.serviceAddresses();
    }

    /** One more instance of a service, on these ports; it ends with the suite. */
    public Process startAnother(String part, int port, int managementPort) {
        try {
            return run.startAnother(part, port, managementPort);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A bearer token of the person who has this role here; each role is a person of its own. */
    public String token(String role, String... departments) {
        return run.environment().signer().token(role, departments);
    }

    /** One log for each part of the suite. */
    public Path logs() {
        return run.logs();
    }

    /** The generated key and passwords of this run. */
    public Path keys() {
        return run.keys();
    }

    /** The names of the databases. */
    public List<String> databases() {
        return run.databases();
    }

    /** A connection as the superuser. */
    public Connection connect(String database) throws SQLException {
        return run.connect(database);
    }
}
