package org.jixiao.gateway.routing;

import java.net.URI;
import java.util.List;

/**
 * One service behind the gateway.
 *
 * @param url           where its API is: scheme, host and port only
 * @param managementUrl where its readiness and its API document are
 * @param paths         the path prefixes that it answers, on whole segments
 */
public record Route(String name, URI url, URI managementUrl, List<String> paths) {

    public int port() {
        return port(url);
    }

    static int port(URI url) {
        return url.getPort() >= 0 ? url.getPort() : isSecure(url) ? 443 : 80;
    }

    static boolean isSecure(URI url) {
        return "https".equals(url.getScheme());
    }
}
