package org.jixiao.local;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * All ports of the suite, counted from one base, so that one number moves the whole suite.
 * Everything listens on 127.0.0.1 only.
 */
record Ports(int base) {

    static final int DEFAULT_BASE = 18700;
    private static final int HIGHEST_OFFSET = 93;
    private static final int LOWEST_BASE = 1024;
    private static final int HIGHEST_BASE = 65535 - HIGHEST_OFFSET;

    /** A port and the part that wants it. */
    record Use(String part, int port) {
    }

    Ports {
        if (base < LOWEST_BASE || base > HIGHEST_BASE) {
            throw new StartFailure("The base port must lie between " + LOWEST_BASE + " and " + HIGHEST_BASE
                    + ", not " + base + ".");
        }
    }

    /**
     * @param chosen the base port as it was typed, or null for {@code SUITE_PORT} or the default
     */
    static Ports of(String chosen, String fromEnvironment) {
        String text = chosen != null ? chosen : fromEnvironment;
        if (text == null || text.isBlank()) {
            return new Ports(DEFAULT_BASE);
        }
        try {
            return new Ports(Integer.parseInt(text.strip()));
        } catch (NumberFormatException e) {
            throw new StartFailure("The base port must be a number, not \"" + text + "\".");
        }
    }

    int of(Service service) {
        return base + service.offset();
    }

    int managementOf(Service service) {
        return base + 10 + service.offset();
    }

    int postgres() {
        return base + 32;
    }

    int kafka() {
        return base + 92;
    }

    int kafkaController() {
        return base + HIGHEST_OFFSET;
    }

    List<Use> uses(Set<Service> services) {
        List<Use> uses = new ArrayList<>();
        for (Service service : services) {
            uses.add(new Use(service.part(), of(service)));
            uses.add(new Use(service.part() + " (health and metrics)", managementOf(service)));
        }
        uses.add(new Use("PostgreSQL", postgres()));
        uses.add(new Use("Kafka", kafka()));
        uses.add(new Use("Kafka (controller)", kafkaController()));
        return uses;
    }

    List<Use> taken(Set<Service> services) {
        return uses(services).stream().filter(use -> !isFree(use.port())).toList();
    }

    /** Refuses before anything is started, and says which part wants which port. */
    void requireFree(Set<Service> services) {
        List<Use> taken = taken(services);
        if (taken.isEmpty()) {
            return;
        }
        StringBuilder message = new StringBuilder();
        for (Use use : taken) {
            message.append("Port ").append(use.port()).append(" is taken by another program; ")
                    .append(use.part()).append(" wants it.\n");
        }
        int other = freeBase(services);
        message.append("Choose other ports: ./suite up --port ").append(other)
                .append(" (or SUITE_PORT=").append(other).append(") uses ")
                .append(other).append(" to ").append(other + HIGHEST_OFFSET).append('.');
        throw new StartFailure(message.toString());
    }

    private int freeBase(Set<Service> services) {
        for (int step = 1; step <= 20; step++) {
            int candidate = base + 100 * step;
            if (candidate > HIGHEST_BASE) {
                break;
            }
            if (new Ports(candidate).taken(services).isEmpty()) {
                return candidate;
            }
        }
        return base > 30000 ? 20000 : 40000;
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            // as the servers themselves do it: connections in TIME_WAIT do not count as taken
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
