package org.jixiao.chassis.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.smallrye.reactive.messaging.kafka.companion.test.EmbeddedKafkaBroker;
import java.util.Map;

/** A real Kafka broker for a test run. */
public class KafkaResource implements QuarkusTestResourceLifecycleManager {

    /** System property by which tests reach the broker. */
    public static final String BOOTSTRAP_SERVERS = "jixiao.test.bootstrap-servers";

    private EmbeddedKafkaBroker broker;

    @Override
    public Map<String, String> start() {
        broker = new EmbeddedKafkaBroker()
            .withNodeId(0)
            .withAdditionalProperties(settings -> {
                settings.put("group.initial.rebalance.delay.ms", "0");
                settings.put("offsets.topic.num.partitions", "1");
            })
            .start();
        String servers = broker.getAdvertisedListeners();
        System.setProperty(BOOTSTRAP_SERVERS, servers);
        return Map.of("kafka.bootstrap.servers", servers);
    }

    @Override
    public void stop() {
        if (broker != null) {
            broker.close();
        }
    }
}
