package org.jixiao.local;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Held by the launcher as long as it lives. The kernel lets go of it when the launcher dies in
 * whatever way, so that "is it running?" never depends on a stale file.
 */
final class RunLock implements Closeable {

    private static final int ATTEMPTS = 10;
    private static final long PAUSE_MILLIS = 100;

    private final FileChannel channel;

    private RunLock(FileChannel channel) {
        this.channel = channel;
    }

    static RunLock take(Home home) throws IOException {
        FileChannel channel = open(home);
        // someone who only looks holds the lock for a moment
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            if (isTaken(channel, false)) {
                return new RunLock(channel);
            }
            pause();
        }
        channel.close();
        throw new StartFailure("The suite is already running (./suite status), or just starting.");
    }

    static boolean isHeld(Home home) throws IOException {
        try (FileChannel channel = open(home)) {
            return !isTaken(channel, true);
        }
    }

    private static FileChannel open(Home home) throws IOException {
        Path file = home.run().resolve("lock");
        return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    private static boolean isTaken(FileChannel channel, boolean shared) throws IOException {
        try {
            FileLock lock = channel.tryLock(0, Long.MAX_VALUE, shared);
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
