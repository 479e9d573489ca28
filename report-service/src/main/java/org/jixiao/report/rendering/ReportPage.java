package org.jixiao.report.rendering;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jixiao.report.assembly.Evaluation;
import org.jixiao.report.crosscheck.ExplainedFinding;
import org.jixiao.report.crosscheck.Finding;
import org.jixiao.report.crosscheck.Severity;
import org.jixiao.report.crosscheck.Statement.Figures;
import org.jixiao.report.narrative.Chapter;
import org.jixiao.report.publication.DocumentFormat;
import org.jixiao.report.publication.Report;
import org.jixiao.report.rendering.Table.Cell;
import org.jixiao.report.rendering.Table.Row;

/**
 * A report arranged for readers: what stands where, in words and tables, before any format draws it.
 *
 * <p>Shared by the page, the PDF, the Word document and the workbook.
 *
 * @param cuts the rows of each annex that begin a new sheet of paper, by the annex's id; none where pages are not known
 */
record ReportPage(Report report, Map<String, List<Integer>> cuts) {

    private static final Pattern SUBHEADING = Pattern.compile("^[（(][一二三四五六七八九十0-9]{1,2}[）)].{1,24}$");

    ReportPage(Report report) {
        this(report, Map.of());
    }

    public String title() {
        return report.title() == null || report.title().isBlank()
                ? report.departmentName() + report.fiscalYear() + "年度部门整体支出绩效自评报告"
                : report.title();
    }

    public String published() {
        return Wording.time(report.publishedAt());
    }

    public String publishedDay() {
        return Wording.day(report.publishedAt());
    }

    /** One word of the version for document headers: 第1版. */
    public String edition() {
        return "第" + report.version() + "版";
    }

    public String hash() {
        return report.contentHash() == null ? "" : report.contentHash();
    }

    /** The hash without the name of its algorithm, as {@code sha256sum} prints it. */
    public String digest() {
        return hash().replaceFirst("^sha256:", "");
    }

    public String description() {
        return report.departmentName() + report.fiscalYear() + "年度部门整体支出绩效自评报告，" + edition() + "，"
                + published() + "公开";
    }

    public List<Download> downloads() {
        return Stream.of(DocumentFormat.values()).filter(format -> format != DocumentFormat.HTML)
                .map(format -> new Download(format.name(), "v" + report.version() + "." + format.extension(),
                        format.mediaType(), purpose(format)))
                .toList();
    }

    private static String purpose(DocumentFormat format) {
        return switch (format) {
            case PDF -> "阅读、打印";
            case DOCX -> "编辑、引用";
            case XLSX -> "数据表";
            case JSON -> "机器可读，内容校验";
            default -> "";
        };
    }

    /** A file of the same version; the address is relative to the page. */
    record Download(String name, String href, String mediaType, String purpose) {
    }

    /** The department's own evaluation, or null where the report has none. */
    private Evaluation department() {
        return report.forms().stream().filter(form -> form.kind() == Evaluation.Kind.DEPARTMENT).findFirst()
                .orElse(null);
    }

    public List<Figure> figures() {
        List<Figure> figures = new ArrayList<>();
        Evaluation department = department();
        if (department != null && department.score() != null) {
            Evaluation.Score score = department.score();
            figures.add(new Figure("自评总分", Wording.marks(score.statedTotal()), "分",
                    score.computedTotal() == null ? "" : "系统复算 " + Wording.number(score.computedTotal()) + " 分"));
            if (score.rating() != null) {
                figures.add(new Figure("评价等级", Wording.term(score.rating()), "", "优、良、中、差四级"));
            }
        }
        Figures total = report.statement().total();
        if (total != null) {
            figures.add(amount("年初预算数", total.initialBudget()));
            figures.add(amount("全年预算数", total.adjustedBudget()));
            figures.add(amount("全年执行数", total.executedAmount()));
            if (total.executionRate() != null) {
                figures.add(new Figure("预算执行率", Wording.number(Wording.percent(total.executionRate())), "%",
                        "全年执行数 ÷ 全年预算数"));
            }
        }
        return figures;
    }

