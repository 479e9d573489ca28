package org.jixiao.evaluation;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URL;
import java.nio.file.Path;
import org.jixiao.chassis.testing.OpenApiFile;
import org.jixiao.chassis.testing.RealParts;
import org.junit.jupiter.api.Test;

@QuarkusTest
@RealParts
class ApiIT {

    @TestHTTPResource(value = "/", management = true)
    URL management;

    @Test
    void theCommittedDocumentIsWhatTheServiceOffers() {
        OpenApiFile.compare(management, Path.of("../docs/api/evaluation-service.json"));
    }
}
