package org.jixiao.chassis.paging;

import static org.junit.jupiter.api.Assertions.assertEquals;
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

    @Test
    void aCharacterOutsideTheBasicPlaneIsOne() {
        assertEquals(3, Text.length("\ud842\udfb7野家"));
        assertFalse(Text.isLongerThan("\ud842\udfb7野家", 3));
        assertTrue(Text.isLongerThan("\ud842\udfb7野家", 2));
    }

    @Test
    void whatIsShownOfATextEndsWithAWholeCharacter() {
        assertEquals("a\ud842\udfb7", Text.start("a\ud842\udfb7\ud842\udfb7", 2));
        assertEquals("a\ud842\udfb7…", Text.shortened("a\ud842\udfb7\ud842\udfb7", 2));
        assertEquals("a\ud842\udfb7", Text.shortened("a\ud842\udfb7", 2));
    }
}
