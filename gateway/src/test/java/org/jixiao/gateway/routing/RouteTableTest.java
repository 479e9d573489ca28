package org.jixiao.gateway.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jixiao.gateway.routing.RouteTable.Definition;
import org.jixiao.gateway.upstream.Instance;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RouteTableTest {

    private static final RouteTable.Patience PATIENCE = new RouteTable.Patience(
            5, Duration.ofSeconds(5), Duration.ofSeconds(60), 2, 20, 10, () -> 0, bound -> 0);
    private static final RouteTable TABLE = RouteTable.of(Map.of(
            "budget", route("http://127.0.0.1:18701", "/api/v1/departments"),
            "evaluation", route("http://127.0.0.1:18702", "/api/v1/schemes", "/api/v1/evaluations"),
            "report", route("http://127.0.0.1:18703", "/api/v1/reports", "/reports"),
            "archive", route("http://127.0.0.1:18704", "/reports/archive")), PATIENCE);

    @ParameterizedTest
    @CsvSource({
        "/api/v1/departments, budget",
        "/api/v1/departments/, budget",
        "/api/v1/departments/YF-XZSP/years/2021, budget",
        "/api/v1/evaluations/17, evaluation",
        "/reports, report",
        "/reports/YF-XZSP/2021/1, report",
        "/reports/archive/1999, archive",
        "/reports/archived, report",
        "/api/v1/departments2, nobody",
        "/api/v1/department, nobody",
        "/api/v1, nobody",
        "/API/v1/departments, nobody",
        "/, nobody"
    })
    void theLongestPrefixOnWholeSegmentsDecides(String path, String service) {
        assertEquals(service, TABLE.find(RequestPath.of(path).orElseThrow()).map(Route::name).orElse("nobody"));
    }

    @Test
    void withoutAManagementAddressTheServiceItselfIsAsked() {
        assertEquals("http://127.0.0.1:18701", TABLE.routes().stream()
                .filter(route -> route.name().equals("budget")).findFirst().orElseThrow().managementUrl().toString());
    }

    @Test
    void noRoutesAtAllAreRefused() {
        assertTrue(fault(Map.of()).contains("gateway.routes is empty"));
    }

    @Test
    void aMissingAddressIsNamedWithItsVariable() {
        String fault = fault(Map.of("budget", new Definition(List.of(), List.of(), List.of("/a"))));
        assertTrue(fault.contains("gateway.routes.budget.url is missing; set GATEWAY_ROUTES_BUDGET_URL"), fault);
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1:18701", "ftp://x", "http://", "http://x/api", "http://x?y", "http://u:p@x",
        "http://x:0", "http://x:70000", "http://a b", "nonsense"})
    void aBadAddressIsRefused(String url) {
        assertTrue(fault(Map.of("budget", route(url, "/a"))).contains("is not an address"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"api", "/api/", "/api/../q", "//api", "/a;b", "/", "/docs", "/openapi.json", "/problems/x",
        "/health", "/q", "/q/metrics"})
    void aBadOrReservedPrefixIsRefused(String prefix) {
        assertTrue(fault(Map.of("budget", route("http://x", prefix))).contains("\"" + prefix + "\""));
    }

    @Test
    void aRouteWithoutPathsIsRefused() {
        assertTrue(fault(Map.of("budget", route("http://x"))).contains("gateway.routes.budget.paths is missing"));
    }

    @Test
    void aPrefixOfTwoServicesIsRefusedWithBothNames() {
        Map<String, Definition> definitions = new LinkedHashMap<>();
        definitions.put("one", route("http://x", "/a"));
        definitions.put("two", route("http://y", "/a"));
        String fault = fault(definitions);
        assertTrue(fault.contains("gateway.routes.two.paths: \"/a\" already belongs to gateway.routes.one"), fault);
    }

    @Test
    void allFaultsAreNamedAtOnce() {
        String fault = fault(Map.of("one", route("nonsense", "a"), "two", route("http://y")));
        assertEquals(4, fault.lines().count(), fault);
    }

    @Test
    void severalInstancesAreOneRoute() {
        RouteTable table = RouteTable.of(Map.of("budget", route("http://x:1, http://y:2", "/a")), PATIENCE);
        assertEquals(List.of("x:1", "y:2"), table.routes().get(0).instances().stream().map(Instance::name).toList());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "http://x,http://x | http://m,http://n | 10 | names an instance twice",
        "http://x,http://y | http://m          | 10 | names 1 addresses, url 2",
        "http://x          | http://m          | 101 | is not between 0 and 100"
    })
    void whatContradictsItselfIsRefused(String urls, String managementUrls, int percent, String fault) {
        Definition definition = new Definition(List.of(urls.split(",")), List.of(managementUrls.split(",")), List.of("/a"),
                Optional.of(new RouteTable.Canary(List.of("http://z"), List.of(), percent, Optional.empty())),
                1, 1, Optional.empty(), Duration.ofSeconds(1), 1);
        assertTrue(fault(Map.of("budget", definition)).contains(fault));
    }

    private static String fault(Map<String, Definition> definitions) {
        return assertThrows(IllegalArgumentException.class, () -> RouteTable.of(definitions, PATIENCE)).getMessage();
    }

    private static Definition route(String url, String... paths) {
        return new Definition(List.of(url.split(",")), List.of(), List.of(paths));
    }
}
