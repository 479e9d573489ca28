package org.jixiao.evaluation.form;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import org.jixiao.chassis.problem.Violation;
import org.jixiao.evaluation.EvaluationProblem;
import org.jixiao.evaluation.Examples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FormLimitsTest {

    @ParameterizedTest
    @ValueSource(strings = {"department", "hardware-procurement", "hall-renovation"})
    void aPublishedFormIsWithinTheLimitsHoweverFaulty(String name) {
        assertDoesNotThrow(() -> FormLimits.require(Examples.form(name)));
    }

    @ParameterizedTest(name = "{0} = {1}")
    @CsvSource(nullValues = "-", textBlock = """
            /indicators/0/weight,              -5
            /indicators/0/weight,              5.125
            /indicators/0/weight,              1001
            /indicators/0/statedScore,         4.125
            /funds/adjustedBudget,             419.9900001
            /funds/adjustedBudget,             -1
            /funds/statedRate,                 99.99999
            /funds/unit,                       -
            /funds/bySource/0/source,          -
            /indicators/3/group,               -
            /fiscalYear,                       -
            /statedTotalScore,                 98.001
            """)
    void aValueThatNoFormCouldStateIsRefusedAtItsPlace(String pointer, String value) {
        Violation refused = assertThrows(Violation.class,
                () -> FormLimits.require(Examples.form(Examples.with(Examples.formJson("department"), pointer, value))));

        assertEquals(List.of(pointer), refused.details().stream().map(Violation.Detail::pointer).toList());
        assertEquals(pointer, refused.pointer());
    }

    @Test
    void anOperatorWithoutItsValueIsRefused() {
        JsonNode form = Examples.with(Examples.formJson("department"), "/indicators/0/targetOperator", "GE");

        Violation refused = assertThrows(Violation.class, () -> FormLimits.require(Examples.form(form)));

        assertEquals("/indicators/0/targetValue", refused.pointer());
    }

    @ParameterizedTest(name = "{0} = {1}")
    @CsvSource({"/indicators/4/number, 1", "/groups/1/group, OUTPUT"})
    void twoRowsOfOneNameAreRefusedByARuleOfTheFieldAndNotForTheirForm(String pointer, String value) {
        JsonNode row = value.equals("1") ? IntNode.valueOf(1) : TextNode.valueOf(value);
        JsonNode form = Examples.with(Examples.formJson("department"), pointer, row);

        Violation refused = assertThrows(Violation.class, () -> FormLimits.require(Examples.form(form)));

        assertEquals(EvaluationProblem.ROW_REPEATED, refused.code());
        assertEquals(pointer, refused.pointer());
        assertEquals(value, refused.params().get("value"));
    }

    @Test
    void aLongTextIsRefusedWithoutEchoingIt() {
        JsonNode form = Examples.with(Examples.formJson("department"), "/indicators/2/targetText", "长".repeat(4001));

        Violation refused = assertThrows(Violation.class, () -> FormLimits.require(Examples.form(form)));

        assertEquals("/indicators/2/targetText", refused.pointer());
        assertTrue(String.valueOf(refused.details().get(0).params()).length() < 100);
    }

    @Test
    void aTextOfTheLongestLengthMayBeOfRareCharacters() {
        String rare = "\ud842\udfb7";
        JsonNode form = Examples.formJson("department");

        assertDoesNotThrow(() -> FormLimits.require(Examples.form(
                Examples.with(Examples.with(form, "/indicators/2/targetText", rare.repeat(4000)), "/title", rare.repeat(200)))));
        Violation refused = assertThrows(Violation.class,
                () -> FormLimits.require(Examples.form(Examples.with(form, "/title", rare.repeat(201)))));

        assertEquals("/title", refused.pointer());
        assertEquals(rare.repeat(20) + "…", refused.details().get(0).params().get("value"));
    }

    @Test
    void tooManyRowsAreRefused() {
        JsonNode form = Examples.formJson("department");
        ArrayNode goals = (ArrayNode) form.get("goals");
        while (goals.size() <= FormLimits.ROWS_MAX) {
            goals.add(goals.get(0));
        }

        assertEquals("/goals", assertThrows(Violation.class, () -> FormLimits.require(Examples.form(form))).pointer());
    }
}
