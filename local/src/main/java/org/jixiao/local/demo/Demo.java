package org.jixiao.local.demo;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jixiao.local.Environment;

/**
 * The main job on real input, once through: the example's ledger, forms and narrative go in by the
 * public API, the faults come out, are mended or explained, and the report is published.
 *
 * <p>Every step can be repeated: a POST carries a key that names the step, and what is already done
 * is not done again. So a demo that was cut off goes on where it was, and a second run changes nothing.
 */
public final class Demo {

    private static final String YUAN_PER_WAN = "10000";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Door door;
    private final ExampleFiles example;
    private final ObjectMapper json;
    private final Story story;
    private final String officer;
    private final String evaluator;
    private final String reviewer;
    private final String auditor;
    private final String department;
    private final int year;
    private final String ledgerPath;
    private final String reportPath;
    private final Map<String, Form> forms = new LinkedHashMap<>();

    /** One of the three forms, with the evaluation that it belongs to. */
    private record Form(String file, String kind, String projectCode, String projectName, String evaluationId) {

        String path() {
            return "/api/v1/evaluations/" + evaluationId;
        }
    }

    private Demo(Environment environment) {
        this.json = new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
        this.example = new ExampleFiles(environment.root().resolve("examples/yanfeng-2021"), json);
        this.door = new Door(environment.gateway(), json);
        this.story = new Story(System.out);
        JsonNode ledger = example.read("ledger.json");
        this.department = ledger.path("department").path("code").asText();
        this.year = ledger.path("fiscalYear").path("fiscalYear").asInt();
        this.officer = environment.signer().token("budget-officer", department);
        this.evaluator = environment.signer().token("evaluator", department);
        this.reviewer = environment.signer().token("department-reviewer", department);
        this.auditor = environment.signer().token("auditor", department);
        this.ledgerPath = "/api/v1/departments/" + department + "/fiscal-years/" + year;
        this.reportPath = "/api/v1/reports/" + department + "/" + year;
    }

    /**
     * Runs the demo against a suite that is ready.
     *
     * @return 0 if all of it held, 1 otherwise
     */
    public static int run(Environment environment) {
        Demo demo = new Demo(environment);
        try {
            demo.tell();
        } catch (DemoBroken broken) {
            demo.story.holds(false, broken.getMessage());
        }
        return demo.end();
    }

    private void tell() {
        boolean before = isPublished();
        long entriesBefore = before ? entryCount() : 0;
        if (before) {
            story.chapter("The example is already published: nothing is changed, everything is checked again");
        } else {
            keepLedger();
        }
        checkStatement();
        if (!before) {
            refuseOverspending();
            closeYear();
            handInAsPublished();
            previewPackage();
            refuseSubmission();
            mend();
            completeAll();
            explain();
        }
        showPublication();
        if (before) {
            story.holds(entryCount() == entriesBefore, "the ledger still has " + entriesBefore + " entries: this run changed nothing");
        }
    }

    private int end() {
        story.chapter(story.broken().isEmpty() ? "All of it held." : "Not all of it held:");
        story.broken().forEach(claim -> story.say("✗ " + claim));
        story.say("The suite keeps running. ./suite status shows it, ./suite down ends it.");
        return story.broken().isEmpty() ? 0 : 1;
    }

    // --- the ledger

    private void keepLedger() {
        JsonNode ledger = example.read("ledger.json");
        story.chapter("Budget: department, units, projects, appropriations, movements, payments");
        create("/api/v1/departments", "department", ledger.path("department"));
        String base = "/api/v1/departments/" + department;
        ledger.path("agencies").forEach(agency -> create(base + "/agencies", "agency-" + agency.path("code").asText(), agency));
        ledger.path("projects").forEach(project -> create(base + "/projects", "project-" + project.path("code").asText(), project));
        create(base + "/fiscal-years", "fiscal-year-" + year, ledger.path("fiscalYear"));
        Map<String, String> ids = new LinkedHashMap<>();
        for (JsonNode appropriation : ledger.path("appropriations")) {
            String key = appropriation.path("key").asText();
            ObjectNode request = appropriation.deepCopy();
            request.remove("key");
            ids.put(key, create(ledgerPath + "/appropriations", "appropriation-" + key, request).path("id").asText());
        }
        for (JsonNode movement : ledger.path("movements")) {
            ObjectNode request = movement.deepCopy();
            request.path("lines").forEach(line -> byId((ObjectNode) line, ids));
            create(ledgerPath + "/movements", "movement-" + movement.path("documentNumber").asText(), request);
        }
        for (JsonNode payment : ledger.path("payments")) {
            ObjectNode request = payment.deepCopy();
            byId(request, ids);
            create(ledgerPath + "/payments", "payment-" + payment.path("documentNumber").asText(), request);
        }
        story.say(ids.size() + " appropriations, " + ledger.path("movements").size() + " movements, " + ledger.path("payments").size() + " payments");
    }

