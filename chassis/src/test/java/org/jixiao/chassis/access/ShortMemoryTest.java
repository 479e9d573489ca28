package org.jixiao.chassis.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class ShortMemoryTest {

    private long now = 1_000;
    private final ShortMemory<String> memory = new ShortMemory<>(3, new Clock() {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return Instant.ofEpochMilli(now);
        }
    });

    @Test
    void aValueIsRememberedUntilItsMomentAndNoLonger() {
        memory.put("a", "one", 2_000);
        now = 1_999;
        assertEquals("one", memory.get("a"));
        now = 2_000;
        assertNull(memory.get("a"));
    }

    @Test
    void anotherKeyIsAnotherValue() {
        memory.put("a", "one", 2_000);
        assertNull(memory.get("b"));
    }

    @Test
    void neverMoreAreRememberedThanMay() {
        for (String key : new String[] {"a", "b", "c", "d"}) {
            memory.put(key, key, 2_000);
        }
        assertNull(memory.get("a"));
        assertEquals("d", memory.get("d"));
    }
}
