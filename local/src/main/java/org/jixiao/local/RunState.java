package org.jixiao.local;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;

/** What the launcher tells the other commands about itself; true only while the lock is held. */
record RunState(long pid, Phase phase, Ports ports, Set<Service> services) {

    /** How far the launcher has come. */
    enum Phase { STARTING, READY, STOPPING }

    static Optional<RunState> read(Home home) throws IOException {
        if (!RunLock.isHeld(home)) {
            return Optional.empty();
        }
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file(home))) {
            properties.load(reader);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        Set<Service> services = Arrays.stream(properties.getProperty("services").split(","))
                .filter(name -> !name.isEmpty())
                .map(Service::valueOf)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Service.class)));
        return Optional.of(new RunState(Long.parseLong(properties.getProperty("pid")),
                Phase.valueOf(properties.getProperty("phase")),
                new Ports(Integer.parseInt(properties.getProperty("port"))), services));
    }

    void write(Home home) throws IOException {
        PrivateFile.write(file(home), "pid=" + pid + "\nphase=" + phase + "\nport=" + ports.base() + "\nservices="
                + services.stream().map(Service::name).collect(Collectors.joining(",")) + "\n");
    }

    static void forget(Home home) throws IOException {
        Files.deleteIfExists(file(home));
    }

    private static Path file(Home home) {
        return home.run().resolve("state.properties");
    }
}
