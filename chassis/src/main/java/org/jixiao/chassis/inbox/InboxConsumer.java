package org.jixiao.chassis.inbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.arc.All;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;
import org.jixiao.chassis.access.Caller;
import org.jixiao.chassis.access.SystemHandler;
import org.jixiao.chassis.paging.Text;
import org.jixiao.chassis.problem.FailureProblems;
import org.jixiao.chassis.request.RequestIdFilter;
import org.jixiao.chassis.request.TraceParent;
import org.jixiao.chassis.sql.SqlClient;

/**
 * Reads events and hands each to its handler exactly once in effect: "seen before?" is asked in the
 * transaction that does the work, and the broker hears of it only after that has committed.
 *
 * <p>A record that can never be consumed is kept whole in {@code dead_letter} and those behind it go
 * on. A database that is away stops the reading until it is back; nothing is skipped.
 */
@ApplicationScoped
public class InboxConsumer {

    private static final Logger LOG = Logger.getLogger(InboxConsumer.class);

    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration LEAVE_WITHIN = Duration.ofSeconds(2);
    private static final long BACK_OFF_MS = 1_000;
    private static final int REASON_LENGTH_MAX = 2_000;

    private static final String SEEN =
        "insert into inbox (event_id, department_code, type) values (?, ?, ?) on conflict do nothing";
    private static final String PUT_ASIDE = """
        insert into dead_letter (topic, partition, record_offset, record_key, record_value, reason)
        values (?, ?, ?, ?, ?, ?) on conflict do nothing""";

    private final SqlClient sql;
    private final SystemHandler system;
    private final ObjectMapper json;
    private final List<EventHandler> handlers;
    private final Map<String, Object> kafka;
    private final Optional<List<String>> topics;
    private final String group;
    private Thread reader;
    private volatile KafkaConsumer<byte[], byte[]> consumer;
    private volatile boolean stopping;

    InboxConsumer(SqlClient sql, SystemHandler system, ObjectMapper json, @All List<EventHandler> handlers,
                  @Identifier("default-kafka-broker") Map<String, Object> kafka,
                  @ConfigProperty(name = "jixiao.inbox.topics") Optional<List<String>> topics,
                  @ConfigProperty(name = "quarkus.application.name") String application) {
        this.sql = sql;
        this.system = system;
        this.json = json;
        this.handlers = handlers;
        this.kafka = kafka;
        this.topics = topics;
        this.group = application;
    }

    void start(@Observes StartupEvent started) {
        if (topics.isPresent()) {
            reader = new Thread(this::run, "inbox");
            reader.setDaemon(true);
            reader.start();
        }
    }

    void stop(@Observes ShutdownEvent stopped) throws InterruptedException {
        stopping = true;
        if (reader != null) {
            KafkaConsumer<byte[], byte[]> open = consumer;
            if (open == null) {
                reader.interrupt();
            } else {
                open.wakeup();
            }
            reader.join(TimeUnit.SECONDS.toMillis(8));
        }
    }

    private void run() {
        try {
            while (!stopping && consumer == null) {
                join();
            }
            while (!stopping) {
                read();
            }
        } catch (WakeupException stop) {
            LOG.debug("stopped reading");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            if (consumer != null) {
                consumer.close(CloseOptions.timeout(LEAVE_WITHIN));
            }
        }
    }

    private void join() throws InterruptedException {
        try {
            KafkaConsumer<byte[], byte[]> joined = consumer();
            joined.subscribe(topics.orElseThrow());
            consumer = joined;
        } catch (KafkaException notYet) {
            // a broker whose name is not known yet, for example
            LOG.warnf("no way to the broker yet: %s", notYet);
            Thread.sleep(BACK_OFF_MS);
        }
    }

    private void read() throws InterruptedException {
        try {
            ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
            for (TopicPartition partition : records.partitions()) {
                consume(partition, records.records(partition));
            }
        } catch (WakeupException stop) {
            throw stop;
        } catch (KafkaException failure) {
            // a lost place in the group, a broker that is away: join again and go on
            LOG.warnf("reading goes on after: %s", failure);
            Thread.sleep(BACK_OFF_MS);
        }
    }

