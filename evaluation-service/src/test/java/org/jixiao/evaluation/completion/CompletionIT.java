package org.jixiao.evaluation.completion;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jixiao.chassis.testing.KafkaResource;
import org.jixiao.chassis.testing.RealParts;
import org.jixiao.chassis.testing.Superuser;
import org.jixiao.evaluation.Api;
import org.jixiao.evaluation.Examples;
import org.jixiao.evaluation.Schemas;
import org.jixiao.evaluation.form.CanonicalRenderer;
import org.junit.jupiter.api.Test;

@QuarkusTest
@RealParts
class CompletionIT {

    @Inject
    CanonicalRenderer canonical;

    private final Api api = Api.ofNewDepartment();

    @Test
    void aCompletionIsAnnouncedOnceWithEverythingThatAReportNeeds() throws Exception {
        String project = api.create("hall-renovation");
        String id = api.completed("department");

        List<ConsumerRecord<String, String>> records = announced(1);

        assertEquals(1, records.size());
        assertEquals(List.of(), Schemas.faults(CompletionHandler.TYPE, records.get(0).value()));
        JsonNode message = Examples.JSON.readTree(records.get(0).value());
        assertEquals(api.department + "/2021", message.get("subject").textValue());
        ObjectNode data = (ObjectNode) message.get("data");
        assertEquals(id, data.get("evaluationId").textValue());
        assertEquals(1, data.get("completion").intValue());
        assertEquals(Examples.corrected("department"), data.get("form"));
        assertEquals("98.00", data.get("score").get("computedTotal").textValue());
        assertEquals(List.of(id, project), data.get("package").findValuesAsText("evaluationId"));
        String hash = data.remove("contentHash").textValue();
        assertEquals(hash, canonical.hash(data));
    }

    @Test
    void aRepeatedCompletionIsNotAnnouncedAgain() throws Exception {
        String id = api.reviewed("hall-renovation");
        String key = Api.key();

        api.post(api.reviewer, "/" + id + "/complete", null, key).then().statusCode(200);
        api.post(api.reviewer, "/" + id + "/complete", null, key).then().statusCode(200).header("Idempotency-Replayed", "true");
        api.post(api.reviewer, "/" + id + "/complete", null).then().statusCode(409);

        assertEquals(List.of("1"), Superuser.query("select count(*) from outbox where department_code = '" + api.department + "'"));
        assertEquals(1, announced(1).size());
    }

    private List<ConsumerRecord<String, String>> announced(int atLeast) {
        Map<String, Object> settings = Map.of("bootstrap.servers", System.getProperty(KafkaResource.BOOTSTRAP_SERVERS),
                "group.id", UUID.randomUUID().toString(), "auto.offset.reset", "earliest");
        List<ConsumerRecord<String, String>> mine = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(List.of("jixiao.evaluation"));
            Instant end = Instant.now().plusSeconds(20);
            while (Instant.now().isBefore(end) && mine.size() < atLeast) {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> {
                    if (record.key().equals(api.department)) {
                        mine.add(record);
                    }
                });
            }
        }
        return mine;
    }
}
