package org.jixiao.budget.invariant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The mutants are run by hand; that they still fit the sources and name a test is seen in every build. */
class MutantsTest {

    private static final Path MUTANTS = Path.of("src/test/mutants");
    private static final Path ROOT = Path.of("..");
    private static final Pattern HEAD = Pattern.compile("I-[0-9]{2}(, I-[0-9]{2})*: .+\nTest: (\\w+)(?:#([\\w+]+))?\n\n", Pattern.DOTALL);

    @Test
    void everyMutantFitsTheSourcesAndNamesATest() throws IOException {
        List<String> wrong = new ArrayList<>();
        int seen = 0;
        try (Stream<Path> files = Files.list(MUTANTS)) {
            for (Path patch : files.filter(one -> one.toString().endsWith(".patch")).sorted().toList()) {
                wrong.addAll(faults(patch));
                seen++;
            }
        }
        assertEquals(List.of(), wrong);
        assertTrue(seen > 20, "hardly any mutant");
    }

    private static List<String> faults(Path patch) throws IOException {
        List<String> faults = new ArrayList<>();
        String text = Files.readString(patch);
        Matcher head = HEAD.matcher(text);
        if (!head.lookingAt()) {
            return List.of(patch.getFileName() + " does not say why and by which test");
        }
        for (String method : head.group(3) == null ? new String[] {""} : head.group(3).split("\\+")) {
            if (!testExists(head.group(2), method)) {
                faults.add(patch.getFileName() + " names no test: " + head.group(2) + " " + method);
            }
        }
        Path file = null;
        StringBuilder before = new StringBuilder();
        for (String line : (text.substring(head.end()) + "\n@@").split("\n")) {
            if (line.startsWith("--- a/")) {
                file = ROOT.resolve(line.substring("--- a/".length()));
            }
            if (line.startsWith("@@") || line.startsWith("diff ")) {
                if (!before.isEmpty() && !Files.readString(file).contains(before)) {
                    faults.add(patch.getFileName() + " does not fit " + file.getFileName());
                }
                before.setLength(0);
            } else if (line.startsWith(" ") || line.startsWith("-") && !line.startsWith("--- ")) {
                before.append(line.substring(1)).append('\n');
            }
        }
        return faults;
    }

    private static boolean testExists(String name, String method) throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
            for (Path file : files.filter(one -> one.getFileName().toString().equals(name + ".java")).toList()) {
                return method.isEmpty() || Files.readString(file).contains("void " + method + "(");
            }
        }
        return false;
    }
}
