package org.jixiao.budget.ledger;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jixiao.budget.Api;
import org.jixiao.chassis.export.ExportHandler;
import org.jixiao.chassis.testing.RealParts;
import org.jixiao.chassis.testing.Superuser;
import org.junit.jupiter.api.Test;

/** Readers who neither read nor hang up, where an export may take five seconds. */
@QuarkusTest
@RealParts
@TestProfile(StalledExportIT.Short.class)
class StalledExportIT {

    public static final class Short implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("jixiao.export.longest", "PT5S");
        }
    }

    /** Enough that the buffers on the way cannot hold all of it. */
    private static final int MANY = 60_000;
    private static final Duration FREED_WITHIN = Duration.ofSeconds(40);

    @Test
    void whoeverStallsLosesHisTurn() throws IOException {
        Api api = Api.newDepartment();
        Superuser.execute(WalkIT.MANY.formatted(api.department(), api.appropriation("1.00"), MANY));
        Superuser.execute("analyze");
        List<Socket> stalled = new ArrayList<>();
        try {
            for (int i = 0; i < ExportHandler.AT_ONCE; i++) {
                stalled.add(stalled(api));
            }
            assertEquals(429, another(api));
            await().atMost(FREED_WITHIN).until(() -> another(api) == 200);
        } finally {
            for (Socket socket : stalled) {
                socket.close();
            }
        }
    }

    private static int another(Api api) {
        return api.get(api.year("/entries/export?format=JSON&q=nothing")).statusCode();
    }

    private static Socket stalled(Api api) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(65_536);
        socket.connect(new InetSocketAddress("127.0.0.1", RestAssured.port));
        socket.getOutputStream().write(("GET " + api.year("/entries/export?format=CSV") + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: "
            + api.officer() + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        assertEquals(1, socket.getInputStream().readNBytes(1).length);
        return socket;
    }
}
