package org.jixiao.report;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URL;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jixiao.chassis.testing.CommittedFile;
import org.jixiao.chassis.testing.RealParts;
import org.jixiao.report.crosscheck.Example;
import org.junit.jupiter.api.Test;

@QuarkusTest
@RealParts
class OpenApiIT {

    private static final Path FOLDER = Path.of("..", "docs", "api");

    @TestHTTPResource(value = "/q/openapi", management = true)
    URL document;

    @Test
    void theCommittedDocumentIsTheGeneratedOne() {
        CommittedFile.compare(FOLDER.resolve("report-service.json"), read("json"));
        CommittedFile.compare(FOLDER.resolve("report-service.yaml"), read("yaml"));
    }

    @Test
    void everyOperationHasAnIdASummaryAndADescription() throws Exception {
        List<String> without = new ArrayList<>();
        JsonNode paths = Example.JSON.readTree(read("json")).path("paths");
        paths.fields().forEachRemaining(path -> path.getValue().fields().forEachRemaining(operation -> {
            for (String field : List.of("operationId", "summary", "description", "tags")) {
                if (!operation.getKey().equals("parameters") && operation.getValue().path(field).isMissingNode()) {
                    without.add(operation.getKey() + " " + path.getKey() + " has no " + field);
                }
            }
        }));
        assertEquals(List.of(), without);
    }

    private String read(String format) {
        return given().queryParam("format", format).get(document).then().statusCode(200).extract().asString();
    }
}
