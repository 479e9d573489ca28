package org.jixiao.evaluation.form;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.jixiao.evaluation.Examples;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FormTest {

    @ParameterizedTest
    @ValueSource(strings = {"department", "hardware-procurement", "hall-renovation"})
    void aPublishedFormComesBackAsItWent(String name) {
        assertEquals(Examples.formJson(name), Examples.JSON.valueToTree(Examples.form(name)));
    }
}
