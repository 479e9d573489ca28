package org.jixiao.local;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A whole suite inside a folder of its own, for programs that use one and end it: all parts on free
 * ports of 127.0.0.1, with keys and passwords that no other run knows.
 */
public final class EmbeddedRun implements AutoCloseable {

    private static final Set<Service> ALL = EnumSet.allOf(Service.class);

    private final Home home;
    private final Ports ports;
    private final Launcher launcher;

    private EmbeddedRun(Home home, Ports ports) {
        this.home = home;
        this.ports = ports;
        this.launcher = new Launcher(home, ports, ALL, new Progress(System.out));
    }

    /**
     * Returns when every part is ready.
     *
     * @param root   the project's folder, where the services were built
     * @param folder where the run keeps its data, logs and keys; made if it is missing
     * @throws StartFailure with the reason if it does not become ready; nothing is left running then
     */
    public static EmbeddedRun start(Path root, Path folder) throws IOException {
        Home home = new Home(root.toAbsolutePath().normalize(), folder.toAbsolutePath().normalize()).prepared();
        EmbeddedRun run = new EmbeddedRun(home, FreePorts.forServices(ALL));
        try {
            run.launcher.start();
        } catch (IOException | RuntimeException e) {
            run.close();
            throw e;
        }
        return run;
    }

    /**
     * Starts one more instance of a service beside the first, with the same database and broker.
     *
     * @param part the name of its module, for example {@code budget-service}
     * @return its process, which may not be ready yet; it ends with the run
     */
    public Process startAnother(String part, int port, int managementPort) throws IOException {
        Service service = Service.named(part).orElseThrow(() -> new IllegalArgumentException("no service is called " + part));
        return launcher.startAnother(service, port, managementPort);
    }

    /** What an outside caller needs. */
    public Environment environment() {
        return Environment.of(home, ports);
    }

    /** The addresses of health and metrics, by the names of the services' modules. */
    public Map<String, URI> managementAddresses() {
        Map<String, URI> addresses = new LinkedHashMap<>();
        ALL.forEach(service -> addresses.put(service.part(), at(ports.managementOf(service))));
        return addresses;
    }

    /** The services' own addresses, which only the gateway should use. */
    public Map<String, URI> serviceAddresses() {
        Map<String, URI> addresses = new LinkedHashMap<>();
        ALL.forEach(service -> addresses.put(service.part(), at(ports.of(service))));
        return addresses;
    }

    /** The names of the databases. */
    public List<String> databases() {
        List<String> databases = new ArrayList<>();
        ALL.stream().map(Service::database).flatMap(Optional::stream).forEach(databases::add);
        return databases;
    }

    /** A connection as the superuser, who is bound by no row-level security. */
    public Connection connect(String database) throws SQLException {
        return launcher.postgres().connect(database);
    }

    /** One file for each part. */
    public Path logs() {
        return home.logs();
    }

    /** The generated key and passwords; what is in these files must be nowhere else. */
    public Path keys() {
        return home.keys();
    }

    /** Ends every process of the run and waits for it. */
    @Override
    public void close() {
        launcher.stop();
    }

    private static URI at(int port) {
        return URI.create("http://127.0.0.1:" + port);
    }
}
