package org.jixiao.report.narrative;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Field;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A narrative is prose by anybody: what it costs to read is in proportion to its length. */
class FiguresLimitTest {

    /** The limit of a chapter in the API. */
    private static final int BODY_MAX = 60_000;
    /** Long enough to tell in proportion from worse. */
    private static final int LENGTH = 12_000;
    /** How often a character may be looked at on average; what may lie between two words is long, but has a length. */
    private static final int LOOKS_MAX = 500;
    private static final int QUOTE_MAX = 250;

    /** What filled the stack or took for ever before repetitions were bounded. */
    static List<String> words() {
        return List.of("收入预算:", "支出预算为是", "决算单位构成", "满", "1,111", "得分为", "等级是", "在编共", "人员经费1万元包括", "目标1:",
                "收支总计", "与上年相比", "，", "（一）", "项目支出合计");
    }

    @ParameterizedTest
    @MethodSource("words")
    void noPatternLooksAtACharacterAgainAndAgain(String word) throws IllegalAccessException {
        String plain = Text.of(repeated(word, LENGTH)).plain();
        for (Field pattern : patterns()) {
            Matcher matcher = ((Pattern) pattern.get(null)).matcher(new Looked(plain, pattern.getName()));
            while (matcher.find()) {
                assertNotNull(matcher.group());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("words")
    void noCharacterIsLookedAtAgainAndAgainToMakeATextPlain(String word) {
        assertFalse(Text.of(new Looked(repeated(word, LENGTH), "Text")).plain().isEmpty());
    }

    @ParameterizedTest
    @MethodSource("words")
    void aWordRepeatedToTheLimitDoesNotFillTheStack(String word) {
        String body = repeated(word, BODY_MAX);
        List<Chapter> chapters = IntStream.rangeClosed(1, Narrative.CHAPTERS)
                .mapToObj(number -> new Chapter(number, "", body)).toList();

        assertNotNull(Figures.of(new Narrative("", "", chapters)));
        assertNotNull(Figures.satisfactions(body));
    }

    /** Ten thousand quotes of half a chapter each filled the memory. */
    @Test
    void noFigureOfAnEndlessSentenceQuotesAllOfIt() {
        Figures figures = Figures.of(new Narrative("", "", List.of(new Chapter(2, "", "在编共1人".repeat(200)))));

        assertEquals(200, figures.staff().size());
        assertEquals(List.of(), figures.staff().stream().map(Figures.Staff::quote)
                .filter(quote -> quote.length() > QUOTE_MAX).toList());
    }

    @Test
    void noCountOfAnEndlessSentenceKeepsAllOfIt() {
        List<Count> counts = Count.in("办结1件".repeat(200));

        assertEquals(200, counts.size());
        assertEquals(List.of(), counts.stream().map(Count::subject).filter(subject -> subject.length() > QUOTE_MAX).toList());
    }

    private static String repeated(String word, int length) {
        return word + word.substring(word.length() - 1).repeat(length / 2) + word.repeat(length / 2 / word.length());
    }

    private static List<Field> patterns() {
        List<Field> patterns = Stream.of(Figures.class.getDeclaredFields())
                .filter(field -> field.getType() == Pattern.class).toList();
        assertTrue(patterns.size() > 20, patterns::toString);
        patterns.forEach(field -> field.setAccessible(true));
        return patterns;
    }

    /** Counts how often it is looked at, and ends who looks too often. */
    private static final class Looked implements CharSequence {

        private final String text;
        private final String by;
        private int left;

        Looked(String text, String by) {
            this.text = text;
            this.by = by;
            this.left = LOOKS_MAX * text.length();
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public char charAt(int index) {
            if (left-- == 0) {
                throw new AssertionError(by + " looks at each character more than " + LOOKS_MAX + " times");
            }
            return text.charAt(index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.subSequence(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
