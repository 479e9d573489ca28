package org.jixiao.contract;

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

/** docs/security.md claims nothing that no test shows. */
class SecurityPageTest {

    private static final Path ROOT = RunningSuite.root();
    private static final Pattern NAMED = Pattern.compile("`([\\w-]+)/([A-Z]\\w+(?:IT|Test))#(\\w+)`");

    @Test
    void everyTestThatThePageNamesExists() throws IOException {
        List<String> missing = new ArrayList<>();
        Matcher named = NAMED.matcher(Files.readString(ROOT.resolve("docs/security.md")));
        int count = 0;
        while (named.find()) {
            count++;
            if (!exists(named.group(1), named.group(2), named.group(3))) {
                missing.add(named.group());
            }
        }
        assertTrue(count > 40, "hardly any test is named");
        assertEquals(List.of(), missing);
    }

    /** Several classes of a module may have the same name in different folders. */
    private static boolean exists(String module, String type, String method) throws IOException {
        Path tests = ROOT.resolve(module).resolve("src/test/java");
        if (!Files.isDirectory(tests)) {
            return false;
        }
        Pattern declared = Pattern.compile("\\b" + method + "\\(");
        try (Stream<Path> tree = Files.walk(tests)) {
            for (Path file : tree.filter(path -> path.endsWith(type + ".java")).toList()) {
                if (declared.matcher(Files.readString(file)).find()) {
                    return true;
                }
            }
        }
        return false;
    }
}
