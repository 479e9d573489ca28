package org.jixiao.report.narrative;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;
import java.util.stream.IntStream;

/** A narrative is prose by anybody: reading it ends, and never in an exception. */
class FiguresFuzzTest {

    @FuzzTest(maxDuration = "40s")
    void anyProseIsRead(FuzzedDataProvider data) {
        String body = data.consumeRemainingAsString();
        Figures.of(narrative(body));
        Figures.satisfactions(body);
        Text text = Text.of(body);
        assertEquals(text.plain().isEmpty() ? "" : text.quote(0, text.plain().length()), text.quote(0, text.plain().length()));
    }

    private static Narrative narrative(String body) {
        List<Chapter> chapters = IntStream.rangeClosed(1, Narrative.CHAPTERS)
                .mapToObj(number -> new Chapter(number, "", body)).toList();
        return new Narrative("", "", chapters);
    }
}
