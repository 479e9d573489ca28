package org.jixiao.local;

import java.io.IOException;
import java.io.PrintStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.function.BooleanSupplier;

/** What a part has written. One older file is kept beside it, so that logs do not grow for ever. */
record LogFile(Path path) {

    private static final int TAIL_BYTES = 256 * 1024;
    private static final long POLL_MILLIS = 200;

    /** Puts the log of the last run aside. */
    LogFile fresh() throws IOException {
        if (Files.exists(path)) {
            Files.move(path, path.resolveSibling(path.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
        }
        return this;
    }

    /** The last lines, as far as they lie in the last 256 KiB. */
    List<String> tail(int lines) throws IOException {
        if (!Files.exists(path)) {
            return List.of();
        }
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
            long from = Math.max(0, file.length() - TAIL_BYTES);
            file.seek(from);
            byte[] bytes = new byte[(int) (file.length() - from)];
            file.readFully(bytes);
            List<String> all = new String(bytes, StandardCharsets.UTF_8).lines().toList();
            return all.subList(Math.max(0, all.size() - lines), all.size());
        }
    }

    /** Copies what is appended from a position on, until told to stop; begins anew when the file is replaced. */
    void follow(long from, PrintStream out, BooleanSupplier goOn) throws IOException {
        long position = from;
        boolean last = false;
        while (true) {
            if (Files.exists(path)) {
                try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
                    if (file.length() < position) {
                        position = 0;
                    }
                    file.seek(position);
                    byte[] bytes = new byte[(int) Math.min(TAIL_BYTES, file.length() - position)];
                    file.readFully(bytes);
                    out.write(bytes, 0, bytes.length);
                    out.flush();
                    position += bytes.length;
                    if (bytes.length == TAIL_BYTES) {
                        continue;
                    }
                }
            }
            if (last) {
                return;
            }
            // one more round after the end, for what was written in between
            last = !goOn.getAsBoolean();
            if (!last) {
                pause();
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartFailure("interrupted");
        }
    }
}