    private static void byId(ObjectNode line, Map<String, String> ids) {
        line.put("appropriationId", ids.get(line.remove("appropriation").asText()));
    }

    private void checkStatement() {
        story.chapter("Statement: what the ledger's own entries add up to (万元)");
        JsonNode statement = expect(200, door.get(ledgerPath + "/statement", officer));
        JsonNode total = statement.path("total");
        figure("年初预算 initial budget", total.path("initialBudget"), "103.52");
        figure("全年预算 adjusted budget", total.path("adjustedBudget"), "419.99");
        figure("全年执行 executed", total.path("executedAmount"), "419.99");
        figure("基本支出 basic", statement.path("basic").path("executedAmount"), "76.25");
        figure("人员经费 personnel", find(statement.path("byExpenditureKind"), "expenditureKind", "PERSONNEL").path("executedAmount"), "71.74");
        figure("项目支出 project", statement.path("project").path("executedAmount"), "343.74");
        figure("一门式全覆盖硬件采购", find(statement.path("byProject"), "projectCode", "YF-2021-01").path("executedAmount"), "199.62");
        figure("政务中心提质改造", find(statement.path("byProject"), "projectCode", "YF-2021-02").path("executedAmount"), "79.71");
    }

    private void figure(String name, JsonNode yuan, String printed) {
        BigDecimal wan = new BigDecimal(yuan.asText("0")).divide(new BigDecimal(YUAN_PER_WAN));
        story.holds(wan.compareTo(new BigDecimal(printed)) == 0, name + " " + wan.toPlainString());
    }

    private void refuseOverspending() {
        JsonNode appropriation = expect(200, door.get(ledgerPath + "/appropriations?limit=1", officer)).path("items").path(0);
        ObjectNode payment = json.createObjectNode().put("appropriationId", appropriation.path("id").asText()).put("amount", "0.01")
            .put("documentNumber", "DEMO-OVERSPEND").put("documentDate", year + "-12-31").put("purpose", "一分钱也不能超支");
        Door.Answer refused = door.post(ledgerPath + "/payments", officer, "overspend", payment);
        story.holds(refused.code().equals("APPROPRIATION_EXCEEDED"), "one cent more is refused: " + refused.body().path("title").asText());
    }

    private void closeYear() {
        story.chapter("The fiscal year is closed; the statement goes to Kafka");
        Door.Answer closed = door.post(ledgerPath + "/close", officer, "close-" + year, json.createObjectNode());
        story.holds(closed.status() < 300 || closed.status() == 409, "fiscal year " + year + " is closed");
    }

    private long entryCount() {
        return expect(200, door.get(ledgerPath + "/statement", officer)).path("entryCount").asLong();
    }

    // --- forms and narrative

    private void handInAsPublished() {
        story.chapter("Self-evaluation: three forms and twelve chapters, exactly as they were published");
        handIn("department", "DEPARTMENT", null, null);
        handIn("hardware-procurement", "PROJECT", "YF-2021-01", "一门式全覆盖硬件采购");
        handIn("hall-renovation", "PROJECT", "YF-2021-02", "政务中心提质改造");
        Door.Answer narrative = door.get(reportPath + "/narrative", evaluator);
        if (narrative.status() == 404) {
            expect(2, door.put(reportPath + "/narrative", evaluator, "", example.read("narrative.json")));
        }
        story.say("narrative: 12 chapters");
    }

