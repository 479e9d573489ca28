package org.jixiao.budget.reconciliation;

import io.smallrye.health.api.Wellness;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.jixiao.budget.reconciliation.ReconciliationRepository.Summary;

/** Whether the ledger adds up and was looked at lately. For people to look into: it takes no service out of the balance. */
@Wellness
@ApplicationScoped
class ReconciliationHealth implements HealthCheck {

    private final ReconciliationHandler reconciliations;

    ReconciliationHealth(ReconciliationHandler reconciliations) {
        this.reconciliations = reconciliations;
    }

    @Override
    public HealthCheckResponse call() {
        Summary summary = reconciliations.look();
        HealthCheckResponseBuilder health = HealthCheckResponse.named("ledger")
            .status(summary.differences() == 0 && summary.overdue() == 0)
            .withData("differences", summary.differences()).withData("overdueYears", summary.overdue())
            .withData("reconciledYears", summary.reconciledYears()).withData("reconciledAgeSeconds", summary.lastAgeSeconds());
        if (summary.where() != null) {
            health.withData("firstDifferenceIn", summary.where());
        }
        return health.build();
    }
}
