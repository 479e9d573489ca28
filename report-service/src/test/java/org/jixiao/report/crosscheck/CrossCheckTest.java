package org.jixiao.report.crosscheck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jixiao.report.crosscheck.Package.Draft;
import org.jixiao.report.narrative.Chapter;
import org.jixiao.report.narrative.Narrative;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class CrossCheckTest {

    private static final Set<Rule> TEXTUAL_RULES_OF_THE_EXAMPLE = EnumSet.of(Rule.TARGET_MEASURABLE,
            Rule.TARGET_COPIED_FROM_RESULT, Rule.QUAL_VOCABULARY, Rule.INDICATOR_CLASS, Rule.SUBJECT_MISMATCH,
            Rule.TERM_VARIANTS, Rule.TYPO, Rule.DISCLOSURE_SCOPE);

    static Stream<JsonNode> expected() {
        List<JsonNode> mine = new ArrayList<>();
        Example.tree(Example.EXPECTED).path("findings").forEach(one -> {
            if ("report".equals(one.path("checkedBy").asText())) {
                mine.add(one);
            }
        });
        return mine.stream();
    }

    @ParameterizedTest
    @MethodSource("expected")
    void theExampleGivesTheExpectedFinding(JsonNode expected) {
        Finding finding = find(findings(withLedger()), expected.path("rule").asText(), expected.path("place").asText());
        assertEquals(expected.path("severity").asText(), finding.severity().name());
        assertEquals(expected.path("stated").asText(null), finding.stated());
        assertEquals(expected.path("computed").asText(null), finding.computed());
        assertEquals(expected.path("difference").asText(null), finding.difference());
        assertEquals(expected.path("computation").asText(null), finding.computation());
        if (finding.severity() == Severity.INFO) {
            assertEquals(expected.path("tolerance").asText(null), finding.tolerance());
        }
    }

    @Test
    void theExampleGivesNothingElse() {
        Set<String> expected = new TreeSet<>();
        expected().forEach(one -> expected.add(one.path("rule").asText() + " " + one.path("place").asText()));
        Set<String> found = new TreeSet<>();
        findings(withLedger()).forEach(one -> found.add(one.rule() + " " + one.place()));
        assertEquals(expected, found);
    }

    @Test
    void whatIsLeftOutAreTheTextualRules() {
        Set<String> leftOut = new TreeSet<>();
        Example.tree(Example.EXPECTED).path("findings").forEach(one -> {
            if (one.path("checkedBy").isNull()) {
                leftOut.add(one.path("rule").asText());
            }
        });
        assertEquals(TEXTUAL_RULES_OF_THE_EXAMPLE.stream().map(Rule::name).collect(Collectors.toCollection(TreeSet::new)), leftOut);
        assertEquals(TEXTUAL_RULES_OF_THE_EXAMPLE, Stream.of(Rule.values())
                .filter(rule -> rule.checked() == Rule.Checked.NOT_YET).collect(Collectors.toSet()));
    }

    @Test
    void theLedgersStatementAddsNothingWhereItAgrees() {
        assertEquals(rules(findings(Example.pack())), rules(findings(withLedger())));
    }

    @Test
    void onlyGapsAndCountsCanBeExplained() {
        assertEquals(EnumSet.of(Rule.PROJECT_FORM_COVERAGE, Rule.PROJECT_INITIAL_COVERAGE, Rule.COUNT_CONFLICT),
                Stream.of(Rule.values()).filter(Rule::explainable).collect(Collectors.toSet()));
    }

    /** One figure of a passing check changed: chapter, words, other words, the rule that must speak. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "4 | 收、支总计419.99万元 | 收、支总计420.99万元 | NARRATIVE_TOTAL",
        "4 | 财政拨款基本支出76.25万元 | 财政拨款基本支出77.25万元 | NARRATIVE_BASIC",
        "4 | 人员经费71.74万元 | 人员经费72.74万元 | BASIC_SPLIT",
        "4 | 基本支出50.52万元 | 基本支出51.52万元 | INITIAL_SPLIT",
        "4 | 其他收入0万元 | 其他收入1万元 | INITIAL_SPLIT",
        "4 | 支出预算103.52万元 | 支出预算104.52万元 | INITIAL_SPLIT",
        "4 | 增长15.66% | 增长16.66% | YOY",
        "4 | 占基本支出的94.08% | 占基本支出的94.18% | SHARE_SUM",
        "4 | 占基本支出的5.92% | 占基本支出的6.92% | SHARE_PCT",
        "4 | 基本工资19.44万元 | 基本工资20.44万元 | ITEM_SUM",
        "5 | 财政拨款收入0万元 | 财政拨款收入3万元 | GOV_FUND",
        "8 | 总得分98分 | 总得分97分 | NARRATIVE_SCORE",
        "8 | 结果：优秀 | 结果：良 | NARRATIVE_RATING",
        "3 | 目标3：持续优化政务服务水平。 | 目标3：持续优化政务服务质量。 | GOAL_TEXT_MATCH",
        "3 | 目标5：结合部门职能履行好本部门其他职责。 | 无 | GOAL_LIST_MATCH"})
    void aPassingCheckSpeaksWhenItsFigureIsWrong(int chapter, String find, String replacement, String rule) {
        List<Finding> before = errors(rule, findings(Example.pack()));
        List<Finding> after = errors(rule, findings(Example.pack(
                Example.replaced(Example.narrative(), chapter, find, replacement))));
        assertTrue(after.size() > before.size() || !after.equals(before), () -> before + " → " + after);
        assertTrue(after.stream().allMatch(one -> one.severity() == Severity.ERROR));
    }

    @Test
    void sitesThatDoNotAddAreAnError() {
        EvaluationForm department = Example.changed(Example.department(), form -> {
            ((ObjectNode) form.at("/indicators/10")).put("targetText", "55个乡镇（街道）村（社区）所需的电脑配备到位。");
            return form;
        });
        Finding finding = only(findings(Example.pack(null, Example.narrative(), department)), "SITES");
        assertEquals("55", finding.stated());
        assertEquals("54", finding.computed());
        assertEquals("6 + 48 = 54", finding.computation());
    }

    /** Form figure in 万元, ledger in yuan, what must come out. */
    @ParameterizedTest
    @CsvSource({"419.99, 4199900.00, ", "419.99, 4199949.99, ", "419.99, 4199850.00, ", "419.99, 4199960.00, INFO",
        "419.99, 4199999.99, INFO", "419.99, 4200000.00, ERROR", "419.99, 4190000.00, ERROR", "420, 4200000.00, "})
    void theLedgerIsComparedToThePrintedPlace(String form, String ledger, Severity expected) {
        EvaluationForm department = Example.changed(Example.department(), one -> {
            one.withObject("/funds").put("executedAmount", form);
            return one;
        });
        Statement given = Example.statement();
        Statement statement = new Statement(given.departmentCode(), given.departmentName(), 2021, 1,
                Example.figures("1035200.00", "4199900.00", ledger), given.basic(), given.project(), List.of(), List.of(),
                List.of(), given.byProject(), List.of(), null, 1, "x", null);
        List<Finding> findings = findings(Package.of(statement, null, List.of(new Draft(true, null, null, department))))
                .stream().filter(one -> one.place().contains("全年执行数")).toList();
        assertEquals(expected == null ? List.of() : List.of(expected), findings.stream().map(Finding::severity).toList());
    }

    @ParameterizedTest
    @CsvSource({"initialBudget, 103.53, LEDGER_INITIAL", "adjustedBudget, 420.99, LEDGER_TOTAL",
        "executedAmount, 418.99, LEDGER_TOTAL"})
    void aFormThatContradictsTheLedgerIsAnError(String field, String value, String rule) {
        EvaluationForm department = Example.changed(Example.department(), one -> {
            one.withObject("/funds").put(field, value);
            return one;
        });
        assertEquals(1, errors(rule, findings(Example.pack(Example.statement(), Example.narrative(), department))).size());
    }

    @Test
    void theSplitOfTheFormIsHeldAgainstTheLedger() {
        EvaluationForm department = Example.changed(Example.department(), one -> {
            ((ObjectNode) one.at("/funds/byExpenditure/0")).put("amount", "77.25");
            ((ObjectNode) one.at("/funds/byExpenditure/1")).put("amount", "342.74");
            return one;
        });
        Set<String> rules = rules(findings(Example.pack(Example.statement(), Example.narrative(), department)));
        assertTrue(rules.containsAll(Set.of("LEDGER_BASIC", "LEDGER_PROJECT")), rules::toString);
    }

    @Test
    void aProjectFormThatContradictsTheLedgerIsAnError() {
        EvaluationForm hall = Example.changed(Example.hall(), one -> {
            one.withObject("/funds").put("adjustedBudget", "80.71");
            return one;
        });
        Package pack = Package.of(Example.statement(), null, List.of(new Draft(false, Example.HALL, null, hall),
                new Draft(false, "YF-2021-09", null, Example.hardware())));
        List<Finding> findings = errors("LEDGER_PROJECT_FORM", findings(pack));
        assertEquals(List.of("annex2.funds 全年预算数 vs ledger", "annex3.funds vs ledger"),
                findings.stream().map(Finding::place).toList());
    }

    @Test
    void formsThatExceedProjectSpendingCannotBeExplained() {
        EvaluationForm hall = Example.changed(Example.hall(), one -> {
            one.withObject("/funds").put("executedAmount", "179.71");
            return one;
        });
        Package pack = Package.of(null, Example.narrative(), List.of(new Draft(true, null, null, Example.department()),
                new Draft(false, Example.HARDWARE, null, Example.hardware()), new Draft(false, Example.HALL, null, hall)));
        assertEquals(false, only(findings(pack), "PROJECT_FORM_COVERAGE").explainable());
    }

    @Test
    void countsOfAnythingConflictNotOnlyThoseOfTheExample() {
        Narrative narrative = Example.replaced(Example.narrative(), 9, "运用绩效", "全年培训窗口工作人员120人次。运用绩效");
        EvaluationForm hall = Example.changed(Example.hall(), form -> {
            ((ObjectNode) form.at("/indicators/2")).put("actualText", "共培训窗口工作人员 150 人次");
            return form;
        });
        Package pack = Package.of(null, narrative, List.of(new Draft(false, Example.HALL, null, hall)));
        Finding finding = only(findings(pack), "COUNT_CONFLICT");
        assertEquals("150人次 vs 120人次", finding.stated());
        assertEquals("30", finding.difference());
        assertEquals("annex2.indicators[3] vs narrative.九", finding.place());
    }

    @Test
    void moreThanTwoThousandAgreesWithTwoThousandOneHundred() {
        Narrative narrative = Example.replaced(Example.narrative(), 8, "3000余件", "2156件");
        assertEquals(List.of(), findings(Example.pack(narrative)).stream()
                .filter(one -> one.rule().equals("COUNT_CONFLICT")).toList());
    }

    @Test
    void theCorrectionsOfTheExampleLeaveOnlyWhatIsExplained() {
        List<Finding> errors = findings(Example.pack(Example.statement(), Example.correctedNarrative(), Example.department()))
                .stream().filter(Finding::blocks).toList();
        Set<String> explained = new TreeSet<>();
        Example.tree(Example.CORRECTIONS).path("explanations").forEach(one -> explained.add(one.path("rule").asText()));
        assertEquals(explained, rules(errors));
        assertTrue(errors.stream().allMatch(Finding::explainable));
    }

    @Test
    void aNarrativeWithoutFiguresIsSilentButForItsChapters() {
        Narrative empty = new Narrative("报告", "", List.of(new Chapter(4, "四", "无"), new Chapter(8, "八", "")));
        List<Finding> findings = findings(Package.of(null, empty, List.of()));
        assertEquals(List.of("NARRATIVE_CHAPTERS"), findings.stream().map(Finding::rule).toList());
        assertEquals("缺第 1、2、3、5、6、7、8、9、10、11、12 章", findings.get(0).computation());
    }

    @Test
    void noDataMakesACheckThrow() {
        Random random = new Random(20211231);
        for (int round = 0; round < 300; round++) {
            EvaluationForm department = damaged(Example.department(), random);
            EvaluationForm project = damaged(Example.hall(), random);
            Narrative narrative = damaged(Example.narrative(), random);
            Statement statement = random.nextBoolean() ? null : Example.statement();
            CrossCheck.of(Package.of(statement, narrative, List.of(new Draft(true, null, null, department),
                    new Draft(false, random.nextBoolean() ? null : Example.HALL, null, project))), Tolerances.DEFAULTS);
        }
    }

    private static EvaluationForm damaged(EvaluationForm form, Random random) {
        return Example.changed(form, tree -> {
            damage(tree, random);
            return tree;
        });
    }

    private static void damage(JsonNode node, Random random) {
        if (node instanceof ObjectNode object) {
            List<String> names = new ArrayList<>();
            object.fieldNames().forEachRemaining(names::add);
            for (String name : names) {
                JsonNode value = object.get(name);
                if (random.nextInt(8) == 0 && !value.isInt()) {
                    object.remove(name);
                } else if (value.isTextual() && value.asText().matches("[0-9.]+") && random.nextInt(6) == 0) {
                    object.put(name, new BigDecimal(random.nextInt(3) - 1).movePointLeft(random.nextInt(4)).toPlainString());
                } else {
                    damage(value, random);
                }
            }
        } else if (node.isArray()) {
            node.forEach(one -> damage(one, random));
        }
    }

    private static Narrative damaged(Narrative narrative, Random random) {
        List<Chapter> chapters = new ArrayList<>();
        for (Chapter chapter : narrative.chapters()) {
            int cut = random.nextInt(chapter.body().length() + 1);
            switch (random.nextInt(4)) {
                case 0 -> chapters.add(new Chapter(chapter.number(), chapter.title(), chapter.body().substring(cut)));
                case 1 -> chapters.add(new Chapter(chapter.number(), chapter.title(), chapter.body().replaceAll("[0-9.]+", "0")));
                case 2 -> chapters.add(chapter);
                default -> chapters.add(new Chapter(chapter.number(), chapter.title(), null));
            }
        }
        return new Narrative(narrative.title(), narrative.preamble(), chapters);
    }

    private static Package withLedger() {
        return Example.pack(Example.statement(), Example.narrative(), Example.department());
    }

    private static List<Finding> findings(Package pack) {
        return CrossCheck.of(pack, Tolerances.DEFAULTS);
    }

    private static Finding find(List<Finding> findings, String rule, String place) {
        return findings.stream().filter(one -> one.rule().equals(rule) && one.place().equals(place)).findFirst()
                .orElseThrow(() -> new AssertionError(rule + " at " + place + " is not among " + findings));
    }

    private static Finding only(List<Finding> findings, String rule) {
        List<Finding> found = findings.stream().filter(one -> one.rule().equals(rule)).toList();
        assertEquals(1, found.size(), () -> rule + " in " + findings);
        return found.get(0);
    }

    private static List<Finding> errors(String rule, List<Finding> findings) {
        return findings.stream().filter(one -> one.rule().equals(rule) && one.severity() == Severity.ERROR).toList();
    }

    private static Set<String> rules(List<Finding> findings) {
        return findings.stream().map(Finding::rule).collect(Collectors.toCollection(TreeSet::new));
    }
}
