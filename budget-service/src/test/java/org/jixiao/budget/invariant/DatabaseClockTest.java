package org.jixiao.budget.invariant;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A machine whose clock is wrong must not put money into another day. */
class DatabaseClockTest {

    private static final Path SOURCES = Path.of("src/main/java");
    private static final Pattern CLOCK_OF_THE_MACHINE = Pattern.compile(
        "\\b(Instant|LocalDate|LocalDateTime|LocalTime|OffsetDateTime|ZonedDateTime|Year|YearMonth)\\.now\\(|\\bClock\\b|currentTimeMillis|nanoTime"
            + "|new Date\\(|Calendar\\.getInstance");

    @Test
    @DisplayName("I-22 no line of this service asks the machine for the time: dates and instants are the database's")
    void onlyTheDatabaseKnowsTheTime() throws IOException {
        List<String> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(SOURCES)) {
            for (Path file : files.filter(one -> one.toString().endsWith(".java")).sorted().toList()) {
                for (String line : Files.readAllLines(file)) {
                    if (CLOCK_OF_THE_MACHINE.matcher(line).find()) {
                        found.add(file.getFileName() + ": " + line.strip());
                    }
                }
            }
        }
        assertEquals(List.of(), found);
    }
}
