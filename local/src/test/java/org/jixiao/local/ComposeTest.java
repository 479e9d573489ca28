package org.jixiao.local;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;

/** The containers describe the same suite as the embedded run. */
class ComposeTest {

    private static final Path FILE = Path.of("..", "docker-compose.yml");
    /** Where to listen is a matter of the image: in a container each has all ports to itself. */
    private static final Set<String> OF_THE_IMAGE = Set.of("QUARKUS_HTTP_HOST", "QUARKUS_HTTP_PORT",
            "GATEWAY_HTTP_HOST", "GATEWAY_HTTP_PORT", "QUARKUS_MANAGEMENT_HOST", "QUARKUS_MANAGEMENT_PORT");

    @TempDir
    Path folder;

    @Test
    void everyServiceIsToldTheSameThingsAsInTheEmbeddedRun() throws Exception {
        Home home = new Home(folder, folder.resolve("home")).prepared();
        for (Service service : Service.values()) {
            Set<String> expected = new TreeSet<>(
                    service.environment(new Ports(18700), new Keys(home), new Passwords(home)).keySet());
            expected.removeAll(OF_THE_IMAGE);

            Map<?, ?> environment = (Map<?, ?>) service(service.part()).get("environment");

            assertEquals(expected, new TreeSet<>(environment.keySet().stream().map(String::valueOf).toList()));
        }
    }

    @Test
    void onlyTheGatewayPublishesAPort() throws Exception {
        List<String> publishing = services().entrySet().stream()
                .filter(service -> ((Map<?, ?>) service.getValue()).containsKey("ports"))
                .map(service -> String.valueOf(service.getKey())).toList();

        assertEquals(List.of("gateway"), publishing);
    }

    @Test
    void noContainerMayWriteToItsImageOrGainRights() throws Exception {
        for (Object name : services().keySet()) {
            Map<?, ?> service = service(String.valueOf(name));
            assertEquals(List.of(true, List.of("ALL"), List.of("no-new-privileges:true")),
                    List.of(service.get("read_only"), service.get("cap_drop"), service.get("security_opt")),
                    String.valueOf(name));
        }
    }

    private static Map<?, ?> service(String name) throws Exception {
        return (Map<?, ?>) services().get(name);
    }

    private static Map<?, ?> services() throws Exception {
        try (Reader reader = Files.newBufferedReader(FILE)) {
            Map<?, ?> file = new Yaml().load(reader);
            return (Map<?, ?>) file.get("services");
        }
    }
}
