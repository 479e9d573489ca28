package org.jixiao.evaluation.scheme;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** E12, with the scheme that is shipped as the good one. */
class SchemeChecksTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void theShippedSchemeAgreesWithItself() {
        assertEquals(List.of(), faults(rules -> { }));
    }

    @Test
    void aNameOfTheLongestLengthMayBeOfRareCharacters() {
        String rare = "\ud842\udfb7";

        assertEquals(List.of(), faults(rules -> rules.put("name", rare.repeat(200))));
        assertEquals(List.of("/name is needed, up to 200 characters"), faults(rules -> rules.put("name", rare.repeat(201))));
    }

    @Test
    void weightsThatDoNotAddUpAreNamedWithTheirSum() {
        assertEquals(List.of("/total executionWeight and the groups' weights add up to 101"),
                faults(rules -> rules.put("executionWeight", "11")));
    }

    @Test
    void aGroupCountsOnce() {
        assertEquals(List.of("/groups each kind once"),
                faults(rules -> ((ObjectNode) rules.path("groups").path(2)).put("group", "OUTPUT")));
    }

    @Test
    void everyTotalHasARating() {
        assertEquals(List.of("/ratings one rating starts at 0, so that every total has one"),
                faults(rules -> ((ObjectNode) rules.path("ratings").path(3)).put("from", "1")));
    }

    @Test
    void aBandHasALength() {
        assertEquals(List.of("/bands/1 from is below to"),
                faults(rules -> ((ObjectNode) rules.path("bands").path(1)).put("to", "0.60")));
    }

    @Test
    void whatIsMissingIsNamedAndBreaksNothing() {
        assertEquals(List.of("/name", "/basis", "/reverseMethod", "/total", "/executionWeight", "/overAchievementRatio",
                "/adjustmentExplainRate", "/amountRounding", "/rounding", "/groups", "/bands", "/ratings"),
                faults(ObjectNode::removeAll).stream().map(fault -> fault.split(" ")[0]).toList());
    }

    private static List<String> faults(Consumer<ObjectNode> change) {
        try {
            String migration = Files.readString(Path.of("src/main/resources/db/migration/V1_0__evaluation.sql"));
            JsonNode rules = JSON.readTree(migration.substring(migration.indexOf("$json$") + 6, migration.lastIndexOf("$json$")));
            change.accept((ObjectNode) rules);
            return SchemeChecks.check(JSON.treeToValue(rules, Scheme.SchemeRules.class)).stream()
                    .map(fault -> fault.pointer() + " " + fault.message()).toList();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
