package org.jixiao.gateway.admin;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;
import org.jixiao.gateway.routing.GatewayConfig;
import org.jixiao.gateway.routing.Route;
import org.jixiao.gateway.routing.RouteTable;
import org.jixiao.gateway.upstream.Instance;

/** Looks at the readiness of each instance, on the management port, whether or not anybody calls it. */
@Singleton
class InstancesJob {

    private static final Logger LOG = Logger.getLogger(InstancesJob.class);

    private final Vertx vertx;
    private final GatewayConfig config;
    private final RouteTable table;
    private final ManagementClient management;
    private long timer;

    InstancesJob(Vertx vertx, GatewayConfig config, RouteTable table, ManagementClient management) {
        this.vertx = vertx;
        this.config = config;
        this.table = table;
        this.management = management;
    }

    void begin(@Observes StartupEvent event) {
        timer = vertx.setPeriodic(config.health().interval().toMillis(), tick -> look());
    }

    void end(@Observes ShutdownEvent event) {
        vertx.cancelTimer(timer);
    }

    private void look() {
        for (Route route : table.routes()) {
            for (Instance instance : route.instances()) {
                management.get(instance.managementUrl(), "/q/health/ready")
                        .map(answer -> answer.status() == 200)
                        .otherwise(false)
                        .onSuccess(ready -> note(route, instance, ready));
            }
        }
    }

    private static void note(Route route, Instance instance, boolean ready) {
        boolean before = instance.isReady();
        instance.seen(ready);
        if (before != instance.isReady()) {
            LOG.infof("%s of %s is %s", instance.name(), route.name(), before ? "not ready" : "ready again");
        }
    }
}
