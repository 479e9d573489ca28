package org.jixiao.chassis.problem;

import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.jboss.logging.Logger;

/**
 * Closes the connection of a request that failed after its answer had begun. Nothing can be said any more, and an ordinary end
 * would make half an answer look whole.
 */
@ApplicationScoped
public class CutOffFilter {

    private static final Logger LOG = Logger.getLogger(CutOffFilter.class);
    private static final int BEFORE_THE_SERVERS_OWN = Integer.MIN_VALUE;

    void register(@Observes Router router) {
        router.route().order(BEFORE_THE_SERVERS_OWN).failureHandler(CutOffFilter::cutOff);
    }

    private static void cutOff(RoutingContext request) {
        if (request.response().headWritten() && !request.response().ended()) {
            LOG.warnf("the answer to %s was cut off: %s", request.request().path(), request.failure());
            request.request().connection().close();
        } else {
            request.next();
        }
    }
}
