package org.jixiao.budget.intake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReadAheadTest {

    private static final int MANY = 1_000;

    @Test
    void everythingComesInItsOrder() {
        List<Integer> got = new ArrayList<>();
        ReadAhead.each(ReadAheadTest::count, got::add);
        assertEquals(IntStream.range(0, MANY).boxed().toList(), got);
    }

    @Test
    void whatBreaksTheReadingOffComesAfterWhatWasRead() {
        List<Integer> got = new ArrayList<>();
        IllegalStateException broken = assertThrows(IllegalStateException.class, () -> ReadAhead.<Integer>each(sink -> {
            sink.accept(1);
            throw new IllegalStateException("broken file");
        }, got::add));
        assertEquals("broken file after [1]", broken.getMessage() + " after " + got);
    }

    @Test
    void readingIsNeverFarAhead() {
        AtomicInteger read = new AtomicInteger();
        AtomicInteger farthest = new AtomicInteger();
        ReadAhead.<Integer>each(sink -> count(item -> {
            read.incrementAndGet();
            sink.accept(item);
        }), item -> farthest.accumulateAndGet(read.get() - item, Math::max));
        assertTrue(farthest.get() <= 5, () -> "ahead by " + farthest);
    }

    @Test
    void whereTheWorkFailsTheReadingHasEndedBeforeAnybodyIsTold() {
        AtomicReference<Thread> reader = new AtomicReference<>();
        UnsupportedOperationException failed = assertThrows(UnsupportedOperationException.class, () -> ReadAhead.<Integer>each(sink -> {
            reader.set(Thread.currentThread());
            count(sink);
        }, item -> {
            throw new UnsupportedOperationException("item " + item);
        }));
        assertEquals("item 0", failed.getMessage());
        assertFalse(reader.get().isAlive());
    }

    private static void count(Consumer<Integer> sink) {
        IntStream.range(0, MANY).forEach(sink::accept);
    }
}