    private void handIn(String file, String kind, String projectCode, String projectName) {
        ObjectNode request = json.createObjectNode().put("departmentCode", department)
            .put("departmentName", example.read("ledger.json").path("department").path("name").asText())
            .put("fiscalYear", year).put("kind", kind);
        if (projectCode != null) {
            request.put("projectCode", projectCode).put("projectName", projectName);
        }
        String id = expect(2, door.post("/api/v1/evaluations", evaluator, "evaluation-" + file, request)).path("id").asText();
        Form form = new Form(file, kind, projectCode, projectName, id);
        forms.put(file, form);
        Door.Answer evaluation = door.get(form.path(), evaluator);
        if (evaluation.body().path("status").asText().equals("DRAFT") && evaluation.body().path("form").isMissingNode()) {
            expect(2, door.put(form.path() + "/form", evaluator, evaluation.etag(), example.read("forms/" + file + ".json")));
        }
        JsonNode score = expect(200, door.get(form.path() + "/score", evaluator));
        story.say(file + ": stated total " + score.path("statedTotal").asText() + ", computed " + score.path("computedTotal").asText());
    }

    /** The whole package looked at together, before anything is submitted: the faults that the clerk would have published. */
    private void previewPackage() {
        story.chapter("Check of the whole package: forms, narrative and ledger with one another");
        await("the report service has the ledger's statement", () -> {
            JsonNode state = door.get(reportPath, evaluator).body();
            return state.has("missing") && !state.path("missing").findValuesAsText("what").contains("STATEMENT") ? state : null;
        });
        ObjectNode preview = json.createObjectNode();
        ArrayNode drafts = preview.putArray("forms");
        List<JsonNode> found = new ArrayList<>();
        for (Form form : forms.values()) {
            ObjectNode draft = drafts.addObject().put("kind", form.kind());
            if (form.projectCode() != null) {
                draft.put("projectCode", form.projectCode()).put("projectName", form.projectName());
            }
            draft.set("form", example.read("forms/" + form.file() + ".json"));
        }
        preview.set("narrative", example.read("narrative.json"));
        expect(200, door.get(forms.get("department").path() + "/findings", evaluator));
        for (Form form : forms.values()) {
            for (JsonNode finding : items(expect(200, door.get(form.path() + "/findings", evaluator)))) {
                found.add(((ObjectNode) finding.deepCopy()).put("form", form.file()));
            }
        }
        for (JsonNode finding : items(expect(200, door.post(reportPath + "/cross-check", evaluator, "cross-check", preview)))) {
            found.add(((ObjectNode) finding.deepCopy()).put("form", "package"));
        }
        show(found);
        compareWithExpected(found);
    }

    private void show(List<JsonNode> found) {
        for (String severity : List.of("ERROR", "WARNING", "INFO")) {
            List<JsonNode> some = found.stream().filter(finding -> finding.path("severity").asText().equals(severity)).toList();
            story.say(severity + " " + some.size());
            for (JsonNode finding : some) {
                story.say("  " + line(finding));
            }
        }
    }

    private static String line(JsonNode finding) {
        StringBuilder line = new StringBuilder(finding.path("rule").asText()).append("  ");
        if (finding.has("form") && !finding.path("form").asText().equals("package")) {
            line.append(finding.path("form").asText()).append('.');
        }
        line.append(finding.path("place").asText()).append("  stated ").append(finding.path("stated").asText("（空白）"));
        line.append("  computed ").append(finding.path("computed").asText("-"));
        if (finding.hasNonNull("difference") && !finding.path("difference").asText().isEmpty()) {
            line.append("  difference ").append(finding.path("difference").asText());
        }
        if (finding.hasNonNull("computation") && !finding.path("computation").asText().isEmpty()) {
            line.append("  [").append(finding.path("computation").asText()).append(']');
        }
        return line.toString();
    }

    private void compareWithExpected(List<JsonNode> found) {
        List<String> missing = new ArrayList<>();
        List<JsonNode> unexpected = new ArrayList<>(found);
        int expected = 0;
        for (JsonNode expectation : example.read("expected-findings.json").path("findings")) {
            if (expectation.path("checkedBy").isNull() || expectation.path("checkedBy").isMissingNode()) {
                continue;
            }
            for (String form : formsOf(expectation)) {
                expected++;
                JsonNode match = unexpected.stream().filter(finding -> matches(expectation, form, finding)).findFirst().orElse(null);
                if (match == null) {
                    missing.add(expectation.path("id").asText());
                } else {
                    unexpected.remove(match);
                }
            }
        }
        story.holds(missing.isEmpty(), expected + " expected findings are found with the same verdict and figures" + (missing.isEmpty() ? "" : "; missing " + missing));
        story.holds(unexpected.isEmpty(), "nothing else is found" + (unexpected.isEmpty() ? "" : ": " + unexpected.stream().map(Demo::line).toList()));
    }

