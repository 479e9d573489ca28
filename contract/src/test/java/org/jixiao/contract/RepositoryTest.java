package org.jixiao.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing in the repository is a secret, and nothing in it is true on one machine only. */
class RepositoryTest {

    private static final Path ROOT = RunningSuite.root();
    private static final Set<String> NOT_OURS = Set.of(".git", "target", "node_modules", ".suite", ".idea", ".vscode");
    private static final Map<String, Pattern> FORBIDDEN = new LinkedHashMap<>();

    static {
        FORBIDDEN.put("a private key", Pattern.compile("-----BEGIN [A-Z ]*PRIVATE KEY-----\\s*\\n[A-Za-z0-9+/=]{40,}"));
        FORBIDDEN.put("a signed token", Pattern.compile("eyJ[A-Za-z0-9_-]{20,}\\.eyJ[A-Za-z0-9_-]{20,}\\.[A-Za-z0-9_-]{40,}"));
        FORBIDDEN.put("a password", Pattern.compile(
                "(?im)^[ \\t]*[\\w.-]*(?:password|passwd|secret|api[_-]?key)[ \\t]*[=:][ \\t]*[\"']?(?![$<{])[A-Za-z0-9+/_!#%-]{8,}[\"']?[ \\t]*$"));
        FORBIDDEN.put("a password in an address", Pattern.compile("[a-z]+://[A-Za-z0-9_.-]+:(?![$<{])[^\\s/:@\"'`]{4,}@[A-Za-z0-9.-]+"));
        FORBIDDEN.put("a key of a cloud", Pattern.compile("\\b(?:AKIA|ASIA|LTAI)[A-Z0-9a-z]{16,}\\b"));
        FORBIDDEN.put("a path of one machine", Pattern.compile("(?<![\\w.{}$/-])/(?:home|Users|root|work)/[A-Za-z][\\w.-]*"));
        FORBIDDEN.put("a package registry of one network", Pattern.compile(
                "(?i)https?://[\\w.-]*(?:artifactory|nexus|mirrors?|registry)[\\w.-]*(?:/|:[0-9])(?<!registry\\.npmjs\\.org/)"));
    }

    @Test
    void noFileHoldsASecretOrNamesAMachine() throws IOException {
        List<String> found = new ArrayList<>();
        List<Path> files = files();
        assertTrue(files.size() > 200, "hardly any file was read");
        for (Path file : files) {
            String text = text(file);
            FORBIDDEN.forEach((name, pattern) -> {
                Matcher matcher = pattern.matcher(text);
                if (matcher.find() && !file.endsWith("RepositoryTest.java")) {
                    found.add(ROOT.relativize(file) + ":" + (text.substring(0, matcher.start()).lines().count() + 1) + " holds " + name);
                }
            });
        }
        assertEquals(List.of(), found);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-----BEGIN RSA PRIVATE KEY-----\nMIIEpAIBAAKCAQEA7bq0bqgvc0pTzqYj3GZ0e5uYxQm\n",
            "eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCJ9.eyJpc3MiOiJodHRwczovL2ppeGlhbyJ9.c2lnbmF0dXJlc2lnbmF0dXJlc2lnbmF0dXJlc2lnbmF0dXJl",
            "quarkus.datasource.password=hunter2hunter2", "postgres://budget:hunter2@db/budget", "AKIAIOSFODNN7EXAMPLE",
            "see /home/somebody/jixiao", "https://artifactory.example.org/maven/"})
    void aPlantedOneIsFound(String planted) {
        assertTrue(FORBIDDEN.values().stream().anyMatch(pattern -> pattern.matcher(planted).find()));
    }

    /** What version control knows; where it is not at hand, everything that is not built. */
    private static List<Path> files() throws IOException {
        if (Files.exists(ROOT.resolve(".git"))) {
            Process git = new ProcessBuilder("git", "-c", "safe.directory=*", "ls-files", "-z").directory(ROOT.toFile()).start();
            String listed = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!listed.isEmpty()) {
                return Stream.of(listed.split("\0")).map(ROOT::resolve).filter(Files::isRegularFile).toList();
            }
        }
        try (Stream<Path> tree = Files.walk(ROOT)) {
            return tree.filter(Files::isRegularFile).filter(file -> {
                for (Path part : ROOT.relativize(file)) {
                    if (NOT_OURS.contains(part.toString())) {
                        return false;
                    }
                }
                return true;
            }).toList();
        }
    }

    /** Empty for files that are no text. */
    private static String text(Path file) throws IOException {
        try {
            return Files.readString(file);
        } catch (CharacterCodingException e) {
            return "";
        }
    }
}
