package org.jixiao.report.narrative;

import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A narrative is prose by anybody: reading it ends. */
class FiguresLimitTest {

    /** The limit of a chapter in the API. */
    private static final int BODY_MAX = 60_000;
    /** A hang is minutes long; the slowest machine reads a whole chapter in a fraction of this. */
    private static final Duration HANG = Duration.ofSeconds(30);

    /** What filled the stack or took for ever before repetitions were bounded. */
    @ParameterizedTest
    @ValueSource(strings = {"收入预算:", "支出预算为是", "决算单位构成", "满", "1,111", "得分为", "等级是", "在编共", "人员经费1万元包括", "目标1:",
            "收支总计", "与上年相比", "，", "（一）", "项目支出合计"})
    void aWordRepeatedToTheLimitIsReadWithoutAHang(String word) {
        String body = word + word.substring(word.length() - 1).repeat(BODY_MAX / 2)
                + word.repeat(BODY_MAX / 2 / word.length());

        assertTimeoutPreemptively(HANG, () -> {
            Figures.of(narrative(body));
            Figures.satisfactions(body);
        });
    }

    private static Narrative narrative(String body) {
        List<Chapter> chapters = IntStream.rangeClosed(1, Narrative.CHAPTERS)
                .mapToObj(number -> new Chapter(number, "", body)).toList();
        return new Narrative("", "", chapters);
    }
}
