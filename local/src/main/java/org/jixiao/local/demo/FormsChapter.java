package org.jixiao.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Self-evaluation: forms and narrative as they were published, refused, mended, reviewed and completed. */
final class FormsChapter {

    /** One form of the example, and the evaluation that it is filed under once it is handed in. */
    record Form(String file, String kind, String projectCode, String projectName, String evaluationId) {

        String path() {
            return "/api/v1/evaluations/" + evaluationId;
        }

        Form filedUnder(String id) {
            return new Form(file, kind, projectCode, projectName, id);
        }
    }

    static final List<Form> FORMS = List.of(
        new Form("department", "DEPARTMENT", null, null, null),
        new Form("hardware-procurement", "PROJECT", "YF-2021-01", "一门式全覆盖硬件采购", null),
        new Form("hall-renovation", "PROJECT", "YF-2021-02", "政务中心提质改造", null));

    private final Stage stage;
    private final Story story;
    private final Map<String, Form> filed = new LinkedHashMap<>();

    FormsChapter(Stage stage) {
        this.stage = stage;
        this.story = stage.story;
    }

    void handInAsPublished() {
        story.chapter("Self-evaluation: three forms and twelve chapters, exactly as they were published");
        FORMS.forEach(this::handIn);
        if (stage.door.get(narrativePath(), stage.evaluator).status() == 404) {
            stage.success(stage.door.put(narrativePath(), stage.evaluator, "", stage.example.read("narrative.json")));
        }
        story.say("narrative: 12 chapters");
    }

    private void handIn(Form form) {
        ObjectNode request = stage.object().put("departmentCode", stage.department)
            .put("departmentName", stage.example.read("ledger.json").path("department").path("name").asText())
            .put("fiscalYear", stage.year).put("kind", form.kind());
        if (form.projectCode() != null) {
            request.put("projectCode", form.projectCode()).put("projectName", form.projectName());
        }
        String id = stage.success(stage.door.post("/api/v1/evaluations", stage.evaluator, "evaluation-" + form.file(), request))
            .path("id").asText();
        Form evaluation = form.filedUnder(id);
        filed.put(form.file(), evaluation);
        Door.Answer present = stage.door.get(evaluation.path(), stage.evaluator);
        if (status(present).equals("DRAFT") && present.body().path("form").isMissingNode()) {
            stage.success(stage.door.put(evaluation.path() + "/form", stage.evaluator, present.etag(),
                stage.example.read("forms/" + form.file() + ".json")));
        }
        JsonNode score = stage.success(stage.door.get(evaluation.path() + "/score", stage.evaluator));
        story.say(form.file() + ": stated total " + score.path("statedTotal").asText()
            + ", computed " + score.path("computedTotal").asText());
    }

    /** What the forms' own checks say now; empty once they are mended. */
    List<JsonNode> findings() {
        List<JsonNode> found = new ArrayList<>();
        for (Form form : filed.values()) {
            for (JsonNode finding : stage.success(stage.door.get(form.path() + "/findings", stage.evaluator)).path("items")) {
                found.add(((ObjectNode) finding).put("form", form.file()));
            }
        }
        return found;
    }

    /** Whether all forms are still as they were published. */
    boolean isAsPublished() {
        return filed.values().stream().allMatch(form -> {
            Door.Answer evaluation = stage.door.get(form.path(), stage.evaluator);
            return status(evaluation).equals("DRAFT")
                && evaluation.body().path("form").equals(stage.example.read("forms/" + form.file() + ".json"));
        });
    }

    void refuseSubmission() {
        story.chapter("Submission is refused, with every blocking finding");
        int blocking = 0;
        for (Form form : filed.values()) {
            if (!status(stage.door.get(form.path(), stage.evaluator)).equals("DRAFT")) {
                continue;
            }
            Door.Answer refused = act(form, "submit", stage.evaluator, "as-published", stage.object());
            ArrayNode findings = refused.body().withArray("findings");
            story.holds(refused.status() == 422 && refused.code().equals("FINDINGS_BLOCK_SUBMISSION"), form.file() + ": " + refused.title());
            findings.forEach(finding -> {
                story.say("    " + FindingsChapter.headline(finding));
                story.say("        " + FindingsChapter.figures(finding));
            });
            blocking += findings.size();
        }
        story.say(blocking + " findings block the forms; those of the package will hold the publication");
    }

    void mend() {
        story.chapter("The faults are mended or explained");
        for (Form form : filed.values()) {
            Door.Answer evaluation = stage.door.get(form.path(), stage.evaluator);
            if (status(evaluation).equals("DRAFT")) {
                stage.success(stage.door.put(form.path() + "/form", stage.evaluator, evaluation.etag(), stage.example.corrected(form.file())));
            }
        }
        JsonNode corrections = stage.example.read("corrections.json");
        corrections.path("corrections").forEach(correction -> story.say(correction.path("form").asText()
            + correction.path("pointer").asText() + " → " + correction.path("value").asText()));
        corrections.path("explanations").forEach(this::explain);
        Door.Answer narrative = stage.door.get(narrativePath(), stage.evaluator);
        JsonNode corrected = stage.example.correctedNarrative();
        if (!narrative.body().path("chapters").equals(corrected.path("chapters"))) {
            stage.success(stage.door.put(narrativePath(), stage.evaluator, narrative.etag(), corrected));
        }
        stage.example.read("narrative-corrections.json").path("corrections").forEach(correction -> story.say(
            "narrative, chapter " + correction.path("chapter").asText() + ": " + oneLine(correction.path("find"))
                + " → " + oneLine(correction.path("replace"))));
    }

    private void explain(JsonNode explanation) {
        Form form = filed.get(explanation.path("form").asText());
        String pointer = explanation.path("pointer").asText();
        if (status(stage.door.get(form.path(), stage.evaluator)).equals("DRAFT")) {
            stage.success(stage.door.post(form.path() + "/explanations", stage.evaluator, "explain-" + form.file() + pointer,
                stage.object().put("rule", explanation.path("rule").asText()).put("pointer", pointer)
                    .put("text", explanation.path("text").asText())));
        }
        story.say(form.file() + pointer + " explained: " + explanation.path("text").asText());
    }

    void complete() {
        story.chapter("Submitted, reviewed by a second person, completed; each completion goes to Kafka");
        for (Form form : filed.values()) {
            step(form, "DRAFT", "submit", stage.evaluator, stage.object());
            step(form, "SUBMITTED", "review", stage.reviewer, stage.object().put("opinion", "数据与佐证材料一致，同意。"));
            step(form, "REVIEWED", "complete", stage.reviewer, stage.object());
            story.holds(status(stage.door.get(form.path(), stage.evaluator)).equals("COMPLETED"), form.file() + " is completed");
        }
    }

    private void step(Form form, String from, String action, String token, ObjectNode body) {
        if (status(stage.door.get(form.path(), token)).equals(from)) {
            stage.success(act(form, action, token, "corrected", body));
        }
    }

    private Door.Answer act(Form form, String action, String token, String attempt, ObjectNode body) {
        String etag = stage.door.get(form.path(), token).etag();
        return stage.door.post(form.path() + "/" + action, token, action + "-" + form.file() + "-" + attempt, etag, body);
    }

    private String narrativePath() {
        return stage.reportPath() + "/narrative";
    }

    private static String status(Door.Answer evaluation) {
        return evaluation.body().path("status").asText();
    }

    private static String oneLine(JsonNode text) {
        return text.asText().replace("\n", " ⏎ ");
    }
}
