package org.jixiao.local;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The four programs of the suite and what each is told through its environment. */
enum Service {

    GATEWAY("gateway", 0, false),
    BUDGET("budget-service", 1, true),
    EVALUATION("evaluation-service", 2, true),
    REPORT("report-service", 3, true);

    private final String part;
    private final int offset;
    private final boolean stored;

    Service(String part, int offset, boolean stored) {
        this.part = part;
        this.offset = offset;
        this.stored = stored;
    }

    /** The name that people use for it; also its Maven module. */
    String part() {
        return part;
    }

    int offset() {
        return offset;
    }

    /** The name of its database, if it has one. */
    Optional<String> database() {
        return stored ? Optional.of(name().toLowerCase(Locale.ROOT)) : Optional.empty();
    }

    Path jar(Path root) {
        return root.resolve(part).resolve("target/quarkus-app/quarkus-run.jar");
    }

    /** Finds a service by its module's name, or by the short one: {@code budget}. */
    static Optional<Service> named(String name) {
        return Stream.of(values())
                .filter(s -> s.part.equals(name) || s.name().equalsIgnoreCase(name))
                .findFirst();
    }

    /**
     * The variables are plain Quarkus ones, the same that Compose sets, so that nothing in a
     * service knows where it runs. Only the gateway serves callers by a server of its own.
     */
    Map<String, String> environment(Ports ports, Keys keys, Passwords passwords) {
        Map<String, String> environment = new LinkedHashMap<>();
        // production refuses the issuer of the embedded run
        environment.put("QUARKUS_PROFILE", "local");
        String server = this == GATEWAY ? "GATEWAY_HTTP" : "QUARKUS_HTTP";
        environment.put(server + "_HOST", "127.0.0.1");
        environment.put(server + "_PORT", String.valueOf(ports.of(this)));
        environment.put("QUARKUS_MANAGEMENT_HOST", "127.0.0.1");
        environment.put("QUARKUS_MANAGEMENT_PORT", String.valueOf(ports.managementOf(this)));
        environment.put("MP_JWT_VERIFY_PUBLICKEY_LOCATION", "file:" + keys.publicKey());
        environment.put("MP_JWT_VERIFY_ISSUER", Token.ISSUER);
        environment.put("MP_JWT_VERIFY_AUDIENCES", Token.AUDIENCE);
        database().ifPresent(database -> {
            environment.put("QUARKUS_DATASOURCE_JDBC_URL",
                    "jdbc:postgresql://127.0.0.1:" + ports.postgres() + "/" + database);
            environment.put("QUARKUS_DATASOURCE_USERNAME", database + "_app");
            environment.put("QUARKUS_DATASOURCE_PASSWORD", passwords.of(database + "_app"));
            environment.put("QUARKUS_FLYWAY_USERNAME", database + "_owner");
            environment.put("QUARKUS_FLYWAY_PASSWORD", passwords.of(database + "_owner"));
            environment.put("KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:" + ports.kafka());
        });
        if (this == GATEWAY) {
            for (Service routed : values()) {
                if (routed != GATEWAY) {
                    String prefix = "GATEWAY_ROUTES_" + routed.name();
                    environment.put(prefix + "_URL", "http://127.0.0.1:" + ports.of(routed));
                    environment.put(prefix + "_MANAGEMENT_URL", "http://127.0.0.1:" + ports.managementOf(routed));
                }
            }
        }
        return environment;
    }
}
