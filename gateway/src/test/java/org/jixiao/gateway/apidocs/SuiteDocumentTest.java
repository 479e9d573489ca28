package org.jixiao.gateway.apidocs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jixiao.chassis.testing.CommittedFile;
import org.jixiao.gateway.problem.GatewayProblem;
import org.junit.jupiter.api.Test;

class SuiteDocumentTest {

    private static final Path API = Path.of("../docs/api");

    @Test
    void theCommittedDocumentIsTheServicesDocumentsMerged() throws IOException {
        CommittedFile.compare(API.resolve("openapi.json"), merged().encodePrettily() + "\n");
    }

    @Test
    void everyOperationDocumentsWhatTheGatewayMayAnswer() throws IOException {
        List<String> without = new ArrayList<>();
        JsonObject paths = merged().getJsonObject("paths");
        for (String path : paths.fieldNames()) {
            JsonObject item = paths.getJsonObject(path);
            for (String method : item.fieldNames()) {
                String status = String.valueOf(GatewayProblem.GATEWAY_TIMEOUT.status());
                JsonObject codes = item.getJsonObject(method).getJsonObject("x-error-codes");
                if (!codes.getJsonArray(status).contains(GatewayProblem.GATEWAY_TIMEOUT.name())) {
                    without.add(method + " " + path);
                }
            }
        }
        assertEquals(List.of(), without);
    }

    private static JsonObject merged() throws IOException {
        Properties routes = new Properties();
        try (Reader in = Files.newBufferedReader(Path.of("src/main/resources/application.properties"))) {
            routes.load(in);
        }
        List<SuiteDocument.Part> parts = new ArrayList<>();
        for (String service : List.of("budget", "evaluation", "report")) {
            JsonObject own = new JsonObject(Files.readString(API.resolve(service + "-service.json")));
            parts.add(new SuiteDocument.Part(service, "LIVE", own.getMap(), routed(routes.getProperty("gateway.routes." + service + ".paths"))));
        }
        return new JsonObject(SuiteDocument.of(parts));
    }

    private static Predicate<String> routed(String prefixes) {
        return path -> Stream.of(prefixes.split(",")).anyMatch(prefix -> path.equals(prefix) || path.startsWith(prefix + "/"));
    }
}
