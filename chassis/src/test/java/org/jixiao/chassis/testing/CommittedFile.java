package org.jixiao.chassis.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file that is generated, committed and compared. {@code -Dupdate-files} writes it instead: the
 * change is then seen in review.
 */
public final class CommittedFile {

    private CommittedFile() {
    }

    public static void compare(Path file, String generated) {
        try {
            if (System.getProperty("update-files") != null) {
                Files.createDirectories(file.getParent());
                Files.writeString(file, generated);
            }
            assertEquals(Files.readString(file), generated,
                file.getFileName() + " is not what the code gives; run the test with -Dupdate-files and review the change");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
