package org.jixiao.chassis.audit;

import io.smallrye.health.api.Wellness;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.jixiao.chassis.access.Caller;
import org.jixiao.chassis.access.SystemHandler;
import org.jixiao.chassis.audit.AuditRepository.Unsealed;
import org.jixiao.chassis.audit.AuditVerificationJob.Verification;

/** Whether the audit trail keeps up and is whole. For people to look into: it takes no service out of the balance. */
@Wellness
@ApplicationScoped
public class AuditHealth implements HealthCheck {

    private static final Duration SEALED_WITHIN = Duration.ofMinutes(1);

    private final AuditRepository trail;
    private final AuditVerificationJob verifications;
    private final SystemHandler system;
    private final Clock clock = Clock.systemUTC();

    AuditHealth(AuditRepository trail, AuditVerificationJob verifications, SystemHandler system) {
        this.trail = trail;
        this.verifications = verifications;
        this.system = system;
    }

    @Override
    public HealthCheckResponse call() {
        Unsealed unsealed = system.transaction(Caller.system("audit", Caller.ALL_DEPARTMENTS), trail::unsealed);
        long age = unsealed.since() == null ? 0 : Duration.between(unsealed.since(), clock.instant()).toSeconds();
        Verification last = verifications.last();
        HealthCheckResponseBuilder health = HealthCheckResponse.named("audit trail")
            .status(age <= SEALED_WITHIN.toSeconds() && (last == null || last.broken() == null))
            .withData("unsealedEntries", unsealed.entries()).withData("unsealedAgeSeconds", age);
        if (last != null) {
            health.withData("verifiedAt", last.verifiedAt().toString()).withData("verifiedEntries", last.entries());
            if (last.broken() != null) {
                health.withData("broken", last.broken().toString());
            }
        }
        return health.build();
    }
}
