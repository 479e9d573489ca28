package org.jixiao.budget.intake;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The folder where files lie while they come in and while they are read; a disk, for they are large. */
@ApplicationScoped
public class UploadConfig {

    /** No work on a file takes as long. */
    private static final Duration LEFT_AFTER = Duration.ofDays(1);

    private final Path folder;

    UploadConfig(@ConfigProperty(name = "jixiao.upload.folder") String folder) {
        this.folder = Path.of(folder);
    }

    /** Deletes what a process that was killed has left; younger ones may be another process's. */
    void tidy(@Observes StartupEvent started) throws IOException {
        // by the clock of the disk, which dates all of them
        Path newest = newFile();
        long left = newest.toFile().lastModified() - LEFT_AFTER.toMillis();
        Files.delete(newest);
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "intake*.tmp")) {
            for (Path file : files) {
                if (file.toFile().lastModified() < left) {
                    file.toFile().delete();
                }
            }
        }
    }

    Path newFile() throws IOException {
        return Files.createTempFile(folder, "intake", ".tmp");
    }
}
