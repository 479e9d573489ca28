package org.jixiao.local;

import java.io.IOException;
import java.io.Reader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;

/** A real Kafka broker on 127.0.0.1. Topics come into being with their first message or reader. */
record Broker(Home home, Ports ports) implements Part {

    static final String IDENTITY = "meta.properties";
    private static final String HEAP = "192m";
    private static final int ANSWER_MILLIS = 3000;

    @Override
    public Child start(Children children) throws IOException {
        return children.startJava(name(), HEAP, List.of("-cp", System.getProperty("java.class.path"),
                BrokerProcess.class.getName(), home.kafkaData().toString(),
                String.valueOf(ports.kafka()), String.valueOf(ports.kafkaController())), Map.of());
    }

    @Override
    public String name() {
        return "kafka";
    }

    @Override
    public int port() {
        return ports.kafka();
    }

    /** Ready means that it answers and is this run's own broker, not another one on the same port. */
    @Override
    public boolean isReady() throws IOException {
        if (!listens()) {
            return false;
        }
        try (Admin admin = Admin.create(Map.of(
                "bootstrap.servers", "127.0.0.1:" + port(),
                "default.api.timeout.ms", ANSWER_MILLIS,
                "request.timeout.ms", ANSWER_MILLIS))) {
            String answered = admin.describeCluster().clusterId().get(ANSWER_MILLIS, TimeUnit.MILLISECONDS);
            if (!answered.equals(ownCluster())) {
                throw new StartFailure("Another Kafka broker answers on port " + ports.kafka()
                        + ": its cluster is " + answered + ".");
            }
            return true;
        } catch (ExecutionException | TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private boolean listens() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port()), ANSWER_MILLIS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private String ownCluster() throws IOException {
        Path identity = home.kafkaData().resolve(IDENTITY);
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(identity)) {
            properties.load(reader);
        }
        return properties.getProperty("cluster.id");
    }
}
