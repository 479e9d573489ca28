package org.jixiao.budget.invariant;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page of the invariants names what is there. */
class InvariantsPageTest {

    private static final Path PAGE = Path.of("../docs/invariants.md");
    private static final List<Path> TESTS = List.of(Path.of("src/test/java"), Path.of("../contract/src/test/java"));
    private static final Pattern NAMED = Pattern.compile("`(\\w+)\\.(\\w+)`");

    @Test
    void allTwentyThreeAreOnThePageOnceInOrder() throws IOException {
        assertEquals(IntStream.rangeClosed(1, 23).mapToObj("I-%02d"::formatted).toList(),
            rows().stream().map(row -> row.get(1)).toList());
    }

    @Test
    void everyTestThatThePageNamesExists() throws IOException {
        List<String> missing = new ArrayList<>();
        for (List<String> row : rows()) {
            Matcher named = NAMED.matcher(row.get(5));
            int tests = 0;
            while (named.find()) {
                tests++;
                if (!exists(named.group(1), named.group(2))) {
                    missing.add(row.get(1) + " " + named.group());
                }
            }
            if (tests == 0 && !row.get(1).equals("I-21")) {
                missing.add(row.get(1) + " has no test");
            }
        }
        assertEquals(List.of(), missing);
    }

    private static List<List<String>> rows() throws IOException {
        return Files.readAllLines(PAGE).stream().filter(line -> line.startsWith("| I-"))
            .map(line -> Stream.of(line.split("\\|")).map(String::strip).toList()).toList();
    }

    /** As a test: with an annotation of JUnit, and no other method between. */
    private static boolean exists(String name, String method) throws IOException {
        Pattern test = Pattern.compile("@(Test|ParameterizedTest|AfterEach)\\b(?:(?!\\bvoid\\b).)*\\bvoid " + method + "\\(",
            Pattern.DOTALL);
        for (Path tests : TESTS) {
            try (Stream<Path> files = Files.walk(tests)) {
                for (Path file : files.filter(one -> one.getFileName().toString().equals(name + ".java")).toList()) {
                    if (test.matcher(Files.readString(file)).find()) {
                        return true;
                    }
                }
            }
        }
        return false;
    }
}
