package org.jixiao.report.rendering;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jixiao.report.publication.Publication;
import org.jixiao.report.publication.Report;
import org.junit.jupiter.api.Test;

class JsonRendererTest {

    private final JsonRenderer renderer = new JsonRenderer();

    @Test
    void keysAreSortedAtEveryDepth() throws IOException {
        assertSorted(new ObjectMapper().readTree(renderer.write(Yanfeng.report())));
    }

    @Test
    void amountsAreStringsWithTheScaleThatTheyHave() {
        assertTrue(json(Yanfeng.report()).contains("\"adjustedBudget\":\"4199900.00\""));
    }

    @Test
    void whatIsBlankIsLeftOut() {
        assertFalse(json(Yanfeng.report()).contains("null"));
    }

    @Test
    void instantsAreWrittenInUniversalTime() {
        assertTrue(json(Yanfeng.report()).contains("\"closedAt\":\"2022-01-10T01:00:00Z\""));
    }

    @Test
    void derivedValuesOfTheRecordsAreNotPartOfTheReport() {
        assertFalse(json(Yanfeng.report()).contains("unresolved"));
    }

    @Test
    void thereIsNoWhiteSpaceBetweenTokens() throws IOException {
        byte[] bytes = renderer.write(Yanfeng.report());

        assertArrayEquals(new ObjectMapper().writeValueAsBytes(new ObjectMapper().readTree(bytes)), bytes);
    }

    @Test
    void theContentHashIsThatOfTheFile() throws NoSuchAlgorithmException {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(renderer.write(Yanfeng.report()));

        assertEquals("sha256:" + HexFormat.of().formatHex(digest), Publication.contentHash(Yanfeng.report()));
    }

    @Test
    void theBytesDoNotDependOnTheHashOrTheTimeOfPublication() {
        assertArrayEquals(renderer.write(Yanfeng.report()),
                renderer.write(Yanfeng.published(Instant.EPOCH, "sha256:00")));
    }

    private String json(Report report) {
        return new String(renderer.write(report), StandardCharsets.UTF_8);
    }

    private static void assertSorted(JsonNode node) {
        List<String> names = new ArrayList<>();
        node.fieldNames().forEachRemaining(names::add);
        assertEquals(names.stream().sorted().toList(), names);
        node.forEach(JsonRendererTest::assertSorted);
    }
}
