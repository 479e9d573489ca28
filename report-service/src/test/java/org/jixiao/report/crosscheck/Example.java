package org.jixiao.report.crosscheck;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jixiao.chassis.json.JsonConfig;
import org.jixiao.report.crosscheck.Package.Draft;
import org.jixiao.report.narrative.Chapter;
import org.jixiao.report.narrative.Narrative;

/** The published example as plain records, and ways to change one thing in it. */
public final class Example {

    public static final Path CORRECTIONS = Path.of("..", "examples", "yanfeng-2021", "narrative-corrections.json");
    public static final Path EXPECTED = Path.of("..", "examples", "yanfeng-2021", "expected-findings.json");
    public static final Path FOLDER = Path.of("..", "examples", "yanfeng-2021");
    public static final ObjectMapper JSON = mapper();
    public static final String HARDWARE = "YF-2021-01";
    public static final String HALL = "YF-2021-02";

    private Example() {
    }

    public static Narrative narrative() {
        return read(FOLDER.resolve("narrative.json"), Narrative.class);
    }

    public static EvaluationForm department() {
        return read(FOLDER.resolve("forms/department.json"), EvaluationForm.class);
    }

    public static EvaluationForm hardware() {
        return read(FOLDER.resolve("forms/hardware-procurement.json"), EvaluationForm.class);
    }

    public static EvaluationForm hall() {
        return read(FOLDER.resolve("forms/hall-renovation.json"), EvaluationForm.class);
    }

    public static Package pack() {
        return pack(narrative());
    }

    public static Package pack(Narrative narrative) {
        return pack(null, narrative, department());
    }

    public static Package pack(Statement statement, Narrative narrative, EvaluationForm department) {
        return Package.of(statement, narrative, List.of(new Draft(false, HALL, "政务中心提质改造", hall()),
                new Draft(true, null, null, department), new Draft(false, HARDWARE, "一门式全覆盖硬件采购", hardware())));
    }

    /** A form with one place of its JSON changed. */
    public static EvaluationForm changed(EvaluationForm form, UnaryOperator<ObjectNode> change) {
        ObjectNode tree = JSON.valueToTree(form);
        return JSON.convertValue(change.apply(tree), EvaluationForm.class);
    }

    /** The narrative with words replaced in one chapter; fails when they are not there. */
    public static Narrative replaced(Narrative narrative, int chapter, String find, String replacement) {
        List<Chapter> chapters = new ArrayList<>();
        boolean found = false;
        for (Chapter one : narrative.chapters()) {
            if (one.number() == chapter) {
                found = one.body().contains(find);
                chapters.add(new Chapter(one.number(), one.title(), one.body().replace(find, replacement)));
            } else {
                chapters.add(one);
            }
        }
        if (!found) {
            throw new IllegalArgumentException("chapter " + chapter + " does not say: " + find);
        }
        return new Narrative(narrative.title(), narrative.preamble(), chapters);
    }

    /** The narrative with every correction of the example applied. */
    public static Narrative correctedNarrative() {
        Narrative narrative = narrative();
        for (JsonNode correction : tree(CORRECTIONS).path("corrections")) {
            narrative = replaced(narrative, correction.path("chapter").asInt(), correction.path("find").asText(),
                    correction.path("replace").asText());
        }
        return narrative;
    }

    public static JsonNode tree(Path file) {
        return read(file, JsonNode.class);
    }

    /** The ledger's statement with the example's figures. */
    public static Statement statement() {
        return new Statement("YF-XZSP", "雁峰区行政审批服务局", 2021, 1,
                figures("1035200.00", "4199900.00", "4199900.00"), figures("505200.00", "762500.00", "762500.00"),
                figures("530000.00", "3437400.00", "3437400.00"), List.of(), List.of(), List.of(),
                List.of(new Statement.Line(HARDWARE, "一门式全覆盖硬件采购", figures("0.00", "1996200.00", "1996200.00")),
                        new Statement.Line(HALL, "政务中心提质改造", figures("0.00", "797100.00", "797100.00")),
                        new Statement.Line("YF-2021-03", "其他项目（未填报自评表）", figures("530000.00", "644100.00", "644100.00"))),
                List.of(), null, 12, "test-budget-officer", null);
    }

    public static Statement.Figures figures(String initial, String adjusted, String executed) {
        return new Statement.Figures(new BigDecimal(initial), new BigDecimal(adjusted), new BigDecimal(executed), null);
    }

    public static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static <T> T read(Path file, Class<T> type) {
        try {
            return JSON.readValue(text(file), type);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ObjectMapper mapper() {
        ObjectMapper mapper = new ObjectMapper().findAndRegisterModules();
        JsonConfig.apply(mapper);
        return mapper;
    }
}
