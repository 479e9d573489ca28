package org.jixiao.budget.intake;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;

/** Reads on in a thread of its own while what was read before is worked on, and never further than a little ahead. */
final class ReadAhead {

    private static final int AHEAD = 2;

    /** What comes next: an item, or the end with what broke the reading off, if anything did. */
    private record Next<T>(T item, Throwable failure) {

        boolean isEnd() {
            return item == null;
        }
    }

    private ReadAhead() {
    }

    /**
     * Hands everything that the source gives to the sink, in its order and on this thread. What either throws ends both and is
     * thrown here; the source is told by an exception out of its consumer.
     *
     * @param <T> never null
     */
    static <T> void each(Consumer<Consumer<T>> source, Consumer<T> sink) {
        BlockingQueue<Next<T>> read = new ArrayBlockingQueue<>(AHEAD);
        Thread reader = new Thread(() -> read(source, read), "read ahead");
        reader.setDaemon(true);
        reader.start();
        try {
            Next<T> next = read.take();
            while (!next.isEnd()) {
                sink.accept(next.item());
                next = read.take();
            }
            rethrow(next.failure());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted");
        } finally {
            reader.interrupt();
            await(reader);
        }
    }

    private static <T> void read(Consumer<Consumer<T>> source, BlockingQueue<Next<T>> read) {
        Next<T> end;
        try {
            source.accept(item -> put(read, new Next<>(item, null)));
            end = new Next<>(null, null);
        } catch (RuntimeException | Error failure) {
            end = new Next<>(null, failure);
        }
        try {
            read.put(end);
        } catch (InterruptedException nobodyListens) {
            Thread.currentThread().interrupt();
        }
    }

    private static <T> void put(BlockingQueue<Next<T>> read, Next<T> next) {
        try {
            read.put(next);
        } catch (InterruptedException nobodyListens) {
            Thread.currentThread().interrupt();
            throw new CancellationException("what is read is not wanted any more");
        }
    }

    private static void rethrow(Throwable failure) {
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure != null) {
            throw (RuntimeException) failure;
        }
    }

    /** The file is the caller's again when this thread has let go of it. */
    private static void await(Thread reader) {
        boolean interrupted = false;
        while (reader.isAlive()) {
            try {
                reader.join();
            } catch (InterruptedException again) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
