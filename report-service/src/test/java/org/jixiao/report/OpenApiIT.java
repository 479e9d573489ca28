package org.jixiao.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URL;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jixiao.chassis.access.Role;
import org.jixiao.chassis.testing.HttpChecks;
import org.jixiao.chassis.testing.ListChecks;
import org.jixiao.chassis.testing.OpenApiFile;
import org.jixiao.chassis.testing.RealParts;
import org.jixiao.chassis.testing.Superuser;
import org.jixiao.chassis.testing.Tokens;
import org.jixiao.report.crosscheck.Example;
import org.jixiao.report.publication.DocumentFormat;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

@QuarkusTest
@RealParts
class OpenApiIT {

    private static final Path COMMITTED = Path.of("..", "docs", "api", "report-service.json");

    @TestHTTPResource(value = "/", management = true)
    URL management;

    @TestFactory
    Stream<DynamicTest> httpIsAsItsStandardsSay() {
        published("H-1", 2021);
        published("H-2", 2021);
        return new HttpChecks(Tokens.bearer(Role.EVALUATOR, "H-1", "H-2"), "/api/v1/reports", "departmentCode",
                "/api/v1/reports/H-1/2021/narrative", "/api/v1/reports/H-1/2021/explanations", "text", "no-cache").all();
    }

    @TestFactory
    Stream<DynamicTest> everyOrderAndFilterOfTheDocumentIsServed() {
        published("H-3", 2021);
        published("H-3", 2022);
        published("H-4", 2021);
        return ListChecks.of(COMMITTED, "listPublishedReports", "/api/v1/reports", Tokens.bearer(Role.EVALUATOR, "H-3"));
    }

    /** A version with every document, as if it had been published. */
    private static void published(String department, int fiscalYear) {
        String key = "'" + department + "', " + fiscalYear + ", 1, ";
        Superuser.execute("insert into department_year values ('" + department + "', " + fiscalYear + ")");
        Superuser.execute("insert into narrative_version values (" + key + "'题', '序', '[]', 'zhang.wei')");
        Superuser.execute("insert into report_version values (" + key + "'部门', '题', '{}', 'sha256:0', now())");
        for (DocumentFormat format : DocumentFormat.values()) {
            Superuser.execute("insert into rendition values (" + key + "'" + format + "', '0', '')");
        }
    }

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
