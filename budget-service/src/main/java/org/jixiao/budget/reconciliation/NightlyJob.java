package org.jixiao.budget.reconciliation;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jixiao.budget.reconciliation.ReconciliationRepository.Due;
import org.jixiao.chassis.access.Caller;
import org.jixiao.chassis.access.SystemHandler;

/**
 * Looks from time to time which years' turn has come since the last night, by the database's clock, and reconciles them.
 * Several instances share them out: each year goes to the one that is first.
 */
@ApplicationScoped
class NightlyJob {

    private static final Logger LOG = Logger.getLogger(NightlyJob.class);

    private final ReconciliationHandler reconciliations;
    private final ReconciliationRepository years;
    private final SystemHandler system;
    private final String at;
    private final String zone;
    private final Duration firstAfter;
    private final Duration every;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private Thread watchman;

    NightlyJob(ReconciliationHandler reconciliations, ReconciliationRepository years, SystemHandler system,
               @ConfigProperty(name = "jixiao.reconciliation.at", defaultValue = "02:30") String at,
               @ConfigProperty(name = "jixiao.reconciliation.zone", defaultValue = "Asia/Shanghai") String zone,
               @ConfigProperty(name = "jixiao.reconciliation.look-first-after", defaultValue = "PT40S") Duration firstAfter,
               @ConfigProperty(name = "jixiao.reconciliation.look-every", defaultValue = "PT1M") Duration every) {
        this.reconciliations = reconciliations;
        this.years = years;
        this.system = system;
        // what is no time or no zone stops the start
        this.at = LocalTime.parse(at).toString();
        this.zone = ZoneId.of(zone).getId();
        this.firstAfter = firstAfter;
        this.every = every;
    }

    void start(@Observes StartupEvent started) {
        watchman = new Thread(this::run, "reconciliation");
        watchman.setDaemon(true);
        watchman.setPriority(Thread.MIN_PRIORITY);
        watchman.start();
    }

    void stop(@Observes ShutdownEvent stopped) throws InterruptedException {
        stopping.countDown();
        watchman.join(TimeUnit.SECONDS.toMillis(5));
    }

    private void run() {
        Duration pause = firstAfter;
        try {
            while (!stopping.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                try {
                    reconcile();
                } catch (RuntimeException later) {
                    LOG.warnf("no look at the reconciliations, next try in %s: %s", every, later);
                }
                pause = every;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Reconciles what is due; how many years that were. */
    int reconcile() {
        int done = 0;
        List<Due> due = system.transaction(Caller.system("reconciliation", Caller.ALL_DEPARTMENTS), () -> years.due(zone, at));
        for (Due year : due) {
            try {
                boolean mine = stopping.getCount() > 0 && reconciliations.runIf(year.departmentCode(), year.fiscalYear(),
                    () -> years.isDue(zone, at, year)).isPresent();
                done += mine ? 1 : 0;
            } catch (RuntimeException failed) {
                // the next year is not to wait for this one; health tells when this one's turn was too long ago
                LOG.errorf(failed, "department %s, year %d could not be reconciled", year.departmentCode(), year.fiscalYear());
            }
        }
        reconciliations.look();
        return done;
    }
}
