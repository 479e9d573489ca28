package org.jixiao.budget.intake;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UploadConfigTest {

    @TempDir
    private Path folder;

    @Test
    void whatAKilledProcessHasLeftGoesAndWhatIsOfOthersStays() throws IOException {
        UploadConfig uploads = new UploadConfig(folder.toString());
        Path left = uploads.newFile();
        Path young = uploads.newFile();
        Path foreign = Files.createFile(folder.resolve("other.tmp"));
        for (Path old : List.of(left, foreign)) {
            Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofDays(2))));
        }

        uploads.tidy(null);

        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(List.of(young, foreign).stream().sorted().toList(), files.sorted().toList());
        }
    }
}
