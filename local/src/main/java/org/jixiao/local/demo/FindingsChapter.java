package org.jixiao.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The check of the whole package as it was published, held against the findings that are expected of it. */
final class FindingsChapter {

    private static final List<String> COMPARED =
        List.of("form", "severity", "rule", "place", "stated", "computed", "difference", "computation");

    private final Stage stage;
    private final Story story;

    FindingsChapter(Stage stage) {
        this.stage = stage;
        this.story = stage.story;
    }

    /** Drafts as they were published, checked together by the report service; nothing is stored. */
    List<JsonNode> ofPackage() {
        ObjectNode preview = stage.object();
        ArrayNode drafts = preview.putArray("forms");
        for (FormsChapter.Form form : FormsChapter.FORMS) {
            ObjectNode draft = drafts.addObject().put("kind", form.kind());
            if (form.projectCode() != null) {
                draft.put("projectCode", form.projectCode()).put("projectName", form.projectName());
            }
            draft.set("form", stage.example.read("forms/" + form.file() + ".json"));
        }
        preview.set("narrative", stage.example.read("narrative.json"));
        List<JsonNode> found = new ArrayList<>();
        JsonNode answer = stage.success(stage.door.post(stage.reportPath() + "/cross-check", stage.evaluator, "cross-check", preview));
        for (JsonNode finding : answer.has("items") ? answer.path("items") : answer.path("findings")) {
            found.add(((ObjectNode) finding).put("form", "package"));
        }
        return found;
    }

    /**
     * Shows what was found and says whether it is what is expected, figure by figure.
     *
     * @param checkedBy the services whose findings are among those found
     */
    void compare(List<JsonNode> found, List<String> checkedBy) {
        Map<JsonNode, String> ids = new LinkedHashMap<>();
        List<String> missing = new ArrayList<>();
        List<String> later = new ArrayList<>();
        List<JsonNode> unexpected = new ArrayList<>(found);
        for (JsonNode expected : stage.example.read("expected-findings.json").path("findings")) {
            String by = expected.path("checkedBy").asText("null");
            if (by.equals("null")) {
                later.add(expected.path("id").asText());
            } else if (checkedBy.contains(by)) {
                unexpected.stream().filter(finding -> same(expected, finding)).findFirst().ifPresentOrElse(match -> {
                    unexpected.remove(match);
                    ids.put(match, expected.path("id").asText());
                }, () -> missing.add(expected.path("id").asText()));
            }
        }
        show(found, ids);
        story.holds(missing.isEmpty(), ids.size() + " expected findings are there, figure by figure" + (missing.isEmpty() ? "" : "; missing: " + missing));
        story.holds(unexpected.isEmpty(), "nothing else is found" + (unexpected.isEmpty() ? "" : ": " + unexpected.stream().map(FindingsChapter::headline).toList()));
        story.say("textual findings that come in a later version: " + String.join(", ", later));
    }

    private void show(List<JsonNode> found, Map<JsonNode, String> ids) {
        for (String severity : List.of("ERROR", "WARNING", "INFO")) {
            List<JsonNode> some = found.stream().filter(finding -> finding.path("severity").asText().equals(severity)).toList();
            story.say(severity + ": " + some.size());
            for (JsonNode finding : some) {
                story.say(String.format("  %-7s %s", ids.getOrDefault(finding, "?"), headline(finding)));
                story.say("          " + figures(finding));
            }
        }
    }

    static String headline(JsonNode finding) {
        String form = finding.path("form").asText("package");
        return finding.path("rule").asText() + "  " + (form.equals("package") ? "" : form + ".") + finding.path("place").asText();
    }

    static String figures(JsonNode finding) {
        StringBuilder line = new StringBuilder("stated ").append(finding.path("stated").asText());
        append(line, ", computed ", finding.path("computed"));
        append(line, ", difference ", finding.path("difference"));
        append(line, ": ", finding.path("computation"));
        return line.toString();
    }

    private static void append(StringBuilder line, String label, JsonNode value) {
        if (!value.asText("").isEmpty()) {
            line.append(label).append(value.asText());
        }
    }

    private static boolean same(JsonNode expected, JsonNode finding) {
        return COMPARED.stream().allMatch(field -> Objects.equals(expected.path(field).asText(""), finding.path(field).asText("")));
    }
}
