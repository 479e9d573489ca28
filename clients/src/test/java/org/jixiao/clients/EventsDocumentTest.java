package org.jixiao.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The document of the events against the code, the schemas and the golden messages. */
class EventsDocumentTest {

    private static final Path EVENTS = Path.of("../docs/events");
    private static final Pattern TYPE = Pattern.compile("TYPE = \"(org\\.jixiao\\.[a-z.-]+\\.v\\d+)\"");
    private static final Pattern TOPIC = Pattern.compile("(?m)^jixiao\\.outbox\\.topic=(.+)$");

    @Test
    void itNamesTheEventsOfTheCode() throws IOException {
        assertEquals(inTheCode(TYPE, ".java"), messages().map(message -> message.path("name").asText()).collect(Collectors.toCollection(TreeSet::new)));
    }

    @Test
    void itNamesTheTopicsOfTheCode() throws IOException {
        Set<String> topics = new TreeSet<>();
        document().path("channels").forEach(channel -> topics.add(channel.path("address").asText()));
        Set<String> types = inTheCode(TYPE, ".java");
        // a service that announces nothing has a topic by configuration only
        Set<String> used = inTheCode(TOPIC, "application.properties");
        used.removeIf(topic -> types.stream().noneMatch(type -> type.startsWith("org." + topic + ".")));
        assertEquals(used, topics);
    }

    @Test
    void everyMessageNamesItsSchemaAndItsGoldenMessage() throws IOException {
        messages().forEach(message -> {
            String name = message.path("name").asText();
            assertEquals(name + ".schema.json", message.path("payload").path("$ref").asText());
            assertEquals(name + ".golden.json", message.path("x-golden-message").asText());
            assertEquals(name, read(name + ".schema.json").at("/properties/type/const").asText());
            assertEquals(name, read(name + ".golden.json").path("type").asText());
        });
    }

    @Test
    void everySchemaOfTheFolderIsInTheDocument() throws IOException {
        try (Stream<Path> files = Files.list(EVENTS)) {
            Set<String> schemas = files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".schema.json"))
                .collect(Collectors.toCollection(TreeSet::new));
            assertEquals(schemas, messages().map(message -> message.path("payload").path("$ref").asText()).collect(Collectors.toCollection(TreeSet::new)));
        }
    }

    private static Stream<JsonNode> messages() throws IOException {
        return document().path("components").path("messages").properties().stream().map(entry -> entry.getValue());
    }

    private static JsonNode document() throws IOException {
        return new ObjectMapper(new YAMLFactory()).readTree(EVENTS.resolve("asyncapi.yaml").toFile());
    }

    private static JsonNode read(String name) {
        try {
            return new ObjectMapper().readTree(EVENTS.resolve(name).toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Set<String> inTheCode(Pattern pattern, String ending) throws IOException {
        Set<String> found = new TreeSet<>();
        for (String service : new String[] {"budget-service", "evaluation-service", "report-service"}) {
            try (Stream<Path> files = Files.walk(Path.of("..", service, "src/main"))) {
                for (Path file : files.filter(one -> one.toString().endsWith(ending)).toList()) {
                    Matcher matcher = pattern.matcher(Files.readString(file));
                    while (matcher.find()) {
                        found.add(matcher.group(1));
                    }
                }
            }
        }
        return found;
    }
}
