package org.jixiao.chassis.problem;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jixiao.chassis.testing.ErrorsPage;
import org.junit.jupiter.api.Test;

class SentenceTest {

    @Test
    void chineseIsSpokenUnlessEnglishIsPreferred() {
        assertEquals(Locale.SIMPLIFIED_CHINESE, Sentence.language(null));
        assertEquals(Locale.SIMPLIFIED_CHINESE, Sentence.language("fr-FR"));
        assertEquals(Locale.SIMPLIFIED_CHINESE, Sentence.language(";;;"));
        assertEquals(Locale.ENGLISH, Sentence.language("en-US,zh;q=0.5"));
        assertEquals(Locale.SIMPLIFIED_CHINESE, Sentence.language("zh-CN,en;q=0.9"));
    }

    @Test
    void theFiguresStandInTheSentence() {
        assertEquals("\"7\" was not found", Sentence.of(ChassisProblem.NOT_FOUND, Map.of("id", 7), Locale.ENGLISH));
    }

    @Test
    void everyCodeHasASentenceInBothLanguages() {
        assertEquals(List.of(), ErrorsPage.withoutSentence(ChassisProblem.values()));
    }

    @Test
    void everyCodeIsOnTheErrorsPageInOrderOfPrecedence() {
        assertEquals(ErrorsPage.codes(ChassisProblem.values()), ErrorsPage.section(Path.of("../docs/errors.md"), "Every service"));
    }
}