    private void consume(TopicPartition partition, List<ConsumerRecord<byte[], byte[]>> records) throws InterruptedException {
        for (ConsumerRecord<byte[], byte[]> message : records) {
            if (!consumeOrPutAside(message)) {
                consumer.seek(partition, message.offset());
                Thread.sleep(BACK_OFF_MS);
                return;
            }
            consumer.commitSync(Map.of(partition, new OffsetAndMetadata(message.offset() + 1)));
        }
    }

    /** False when the record must come again later. */
    private boolean consumeOrPutAside(ConsumerRecord<byte[], byte[]> message) {
        try {
            consume(message);
            return true;
        } catch (JsonProcessingException | RuntimeException failure) {
            if (FailureProblems.isWorthRetrying(failure)) {
                LOG.warnf("%s comes again later: %s", place(message), failure);
                return false;
            }
            LOG.errorf(failure, "%s can never be consumed and is put aside", place(message));
            return putAside(message, failure);
        }
    }

    private void consume(ConsumerRecord<byte[], byte[]> message) throws JsonProcessingException {
        if (message.value() == null) {
            throw new IllegalArgumentException("a record without a value");
        }
        JsonNode envelope = json.readTree(new String(message.value(), StandardCharsets.UTF_8));
        IncomingEvent event = new IncomingEvent(required(envelope, "id"), required(envelope, "type"),
            envelope.path("subject").asText(null), required(envelope, "department"),
            envelope.path("time").asText(null), envelope.path("data").toString());
        List<EventHandler> takers = handlers.stream().filter(handler -> handler.types().contains(event.type())).toList();
        if (takers.isEmpty()) {
            return;
        }
        MDC.put(RequestIdFilter.KEY, envelope.path("requestid").asText(event.id()));
        TraceParent trace = TraceParent.of(List.of(envelope.path("traceparent").asText("")));
        MDC.put(RequestIdFilter.TRACE_ID, trace.traceId());
        MDC.put(RequestIdFilter.TRACE_PARENT, trace.text());
        try {
            transaction(Caller.system("inbox", event.departmentCode()), () -> {
                if (isFirst(event)) {
                    takers.forEach(handler -> handler.handle(event));
                }
            });
        } finally {
            MDC.remove(RequestIdFilter.KEY);
            MDC.remove(RequestIdFilter.TRACE_ID);
            MDC.remove(RequestIdFilter.TRACE_PARENT);
        }
    }

    private boolean isFirst(IncomingEvent event) {
        return sql.change(SEEN, event.id(), event.departmentCode(), event.type()) == 1;
    }

    private boolean putAside(ConsumerRecord<byte[], byte[]> message, Exception failure) {
        String reason = String.valueOf(failure);
        try {
            transaction(Caller.NOBODY, () -> {
                String key = message.key() == null ? null : printable(new String(message.key(), StandardCharsets.UTF_8));
                sql.change(PUT_ASIDE, message.topic(), message.partition(), message.offset(), key, message.value(),
                    printable(Text.start(reason, REASON_LENGTH_MAX)));
            });
            return true;
        } catch (RuntimeException notStored) {
            LOG.warnf("%s could not be put aside and comes again: %s", place(message), notStored);
            return false;
        }
    }

    /** The database takes no NUL in a text. */
    private static String printable(String text) {
        return text.replace('\0', '?');
    }

    private void transaction(Caller caller, Runnable work) {
        system.transaction(caller, () -> {
            work.run();
            return null;
        });
    }

    private static String required(JsonNode envelope, String field) {
        String value = envelope.path(field).asText("");
        if (value.isEmpty()) {
            throw new IllegalArgumentException("an event without " + field);
        }
        return value;
    }

    private static String place(ConsumerRecord<?, ?> message) {
        return message.topic() + "-" + message.partition() + "@" + message.offset();
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 100);
        settings.put(ConsumerConfig.METADATA_MAX_AGE_CONFIG, 5_000);
        // after a crash, the partitions of the dead member are free again this soon
        settings.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 10_000);
        settings.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 3_000);
        return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }
}
