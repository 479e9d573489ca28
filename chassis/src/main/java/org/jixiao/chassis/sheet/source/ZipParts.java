package org.jixiao.chassis.sheet.source;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jixiao.chassis.problem.ChassisProblem;
import org.jixiao.chassis.problem.Violation;
import org.jixiao.chassis.sheet.SheetLimits;

/** The parts of an XLSX file. Whatever the file claims, only so much is unpacked altogether, and for each of its bytes. */
final class ZipParts implements AutoCloseable {

    private static final long INFLATION_FROM_BYTES = 10 << 20;

    private final ZipFile zip;
    private final SheetLimits limits;
    private final long fileBytes;
    private long inflated;

    ZipParts(Path file, SheetLimits limits) {
        this.limits = limits;
        try {
            fileBytes = Files.size(file);
            zip = new ZipFile(file.toFile());
        } catch (IOException e) {
            throw Unreadable.orFailed("zip", e);
        } catch (IllegalArgumentException badName) {
            throw Unreadable.because("zip");
        }
        if (zip.size() > SheetLimits.ENTRIES_MAX) {
            close();
            throw unsafe("entries");
        }
    }

    static Violation unsafe(String reason) {
        return new Violation(ChassisProblem.SHEET_UNSAFE).with("reason", reason);
    }

    /** Null where there is no such part. */
    InputStream open(String name) {
        ZipEntry entry = zip.getEntry(name);
        if (entry == null) {
            return null;
        }
        try {
            return new Counted(zip.getInputStream(entry));
        } catch (IOException e) {
            throw Unreadable.orFailed(name, e);
        }
    }

    private void count(long bytes) {
        inflated += bytes;
        if (inflated > limits.inflatedBytesMax()) {
            throw new Violation(ChassisProblem.SHEET_TOO_LARGE).with("limit", "inflatedBytes")
                .with("max", limits.inflatedBytesMax());
        }
        if (inflated > INFLATION_FROM_BYTES && inflated / limits.inflationMax() > fileBytes) {
            throw unsafe("inflation");
        }
    }

    @Override
    public void close() {
        try {
            zip.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private final class Counted extends FilterInputStream {

        Counted(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int b = super.read();
            count(b < 0 ? 0 : 1);
            return b;
        }

        @Override
        public int read(byte[] into, int from, int max) throws IOException {
            int got = super.read(into, from, max);
            count(Math.max(got, 0));
            return got;
        }
    }
}
