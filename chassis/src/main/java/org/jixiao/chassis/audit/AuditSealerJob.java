package org.jixiao.chassis.audit;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jixiao.chassis.access.Caller;
import org.jixiao.chassis.access.SystemHandler;
import org.jixiao.chassis.sql.SqlClient;

/**
 * Appends entries to the chains right after they were committed. Inside the commit, each writer would
 * wait for the one before him to know the hash that his own follows.
 */
@ApplicationScoped
public class AuditSealerJob {

    private static final Logger LOG = Logger.getLogger(AuditSealerJob.class);

    private static final int BATCH = 1_000;
    private static final long LOOK_EVERY_MS = 500;
    private static final long BACK_OFF_MAX_MS = 10_000;
    private static final String SEAL = "select audit_seal(" + BATCH + ")";

    private final SqlClient sql;
    private final SystemHandler system;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final Clock clock = Clock.systemUTC();
    private volatile Instant caughtUpAt = clock.instant();
    private Thread sealer;

    AuditSealerJob(SqlClient sql, SystemHandler system, MeterRegistry metrics) {
        this.sql = sql;
        this.system = system;
        Gauge.builder("jixiao.audit.unsealed.age.seconds", () -> Duration.between(caughtUpAt, clock.instant()).toSeconds())
            .description("How long ago no entry waited for its link").register(metrics);
    }

    void start(@Observes StartupEvent started) {
        sealer = new Thread(this::run, "audit-sealer");
        sealer.setDaemon(true);
        sealer.start();
    }

    void stop(@Observes ShutdownEvent stopped) throws InterruptedException {
        stopping.countDown();
        sealer.join(TimeUnit.SECONDS.toMillis(5));
    }

    private void run() {
        long pause = LOOK_EVERY_MS;
        try {
            while (!stopping.await(pause, TimeUnit.MILLISECONDS)) {
                try {
                    while (stopping.getCount() > 0 && seal() == BATCH) {
                        LOG.debug("a full batch was sealed, there may be more");
                    }
                    caughtUpAt = clock.instant();
                    pause = LOOK_EVERY_MS;
                } catch (RuntimeException later) {
                    pause = Math.min(pause * 2, BACK_OFF_MAX_MS);
                    LOG.warnf("audit entries wait to be sealed, next try in %d ms: %s", pause, later);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Seals what waits now, at most one batch; the number of links, -1 where another instance is at it. */
    public int seal() {
        return system.transaction(Caller.system("audit", Caller.ALL_DEPARTMENTS), () -> sql.row(SEAL, row -> row.getInt(1)));
    }
}
