package org.jixiao.chassis.operation;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class AddressTest {

    @Test
    void aPartOfATemplateIsOneStepOfThePath() {
        Address address = Address.of("GET", "/a/{one}/b/{two}");
        assertTrue(address.answers("/a/1/b/x.y"));
        assertFalse(address.answers("/a/1/2/b/x"));
        assertFalse(address.answers("/a/1/b"));
    }

    @Test
    void aPartWithAPatternTakesOnlyWhatFits() {
        Address address = Address.of("GET", "/r/v{version : \\d{1,6}}.{extension : [a-z]{3,5}}");
        assertTrue(address.answers("/r/v12.pdf"));
        assertFalse(address.answers("/r/vx.pdf"));
        assertFalse(address.answers("/r/v12.p"));
    }
}
