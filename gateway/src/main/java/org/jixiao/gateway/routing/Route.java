package org.jixiao.gateway.routing;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.jixiao.gateway.upstream.Balancer;
import org.jixiao.gateway.upstream.Instance;
import org.jixiao.gateway.upstream.RetryBudget;

/**
 * One service behind the gateway.
 *
 * @param instances    where it runs; never empty
 * @param paths        the path prefixes that it answers, on whole segments
 * @param bodyMax      bytes of a request body that is not JSON
 * @param jsonMax      bytes of one that is
 * @param upload       where larger ones are taken, if anywhere
 * @param headTimeout  without any progress before the head of an answer
 * @param runningMax   requests under way at the same time
 * @param canaryHeader a caller who sends it with "always" or "never" chooses for itself; may be empty
 */
public record Route(String name, List<Instance> instances, List<String> paths, long bodyMax, long jsonMax,
        Optional<Upload> upload, Duration headTimeout, int runningMax, String canaryHeader, Balancer balancer, RetryBudget retries,
        AtomicInteger running) {

    /**
     * Where files are handed in.
     *
     * @param paths   whole paths of the route
     * @param bodyMax bytes of a file
     */
    public record Upload(Pattern paths, long bodyMax) {
    }

    private static final String JSON = "application/json";

    /** Whose readiness and API document stand for the service. */
    public URI managementUrl() {
        return instances.get(0).managementUrl();
    }

    /** The limit for a body of the media type, null if it states none, on a path. */
    public long bodyMax(String mediaType, String path) {
        if (upload.isPresent() && upload.get().paths().matcher(path).matches()) {
            return upload.get().bodyMax();
        }
        return mediaType != null && mediaType.regionMatches(true, 0, JSON, 0, JSON.length())
                ? Math.min(jsonMax, bodyMax) : bodyMax;
    }
}
