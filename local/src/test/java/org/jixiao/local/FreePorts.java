package org.jixiao.local;

import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/** Ports for a test run that nobody uses. */
final class FreePorts {

    private FreePorts() {
    }

    static Ports forServices(Set<Service> services) {
        for (int attempt = 0; attempt < 50; attempt++) {
            Ports candidate = new Ports(20000 + 100 * ThreadLocalRandom.current().nextInt(120));
            if (candidate.taken(services).isEmpty()) {
                return candidate;
            }
        }
        throw new IllegalStateException("no free ports");
    }
}
