package org.jixiao.gateway.server;

import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Not ready once the gateway has begun to stop, so that nobody sends it anything new. */
@Singleton
@Readiness
class DrainHealth implements HealthCheck {

    private final ConnectionsHandler connections;

    DrainHealth(ConnectionsHandler connections) {
        this.connections = connections;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("accepting").status(!connections.isDraining()).build();
    }
}
