package org.jixiao.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** One of the four programs, started from its built jar. */
record ServicePart(Service service, Home home, Ports ports, Keys keys, Passwords passwords) implements Part {

    private static final String HEAP = "160m";

    @Override
    public String name() {
        return service.part();
    }

    @Override
    public int port() {
        return ports.of(service);
    }

    @Override
    public Child start(Children children) throws IOException {
        return children.startJava(name(), HEAP, List.of("-jar", service.jar(home.root()).toString()),
                service.environment(ports, keys, passwords));
    }

    void requireBuilt() {
        Path jar = service.jar(home.root());
        if (!Files.exists(jar)) {
            throw new StartFailure(name() + " is not built: " + jar + " is missing. Build it with "
                    + "mvn -DskipTests package, or start through ./suite, which does.");
        }
    }

    @Override
    public boolean isReady() {
        return Health.of(ports.managementOf(service)).isUp();
    }

    @Override
    public String complaint() {
        Health health = Health.of(ports.managementOf(service));
        return health.isUp() ? "" : "Its health page answers: " + health;
    }
}