    /** The figures three by three. */
    public List<List<Figure>> figureRows() {
        List<Figure> figures = figures();
        List<List<Figure>> rows = new ArrayList<>();
        for (int i = 0; i < figures.size(); i += 3) {
            rows.add(figures.subList(i, Math.min(i + 3, figures.size())));
        }
        return rows;
    }

    private static Figure amount(String label, BigDecimal yuan) {
        return new Figure(label, Wording.number(Wording.tenThousands(yuan)), Wording.TEN_THOUSAND,
                Wording.number(yuan) + " 元");
    }

    /** @param note in small print below */
    record Figure(String label, String value, String unit, String note) {
    }

    public List<Bar> bars() {
        Figures total = report.statement().total();
        if (total == null) {
            return List.of();
        }
        List<Bar> bars = new ArrayList<>();
        BigDecimal most = Stream.of(total.initialBudget(), total.adjustedBudget(), total.executedAmount())
                .filter(amount -> amount != null).max(BigDecimal::compareTo).orElse(BigDecimal.ZERO);
        bars.add(bar("年初预算数", total.initialBudget(), most, "a", bars.size()));
        bars.add(bar("全年预算数", total.adjustedBudget(), most, "a", bars.size()));
        bars.add(bar("全年执行数", total.executedAmount(), most, "b", bars.size()));
        if (report.statement().basic() != null && report.statement().project() != null) {
            bars.add(bar("其中 基本支出", report.statement().basic().executedAmount(), most, "c", bars.size()));
            bars.add(bar("其中 项目支出", report.statement().project().executedAmount(), most, "c", bars.size()));
        }
        return bars;
    }

    private static Bar bar(String label, BigDecimal yuan, BigDecimal most, String look, int at) {
        int permille = yuan == null || most.signum() <= 0 || yuan.signum() <= 0 ? 0
                : yuan.multiply(new BigDecimal(1000)).divide(most, 0, RoundingMode.HALF_UP).intValue();
        return new Bar(label, Wording.tenThousands(yuan), permille, look, at);
    }

    public int drawingHeight() {
        return bars().size() * Bar.PITCH + 4;
    }

    /**
     * @param permille length against the longest
     * @param at       from above, counted from 0
     */
    record Bar(String label, BigDecimal amount, int permille, String look, int at) {

        private static final int PITCH = 34;
        private static final int LONGEST = 340;
        private static final int START = 100;

        public int top() {
            return at * PITCH + 6;
        }

        public int baseline() {
            return top() + 16;
        }

        public int end() {
            return START + length() + 8;
        }

        /** In the units of the drawing; never nothing, so that a bar of 0 can be seen to be there. */
        public int length() {
            return Math.max(2, permille * LONGEST / 1000);
        }

        public String value() {
            return Wording.number(amount);
        }

        /** As a style sheet wants it. */
        public String share() {
            return Math.max(5, permille) / 10 + "." + Math.max(5, permille) % 10 + "%";
        }
    }

    /** The figures of the bars, for those who do not see them. */
    public Table amounts() {
        return Table.of("预算与执行", List.of(200, 160), List.of("项目", "金额（万元）"), bars().stream()
                .map(bar -> Row.of(Cell.label(bar.label()), Cell.number(bar.amount()))).toList());
    }

