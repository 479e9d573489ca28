package org.jixiao.chassis.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jixiao.chassis.access.Caller;
import org.jixiao.chassis.access.SystemHandler;
import org.jixiao.chassis.sql.SqlClient;

/**
 * Writes attempts: all that wait, in one statement, on one connection. Whoever was refused waits for
 * his entry, but a flood of refusals takes one connection and never those of the others.
 */
@ApplicationScoped
public class AuditAttemptPublisher {

    private static final int WAITING_MAX = 5_000;
    private static final int BATCH = 500;
    private static final int WRITTEN_WITHIN_S = 15;
    private static final String WRITE = "select audit_attempts(?::json)";

    private final SqlClient sql;
    private final SystemHandler system;
    private final ObjectMapper json;
    private final BlockingQueue<Waiting> waiting = new ArrayBlockingQueue<>(WAITING_MAX);
    private Thread writer;
    private volatile boolean stopping;

    AuditAttemptPublisher(SqlClient sql, SystemHandler system, ObjectMapper json) {
        this.sql = sql;
        this.system = system;
        this.json = json;
    }

    void start(@Observes StartupEvent started) {
        writer = new Thread(this::run, "audit-attempts");
        writer.setDaemon(true);
        writer.start();
    }

    void stop(@Observes ShutdownEvent stopped) throws InterruptedException {
        stopping = true;
        writer.join(TimeUnit.SECONDS.toMillis(5));
    }

    /** Completes when the attempt is stored, exceptionally when it is not. */
    public CompletableFuture<Void> write(AuditAttempt attempt) {
        Waiting one = new Waiting(attempt, new CompletableFuture<>());
        if (!waiting.offer(one)) {
            one.written().completeExceptionally(new IllegalStateException("more than " + WAITING_MAX + " attempts wait to be written"));
        }
        return one.written().orTimeout(WRITTEN_WITHIN_S, TimeUnit.SECONDS);
    }

    private void run() {
        try {
            while (!stopping || !waiting.isEmpty()) {
                Waiting first = waiting.poll(200, TimeUnit.MILLISECONDS);
                if (first != null) {
                    List<Waiting> batch = new ArrayList<>(List.of(first));
                    waiting.drainTo(batch, BATCH - 1);
                    write(batch);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void write(List<Waiting> batch) {
        try {
            String attempts = json.writeValueAsString(batch.stream().map(Waiting::attempt).toList());
            system.transaction(Caller.system("audit", Caller.ALL_DEPARTMENTS), () -> sql.row(WRITE, row -> row.getInt(1), attempts));
            batch.forEach(one -> one.written().complete(null));
        } catch (JsonProcessingException | RuntimeException failure) {
            batch.forEach(one -> one.written().completeExceptionally(failure));
        }
    }

    private record Waiting(AuditAttempt attempt, CompletableFuture<Void> written) {
    }
}
