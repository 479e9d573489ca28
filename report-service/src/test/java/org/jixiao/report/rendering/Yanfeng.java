package org.jixiao.report.rendering;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jixiao.report.assembly.Evaluation;
import org.jixiao.report.crosscheck.EvaluationForm;
import org.jixiao.report.crosscheck.ExplainedFinding;
import org.jixiao.report.crosscheck.Explanation;
import org.jixiao.report.crosscheck.Finding;
import org.jixiao.report.crosscheck.Severity;
import org.jixiao.report.crosscheck.Statement;
import org.jixiao.report.narrative.Narrative;
import org.jixiao.report.publication.Report;

/** The example as a published report: its forms and narrative as they were published, the ledger's figures beside. */
final class Yanfeng {

    static final String DEPARTMENT = "雁峰区行政审批服务局";

    private static final ObjectMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();
    private static final Instant PUBLISHED = Instant.parse("2022-06-30T02:15:00Z");

    private Yanfeng() {
    }

    static Report report() {
        Narrative narrative = read("narrative.json", Narrative.class);
        return new Report("YF-XZSP", DEPARTMENT, 2021, 1, narrative.title(), narrative.preamble(),
                narrative.chapters(), statement(), List.of(
                evaluation("17", "department", null),
                evaluation("18", "hardware-procurement", "YF-2021-01"),
                evaluation("19", "hall-renovation", "YF-2021-02")), findings(), List.of(), null, List.of(
                new Report.Source(Report.Source.Kind.STATEMENT, "0a6f4c1e-5f5c-4f57-9a44-3f1fd3f7a001",
                        "sha256:1f825aa2f0020ef7cf91dfa30da4668d791c5d4824fc8e41354b89ec05795ab3"),
                new Report.Source(Report.Source.Kind.EVALUATION, "17/1",
                        "sha256:2c624232cc221c7a2b1e6a9f1f4c2d6a5e57e2f3a9d6b5f1c6d1f6e5a4b3c2d1"),
                new Report.Source(Report.Source.Kind.NARRATIVE, "3",
                        "sha256:4e07408562bedb8b60ce05c1decfe3ad16b72230967de01f640b7e4729b49fce")),
                PUBLISHED, "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");
    }

    /** The same report under another title, to carry what a test wants to see through all formats. */
    static Report titled(String title) {
        Report report = report();
        return new Report(report.departmentCode(), report.departmentName(), report.fiscalYear(), report.version(), title,
                report.preamble(), report.chapters(), report.statement(), report.forms(), report.findings(),
                report.changes(), report.supersedes(), report.sources(), report.publishedAt(), report.contentHash());
    }

    static Report published(Instant at, String contentHash) {
        Report report = report();
        return new Report(report.departmentCode(), report.departmentName(), report.fiscalYear(), report.version(),
                report.title(), report.preamble(), report.chapters(), report.statement(), report.forms(),
                report.findings(), report.changes(), report.supersedes(), report.sources(), at, contentHash);
    }

    static Report revised(List<Report.Change> changes) {
        Report report = report();
        return new Report(report.departmentCode(), report.departmentName(), report.fiscalYear(), 2, report.title(),
                report.preamble(), report.chapters(), report.statement(), report.forms(), List.of(), changes, 1,
                report.sources(), report.publishedAt(), report.contentHash());
    }

    private static Evaluation evaluation(String id, String file, String project) {
        EvaluationForm form = read("forms/" + file + ".json", EvaluationForm.class);
        List<Evaluation.IndicatorScore> scores = new ArrayList<>();
        BigDecimal computed = new BigDecimal("10.00");
        for (EvaluationForm.Indicator indicator : form.indicators()) {
            boolean measured = indicator.actualValue() != null;
            BigDecimal score = measured ? new BigDecimal("9.90") : null;
            scores.add(new Evaluation.IndicatorScore(indicator.number(), indicator.weight(), indicator.statedScore(),
                    score, measured, measured
                    ? List.of("99 ÷ 100 = 99 %", "10 × 99 % = 9.90") : List.of()));
            computed = computed.add(measured ? score : indicator.statedScore());
        }
        Evaluation.Execution execution = new Evaluation.Execution(new BigDecimal("10"), new BigDecimal("10"),
                new BigDecimal("10.00"), new BigDecimal("100.00"),
                List.of(form.funds().executedAmount() + " ÷ " + form.funds().adjustedBudget() + " = 100 %",
                        "10 × 100 % = 10.00"));
        return new Evaluation(id, 1, project == null ? Evaluation.Kind.DEPARTMENT : Evaluation.Kind.PROJECT, project,
                form.projectName(), "CN-2020-10", 1, form,
                new Evaluation.Score(form.statedTotalScore(), computed, "EXCELLENT", execution, List.of(), scores),
                "evaluator", PUBLISHED.minusSeconds(90_000), "reviewer", PUBLISHED.minusSeconds(7_200), "reviewer",
                PUBLISHED.minusSeconds(3_600),
                "sha256:2c624232cc221c7a2b1e6a9f1f4c2d6a5e57e2f3a9d6b5f1c6d1f6e5a4b3c2d1");
    }

