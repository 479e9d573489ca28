package org.jixiao.local;

import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/** Ports that nobody uses, for runs that must not meet another. */
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
        throw new StartFailure("No free ports were found between 20000 and 32000.");
    }
}
