package org.jixiao.budget;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.net.URL;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jixiao.chassis.testing.OpenApiFile;
import org.jixiao.chassis.testing.RealParts;
import org.jixiao.chassis.testing.Statements;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What reading costs, and what the API document says. */
@QuarkusTest
@RealParts
class ReadingIT {

    @TestHTTPResource(value = "/", management = true)
    URL management;

    @TestFactory
    Stream<DynamicTest> eachReadIsOneStatement() {
        Api api = Api.newDepartment();
        String appropriation = api.appropriation("10.00");
        String payment = api.created(api.year("/payments"), Api.payment(appropriation, "1.00")).path("id");
        return Stream.of("/api/v1/departments", api.path(""), api.path("/agencies"), api.path("/projects"),
                api.path("/fiscal-years"), api.year(""), api.year("/appropriations"), api.year("/appropriations/" + appropriation),
                api.year("/movements/" + payment), api.year("/payments/" + payment), api.year("/entries"),
                api.year("/entries?kind=PAYMENT&appropriationId=" + appropriation),
                api.year("/entries?intakeId=6f0e4a52-9a0c-4d3b-8f1c-2e77a1b2c3d4"),
                api.year("/entries?sort=-documentDate,amount&amountMax=5.00&q=1&fields=id"), api.path("/agencies/U1"), api.path("/projects/P1"), api.year("/statement"),
                api.year("/entries?withinAgency=U1&withinFunctionalClass=201&changes=EXECUTED&recordedAtTo=2090-01-01T00:00:00Z"),
                api.year("/execution"), api.year("/execution?groupBy=AGENCY&withinAgency=U1&withinEconomicClass=301&months=true"),
                api.year("/execution?groupBy=ECONOMIC_CLASS_5&until=2021-06-15&projectCode=P1"),
                api.year("/execution?groupBy=PROJECT&until=2021-06-15&asOf=2090-01-01T00:00:00Z&months=true&agencyCode=U1"))
            .map(path -> DynamicTest.dynamicTest(path, () -> {
                api.get(path).then().statusCode(200);
                List<String> statements = Statements.during(() -> api.get(path));
                assertEquals(1, statements.size(), statements::toString);
            }));
    }

    @TestFactory
    Stream<DynamicTest> anEmptyListIsEmptyAndNotMissing() {
        Api api = Api.of("EMPTY");
        api.created("/api/v1/departments", java.util.Map.of("code", "EMPTY", "name", "空"));
        api.post(api.path("/fiscal-years"), java.util.Map.of("fiscalYear", 2021));
        return Stream.of(api.path("/agencies"), api.path("/projects"), api.year("/appropriations"), api.year("/entries"))
            .map(path -> DynamicTest.dynamicTest(path, () -> {
                Response read = api.get(path);
                assertEquals("200 {\"items\":[]}", read.statusCode() + " " + read.asString());
            }));
    }

    @TestFactory
    Stream<DynamicTest> whatIsNotThereIsNotFound() {
        Api api = Api.newDepartment();
        Api nowhere = Api.of("NOWHERE");
        return Stream.of(nowhere.path(""), nowhere.path("/agencies"), nowhere.path("/projects"), nowhere.path("/fiscal-years"),
                nowhere.year(""), nowhere.year("/appropriations"), nowhere.year("/entries"), nowhere.year("/statement"),
                nowhere.year("/execution"), nowhere.year("/execution?groupBy=AGENCY&asOf=2090-01-01T00:00:00Z&until=2021-06-15"))
            .map(path -> DynamicTest.dynamicTest(path, () -> {
                Response read = nowhere.get(path);
                assertEquals("404 NOT_FOUND", read.statusCode() + " " + read.path("code"));
            }));
    }

    @Test
    void theTagOfAnAppropriationChangesWithEveryEntry() {
        Api api = Api.newDepartment();
        String id = api.appropriation("10.00");
        String before = api.get(api.year("/appropriations/" + id)).header("ETag");
        api.created(api.year("/payments"), Api.payment(id, "1.00"));
        assertEquals("\"1\" \"2\"", before + " " + api.get(api.year("/appropriations/" + id)).header("ETag"));
    }

    @Test
    void theCommittedApiDocumentIsTheGeneratedOne() {
        OpenApiFile.compare(management, Path.of("../docs/api/budget-service.json"));
    }
}
