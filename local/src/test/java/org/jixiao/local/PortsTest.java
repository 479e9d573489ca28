package org.jixiao.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class PortsTest {

    private static final EnumSet<Service> ALL = EnumSet.allOf(Service.class);

    @Test
    void everyPortIsCountedFromTheBase() {
        List<Integer> ports = new Ports(18700).uses(ALL).stream().map(Ports.Use::port).toList();

        assertEquals(List.of(18700, 18710, 18701, 18711, 18702, 18712, 18703, 18713, 18732, 18792, 18793), ports);
    }

    @Test
    void theTypedBaseComesBeforeTheEnvironment() {
        assertEquals(20000, Ports.of("20000", "21000").base());
    }

    @Test
    void theEnvironmentComesBeforeTheDefault() {
        assertEquals(21000, Ports.of(null, "21000").base());
    }

    @Test
    void withoutAChoiceTheBaseIs18700() {
        assertEquals(18700, Ports.of(null, "").base());
    }

    @Test
    void aBaseThatIsNoNumberIsRefused() {
        StartFailure refusal = assertThrows(StartFailure.class, () -> Ports.of("eighty", null));

        assertTrue(refusal.getMessage().contains("\"eighty\""), refusal.getMessage());
    }

    @Test
    void aBaseWhoseLastPortWouldNotExistIsRefused() {
        assertThrows(StartFailure.class, () -> new Ports(65500));
    }

    @Test
    void aTakenPortIsNamedWithThePartThatWantsItAndAWayOut() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Ports ports = new Ports(other.getLocalPort() - Service.REPORT.offset());

            StartFailure refusal = assertThrows(StartFailure.class, () -> ports.requireFree(ALL));

            assertTrue(refusal.getMessage().contains("Port " + other.getLocalPort() + " is taken"), refusal.getMessage());
            assertTrue(refusal.getMessage().contains("report-service wants it"), refusal.getMessage());
            assertTrue(refusal.getMessage().contains("./suite up --port "), refusal.getMessage());
        }
    }

    @Test
    void portsOfServicesThatAreNotStartedMayBeTaken() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Ports ports = new Ports(other.getLocalPort() - Service.REPORT.offset());

            boolean wanted = ports.uses(EnumSet.of(Service.GATEWAY)).stream()
                    .anyMatch(use -> use.port() == other.getLocalPort());

            assertEquals(false, wanted);
        }
    }
}
