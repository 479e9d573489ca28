package org.jixiao.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The report: assembled by the service that only listens, held by what is open, explained, published, verified. */
final class PublicationChapter {

    private final Stage stage;
    private final Story story;

    PublicationChapter(Stage stage) {
        this.stage = stage;
        this.story = stage.story;
    }

    boolean isPublished() {
        return isPublished(stage.door.get(stage.reportPath(), stage.auditor).body());
    }

    void explainWhatHoldsIt() {
        story.chapter("The report service has heard of all of it, assembles and cross-checks");
        JsonNode report = stage.await("the package is assembled", () -> {
            JsonNode state = stage.door.get(stage.reportPath(), stage.reviewer).body();
            return state.path("status").asText("WAITING").equals("WAITING") ? null : state;
        });
        story.say("status " + report.path("status").asText());
        for (JsonNode explanation : stage.example.read("narrative-corrections.json").path("explanations")) {
            for (JsonNode finding : report.path("findings")) {
                if (finding.path("rule").equals(explanation.path("rule")) && finding.path("explanation").isMissingNode()) {
                    story.say("held by " + FindingsChapter.headline(finding));
                    story.say("        " + FindingsChapter.figures(finding));
                    stage.success(stage.door.post(stage.reportPath() + "/explanations", stage.reviewer,
                        "explain-" + finding.path("rule").asText(),
                        stage.object().put("rule", finding.path("rule").asText()).put("place", finding.path("place").asText())
                            .put("text", explanation.path("text").asText())));
                    story.say("explained: " + explanation.path("text").asText());
                }
            }
        }
    }

    void verify() {
        JsonNode report = stage.await("the report is published", () -> {
            JsonNode state = stage.door.get(stage.reportPath(), stage.auditor).body();
            return isPublished(state) ? state : null;
        });
        story.chapter("Published, for everybody to read without a token");
        story.holds(report.path("versions").size() == 1, "there is one version of this report");
        JsonNode version = report.path("versions").path(0);
        String page = "/reports/" + stage.department + "/" + stage.year + "/v" + version.path("version").asInt();
        look(page, "text/html");
        look(page + ".pdf", "application/pdf");
        look(page + ".docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document");
        look(page + ".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
        String sha256 = sha256(look(page + ".json", "application/json").bytes());
        story.holds(version.path("contentHash").asText().equals("sha256:" + sha256), "the JSON file's SHA-256 is the content hash: " + sha256);
    }

    private Door.Answer look(String path, String mediaType) {
        Door.Answer answer = stage.door.get(path, null);
        story.holds(answer.status() == 200 && answer.header("Content-Type").startsWith(mediaType) && answer.bytes().length > 0,
            stage.door.address(path) + "  " + answer.bytes().length / 1024 + " KiB");
        return answer;
    }

    private static boolean isPublished(JsonNode report) {
        return report.path("status").asText().equals("PUBLISHED");
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
