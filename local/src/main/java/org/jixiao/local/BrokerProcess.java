package org.jixiao.local;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.logging.LogManager;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/** A Kafka broker and controller in one process (KRaft); the only member of its cluster. */
final class BrokerProcess {

    private static final int NODE = 1;
    private static final String CONTROLLER = "CONTROLLER";

    private BrokerProcess() {
    }

    /**
     * @param arguments data folder, port, port of the controller
     */
    public static void main(String[] arguments) throws Exception {
        try (InputStream in = BrokerProcess.class.getResourceAsStream("broker-logging.properties")) {
            LogManager.getLogManager().readConfiguration(in);
        }
        Path folder = Path.of(arguments[0]);
        Properties settings = settings(folder, Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]));
        if (!Files.exists(folder.resolve(Broker.IDENTITY))) {
            format(folder);
        }
        KafkaRaftServer server = new KafkaRaftServer(KafkaConfig.fromProps(settings, false), Time.SYSTEM);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            server.shutdown();
            server.awaitShutdown();
        }));
        server.startup();
        server.awaitShutdown();
    }

    private static void format(Path folder) throws Exception {
        Files.createDirectories(folder);
        Formatter formatter = new Formatter();
        formatter.setClusterId(Uuid.randomUuid().toString())
                .setNodeId(NODE)
                .setControllerListenerName(CONTROLLER)
                .setMetadataLogDirectory(folder.toString())
                .addDirectory(folder.toString())
                .setReleaseVersion(MetadataVersion.latestProduction());
        formatter.run();
    }

    /** One broker keeps one copy of everything; the rest keeps it small and makes restarts quick. */
    private static Properties settings(Path folder, int port, int controllerPort) {
        Properties settings = new Properties();
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", String.valueOf(NODE));
        settings.put("controller.quorum.voters", NODE + "@127.0.0.1:" + controllerPort);
        settings.put("listeners", "PLAINTEXT://127.0.0.1:" + port + "," + CONTROLLER + "://127.0.0.1:" + controllerPort);
        settings.put("advertised.listeners", "PLAINTEXT://127.0.0.1:" + port);
        settings.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT," + CONTROLLER + ":PLAINTEXT");
        settings.put("controller.listener.names", CONTROLLER);
        settings.put("inter.broker.listener.name", "PLAINTEXT");
        settings.put("log.dirs", folder.toString());
        for (String topic : new String[] {"offsets.topic", "transaction.state.log", "share.coordinator.state.topic"}) {
            settings.put(topic + ".replication.factor", "1");
            settings.put(topic + ".num.partitions", "1");
        }
        settings.put("transaction.state.log.min.isr", "1");
        settings.put("share.coordinator.state.topic.min.isr", "1");
        settings.put("auto.create.topics.enable", "true");
        settings.put("num.partitions", "3");
        settings.put("group.initial.rebalance.delay.ms", "0");
        // a killed broker is let in again after this time instead of the default nine seconds
        settings.put("broker.session.timeout.ms", "2000");
        settings.put("broker.heartbeat.interval.ms", "500");
        // a restarted single voter need not wait for others before it elects itself
        settings.put("controller.quorum.election.timeout.ms", "100");
        settings.put("controller.quorum.fetch.timeout.ms", "500");
        settings.put("num.network.threads", "1");
        settings.put("num.io.threads", "2");
        settings.put("log.cleaner.dedupe.buffer.size", "2097152");
        settings.put("log.segment.bytes", "16777216");
        return settings;
    }
}
