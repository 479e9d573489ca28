package org.jixiao.evaluation.consistency;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.jixiao.evaluation.Examples;
import org.jixiao.evaluation.form.Form;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FormChecksTest {

    private static final String[] FIGURES =
            {"severity", "rule", "place", "pointer", "stated", "computed", "difference", "computation"};

    @ParameterizedTest
    @ValueSource(strings = {"department", "hardware-procurement", "hall-renovation"})
    void thePublishedFormHasExactlyTheExpectedFindings(String name) {
        List<String> expected = new ArrayList<>();
        for (JsonNode finding : Examples.json(Examples.FOLDER.resolve("expected-findings.json")).get("findings")) {
            if (finding.get("form").textValue().equals(name)) {
                expected.add(figures(finding));
            }
        }

        List<String> found = check(Examples.formJson(name), name).stream()
                .map(f -> figures(Examples.JSON.valueToTree(f))).toList();

        assertEquals(expected.stream().sorted().toList(), found.stream().sorted().toList());
    }

    @Test
    void everyExpectedFindingOfAFormIsCheckedHereAndNoOther() {
        List<String> rules = FormChecks.CHECKS.stream().map(FormChecks.Check::rule).toList();

        for (JsonNode finding : Examples.json(Examples.FOLDER.resolve("expected-findings.json")).get("findings")) {
            boolean here = "evaluation".equals(finding.path("checkedBy").textValue());
            assertEquals(Examples.FORMS.contains(finding.get("form").textValue()), here, finding::toString);
            assertTrue(!here || rules.contains(finding.get("rule").textValue()), finding::toString);
        }
    }

    @ParameterizedTest(name = "{0}{1} = {2}: {3} {4} at {5}")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            department           | /indicators/0/statedScore       | 6      | ERROR   | SCORE_LE_WEIGHT           | /indicators/0/statedScore     | 6 > 5
            department           | /funds/statedScore              | 10.5   | ERROR   | SCORE_LE_WEIGHT           | /funds/statedScore            | 10.5 > 10
            department           | /indicators/0/statedScore       | 6      | ERROR   | GROUP_SCORE_LE_WEIGHT     | /groups/0                     | 6+10+10+5+10+5+5 = 51 > 50
            department           | /statedTotalScore               | 97     | ERROR   | TOTAL_SCORE_SUM           | /statedTotalScore             | = 98
            department           | /indicators/12/deviationReason  | '　'   | ERROR   | DEVIATION_REASON_REQUIRED | /indicators/12/deviationReason | 4 < 5
            department           | /indicators/0/targetText        | '　'   | ERROR   | TARGET_REQUIRED           | /indicators/0/targetText      | 基本完成
            department           | /indicators/0/weight            | 6      | ERROR   | WEIGHT_SUM_100            | /indicators                   | = 101 ≠ 100
            department           | /statedTotalWeight              | 99     | ERROR   | WEIGHT_SUM_100            | /statedTotalWeight            | 99 ≠ 100
            department           | /groups/0/weight                | 40     | ERROR   | GROUP_WEIGHT              | /groups/0/weight              | = 50 ≠ 40
            department           | /groups/1/weight                | 40     | ERROR   | GROUP_WEIGHT              | /groups/1/weight              | 40 ≠ 30（评分办法）
            department           | /funds/weight                   | 20     | ERROR   | GROUP_WEIGHT              | /funds/weight                 | 20 ≠ 10（评分办法）
            department           | /groups/2                       | -      | ERROR   | GROUP_WEIGHT              | /groups                       | 表中没有该一级指标
            department           | /funds/statedRate               | 99     | ERROR   | EXECUTION_RATE            | /funds/statedRate             | 419.99 ÷ 419.99 = 100.00 %
            department           | /funds/statedScore              | 9      | ERROR   | EXECUTION_RATE            | /funds/statedScore            | 419.99 ÷ 419.99 × 10 = 10.00
            department           | /funds/executedAmount           | 420    | ERROR   | EXECUTION_RATE            | /funds/executedAmount         | 420 > 419.99
            department           | /funds/adjustedBudget           | 0      | ERROR   | EXECUTION_RATE            | /funds/executedAmount         | 419.99 > 0，无预算支出
            department           | /funds/bySource/0/amount        | 419.98 | ERROR   | FUND_SUM_REVENUE          | /funds/bySource               | 419.98+0+0+0 = 419.98 ≠ 419.99
            department           | /funds/bySource                 | -      | ERROR   | FUND_SUM_REVENUE          | /funds/bySource               | 空白 = 0 ≠ 419.99
            department           | /funds/byExpenditure/1/amount   | 343.84 | ERROR   | FUND_SUM_EXPENDITURE      | /funds/byExpenditure          | 76.25+343.84 = 420.09 ≠ 419.99
            department           | /funds/byExpenditure/1/amount   | 343.75 | INFO    | FUND_SUM_EXPENDITURE      | /funds/byExpenditure          | 76.25+343.75 = 420.00 ≠ 419.99
            hall-renovation      | /funds/components/0/amount      | 79     | ERROR   | FUND_COMPONENTS           | /funds/components             | 79+0+0 = 79 ≠ 79.71
            hall-renovation      | /funds/components               | -      | WARNING | FUND_COMPONENTS           | /funds/components             | 空白
            hall-renovation      | /funds/components/1/amount      | -      | WARNING | BLANK_NUMERIC             | /funds/components/1/amount    | 同表其他行已填列
            department           | /funds/initialBudget            | -      | WARNING | BLANK_NUMERIC             | /funds/initialBudget          | 年初预算数空白
            hall-renovation      | /implementingUnit               | '　'   | WARNING | REQUIRED_FIELD            | /implementingUnit             | -
            hall-renovation      | /projectName                    | -      | ERROR   | REQUIRED_FIELD            | /projectName                  | -
            department           | /funds                          | -      | ERROR   | REQUIRED_FIELD            | /funds/adjustedBudget         | -
            department           | /indicators/3/statedScore       | -      | ERROR   | REQUIRED_FIELD            | /indicators/3/statedScore     | -
            department           | /statedTotalScore               | -      | ERROR   | REQUIRED_FIELD            | /statedTotalScore             | -
            department           | /funds/adjustmentReason         | -      | WARNING | ADJUSTMENT_EXPLAIN        | /funds/adjustmentReason       | = +305.71 %
            department           | /indicators/13/statedScore      | 8      | WARNING | SCORE_NOT_DERIVABLE       | /indicators/13/statedScore    | 8 < 9.90
            """)
    void aFaultIsFoundWhereItIs(String name, String pointer, String value, Finding.Severity severity, String rule, String place,
            String computation) {
        JsonNode faulty = Examples.with(Examples.corrected(name), pointer, value);

        List<Finding> found = check(faulty, name);

        assertTrue(found.stream().anyMatch(f -> f.rule().equals(rule) && f.severity() == severity && f.pointer().equals(place)
                && (computation == null ? f.computation() == null : f.computation().contains(computation))), found::toString);
        assertTrue(check(Examples.corrected(name), name).stream()
                .noneMatch(f -> f.rule().equals(rule) && f.pointer().equals(place) && f.severity() == severity
                        && (computation == null || f.computation().contains(computation))), "fires without the fault");
    }

    @Test
    void aRateThatRoundingOfTheAmountsExplainsIsOnlyInformation() {
        JsonNode form = Examples.formJson("department");
        form = Examples.with(form, "/funds/adjustedBudget", "76.25");
        form = Examples.with(form, "/funds/executedAmount", "71.74");
        form = Examples.with(form, "/funds/statedRate", "94.08");

        Finding finding = check(form, "department").stream()
                .filter(f -> f.pointer().equals("/funds/statedRate")).findFirst().orElseThrow();

        assertEquals(Finding.Severity.INFO, finding.severity());
        assertEquals("94.08% 94.09% -0.01 pp", finding.stated() + " " + finding.computed() + " " + finding.difference());
        assertEquals("金额各按 ±0.005：94.067 % … 94.103 %", finding.tolerance());
    }

    @Test
    void aMovedBudgetBelowTheThresholdNeedsNoReason() {
        JsonNode form = Examples.with(Examples.corrected("department"), "/funds/adjustmentReason", (String) null);
        form = Examples.with(form, "/funds/initialBudget", "400");

        assertTrue(rules(form, "department").stream().noneMatch("ADJUSTMENT_EXPLAIN"::equals));
    }

    @Test
    void aPercentageAtOrAboveTheLeastDerivableScoreIsSilent() {
        JsonNode form = Examples.with(Examples.corrected("department"), "/indicators/13/statedScore", "9.9");

        assertTrue(rules(form, "department").stream().noneMatch("SCORE_NOT_DERIVABLE"::equals));
    }

    /** Whatever is missing, a check reports and does not fail. */
    @ParameterizedTest
    @ValueSource(strings = {"department", "hardware-procurement", "hall-renovation"})
    void noMissingFieldMakesACheckFail(String name) {
        List<String> pointers = new ArrayList<>();
        pointers(Examples.corrected(name), "", pointers);
        pointers.removeIf(p -> p.matches("/(groups|indicators)/\\d+/(group|number)"));

        for (String pointer : pointers) {
            check(Examples.with(Examples.corrected(name), pointer, (String) null), name);
        }

        assertTrue(pointers.size() > 100);
    }

    @Test
    void anEmptyFormIsFoundEmpty() {
        Form empty = new Form(null, null, null, null, null, null, null, null, null, null, null, null);

        assertTrue(FormChecks.check(empty, Form.EvaluationKind.DEPARTMENT, Examples.scheme()).stream()
                .anyMatch(f -> f.rule().equals("REQUIRED_FIELD") && f.pointer().equals("/indicators")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"department", "hardware-procurement", "hall-renovation"})
    void theCorrectionsLeaveOnlyWarningsThatTheExplanationsCover(String name) {
        List<String> explained = StreamSupport.stream(
                        Examples.json(Examples.FOLDER.resolve("corrections.json")).get("explanations").spliterator(), false)
                .filter(e -> e.get("form").textValue().equals(name))
                .map(e -> e.get("rule").textValue() + " " + e.get("pointer").textValue()).toList();

        List<Finding> left = check(Examples.corrected(name), name);

        assertEquals(explained, left.stream().map(f -> f.rule() + " " + f.pointer()).toList());
        assertTrue(left.stream().allMatch(f -> f.explainable() && !f.blocks(true)));
    }

    @Test
    void anExplanationIsBoundToTheFigures() {
        Finding before = check(Examples.formJson("hardware-procurement"), "hardware-procurement").stream()
                .filter(f -> f.rule().equals("SCORE_NOT_DERIVABLE")).findFirst().orElseThrow();
        Finding after = check(Examples.corrected("hardware-procurement"), "hardware-procurement").stream()
                .filter(f -> f.rule().equals("SCORE_NOT_DERIVABLE")).findFirst().orElseThrow();

        assertEquals(before.pointer(), after.pointer());
        assertFalse(before.figures().equals(after.figures()));
    }

    private static List<Finding> check(JsonNode form, String name) {
        return FormChecks.check(Examples.form(form), Examples.kind(name), Examples.scheme());
    }

    private static List<String> rules(JsonNode form, String name) {
        return check(form, name).stream().map(Finding::rule).toList();
    }

    private static String figures(JsonNode finding) {
        ObjectNode figures = Examples.JSON.createObjectNode();
        for (String field : FIGURES) {
            if (finding.hasNonNull(field)) {
                figures.set(field, finding.get(field));
            }
        }
        return figures.toString();
    }

    private static void pointers(JsonNode node, String at, List<String> pointers) {
        if (node.isObject()) {
            node.fieldNames().forEachRemaining(name -> {
                pointers.add(at + "/" + name);
                pointers(node.get(name), at + "/" + name, pointers);
            });
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                pointers(node.get(i), at + "/" + i, pointers);
            }
        }
    }
}