    private static Statement statement() {
        return new Statement("YF-XZSP", DEPARTMENT, 2021, 1,
                figures("1035200.00", "4199900.00", "4199900.00"),
                figures("505200.00", "762500.00", "762500.00"),
                figures("530000.00", "3437400.00", "3437400.00"),
                List.of(line("GENERAL_PUBLIC_BUDGET", null, "1035200.00", "4199900.00", "4199900.00")),
                List.of(line("PERSONNEL", null, "460100.00", "717400.00", "717400.00"),
                        line("OPERATING", null, "45100.00", "45100.00", "45100.00"),
                        line("PROJECT", null, "530000.00", "3437400.00", "3437400.00")),
                List.of(line("30101", "基本工资", "194400.00", "194400.00", "194400.00"),
                        line("30102", "津贴补贴", "265700.00", "303700.00", "303700.00"),
                        line("30201", "办公费", "45100.00", "45100.00", "45100.00")),
                List.of(line("YF-2021-01", "一门式全覆盖硬件采购", "0.00", "1996200.00", "1996200.00"),
                        line("YF-2021-02", "政务中心提质改造", "0.00", "797100.00", "797100.00"),
                        line("YF-2021-03", "其他项目", "530000.00", "644100.00", "644100.00")),
                List.of(new Statement.Adjustment("SUPPLEMENT", "雁财预〔2021〕12号", LocalDate.of(2021, 6, 18),
                                "追加一门式全覆盖硬件采购经费", new BigDecimal("1996200.00")),
                        new Statement.Adjustment("SUPPLEMENT", "雁财预〔2021〕27号", LocalDate.of(2021, 9, 3),
                                "追加政务中心提质改造经费", new BigDecimal("797100.00"))),
                new Statement.PriorYear(2020, new BigDecimal("1060400.00"), new BigDecimal("3631100.00"),
                        "COMPARATIVE", new BigDecimal("568800.00"), new BigDecimal("0.1566")),
                42, "officer", Instant.parse("2022-01-10T01:00:00Z"));
    }

    private static List<ExplainedFinding> findings() {
        return List.of(
                finding(Severity.ERROR, "PROJECT_FORM_COVERAGE", "annex2 + annex3 vs annex1 项目支出",
                        "199.62 + 79.71 = 279.33", "343.74", "64.41", "343.74 - 279.33 = 64.41", null,
                        "其余 64.41 万元为其他项目支出，金额较小，不单独编制项目自评表。"),
                finding(Severity.WARNING, "BLANK_NUMERIC", "annex1.funds 纳入专户管理的非税收入拨款", "空白", "0", null,
                        "同类各栏均填 0", null, null),
                finding(Severity.WARNING, "ADJUSTMENT_EXPLAIN", "annex1.funds", "103.52 → 419.99", "+305.71 %",
                        "316.47", "(419.99 - 103.52) ÷ 103.52 = 305.71 %", null,
                        "年中追加一门式全覆盖硬件采购和政务中心提质改造经费。"),
                finding(Severity.WARNING, "SCORE_NOT_DERIVABLE", "annex1.indicators[14] 群众满意度", "9", null, null,
                        "实际完成值 99 %，没有数值目标", null, null),
                finding(Severity.INFO, "ITEM_SUM", "narrative.四(一) 人员经费", "71.74", "71.75", "+0.01",
                        "19.44 + 30.37 + 3.94 + 4.34 + 4.51 + 0.48 + 5.18 + 3.49 = 71.75",
                        "8 项各四舍五入至 0.01：|差额| ≤ 8 × 0.005 + 0.005 = 0.045", null));
    }

    private static ExplainedFinding finding(Severity severity, String rule, String place, String stated,
                                            String computed, String difference, String computation, String tolerance,
                                            String explanation) {
        return new ExplainedFinding(new Finding(rule, severity, place, null, stated, computed, difference, computation,
                tolerance, true), explanation == null ? null
                : new Explanation(explanation, "evaluator", PUBLISHED.minusSeconds(80_000)));
    }

    private static Statement.Line line(String code, String name, String initial, String adjusted, String executed) {
        return new Statement.Line(code, name, figures(initial, adjusted, executed));
    }

    private static Statement.Figures figures(String initial, String adjusted, String executed) {
        return new Statement.Figures(new BigDecimal(initial), new BigDecimal(adjusted), new BigDecimal(executed),
                new BigDecimal("1.0000"));
    }

    private static <T> T read(String file, Class<T> type) {
        try {
            return JSON.readValue(Files.readAllBytes(example(file)), type);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static Path example(String file) {
        return Path.of("..", "examples", "yanfeng-2021").resolve(file);
    }
}
