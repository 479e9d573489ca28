package org.jixiao.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

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

    /** One more instance of the program beside the first, on other ports, with the same database and broker. */
    Child startAnother(Children children, int port, int managementPort) throws IOException {
        Map<String, String> environment = service.environment(ports, keys, passwords);
        environment.put("QUARKUS_HTTP_PORT", String.valueOf(port));
        environment.put("QUARKUS_MANAGEMENT_PORT", String.valueOf(managementPort));
        return children.startJava(name() + "-" + port, HEAP, List.of("-jar", service.jar(home.root()).toString()), environment);
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
