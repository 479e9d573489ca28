package org.jixiao.report.rendering;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/** Office documents are zip archives whose entries carry the time of writing; here they carry the time of publication. */
final class StillZip {

    /** The first time that a zip entry can have. */
    private static final LocalDateTime EARLIEST = LocalDateTime.of(1980, 1, 1, 0, 0);

    private StillZip() {
    }

    static byte[] of(byte[] zip, Instant time) {
        LocalDateTime local = LocalDateTime.ofInstant(time, ZoneOffset.UTC);
        ByteArrayOutputStream still = new ByteArrayOutputStream(zip.length);
        try (ZipInputStream entries = new ZipInputStream(new ByteArrayInputStream(zip));
             ZipOutputStream copies = new ZipOutputStream(still)) {
            for (ZipEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
                ZipEntry copy = new ZipEntry(entry.getName());
                copy.setTimeLocal(local.isBefore(EARLIEST) ? EARLIEST : local);
                copies.putNextEntry(copy);
                entries.transferTo(copies);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return still.toByteArray();
    }
}
