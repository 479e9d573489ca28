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
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jixiao.chassis.access.Caller;
import org.jixiao.chassis.access.SystemHandler;
import org.jixiao.chassis.audit.AuditChain.Break;
import org.jixiao.chassis.audit.AuditRepository.Head;

/** Verifies every chain from its first link, again and again, and remembers what it found last. */
@ApplicationScoped
public class AuditVerificationJob {

    private static final Logger LOG = Logger.getLogger(AuditVerificationJob.class);

    private static final int PAGE = 1_000;
    private static final Duration FIRST_AFTER = Duration.ofSeconds(30);

    /** What a verification found; {@code broken} is null where everything is as it was. */
    public record Verification(Instant verifiedAt, long entries, Break broken) {
    }

    private final AuditRepository trail;
    private final SystemHandler system;
    private final Duration every;
    private final Clock clock = Clock.systemUTC();
    private final CountDownLatch stopping = new CountDownLatch(1);
    private volatile Verification last;
    private Thread verifier;

    AuditVerificationJob(AuditRepository trail, SystemHandler system, MeterRegistry metrics,
                         @ConfigProperty(name = "jixiao.audit.verify-every", defaultValue = "PT1H") Duration every) {
        this.trail = trail;
        this.system = system;
        this.every = every;
        Gauge.builder("jixiao.audit.broken", () -> last != null && last.broken() != null ? 1 : 0)
            .description("1 where the last verification found a place that is not as it was").register(metrics);
        Gauge.builder("jixiao.audit.verified.entries", () -> last == null ? 0 : last.entries())
            .description("Entries in the chains that the last verification saw").register(metrics);
        Gauge.builder("jixiao.audit.verified.age.seconds", () -> last == null ? -1 : Duration.between(last.verifiedAt(), clock.instant()).toSeconds())
            .description("How long ago the last verification ended; -1 before the first").register(metrics);
    }

    void start(@Observes StartupEvent started) {
        verifier = new Thread(this::run, "audit-verification");
        verifier.setDaemon(true);
        verifier.setPriority(Thread.MIN_PRIORITY);
        verifier.start();
    }

    void stop(@Observes ShutdownEvent stopped) throws InterruptedException {
        stopping.countDown();
        verifier.join(TimeUnit.SECONDS.toMillis(5));
    }

    private void run() {
        Duration pause = FIRST_AFTER;
        try {
            while (!stopping.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                try {
                    verify();
                } catch (RuntimeException later) {
                    LOG.warnf("the audit trail could not be verified, next try in %s: %s", every, later);
                }
                pause = every;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What the last verification found, null before the first. */
    public Verification last() {
        return last;
    }

    /** Verifies everything now. */
    public Verification verify() {
        long entries = 0;
        Break broken = null;
        List<Head> heads = inScope(() -> trail.heads("", PAGE));
        while (!heads.isEmpty() && broken == null && stopping.getCount() > 0) {
            for (Head head : heads) {
                AuditChain chain = new AuditChain(head.departmentCode());
                Break found = verify(chain, head.departmentCode());
                entries += chain.length();
                broken = broken == null ? found : broken;
            }
            String seen = heads.get(heads.size() - 1).departmentCode();
            heads = inScope(() -> trail.heads(seen, PAGE));
        }
        Optional<Break> outside = broken == null ? inScope(trail::outside) : Optional.empty();
        last = new Verification(clock.instant(), entries, broken == null ? outside.orElse(null) : broken);
        if (last.broken() != null) {
            LOG.errorf("the audit trail is not as it was written: %s", last.broken());
        }
        return last;
    }

    private Break verify(AuditChain chain, String departmentCode) {
        List<AuditLink> links = inScope(() -> trail.links(departmentCode, chain.length(), PAGE));
        while (!links.isEmpty() && stopping.getCount() > 0) {
            for (AuditLink link : links) {
                Break found = chain.next(link);
                if (found != null) {
                    return found;
                }
            }
            links = inScope(() -> trail.links(departmentCode, chain.length(), PAGE));
        }
        return null;
    }

    /** Page by page: a transaction as long as the trail would keep the database from tidying up. */
    private <T> T inScope(Supplier<T> reading) {
        return system.transaction(Caller.system("audit", Caller.ALL_DEPARTMENTS), reading);
    }
}
