package org.jixiao.gateway.problem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.jixiao.chassis.testing.ErrorsPage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SentenceTest {

    @ParameterizedTest
    @EnumSource
    void everyCodeHasASentenceInBothLanguages(GatewayProblem problem) {
        assertNotEquals(Sentence.of(problem, "zh-CN", Map.of()).text(), Sentence.of(problem, "en", Map.of()).text());
    }

    @Test
    void everyCodeIsOnTheErrorsPageInOrderOfPrecedence() {
        assertEquals(Stream.of(GatewayProblem.values()).map(problem -> problem.name() + " " + problem.status()).toList(),
                ErrorsPage.section(Path.of("../docs/errors.md"), "gateway"));
    }

    @ParameterizedTest
    @CsvSource(nullValues = "null", delimiter = '|', value = {
        "null|zh-CN", "''|zh-CN", "zh|zh-CN", "zh-TW,en;q=0.5|zh-CN", "en|en", "en-GB|en", "fr,en;q=0.4|en",
        "fr|zh-CN", "*|zh-CN", "en;q=nonsense|zh-CN", "zh-CN;q=0.1,en|en"
    })
    void theLanguageIsTheCallersAndChineseInDoubt(String acceptLanguage, String spoken) {
        assertEquals(spoken, Sentence.of(GatewayProblem.UNKNOWN_PATH, acceptLanguage, Map.of()).language());
    }

    @Test
    void parametersAreFilledIn() {
        assertEquals("The request body is too large: the limit is 1024 bytes",
                Sentence.of(GatewayProblem.BODY_TOO_LARGE, "en", Map.of("limitBytes", 1024)).text());
    }
}
