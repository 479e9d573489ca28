package org.jixiao.gateway.upstream;

import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** One running copy of a service, and what the gateway knows of it; shared by all event loops. */
public final class Instance {

    private final URI url;
    private final URI managementUrl;
    private final boolean canary;
    private final Circuit circuit;
    private final int missesMax;
    private final AtomicInteger running = new AtomicInteger();
    private final LongAdder served = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private volatile boolean ready = true;
    private int misses;

    /** @param missesMax how often in a row it must not be ready before it is believed */
    public Instance(URI url, URI managementUrl, boolean canary, Circuit circuit, int missesMax) {
        this.url = url;
        this.managementUrl = managementUrl;
        this.canary = canary;
        this.circuit = circuit;
        this.missesMax = missesMax;
    }

    /** Host and port, as operators know it. */
    public String name() {
        return url.getHost() + ":" + port();
    }

    public URI url() {
        return url;
    }

    public URI managementUrl() {
        return managementUrl;
    }

    public int port() {
        return url.getPort() >= 0 ? url.getPort() : isSecure() ? 443 : 80;
    }

    public boolean isSecure() {
        return "https".equals(url.getScheme());
    }

    /** The next version, which gets only its share. */
    public boolean isCanary() {
        return canary;
    }

    public Circuit circuit() {
        return circuit;
    }

    /** What its management port said last. */
    public boolean isReady() {
        return ready;
    }

    /** One look at its readiness. */
    public synchronized void seen(boolean isReady) {
        misses = isReady ? 0 : misses + 1;
        ready = misses < missesMax;
    }

    public int running() {
        return running.get();
    }

    public long served() {
        return served.sum();
    }

    public long failures() {
        return failed.sum();
    }

    public void begin() {
        running.incrementAndGet();
    }

    /** The head of its answer is there. */
    public void answered() {
        served.increment();
        circuit.succeeded();
    }

    /** It could not be reached, broke off or said nothing in time. */
    public void broke() {
        failed.increment();
        circuit.failed();
    }

    public void end() {
        running.decrementAndGet();
    }
}
