package org.jixiao.chassis.outbox;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jixiao.chassis.access.Caller;
import org.jixiao.chassis.access.SystemHandler;
import org.jixiao.chassis.request.RequestIdFilter;
import org.jixiao.chassis.sql.SqlClient;

/**
 * Takes events from the outbox to the broker, in the order in which they were written, one relay at
 * a time. It looks for what is not published, never for what is newer than the last one seen: a
 * number is drawn before its transaction commits, and a later one can be visible earlier.
 *
 * <p>Woken after each commit; the look each second is for what a crash left behind. When the
 * broker is away, events wait and nothing else does.
 */
@ApplicationScoped
public class OutboxPublisher {

    private static final Logger LOG = Logger.getLogger(OutboxPublisher.class);

    private static final int BATCH = 100;
    private static final long LOOK_EVERY_MS = 1_000;
    private static final long BACK_OFF_MAX_MS = 10_000;
    private static final int ACKNOWLEDGED_WITHIN_S = 15;
    private static final int BATCH_TIMEOUT_S = 120;

    private static final String ONE_RELAY_AT_A_TIME = "select pg_try_advisory_xact_lock(hashtextextended('outbox relay', 0))";
    private static final String WAITING =
        "select id, department_code, event, event::json ->> 'traceparent' from outbox where published_at is null order by id limit " + BATCH;
    private static final String PUBLISHED = "update outbox set published_at = clock_timestamp() where id = any(?)";

    private final SqlClient sql;
    private final SystemHandler system;
    private final Map<String, Object> kafka;
    private final Optional<String> topic;
    private final Semaphore awake = new Semaphore(0);
    private Thread relay;
    private volatile boolean stopping;

    OutboxPublisher(SqlClient sql, SystemHandler system,
                    @Identifier("default-kafka-broker") Map<String, Object> kafka,
                    @ConfigProperty(name = "jixiao.outbox.topic") Optional<String> topic) {
        this.sql = sql;
        this.system = system;
        this.kafka = kafka;
        this.topic = topic;
    }

    void start(@Observes StartupEvent started) {
        if (topic.isPresent()) {
            relay = new Thread(this::run, "outbox-relay");
            relay.setDaemon(true);
            relay.start();
        }
    }

    void stop(@Observes ShutdownEvent stopped) throws InterruptedException {
        stopping = true;
        awake.release();
        if (relay != null) {
            relay.join(TimeUnit.SECONDS.toMillis(5));
        }
    }

    /** There is something to publish. */
    public void wake() {
        awake.release();
    }

    private void run() {
        try {
            while (!stopping) {
                try (KafkaProducer<String, String> producer = producer()) {
                    relay(producer);
                } catch (KafkaException notYet) {
                    // a broker whose name is not known yet, for example
                    LOG.warnf("events stay in the outbox, no way to the broker yet: %s", root(notYet));
                    awake.tryAcquire(BACK_OFF_MAX_MS, TimeUnit.MILLISECONDS);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void relay(KafkaProducer<String, String> producer) throws InterruptedException {
        long pause = LOOK_EVERY_MS;
        while (!stopping) {
            awake.tryAcquire(pause, TimeUnit.MILLISECONDS);
            awake.drainPermits();
            try {
                publishWaiting(producer);
                pause = LOOK_EVERY_MS;
            } catch (RuntimeException e) {
                pause = Math.min(pause * 2, BACK_OFF_MAX_MS);
                LOG.warnf("events stay in the outbox, next try in %d ms: %s", pause, root(e));
            }
        }
    }

    private void publishWaiting(KafkaProducer<String, String> producer) {
        Sent sent;
        do {
            sent = publishNext(producer);
            if (sent.failure() != null) {
                throw sent.failure();
            }
        } while (!stopping && sent.events() == BATCH);
    }

    private Sent publishNext(KafkaProducer<String, String> producer) {
        return system.transaction(Caller.system("outbox", Caller.ALL_DEPARTMENTS), BATCH_TIMEOUT_S, () -> publishBatch(producer));
    }

    private Sent publishBatch(KafkaProducer<String, String> producer) {
        if (!sql.row(ONE_RELAY_AT_A_TIME, row -> row.getBoolean(1))) {
            return new Sent(0, null);
        }
        List<Waiting> batch = sql.rows(WAITING, row -> new Waiting(row.getLong(1), row.getString(2), row.getString(3), row.getString(4)));
        List<Long> published = new ArrayList<>();
        RuntimeException failure = null;
        for (Waiting event : batch) {
            try {
                send(producer, event);
            } catch (IllegalStateException notTaken) {
                // what the broker has taken stays published; the rest must wait behind this one
                failure = notTaken;
                break;
            }
            published.add(event.id());
        }
        if (!published.isEmpty()) {
            sql.change(PUBLISHED, (Object) published.toArray(Long[]::new));
        }
        return new Sent(published.size(), failure);
    }

    /** One at a time: an event must not overtake the one before it that failed. */
    private void send(KafkaProducer<String, String> producer, Waiting event) {
        ProducerRecord<String, String> message = new ProducerRecord<>(topic.orElseThrow(), event.departmentCode(), event.event());
        message.headers().add("content-type", "application/cloudevents+json; charset=UTF-8".getBytes(StandardCharsets.UTF_8));
        if (event.traceParent() != null) {
            message.headers().add(RequestIdFilter.TRACE_PARENT, event.traceParent().getBytes(StandardCharsets.US_ASCII));
        }
        try {
            producer.send(message).get(ACKNOWLEDGED_WITHIN_S, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while publishing", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the broker did not take an event", e);
        }
    }

    private KafkaProducer<String, String> producer() {
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 5_000);
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 12_000);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        return new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer());
    }

    private static String root(Throwable failure) {
        Throwable inner = failure;
        while (inner.getCause() != null) {
            inner = inner.getCause();
        }
        return inner.toString();
    }

    private record Sent(int events, RuntimeException failure) {
    }

    private record Waiting(long id, String departmentCode, String event, String traceParent) {
    }
}
