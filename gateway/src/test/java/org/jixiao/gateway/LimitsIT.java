package org.jixiao.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jixiao.gateway.access.Issuer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** How many connections callers may have, and how long they may do nothing with them. */
class LimitsIT {

    private static final int OF_ONE_ADDRESS = 4;
    private static final int OF_ALL = 6;
    private static final String HERE = "127.0.0.1";
    private static final String ELSEWHERE = "127.0.0.2";

    private static Issuer issuer;
    private static Twins twins;
    private static Jar jar;
    private final List<Socket> sockets = new ArrayList<>();

    @BeforeAll
    static void begin() throws Exception {
        issuer = new Issuer();
        twins = new Twins();
        Map<String, String> settings = new HashMap<>(twins.settings());
        settings.putAll(Map.of(
                "mp.jwt.verify.issuer", issuer.name(),
                "gateway.http.connections", String.valueOf(OF_ALL),
                "gateway.http.connections-per-address", String.valueOf(OF_ONE_ADDRESS),
                "gateway.http.idle-timeout", "1S",
                "gateway.timeouts.idle", "1S",
                "gateway.routes.big.timeout", "1S"));
        jar = Jar.start(settings);
    }

    @AfterAll
    static void end() {
        jar.close();
        twins.close();
        issuer.close();
    }

    @AfterEach
    void hangUp() throws Exception {
        for (Socket socket : sockets) {
            socket.close();
        }
        for (int i = 0; i < 500 && !jar.ask("/admin/routes").body().contains("\"connections\" : 0"); i++) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    @Test
    void anAddressHasSoManyConnectionsAndGetsThemBack() throws Exception {
        for (int i = 0; i < OF_ONE_ADDRESS; i++) {
            assertEquals(200, busy(HERE));
        }
        assertTurnedAway(connect(HERE, jar.port()));
        assertTrue(isHungUpOn(connect(HERE, jar.tlsPort())));
        sockets.get(0).close();
        assertEquals(200, awaited(HERE));
    }

    @Test
    void allTogetherHaveSoManyConnectionsAndGetThemBack() throws Exception {
        assumeTrue(isAddressOfThisMachine(ELSEWHERE));
        for (int i = 0; i < OF_ALL; i++) {
            assertEquals(200, busy(i % 2 == 0 ? HERE : ELSEWHERE));
        }
        assertTurnedAway(connect(ELSEWHERE, jar.port()));
        sockets.get(0).close();
        assertEquals(200, awaited(ELSEWHERE));
    }

    @Test
    void aConnectionOnWhichNothingGoesOnIsClosed() throws Exception {
        Socket socket = connect(HERE, jar.port());
        write(socket, "GET /big/other HTTP/1.1\r\nHost: g\r\n\r\n");
        assertEquals(200, Wire.read(socket.getInputStream()).status());
        assertEquals(-1, socket.getInputStream().read());
    }

    @Test
    void aClientThatReadsNothingFreesTheService() throws Exception {
        CountDownLatch freed = new CountDownLatch(1);
        Twins.reset = freed;
        Socket socket = connect(HERE, jar.port());
        write(socket, "GET /big/source?bytes=" + (1L << 30) + " HTTP/1.1\r\nHost: g\r\n\r\n");
        assertTrue(freed.await(20, TimeUnit.SECONDS));
        assertTrue(isCut(socket));
    }

    @Test
    void aBodyThatOnlyDripsIsRefusedAndFreesTheService() throws Exception {
        CountDownLatch freed = new CountDownLatch(1);
        Twins.reset = freed;
        Socket socket = connect(HERE, jar.port());
        write(socket, "POST /big/sink HTTP/1.1\r\nHost: g\r\nContent-Length: 1000000\r\n\r\n");
        Thread dripping = new Thread(() -> drip(socket));
        dripping.start();
        Wire.Answer answer = Wire.read(socket.getInputStream());
        assertEquals(408, answer.status());
        assertTrue(answer.body().contains("REQUEST_TIMEOUT"), answer.body());
        assertTrue(freed.await(10, TimeUnit.SECONDS));
        socket.close();
        dripping.join();
    }

    /** Quicker than any silence that is not borne, slower than the floor. */
    private static void drip(Socket socket) {
        try {
            while (true) {
                write(socket, "x");
                TimeUnit.MILLISECONDS.sleep(100);
            }
        } catch (IOException | InterruptedException closed) {
            // the test is over
        }
    }

    /** A connection that stays, on which an answer has come and another one is waited for. */
    private int busy(String from) throws IOException {
        Socket socket = connect(from, jar.port());
        write(socket, "GET /twin/other HTTP/1.1\r\nHost: g\r\n\r\n");
        int status = Wire.read(socket.getInputStream()).status();
        write(socket, "GET /twin/hold HTTP/1.1\r\nHost: g\r\n\r\n");
        return status;
    }

    /** That a connection has gone is heard of a moment later. */
    private int awaited(String from) throws Exception {
        int status = 503;
        for (int i = 0; i < 250 && status == 503; i++) {
            Socket socket = connect(from, jar.port());
            try {
                write(socket, "GET /twin/other HTTP/1.1\r\nHost: g\r\n\r\n");
                status = Wire.read(socket.getInputStream()).status();
            } catch (SocketException turnedAway) {
                // before what was sent had been read
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
        return status;
    }

    private static void assertTurnedAway(Socket socket) throws IOException {
        Wire.Answer answer = Wire.read(socket.getInputStream());
        assertEquals(503, answer.status());
        assertEquals("close", answer.header("Connection"));
        assertEquals("1", answer.header("Retry-After"));
        assertEquals("application/problem+json", answer.header("Content-Type"));
        assertTrue(answer.body().contains("TOO_MANY_CONNECTIONS"), answer.body());
    }

    private static boolean isHungUpOn(Socket socket) throws IOException {
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketException reset) {
            return true;
        }
    }

    private static boolean isCut(Socket socket) throws IOException {
        try {
            return socket.getInputStream().transferTo(OutputStream.nullOutputStream()) < 1L << 30;
        } catch (SocketException reset) {
            return true;
        }
    }

    private static boolean isAddressOfThisMachine(String address) {
        try (Socket socket = new Socket()) {
            socket.bind(new InetSocketAddress(InetAddress.getByName(address), 0));
            return true;
        } catch (IOException another) {
            return false;
        }
    }

    private Socket connect(String from, int port) throws IOException {
        Socket socket = new Socket();
        sockets.add(socket);
        socket.bind(new InetSocketAddress(InetAddress.getByName(from), 0));
        socket.connect(new InetSocketAddress(InetAddress.getByName(HERE), port));
        socket.setSoTimeout(20_000);
        return socket;
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    }
}
