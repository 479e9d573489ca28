package org.jixiao.gateway.apidocs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MergedDocumentTest {

    private static final Map<String, Object> TEXT = Map.of("type", "string");
    private static final Map<String, Object> NUMBER = Map.of("type", "integer");

    @Test
    void pathsOfAllServicesAreThere() {
        Map<String, Object> merged = merge(
                document("/a", operation("getA", TEXT), Map.of()),
                document("/b", operation("getB", TEXT), Map.of()));
        assertEquals(List.of("/a", "/b"), List.copyOf(at(merged, "paths").keySet()));
    }

    @Test
    void aPathThatIsNotRoutedToItsServiceIsLeftOut() {
        Map<String, Object> merged = new MergedDocument(Map.of())
                .add("one", document("/inner", operation("getInner", TEXT), Map.of()), path -> false).toMap();
        assertEquals(Map.of(), merged.get("paths"));
    }

    @Test
    void equalSchemasAreShared() {
        Map<String, Object> merged = merge(
                document("/a", operation("getA", reference("Problem")), Map.of("Problem", TEXT)),
                document("/b", operation("getB", reference("Problem")), Map.of("Problem", TEXT)));
        assertEquals(Map.of("Problem", TEXT), at(merged, "components", "schemas"));
    }

    @Test
    void aSchemaThatDiffersGetsItsServicesName() {
        Map<String, Object> merged = merge(
                document("/a", operation("getA", reference("Line")), Map.of("Line", TEXT)),
                document("/b", operation("getB", reference("Line")), Map.of("Line", NUMBER)));
        assertEquals(Map.of("Line", TEXT, "TwoLine", NUMBER), at(merged, "components", "schemas"));
    }

    @Test
    void referencesFollowTheNewName() {
        Map<String, Object> merged = merge(
                document("/a", operation("getA", reference("Line")), Map.of("Line", TEXT)),
                document("/b", operation("getB", reference("Line")), Map.of("Line", NUMBER)));
        assertEquals(reference("Line"), schemaOf(merged, "/a"));
        assertEquals(reference("TwoLine"), schemaOf(merged, "/b"));
    }

    @Test
    void aSchemaThatLooksAlikeButRefersToADifferentOneIsRenamedToo() {
        Map<String, Object> page = Map.of("type", "array", "items", reference("Line"));
        Map<String, Object> merged = merge(
                document("/a", operation("getA", reference("Page")), ordered("Page", page, "Line", TEXT)),
                document("/b", operation("getB", reference("Page")), ordered("Page", page, "Line", NUMBER)));
        assertEquals(Map.of("type", "array", "items", reference("TwoLine")),
                at(merged, "components", "schemas", "TwoPage"));
        assertEquals(page, at(merged, "components", "schemas", "Page"));
        assertEquals(reference("TwoPage"), schemaOf(merged, "/b"));
    }

    @Test
    void schemasThatReferToEachOtherEndTheSearch() {
        Map<String, Object> left = Map.of("properties", Map.of("right", reference("Right")));
        Map<String, Object> right = Map.of("properties", Map.of("left", reference("Left")));
        Map<String, Object> other = Map.of("properties", Map.of("left", reference("Left")), "title", "other");
        Map<String, Object> merged = merge(
                document("/a", operation("getA", reference("Left")), ordered("Left", left, "Right", right)),
                document("/b", operation("getB", reference("Left")), ordered("Left", left, "Right", other)));
        assertEquals(List.of("Left", "Right", "TwoLeft", "TwoRight"),
                at(merged, "components", "schemas").keySet().stream().sorted().toList());
    }

    @Test
    void aNewNameThatIsTakenIsNotTakenTwice() {
        Map<String, Object> merged = merge(
                document("/a", operation("getA", TEXT), ordered("Line", TEXT, "TwoLine", TEXT)),
                document("/b", operation("getB", reference("Line")), Map.of("Line", NUMBER)));
        assertEquals(reference("TwoTwoLine"), schemaOf(merged, "/b"));
    }

    @Test
    void discriminatorsFollowTheNewName() {
        Map<String, Object> choice = Map.of("discriminator",
                Map.of("propertyName", "kind", "mapping", Map.of("line", "#/components/schemas/Line")));
        Map<String, Object> merged = merge(
                document("/a", operation("getA", TEXT), Map.of("Line", TEXT)),
                document("/b", operation("getB", TEXT), ordered("Line", NUMBER, "Choice", choice)));
        assertEquals(Map.of("line", "#/components/schemas/TwoLine"),
                at(merged, "components", "schemas", "Choice", "discriminator", "mapping"));
    }

    @Test
    void whatAServiceDemandsOfAllIsWrittenAtEachOperation() {
        Map<String, Object> document = document("/a", operation("getA", TEXT), Map.of());
        document.put("security", List.of(Map.of("bearer", List.of())));
        assertEquals(List.of(Map.of("bearer", List.of())), at(merge(document), "paths", "/a", "get").get("security"));
    }

    @Test
    void anOpenOperationStaysOpen() {
        Map<String, Object> operation = operation("getA", TEXT);
        operation.put("security", List.of());
        Map<String, Object> document = document("/a", operation, Map.of());
        document.put("security", List.of(Map.of("bearer", List.of())));
        assertEquals(List.of(), at(merge(document), "paths", "/a", "get").get("security"));
    }

    @Test
    void aSecuritySchemeThatDiffersIsRenamedWhereItIsDemanded() {
        Map<String, Object> one = document("/a", secured("getA"), Map.of());
        one.put("components", Map.of("securitySchemes", Map.of("bearer", Map.of("type", "http"))));
        Map<String, Object> two = document("/b", secured("getB"), Map.of());
        two.put("components", Map.of("securitySchemes", Map.of("bearer", Map.of("type", "apiKey"))));
        Map<String, Object> merged = merge(one, two);
        assertEquals(List.of(Map.of("TwoBearer", List.of())), at(merged, "paths", "/b", "get").get("security"));
    }

    @Test
    void operationIdsStayUnique() {
        Map<String, Object> merged = merge(
                document("/a", operation("list", TEXT), Map.of()),
                document("/b", operation("list", TEXT), Map.of()));
        assertEquals("list", at(merged, "paths", "/a", "get").get("operationId"));
        assertEquals("twoList", at(merged, "paths", "/b", "get").get("operationId"));
    }

    @Test
    void tagsAreListedOnce() {
        Map<String, Object> one = document("/a", operation("getA", TEXT), Map.of());
        one.put("tags", List.of(Map.of("name", "Ledger")));
        Map<String, Object> two = document("/b", operation("getB", TEXT), Map.of());
        two.put("tags", List.of(Map.of("name", "Ledger"), Map.of("name", "Forms")));
        assertEquals(List.of(Map.of("name", "Ledger"), Map.of("name", "Forms")), merge(one, two).get("tags"));
    }

    @Test
    void innerAddressesAreNotShown() {
        Map<String, Object> operation = operation("getA", TEXT);
        operation.put("servers", List.of(Map.of("url", "http://127.0.0.1:18701")));
        Map<String, Object> document = document("/a", operation, Map.of());
        document.put("servers", List.of(Map.of("url", "http://127.0.0.1:18701")));
        Map<String, Object> merged = merge(document);
        assertEquals(List.of(Map.of("url", "/")), merged.get("servers"));
        assertFalse(merged.toString().contains("18701"));
    }

    @Test
    void theStateOfEachServiceIsMarked() {
        assertEquals(List.of(Map.of("name", "one", "state", "STALE")),
                new MergedDocument(Map.of()).mark("one", "STALE").toMap().get("x-services"));
    }

    @Test
    void anEmptyDocumentAddsNothing() {
        assertNull(merge(new LinkedHashMap<>()).get("components"));
    }

    @Test
    void theDocumentsOfTheServicesAreLeftAsTheyWere() {
        Map<String, Object> two = document("/b", operation("getB", reference("Line")), Map.of("Line", NUMBER));
        String before = two.toString();
        merge(document("/a", operation("getA", TEXT), Map.of("Line", TEXT)), two);
        assertEquals(before, two.toString());
    }

    @SafeVarargs
    private static Map<String, Object> merge(Map<String, Object>... documents) {
        MergedDocument merged = new MergedDocument(Map.of("title", "all"));
        List<String> names = List.of("one", "two");
        for (int i = 0; i < documents.length; i++) {
            merged.add(names.get(i), documents[i], path -> true);
        }
        return merged.toMap();
    }

    private static Map<String, Object> document(String path, Map<String, Object> get, Map<String, Object> schemas) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("openapi", "3.1.0");
        document.put("paths", Map.of(path, Map.of("get", get)));
        document.put("components", Map.of("schemas", schemas));
        return document;
    }

    private static Map<String, Object> operation(String id, Map<String, Object> schema) {
        Map<String, Object> operation = new LinkedHashMap<>();
        operation.put("operationId", id);
        operation.put("responses", Map.of("200", Map.of("content", Map.of("application/json", Map.of("schema", schema)))));
        return operation;
    }

    private static Map<String, Object> secured(String id) {
        Map<String, Object> operation = operation(id, TEXT);
        operation.put("security", List.of(Map.of("bearer", List.of())));
        return operation;
    }

    private static Map<String, Object> reference(String schema) {
        return Map.of("$ref", "#/components/schemas/" + schema);
    }

    private static Map<String, Object> ordered(String first, Object one, String second, Object two) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put(first, one);
        map.put(second, two);
        return map;
    }

    private static Map<String, Object> schemaOf(Map<String, Object> merged, String path) {
        return at(merged, "paths", path, "get", "responses", "200", "content", "application/json", "schema");
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> at(Map<String, Object> node, String... keys) {
        for (String key : keys) {
            node = (Map<String, Object>) node.get(key);
        }
        return node;
    }
}
