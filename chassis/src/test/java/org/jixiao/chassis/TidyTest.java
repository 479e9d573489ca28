package org.jixiao.chassis;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jixiao.chassis.testing.Tidy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TidyTest {

    private static final Path SOURCES = Path.of("src/main/java");
    private static final Pattern WORD_OF_THE_FIELD =
        Pattern.compile("(?i)\\b(budget|appropriation|indicator|evaluation|fiscal|ledger|score)");

    @Test
    void theChassisKeepsTheRulesOfTheHouse() {
        assertEquals(List.of(), Tidy.untidy(SOURCES, "org.jixiao.chassis"));
    }

    @Test
    void theChassisKnowsNoWordOfTheField() throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            assertEquals(List.of(), files.filter(file -> file.toString().endsWith(".java"))
                .filter(file -> !file.endsWith("access/Role.java"))
                .filter(file -> WORD_OF_THE_FIELD.matcher(read(file)).find()).toList());
        }
    }

    @Test
    void aPlainClassThatImportsTheFrameworkIsFound(@TempDir Path sources) throws IOException {
        Path folder = Files.createDirectories(sources.resolve("org/jixiao/x/y"));
        Files.writeString(folder.resolve("Ledger.java"), "import io.quarkus.arc.Arc;\nimport org.jixiao.x.y.NoteEntity;\nimport java.util.List;\n");
        Files.writeString(folder.resolve("NoteEntity.java"), "import jakarta.persistence.Entity;\n");
        Files.writeString(folder.resolve("BudgetService.java"), "double amount;\n");
        assertEquals(4, Tidy.untidy(sources, "org.jixiao.x").size());
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
