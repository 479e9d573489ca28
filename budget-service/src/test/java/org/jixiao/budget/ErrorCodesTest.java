package org.jixiao.budget;

import java.nio.file.Path;
import org.jixiao.chassis.testing.ReachableCodes;
import org.junit.jupiter.api.Test;

class ErrorCodesTest {

    @Test
    void theDocumentNamesTheCodesThatEachOperationCanReach() {
        ReachableCodes.compare(Path.of("target/classes"), Path.of("src/main/resources/openapi/error-codes.properties"));
    }
}