    private static List<String> formsOf(JsonNode expectation) {
        return List.of(expectation.path("form").asText());
    }

    private static boolean matches(JsonNode expectation, String form, JsonNode finding) {
        return finding.path("form").asText().equals(form)
            && List.of("severity", "rule", "place", "stated", "computed", "difference", "computation").stream()
                .allMatch(field -> expectation.path(field).asText("").equals(finding.path(field).asText("")));
    }

    private void refuseSubmission() {
        story.chapter("Submission is refused, with every blocking finding");
        int blocking = 0;
        for (Form form : forms.values()) {
            Door.Answer evaluation = door.get(form.path(), evaluator);
            if (!evaluation.body().path("status").asText().equals("DRAFT")) {
                continue;
            }
            Door.Answer refused = submit(form, "as-published");
            story.holds(refused.status() == 422 && refused.code().equals("FINDINGS_BLOCK_SUBMISSION"),
                form.file() + ": " + refused.body().path("title").asText());
            for (JsonNode finding : refused.body().path("findings")) {
                story.say("    " + line(finding));
                blocking++;
            }
        }
        story.say(blocking + " blocking findings in the forms; the package's own stop the publication");
    }

    private Door.Answer submit(Form form, String attempt) {
        return act(form, "submit", evaluator, attempt, json.createObjectNode());
    }

    private Door.Answer act(Form form, String action, String token, String attempt, Object body) {
        String etag = door.get(form.path(), token).etag();
        return door.post(form.path() + "/" + action, token, action + "-" + form.file() + "-" + attempt, etag, body);
    }

    private void mend() {
        story.chapter("The faults are mended or explained");
        for (Form form : forms.values()) {
            Door.Answer evaluation = door.get(form.path(), evaluator);
            if (evaluation.body().path("status").asText().equals("DRAFT")) {
                expect(2, door.put(form.path() + "/form", evaluator, evaluation.etag(), example.corrected(form.file())));
            }
        }
        JsonNode corrections = example.read("corrections.json");
        corrections.path("corrections").forEach(correction -> story.say(
            correction.path("form").asText() + correction.path("pointer").asText() + " → " + correction.path("value").asText()));
        for (JsonNode explanation : corrections.path("explanations")) {
            Form form = forms.get(explanation.path("form").asText());
            ObjectNode request = json.createObjectNode().put("rule", explanation.path("rule").asText())
                .put("pointer", explanation.path("pointer").asText()).put("text", explanation.path("text").asText());
            expect(2, door.post(form.path() + "/explanations", evaluator, "explain-" + form.file() + explanation.path("pointer").asText(), request));
            story.say(form.file() + ": " + explanation.path("rule").asText() + " explained: " + explanation.path("text").asText());
        }
        Door.Answer narrative = door.get(reportPath + "/narrative", evaluator);
        JsonNode corrected = example.correctedNarrative();
        if (!narrative.body().path("chapters").equals(corrected.path("chapters"))) {
            expect(2, door.put(reportPath + "/narrative", evaluator, narrative.etag(), corrected));
        }
        example.read("narrative-corrections.json").path("corrections").forEach(correction -> story.say(
            "chapter " + correction.path("chapter").asText() + ": " + oneLine(correction.path("find").asText())
                + " → " + oneLine(correction.path("replace").asText())));
    }

    private static String oneLine(String text) {
        return text.replace("\n", " ⏎ ");
    }

    private void completeAll() {
        story.chapter("Submitted, reviewed by a second person, completed; each completion goes to Kafka");
        for (Form form : forms.values()) {
            step(form, "DRAFT", "submit", evaluator, json.createObjectNode());
            step(form, "SUBMITTED", "review", reviewer, json.createObjectNode().put("opinion", "数据与佐证材料一致，同意。"));
            step(form, "REVIEWED", "complete", reviewer, json.createObjectNode());
            JsonNode evaluation = expect(200, door.get(form.path(), evaluator));
            story.holds(evaluation.path("status").asText().equals("COMPLETED"), form.file() + " is completed");
        }
    }

