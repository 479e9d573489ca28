package org.jixiao.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The bill of materials of each program says what really is in it, and nothing of that is known to be bad. */
class SbomTest {

    private static final List<String> PROGRAMS = List.of("gateway", "budget-service", "evaluation-service", "report-service");
    /** A dependency of Quarkus that serves development tools only and is never packaged. */
    private static final Set<String> NOT_PACKAGED = Set.of("quarkus-ide-launcher");
    /** Annotations without code: Maven's tree leaves them out, Quarkus packs them all the same. */
    private static final String UNLISTED = "com.google.errorprone.error_prone_annotations-";
    /** What may be used without asking a lawyer: permissive, or weak copyleft that is only linked to. */
    private static final String ACCEPTABLE = "(?i).*(apache|mit\\b|bsd|epl|eclipse|edl|cddl|w3c|isc|unlicense|cc0|public.domain"
            + "|bouncy castle|lgpl|mpl|classpath|go license|unicode|ofl).*";

    private record Component(String group, String name, String version, List<String> licences, String file) {
    }

    @ParameterizedTest
    @ValueSource(strings = {"gateway", "budget-service", "evaluation-service", "report-service"})
    void theBillListsTheFilesThatAreShipped(String program) throws IOException {
        Set<String> listed = new TreeSet<>();
        components(program).stream().filter(component -> !NOT_PACKAGED.contains(component.name()))
                .forEach(component -> listed.add(component.file()));

        Set<String> shipped = shipped(program);
        shipped.removeIf(file -> file.startsWith(UNLISTED) && !listed.contains(file));
        assertEquals(shipped, listed);
    }

    /** The lowest version that is not known to be vulnerable, and to what the ones below were. */
    @ParameterizedTest
    @CsvSource({
            "io.quarkus, quarkus-core, 3.37.0, path policies bypassed: CVE-2026-39852 and CVE-2026-50559",
            "io.netty, netty-codec-http, 4.1.135, request smuggling and floods",
            "io.netty, netty-codec-http2, 4.1.135, floods of resets",
            "io.vertx, vertx-core, 4.5.22, floods of header blocks",
            "com.fasterxml.jackson.core, jackson-core, 2.15.0, no limit on nesting and number length",
            "com.fasterxml.jackson.core, jackson-databind, 2.15.0, no limit on nesting and number length",
            "org.postgresql, postgresql, 42.7.7, channel binding not enforced: CVE-2025-49146",
            "org.apache.kafka, kafka-clients, 3.9.1, files and requests by client settings: CVE-2025-27817",
            "org.bitbucket.b_c, jose4j, 0.9.6, bombs of compressed tokens: CVE-2024-29371",
            "org.apache.poi, poi-ooxml, 5.4.0, duplicate entries of archives: CVE-2025-31672",
            "org.apache.pdfbox, pdfbox, 3.0.4, endless loops",
            "org.apache.commons, commons-compress, 1.26.0, endless loops: CVE-2024-25710",
            "org.apache.commons, commons-lang3, 3.18.0, endless recursion: CVE-2025-48924",
            "commons-io, commons-io, 2.14.0, endless work in XML reader: CVE-2024-47554",
            "org.yaml, snakeyaml, 2.0, objects of any class: CVE-2022-1471"})
    void noVersionIsBelowItsFloor(String group, String name, String floor, String reason) throws IOException {
        List<String> below = new ArrayList<>();
        for (String program : PROGRAMS) {
            components(program).stream().filter(component -> component.group().equals(group) && component.name().equals(name))
                    .filter(component -> isBelow(component.version(), floor))
                    .forEach(component -> below.add(program + " ships " + name + " " + component.version() + ": " + reason));
        }
        assertEquals(List.of(), below);
    }

    @Test
    void aVersionIsComparedByItsNumbers() {
        assertTrue(isBelow("4.1.99.Final", "4.1.135"));
        assertTrue(isBelow("2.9", "2.15.0"));
        assertTrue(!isBelow("4.1.135.Final", "4.1.135"));
        assertTrue(!isBelow("10", "9.9.9"));
    }

    @Test
    void everyLibraryHasALicenceThatMayBeUsed() throws IOException {
        List<String> doubtful = new ArrayList<>();
        for (String program : PROGRAMS) {
            for (Component component : components(program)) {
                if (!component.group().equals("org.jixiao")
                        && component.licences().stream().noneMatch(licence -> licence.matches(ACCEPTABLE))) {
                    doubtful.add(program + ": " + component.name() + " " + component.licences());
                }
            }
        }
        assertEquals(List.of(), doubtful);
    }

    private static boolean isBelow(String version, String floor) {
        String[] have = version.split("[.-]");
        String[] need = floor.split("[.-]");
        for (int i = 0; i < need.length; i++) {
            int mine = i < have.length && have[i].matches("[0-9]{1,9}") ? Integer.parseInt(have[i]) : 0;
            int least = Integer.parseInt(need[i]);
            if (mine != least) {
                return mine < least;
            }
        }
        return false;
    }

    private static List<Component> components(String program) throws IOException {
        Path file = RunningSuite.root().resolve(program).resolve("target/sbom.json");
        assertTrue(Files.exists(file), program + " is not built: mvn package makes its bill of materials");
        JsonNode bill = new ObjectMapper().readTree(Files.readString(file));
        assertEquals("1.6", bill.path("specVersion").asText());
        List<Component> components = new ArrayList<>();
        for (JsonNode node : bill.path("components")) {
            List<String> licences = new ArrayList<>();
            node.path("licenses").forEach(licence -> licences.add(licence.path("license").path("id").asText()
                    + licence.path("license").path("name").asText() + licence.path("expression").asText()));
            String purl = node.path("purl").asText();
            String classifier = purl.contains("classifier=") ? "-" + purl.replaceFirst(".*classifier=([^&]*).*", "$1") : "";
            components.add(new Component(node.path("group").asText(), node.path("name").asText(), node.path("version").asText(),
                    licences, node.path("group").asText() + "." + node.path("name").asText() + "-" + node.path("version").asText()
                            + classifier + ".jar"));
        }
        return components;
    }

    private static Set<String> shipped(String program) throws IOException {
        Set<String> files = new TreeSet<>();
        for (String folder : List.of("lib/main", "lib/boot")) {
            Path path = RunningSuite.root().resolve(program).resolve("target/quarkus-app").resolve(folder);
            try (Stream<Path> jars = Files.list(path)) {
                jars.map(jar -> jar.getFileName().toString()).forEach(files::add);
            }
        }
        return files;
    }
}
