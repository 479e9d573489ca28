package org.jixiao.budget.reconciliation;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import org.jboss.logging.Logger;
import org.jixiao.budget.reconciliation.CheckRepository.Extent;
import org.jixiao.budget.reconciliation.CheckRepository.Found;
import org.jixiao.budget.reconciliation.Reconciliation.Finding;
import org.jixiao.budget.reconciliation.ReconciliationRepository.Summary;
import org.jixiao.chassis.access.Caller;
import org.jixiao.chassis.access.SystemHandler;

/**
 * Reconciles a department's year: recomputes all that is stored, keeps what it saw and raises the alarm. It mends nothing.
 * One at a time for each year, in one transaction that holds no row.
 */
@ApplicationScoped
public class ReconciliationHandler {

    private static final Logger LOG = Logger.getLogger(ReconciliationHandler.class);

    /** Steps of a run. */
    public static final int STEPS = ReconciliationCheck.values().length;
    private static final String NAME = "reconciliation";
    private static final int TIME_MAX_S = 1_800;

    private final CheckRepository checks;
    private final ReconciliationRepository reconciliations;
    private final SystemHandler system;
    private volatile Summary summary;

    ReconciliationHandler(CheckRepository checks, ReconciliationRepository reconciliations, SystemHandler system, MeterRegistry metrics) {
        this.checks = checks;
        this.reconciliations = reconciliations;
        this.system = system;
        Gauge.builder("jixiao.ledger.differences", () -> summary == null ? 0 : summary.differences())
            .description("Differences that the newest reconciliations of all years found; must be 0").register(metrics);
        Gauge.builder("jixiao.ledger.reconciled.age.seconds", () -> summary == null ? -1 : summary.lastAgeSeconds())
            .description("How long ago the newest reconciliation ended; -1 before the first").register(metrics);
        Gauge.builder("jixiao.ledger.reconciliation.overdue", () -> summary == null ? 0 : summary.overdue())
            .description("Years that no reconciliation has looked at for too long; must be 0").register(metrics);
    }

    /** Reconciles the year now, after whoever is at it. */
    public Reconciliation run(String departmentCode, int fiscalYear, String maker, LongConsumer progress) {
        return run(departmentCode, fiscalYear, maker, progress, () -> {
            reconciliations.waitForTurn(departmentCode, fiscalYear);
            return true;
        }).orElseThrow();
    }

    /** Reconciles the year as the nightly job, unless somebody else is at it or it is not its turn any more. */
    Optional<Reconciliation> runIf(String departmentCode, int fiscalYear, BooleanSupplier due) {
        return run(departmentCode, fiscalYear, Caller.SYSTEM + NAME, step -> { },
            () -> reconciliations.hasTurn(departmentCode, fiscalYear) && due.getAsBoolean());
    }

    private Optional<Reconciliation> run(String departmentCode, int fiscalYear, String maker, LongConsumer progress, BooleanSupplier begin) {
        Optional<Reconciliation> done = system.transaction(Caller.system(NAME, departmentCode), TIME_MAX_S, () -> {
            reconciliations.takeTime(TIME_MAX_S);
            return begin.getAsBoolean() ? Optional.of(reconcile(departmentCode, fiscalYear, maker, progress)) : Optional.empty();
        });
        done.ifPresent(seen -> {
            alarm(departmentCode, fiscalYear, seen);
            look();
        });
        return done;
    }

    /** The chains' ends are taken first, and these are kept: what the walk then sees holds at least all of them. */
    private Reconciliation reconcile(String departmentCode, int fiscalYear, String maker, LongConsumer progress) {
        Extent extent = checks.extent(departmentCode, fiscalYear);
        Map<ReconciliationCheck, Long> differences = new EnumMap<>(ReconciliationCheck.class);
        List<Finding> findings = new ArrayList<>();
        for (ReconciliationCheck check : ReconciliationCheck.values()) {
            Found found = checks.find(check, departmentCode, fiscalYear);
            differences.put(check, found.differences());
            findings.addAll(found.findings());
            progress.accept(check.ordinal() + 1L);
        }
        return reconciliations.add(departmentCode, fiscalYear, maker, extent, differences,
            findings.stream().limit(Reconciliation.FINDINGS_MAX).toList());
    }

    private static void alarm(String departmentCode, int fiscalYear, Reconciliation seen) {
        if (seen.differences() > 0) {
            Map<ReconciliationCheck, Long> kinds = new EnumMap<>(seen.checks());
            kinds.values().removeIf(count -> count == 0);
            LOG.errorf("THE LEDGER DOES NOT ADD UP: department %s, year %d, reconciliation %d found %d differences: %s; the first: %s",
                departmentCode, fiscalYear, seen.id(), seen.differences(), kinds, seen.findings().get(0));
        } else {
            LOG.infof("department %s, year %d: %d entries reconciled, no difference", departmentCode, fiscalYear, seen.entries());
        }
    }

    /** What the newest runs say together, now; the metrics show it until the next look. */
    Summary look() {
        summary = system.transaction(Caller.system(NAME, Caller.ALL_DEPARTMENTS), reconciliations::summary);
        return summary;
    }
}
