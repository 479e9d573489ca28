package org.jixiao.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URL;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jixiao.chassis.testing.OpenApiFile;
import org.jixiao.chassis.testing.RealParts;
import org.jixiao.report.crosscheck.Example;
import org.junit.jupiter.api.Test;

@QuarkusTest
@RealParts
class OpenApiIT {

    private static final Path COMMITTED = Path.of("..", "docs", "api", "report-service.json");

    @TestHTTPResource(value = "/", management = true)
    URL management;

    @Test
    void theCommittedDocumentIsWhatTheServiceOffers() {
        OpenApiFile.compare(management, COMMITTED);
    }

    @Test
    void everyOperationHasAnIdASummaryAndADescription() {
        List<String> without = new ArrayList<>();
        JsonNode paths = Example.tree(COMMITTED).path("paths");
        paths.fields().forEachRemaining(path -> path.getValue().fields().forEachRemaining(operation -> {
            for (String field : List.of("operationId", "summary", "description", "tags")) {
                if (!operation.getKey().equals("parameters") && operation.getValue().path(field).isMissingNode()) {
                    without.add(operation.getKey() + " " + path.getKey() + " has no " + field);
                }
            }
        }));
        assertEquals(List.of(), without);
    }
}