    /** The marks of all forms side by side. */
    public Table scores() {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < report.forms().size(); i++) {
            Evaluation form = report.forms().get(i);
            if (form.score() == null) {
                continue;
            }
            BigDecimal stated = form.score().statedTotal();
            BigDecimal computed = form.score().computedTotal();
            rows.add(Row.of(Cell.label("附件" + (i + 1)), Cell.text(subject(form)), Cell.number(stated),
                    computed == null ? Cell.centred("—")
                            : Cell.number(computed).markedIf(stated == null || stated.compareTo(computed) != 0),
                    Cell.centred(Wording.term(form.score().rating()))));
        }
        return Table.of("自评得分", List.of(90, 340, 90, 90, 90), List.of("附件", "评价对象", "自评得分", "复算得分", "等级"),
                rows);
    }

    private String subject(Evaluation form) {
        if (form.kind() == Evaluation.Kind.DEPARTMENT) {
            return "部门整体支出";
        }
        return form.projectName() == null ? form.projectCode() : form.projectName();
    }

    public List<Table> statement() {
        return StatementTables.of(report.statement());
    }

    public String closed() {
        return Wording.time(report.statement().closedAt());
    }

    public List<Paragraph> preamble() {
        return paragraphs(report.preamble());
    }

    public List<Text> chapters() {
        return report.chapters().stream().map(ReportPage::text).toList();
    }

    private static Text text(Chapter chapter) {
        return new Text("chapter-" + chapter.number(), chapter.numeral() + "、" + chapter.title(),
                paragraphs(chapter.body()));
    }

    private static List<Paragraph> paragraphs(String text) {
        if (text == null) {
            return List.of();
        }
        return text.lines().map(String::strip).filter(line -> !line.isEmpty())
                .map(line -> new Paragraph(line, SUBHEADING.matcher(line).matches() && !line.endsWith("。")))
                .toList();
    }

    /** @param id of the heading, for links to it */
    record Text(String id, String heading, List<Paragraph> paragraphs) {
    }

    /** @param subheading whether it heads what follows, as （一） does */
    record Paragraph(String text, boolean subheading) {
    }

    public List<Annex> annexes() {
        List<Annex> annexes = new ArrayList<>();
        for (int i = 0; i < report.forms().size(); i++) {
            Evaluation form = report.forms().get(i);
            String subject = form.kind() == Evaluation.Kind.DEPARTMENT ? "" : subject(form);
            String id = "annex-" + (i + 1);
            annexes.add(new Annex(id, "附件" + (i + 1), form.form().title(), subject, FormTable.of(form),
                    FormTable.steps(form), signatures(form), cuts.getOrDefault(id, List.of())));
        }
        return annexes;
    }

    private static String signatures(Evaluation form) {
        List<String> parts = new ArrayList<>();
        sign(parts, "填报", form.submittedBy(), Wording.time(form.submittedAt()));
        sign(parts, "审核", form.reviewedBy(), Wording.time(form.reviewedAt()));
        sign(parts, "完成", form.completedBy(), Wording.time(form.completedAt()));
        return String.join("；", parts);
    }

    private static void sign(List<String> parts, String role, String who, String when) {
        if (who != null) {
            parts.add(role + "：" + who + (when.isEmpty() ? "" : "（" + when + "）"));
        }
    }

    /** @param subject the project's name; empty for the department's form */
    record Annex(String id, String label, String title, String subject, Table form, Table steps,
                 String signatures, List<Integer> cuts) {

        /** The form on its sheets of paper. */
        public List<Table> sheets() {
            return form.cut(cuts);
        }

        public String heading() {
            return label + "　" + title + (subject.isEmpty() ? "" : "：" + subject);
        }
    }

    public List<Verdict> verdicts(Severity severity) {
        return report.findings().stream().filter(finding -> finding.finding().severity() == severity)
                .map(Verdict::new).toList();
    }

    public List<Verdict> errors() {
        return verdicts(Severity.ERROR);
    }

    public List<Verdict> warnings() {
        return verdicts(Severity.WARNING);
    }

    public List<Verdict> infos() {
        return verdicts(Severity.INFO);
    }

    /** The findings under a heading for each severity that has any. */
    public List<Part> parts() {
        return Stream.of(new Part("差错", errors()), new Part("提醒", warnings()), new Part("信息", infos()))
                .filter(part -> !part.verdicts().isEmpty()).toList();
    }

    record Part(String title, List<Verdict> verdicts) {
    }

    public int explained() {
        return (int) report.findings().stream().filter(finding -> finding.explanation() != null).count();
    }

    public boolean clean() {
        return report.findings().isEmpty();
    }

    public String findingsSummary() {
        if (clean()) {
            return "系统对自评表、报告正文与总账进行了交叉核对，未发现不一致之处。";
        }
        return "系统对自评表、报告正文与总账进行了交叉核对。公开时列有差错 " + errors().size() + " 项、提醒 "
                + warnings().size() + " 项、信息 " + infos().size() + " 项，其中 " + explained() + " 项附有说明。全部列示如下。";
    }

    /** All findings as one table, blocking ones first. */
    public Table findings() {
        List<Row> rows = Stream.of(Severity.values()).flatMap(severity -> verdicts(severity).stream())
                .map(verdict -> Row.of(
                        Cell.label(verdict.level()),
                        Cell.text(verdict.rule()),
                        Cell.text(verdict.place()),
                        Cell.text(verdict.stated()),
                        Cell.text(verdict.computed()),
                        Cell.text(verdict.difference()),
                        Cell.text(verdict.basis()),
                        Cell.text(verdict.explained()))).toList();
        return Table.of("审核结果", List.of(50, 120, 140, 130, 120, 80, 200, 200),
                List.of("级别", "审核项", "位置", "填报", "核算", "差额", "核算过程", "说明"), rows);
    }

    /** One finding in words. */
    record Verdict(ExplainedFinding of) {

        private Finding finding() {
            return of.finding();
        }

        public String level() {
            return Wording.term(finding().severity().name());
        }

        public String look() {
            return finding().severity().name().toLowerCase(Locale.ROOT);
        }

        public String code() {
            return finding().rule();
        }

        public String rule() {
            return Wording.rule(finding().rule());
        }

        public String place() {
            return Wording.place(finding().place());
        }

        public String stated() {
            return orEmpty(finding().stated());
        }

        public String computed() {
            return orEmpty(finding().computed());
        }

        public String difference() {
            return orEmpty(finding().difference());
        }

        public String computation() {
            return orEmpty(finding().computation());
        }

        public String tolerance() {
            return orEmpty(finding().tolerance());
        }

        public String basis() {
            return tolerance().isEmpty() ? computation() : computation() + "\n允许误差：" + tolerance();
        }

        public boolean hasExplanation() {
            return of.explanation() != null;
        }

        public String explanation() {
            return hasExplanation() ? orEmpty(of.explanation().text()) : "";
        }

        public String by() {
            return hasExplanation() ? orEmpty(of.explanation().by()) : "";
        }

        public String at() {
            return hasExplanation() ? Wording.time(of.explanation().at()) : "";
        }

        public String explained() {
            return hasExplanation() ? explanation() + "\n（" + by() + "，" + at() + "）" : "";
        }

        private static String orEmpty(String text) {
            return text == null ? "" : text;
        }
    }

    public Table changes() {
        List<Row> rows = report.changes().stream().map(change -> Row.of(Cell.label(change.pointer()),
                Cell.text(change.before() == null ? "（无）" : change.before()),
                Cell.text(change.after() == null ? "（删除）" : change.after()))).toList();
        String against = report.supersedes() == null ? "" : "与第" + report.supersedes() + "版相比的";
        return Table.of(against + "变更", List.of(240, 230, 230), List.of("位置", "变更前", "变更后"), rows);
    }

    public Table sources() {
        List<Row> rows = report.sources().stream().map(source -> Row.of(
                Cell.label(Wording.term(source.kind().name())), Cell.text(source.id()),
                Cell.text(source.contentHash()))).toList();
        return Table.of("数据来源", List.of(120, 220, 360), List.of("来源", "编号", "内容摘要"), rows);
    }
}
