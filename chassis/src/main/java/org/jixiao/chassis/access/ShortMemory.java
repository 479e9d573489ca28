package org.jixiao.chassis.access;

import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Remembers a bounded number of values, each until a moment of its own. Full, it forgets them all: they are cheap to find again. */
final class ShortMemory<T> {

    private record Kept<T>(T value, long untilMillis) {
    }

    private final Map<String, Kept<T>> kept = new ConcurrentHashMap<>();
    private final int sizeMax;
    private final Clock clock;

    ShortMemory(int sizeMax, Clock clock) {
        this.sizeMax = sizeMax;
        this.clock = clock;
    }

    /** Null where there is none, or its time is over. */
    T get(String key) {
        Kept<T> found = kept.get(key);
        if (found == null) {
            return null;
        }
        if (clock.millis() >= found.untilMillis()) {
            kept.remove(key, found);
            return null;
        }
        return found.value();
    }

    void put(String key, T value, long untilMillis) {
        if (kept.size() >= sizeMax) {
            kept.clear();
        }
        kept.put(key, new Kept<>(value, untilMillis));
    }
}
