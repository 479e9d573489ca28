package org.jixiao.gateway.routing;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jixiao.gateway.upstream.Balancer;
import org.jixiao.gateway.upstream.Instance;
import org.jixiao.gateway.upstream.RetryBudget;

/**
 * One service behind the gateway.
 *
 * @param instances    where it runs; never empty
 * @param paths        the path prefixes that it answers, on whole segments
 * @param bodyMax      bytes of a request body that is not JSON, such as an upload
 * @param jsonMax      bytes of one that is
 * @param headTimeout  without any progress before the head of an answer
 * @param runningMax   requests under way at the same time
 * @param canaryHeader a caller who sends it with "always" or "never" chooses for itself; may be empty
 */
public record Route(String name, List<Instance> instances, List<String> paths, long bodyMax, long jsonMax,
        Duration headTimeout, int runningMax, String canaryHeader, Balancer balancer, RetryBudget retries,
        AtomicInteger running) {

    private static final String JSON = "application/json";

    /** Whose readiness and API document stand for the service. */
    public URI managementUrl() {
        return instances.get(0).managementUrl();
    }

    /** The limit for a body of the media type; null if it states none. */
    public long bodyMax(String mediaType) {
        return mediaType != null && mediaType.regionMatches(true, 0, JSON, 0, JSON.length())
                ? Math.min(jsonMax, bodyMax) : bodyMax;
    }
}
