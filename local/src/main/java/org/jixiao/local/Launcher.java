package org.jixiao.local;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Starts the parts in the order that is ready soonest and stops them in the order that loses
 * nothing: services first, then the broker, then the database.
 */
final class Launcher {

    private static final Duration START_MAX = Duration.ofMinutes(4);
    private static final long POLL_MILLIS = 100;
    private static final double REMINDER_SECONDS = 15;

    private final Home home;
    private final Ports ports;
    private final Set<Service> services;
    private final Progress progress;
    private final Keys keys;
    private final Passwords passwords;
    private final Postgres postgres;
    private final Broker broker;
    private final Map<Part, Child> started = new LinkedHashMap<>();
    private RunLock lock;
    private Children children;

    /**
     * @param services those to start; the others can be run by hand, from a development tool
     */
    Launcher(Home home, Ports ports, Set<Service> services, Progress progress) {
        this.home = home;
        this.ports = ports;
        this.services = services;
        this.progress = progress;
        this.keys = new Keys(home);
        this.passwords = new Passwords(home);
        this.postgres = new Postgres(home, ports, passwords);
        this.broker = new Broker(home, ports);
    }

    /** All parts of a suite, for those who only look. */
    static List<Part> parts(Home home, Ports ports, Set<Service> services) {
        Launcher launcher = new Launcher(home, ports, services, null);
        List<Part> parts = new ArrayList<>(List.of(launcher.postgres, launcher.broker));
        services.forEach(service -> parts.add(launcher.part(service)));
        return parts;
    }

    Postgres postgres() {
        return postgres;
    }

    /**
     * Returns when everything is ready.
     *
     * @throws StartFailure with the reason if it does not become so; {@link #stop()} cleans up
     */
    void start() throws IOException {
        RunLock taken = RunLock.take(home);
        synchronized (this) {
            lock = taken;
        }
        tell(RunState.Phase.STARTING);
        progress.say("data, logs and keys are in " + home.folder());
        Pids pids = new Pids(home);
        List<String> left = pids.reap();
        if (!left.isEmpty()) {
            progress.say("ended what an earlier run had left: " + String.join(", ", left));
        }
        services.forEach(service -> part(service).requireBuilt());
        ports.requireFree(services);
        Children starting = new Children(home, pids);
        synchronized (this) {
            children = starting;
        }

        // the database is what the services wait for; the broker warms up beside it
        start(broker);
        progress.say("starting PostgreSQL " + PostgresBinaries.version() + " and Kafka");
        start(postgres);
        await(List.of(postgres));
        // also for those that are run by hand
        postgres.provide(List.of(Service.values()));
        List<Part> rest = new ArrayList<>();
        for (Service service : services) {
            ServicePart part = part(service);
            start(part);
            rest.add(part);
        }
        if (!rest.isEmpty()) {
            progress.say("starting " + rest.stream().map(Part::name).collect(Collectors.joining(", ")));
        }
        rest.add(0, broker);
        await(rest);
        // said first: whoever waits for the state stops listening then
        progress.say("ready: http://127.0.0.1:" + ports.of(Service.GATEWAY));
        tell(RunState.Phase.READY);
    }

    private ServicePart part(Service service) {
        return new ServicePart(service, home, ports, keys, passwords);
    }

    /** The process of one more instance of a service; it ends with the others. */
    Process startAnother(Service service, int port, int managementPort) throws IOException {
        return part(service).startAnother(children, port, managementPort).process();
    }

    private void start(Part part) throws IOException {
        Child child = part.start(children);
        synchronized (started) {
            started.put(part, child);
        }
    }

    private void await(List<Part> parts) throws IOException {
        List<Part> waiting = new ArrayList<>(parts);
        double reminder = progress.seconds() + REMINDER_SECONDS;
        while (!waiting.isEmpty()) {
            for (Part part : List.copyOf(waiting)) {
                if (part.isReady()) {
                    progress.say(part.name() + " is ready on port " + part.port());
                    waiting.remove(part);
                }
            }
            requireAlive();
            if (!waiting.isEmpty()) {
                if (progress.seconds() > START_MAX.toSeconds()) {
                    Part late = waiting.get(0);
                    throw new StartFailure(started.get(late).failure("was not ready within " + START_MAX.toSeconds()
                            + " s") + "\n" + late.complaint());
                }
                if (progress.seconds() > reminder) {
                    progress.say("waiting for " + waiting.stream().map(Part::name).collect(Collectors.joining(", ")));
                    reminder += REMINDER_SECONDS;
                }
                pause();
            }
        }
    }

    private void requireAlive() {
        for (Child child : started.values()) {
            if (!child.isAlive() && !isStopping()) {
                throw new StartFailure(child.failure("ended with exit code " + child.process().exitValue()));
            }
        }
    }

    /** Stays until it is stopped from outside; tells of parts that end by themselves. */
    void watch() {
        List<Child> alive = new ArrayList<>(started.values());
        while (true) {
            for (Child child : List.copyOf(alive)) {
                if (!child.isAlive() && !isStopping()) {
                    alive.remove(child);
                    progress.say(child.failure("ended by itself with exit code " + child.process().exitValue()));
                }
            }
            pause();
        }
    }

    boolean isStopping() {
        Children current;
        synchronized (this) {
            current = children;
        }
        return current != null && current.isEnding();
    }

    /**
     * Ends every process of this run and waits for it; harmless when nothing was started.
     *
     * @return whether anything had been started
     */
    boolean stop() {
        Children ending;
        RunLock held;
        synchronized (this) {
            ending = children;
            held = lock;
        }
        if (held == null) {
            return false;
        }
        try {
            if (ending != null) {
                tell(RunState.Phase.STOPPING);
                ending.end(groups());
            }
            RunState.forget(home);
            held.close();
        } catch (IOException e) {
            progress.say("could not clean up: " + e.getMessage());
        }
        return ending != null;
    }

    private List<List<Child>> groups() {
        List<List<Child>> groups = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        synchronized (started) {
            started.forEach((part, child) -> groups.get(part == postgres ? 2 : part == broker ? 1 : 0).add(child));
        }
        return groups;
    }

    private void tell(RunState.Phase phase) throws IOException {
        new RunState(ProcessHandle.current().pid(), phase, ports, services).write(home);
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
