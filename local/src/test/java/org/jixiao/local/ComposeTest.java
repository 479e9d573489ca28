package org.jixiao.local;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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
                .filter(service -> !((Map<?, ?>) service.getValue()).containsKey("profiles"))
                .map(service -> String.valueOf(service.getKey())).toList();

        assertEquals(List.of("gateway"), publishing);
    }

    @Test
    void theIdentityProviderRunsOnlyWhenAskedForAndForThisMachineOnly() throws Exception {
        List<String> unasked = services().entrySet().stream()
                .filter(service -> ((Map<?, ?>) service.getValue()).containsKey("profiles"))
                .map(service -> service.getKey() + " " + ((Map<?, ?>) service.getValue()).get("profiles")).toList();

        assertEquals(List.of("keycloak [identity]"), unasked);
        assertEquals(List.of("127.0.0.1:${KEYCLOAK_PORT:-8180}:8080"), service("keycloak").get("ports"));
    }

    /** With the profile: who signs, by which keys and for whom must be one thing in the realm, in Keycloak's settings and in ours. */
    @Test
    void theServicesBelieveTheRealmThatTheProviderIsGiven() throws Exception {
        JsonNode realm = new ObjectMapper().readTree(Path.of("..", "deploy", "keycloak", "jixiao-realm.json").toFile());
        String path = "/realms/" + realm.path("realm").asText();
        Map<?, ?> keycloak = (Map<?, ?>) service("keycloak").get("environment");
        List<String> example = Files.readAllLines(Path.of("..", ".env.example"));
        List<String> audiences = realm.path("clientScopes").findValuesAsText("included.custom.audience");

        assertEquals("http://127.0.0.1:${KEYCLOAK_PORT:-8180}", keycloak.get("KC_HOSTNAME"));
        assertEquals(true, example.contains("# JWT_ISSUER=http://127.0.0.1:8180" + path));
        assertEquals(true, example.contains("# JWT_KEYS=http://keycloak:8080" + path + "/protocol/openid-connect/certs"));
        for (Service service : Service.values()) {
            Map<?, ?> environment = (Map<?, ?>) service(service.part()).get("environment");
            assertEquals(List.of("${JWT_ISSUER:?see .env.example}", "${JWT_KEYS:-file:/etc/jixiao/public-key.pem}", audiences),
                    List.of(environment.get("MP_JWT_VERIFY_ISSUER"), environment.get("MP_JWT_VERIFY_PUBLICKEY_LOCATION"),
                            List.of(environment.get("MP_JWT_VERIFY_AUDIENCES"))));
        }
    }

    @Test
    void theProviderIsTheVersionThatIsTested() throws Exception {
        String build = Files.readString(Path.of("..", "pom.xml")).replaceFirst("(?s)^.*<keycloak.version>(.*?)<.*$", "$1");

        assertEquals(true, Files.readString(Path.of("..", "deploy", "keycloak", "Dockerfile")).contains("FROM keycloak/keycloak:" + build + "\n"));
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

    /** The services' /tmp is memory, and smaller than one file may be. */
    @Test
    void filesOnTheirWayInLieOnADisk() throws Exception {
        String image = Files.readString(Path.of("..", "budget-service", "Dockerfile"));
        String folder = image.replaceFirst("(?s)^.*ENV JIXIAO_UPLOAD_FOLDER=(\\S+).*$", "$1");

        assertEquals(List.of("budget-files:" + folder), service("budget-service").get("volumes"));
        assertEquals(true, image.contains("\"--owner=10001\", \"--group=10001\", \"" + folder + "\""));
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
