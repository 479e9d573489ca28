package org.jixiao.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** What an auditor sees of all this: who changed which cell of the forms, what was refused, and the chains that hold it. */
final class AuditChapter {

    private static final int CELLS_SHOWN = 3;

    private final Stage stage;
    private final Story story;

    AuditChapter(Stage stage) {
        this.stage = stage;
        this.story = stage.story;
    }

    void read() {
        story.chapter("An auditor reads what was done");
        int shown = 0;
        for (JsonNode entry : entries("evaluation", "action=evaluation.change&limit=100")) {
            for (JsonNode change : entry.path("changes")) {
                if (shown < CELLS_SHOWN && change.path("field").asText().startsWith("form/") && change.has("old") && change.has("new")) {
                    story.say(entry.path("actor").asText() + " changed " + entry.path("target").asText() + " " + change.path("field").asText()
                        + ": " + change.path("old").asText() + " → " + change.path("new").asText());
                    shown++;
                }
            }
        }
        story.holds(shown > 0, "the mended cells are there, old and new");
        story.holds(entries("budget", "outcome=REFUSED&limit=100").findValuesAsText("code").contains("APPROPRIATION_EXCEEDED"),
            "the refused payment is there, too");
        verifyChains();
    }

    /** Where an earlier version has loaded the example, the trail begins after it. */
    void verifyChains() {
        for (String service : List.of("budget", "evaluation", "report")) {
            JsonNode chain = stage.success(stage.door.get("/api/v1/audit/" + service + "/chain", stage.auditor));
            story.holds(chain.path("verification").path("intact").asBoolean(true), service + ": a chain of "
                + chain.at("/items/0/length").asLong() + " entries, its head " + chain.at("/items/0/head").asText());
        }
    }

    private JsonNode entries(String service, String query) {
        return stage.success(stage.door.get("/api/v1/audit/" + service + "/entries?" + query, stage.auditor)).path("items");
    }
}
