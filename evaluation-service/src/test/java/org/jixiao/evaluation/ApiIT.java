package org.jixiao.evaluation;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URL;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.jixiao.chassis.testing.HttpChecks;
import org.jixiao.chassis.testing.ListChecks;
import org.jixiao.chassis.testing.OpenApiFile;
import org.jixiao.chassis.testing.RealParts;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

@QuarkusTest
@RealParts
class ApiIT {

    @TestHTTPResource(value = "/", management = true)
    URL management;

    private static final Path DOCUMENT = Path.of("../docs/api/evaluation-service.json");

    @TestFactory
    Stream<DynamicTest> httpIsAsItsStandardsSay() {
        Api api = Api.ofNewDepartment();
        String id = api.create("department");
        api.create("hardware-procurement");
        return new HttpChecks(api.clerk, "/api/v1/evaluations", "id", "/api/v1/evaluations/" + id, "/api/v1/evaluations",
                "departmentName", "no-store").all();
    }

    @TestFactory
    Stream<DynamicTest> everyOrderAndFilterOfTheDocumentIsServed() {
        Api api = Api.ofNewDepartment();
        api.create("department");
        api.create("hardware-procurement");
        api.create("hall-renovation");
        return Stream.concat(ListChecks.of(DOCUMENT, "listEvaluations", "/api/v1/evaluations", api.clerk),
                ListChecks.of(DOCUMENT, "listSchemes", "/api/v1/schemes", api.clerk));
    }

    @Test
    void theCommittedDocumentIsWhatTheServiceOffers() {
        OpenApiFile.compare(management, DOCUMENT);
    }
}
