package org.jixiao.report;

import static io.restassured.RestAssured.given;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.jixiao.chassis.access.Role;
import org.jixiao.chassis.testing.AccessMatrix;
import org.jixiao.chassis.testing.RealParts;
import org.jixiao.chassis.testing.Tokens;
import org.jixiao.report.crosscheck.Example;
import org.jixiao.report.narrative.Narrative;

@QuarkusTest
@RealParts
class AccessMatrixIT extends AccessMatrix {

    @Override
    protected Path document() {
        return Path.of("../docs/api/report-service.json");
    }

    @Override
    protected Map<String, String> seed(String department) {
        given().header("Authorization", Tokens.bearer(Role.EVALUATOR, department)).contentType(ContentType.JSON)
                .body(narrative(department)).put("/api/v1/reports/" + department + "/2021/narrative").then().statusCode(201);
        return Map.of("fiscalYear", "2021", "version", "1", "extension", "pdf");
    }

    @Override
    protected Map<String, String> nowhere() {
        return Map.of("department", "NOWHERE", "fiscalYear", "2021", "version", "1", "extension", "pdf");
    }

    @Override
    protected Map<String, Call> calls() {
        return Map.of(
                "saveNarrative", Call.body(narrative("MATRIX")).with("If-Match", "\"1\""),
                "createFindingExplanation", Call.body("""
                    {"rule": "PROJECT_FORM_COVERAGE", "place": "nowhere", "text": "其余为小额运转项目。"}"""),
                "previewCrossCheck", Call.body("{\"forms\": [{\"kind\": \"DEPARTMENT\", \"form\": "
                        + Example.JSON.valueToTree(Example.department()) + "}]}"));
    }

    /** Documents are drawn after the publication. */
    @Override
    protected Set<String> writtenLater() {
        return Set.of("rendition");
    }

    private static String narrative(String department) {
        Narrative narrative = Example.correctedNarrative();
        return Example.JSON.valueToTree(new Narrative(narrative.title() + department, narrative.preamble(), narrative.chapters())).toString();
    }
}