    private void step(Form form, String from, String action, String token, ObjectNode body) {
        if (door.get(form.path(), token).body().path("status").asText().equals(from)) {
            expect(2, act(form, action, token, "corrected", body));
        }
    }

    private void explain() {
        story.chapter("The report service assembles and cross-checks");
        JsonNode state = await("the package is assembled", () -> {
            JsonNode report = door.get(reportPath, reviewer).body();
            return report.path("status").asText("WAITING").equals("WAITING") ? null : report;
        });
        story.say("status " + state.path("status").asText());
        for (JsonNode explanation : example.read("narrative-corrections.json").path("explanations")) {
            for (JsonNode finding : state.path("findings")) {
                if (finding.path("rule").asText().equals(explanation.path("rule").asText()) && finding.path("explanation").isMissingNode()) {
                    story.say("held by " + line(finding));
                    ObjectNode request = json.createObjectNode().put("rule", finding.path("rule").asText())
                        .put("place", finding.path("place").asText()).put("text", explanation.path("text").asText());
                    expect(2, door.post(reportPath + "/explanations", reviewer, "explain-" + finding.path("rule").asText(), request));
                    story.say("explained: " + explanation.path("text").asText());
                }
            }
        }
    }

    // --- the publication

    private boolean isPublished() {
        Door.Answer report = door.get(reportPath, reviewer);
        return report.status() == 200 && report.body().path("status").asText().equals("PUBLISHED");
    }

    private void showPublication() {
        JsonNode report = await("the report is published", () -> {
            JsonNode state = door.get(reportPath, auditor).body();
            return state.path("status").asText().equals("PUBLISHED") ? state : null;
        });
        story.chapter("Published");
        JsonNode versions = report.path("versions");
        story.holds(versions.size() == 1, "there is one version of this report");
        JsonNode version = versions.path(0);
        String hash = version.path("contentHash").asText();
        String page = "/reports/" + department + "/" + year + "/v" + version.path("version").asInt();
        look(page, "text/html");
        look(page + ".pdf", "application/pdf");
        look(page + ".docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document");
        look(page + ".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
        Door.Answer document = look(page + ".json", "application/json");
        String sha256 = sha256(document.bytes());
        story.holds(hash.endsWith(sha256), "sha256 of the JSON is the content hash: " + sha256);
    }

    private Door.Answer look(String path, String mediaType) {
        Door.Answer answer = door.get(path, null);
        story.holds(answer.status() == 200 && answer.header("Content-Type").startsWith(mediaType) && answer.bytes().length > 1000,
            door.address(path) + "  (" + answer.bytes().length / 1024 + " KiB)");
        return answer;
    }

    // --- how to ask

    private JsonNode create(String path, String step, JsonNode request) {
        return expect(2, door.post(path, officer, step, request));
    }

    /** The body of an answer with this status, or with this class of status when one digit is given. */
    private JsonNode expect(int status, Door.Answer answer) {
        if (answer.status() != status && answer.status() / 100 != status) {
            throw new DemoBroken(answer.response().request().method() + " " + answer.response().uri() + " answered "
                + answer.status() + " " + answer.body());
        }
        return answer.body();
    }

    private JsonNode await(String what, Supplier<JsonNode> look) {
        Instant end = Instant.now().plus(PATIENCE);
        while (Instant.now().isBefore(end)) {
            JsonNode seen = look.get();
            if (seen != null) {
                return seen;
            }
            try {
                Thread.sleep(100);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new DemoBroken("interrupted");
            }
        }
        throw new DemoBroken(what + ": not within " + PATIENCE.toSeconds() + " seconds: " + door.get(reportPath, reviewer).body());
    }

    private static JsonNode items(JsonNode list) {
        return list.has("items") ? list.path("items") : list.path("findings");
    }

    private static JsonNode find(JsonNode list, String field, String value) {
        for (JsonNode item : list) {
            if (item.path(field).asText().equals(value)) {
                return item;
            }
        }
        throw new DemoBroken("no " + field + " " + value);
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static final class DemoBroken extends RuntimeException {

        DemoBroken(String message) {
            super(message);
        }
    }
}
