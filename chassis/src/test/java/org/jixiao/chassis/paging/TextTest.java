package org.jixiao.chassis.paging;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class TextTest {

    @Test
    void whatPostgresKeepsIsStorable() {
        assertTrue(Text.isStorable("项目 \ud840\udc00 一\n"));
    }

    @Test
    void nulAndHalfACharacterAreNot() {
        assertFalse(Text.isStorable("a\u0000"));
        assertFalse(Text.isStorable("\ud840"));
        assertFalse(Text.isStorable("\ud840x"));
        assertFalse(Text.isStorable("\udc00\ud840"));
    }
}
