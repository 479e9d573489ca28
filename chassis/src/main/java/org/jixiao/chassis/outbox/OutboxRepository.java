package org.jixiao.chassis.outbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.MDC;
import org.jixiao.chassis.request.RequestIdFilter;
import org.jixiao.chassis.sql.SqlClient;

/**
 * Writes events into the transaction that they tell of. Events of one department are written one
 * transaction after the other, so that the order of their numbers is the order of their commits.
 */
@ApplicationScoped
public class OutboxRepository {

    private static final String ADD = """
        with in_turn as materialized (select pg_advisory_xact_lock(hashtextextended('outbox:' || ?, 0)))
        insert into outbox (event_id, department_code, type, event)
        select ?, ?, ?, ? from in_turn""";

    private final SqlClient sql;
    private final ObjectMapper json;
    private final OutboxPublisher publisher;
    private final TransactionSynchronizationRegistry transactions;
    private final String source;

    OutboxRepository(SqlClient sql, ObjectMapper json, OutboxPublisher publisher,
                     TransactionSynchronizationRegistry transactions,
                     @ConfigProperty(name = "quarkus.application.name") String application) {
        this.sql = sql;
        this.json = json;
        this.publisher = publisher;
        this.transactions = transactions;
        this.source = "/" + application;
    }

    /**
     * Adds an event to the current transaction.
     *
     * @param type    the event's type with its version, for example {@code org.example.thing.happened.v1}
     * @param subject what it is about inside the department
     * @param data    its content; becomes JSON
     * @return the event's id
     */
    public UUID add(String type, String departmentCode, String subject, Object data) {
        UUID id = UUID.randomUUID();
        sql.change(ADD, departmentCode, id, departmentCode, type, text(envelope(id, type, departmentCode, subject, data)));
        transactions.registerInterposedSynchronization(new WakeAfterCommit());
        return id;
    }

    /** CloudEvents 1.0, structured mode. */
    private ObjectNode envelope(UUID id, String type, String departmentCode, String subject, Object data) {
        ObjectNode event = json.createObjectNode()
            .put("specversion", "1.0")
            .put("id", id.toString())
            .put("source", source)
            .put("type", type)
            .put("subject", subject)
            .put("time", Instant.now(Clock.systemUTC()).truncatedTo(ChronoUnit.MILLIS).toString())
            .put("datacontenttype", "application/json")
            .put("dataschema", "urn:jixiao:schema:" + type)
            .put("department", departmentCode);
        if (MDC.get(RequestIdFilter.KEY) instanceof String requestId) {
            event.put("requestid", requestId);
        }
        if (MDC.get(RequestIdFilter.TRACE_PARENT) instanceof String trace) {
            event.put("traceparent", trace);
        }
        return event.set("data", json.valueToTree(data));
    }

    private String text(ObjectNode event) {
        try {
            return json.writeValueAsString(event);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an event that cannot be written as JSON", e);
        }
    }

    private final class WakeAfterCommit implements Synchronization {

        @Override
        public void beforeCompletion() {
            // nothing to do before the commit: the event is only true after it
        }

        @Override
        public void afterCompletion(int status) {
            if (status == Status.STATUS_COMMITTED) {
                publisher.wake();
            }
        }
    }
}
