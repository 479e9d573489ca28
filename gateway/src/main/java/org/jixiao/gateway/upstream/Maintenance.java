package org.jixiao.gateway.upstream;

import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;

/** What is closed on purpose; switched while the gateway runs. */
public final class Maintenance {

    /** Stands for all routes. */
    public static final String ALL = "all";

    private final Set<String> closed = new ConcurrentSkipListSet<>();

    public Maintenance(Set<String> closedAtFirst) {
        closed.addAll(closedAtFirst);
    }

    public void close(String route) {
        closed.add(route);
    }

    public void open(String route) {
        closed.remove(route);
    }

    public boolean isClosed(String route) {
        return !closed.isEmpty() && (closed.contains(ALL) || closed.contains(route));
    }

    public Set<String> closed() {
        return new TreeSet<>(closed);
    }
}
