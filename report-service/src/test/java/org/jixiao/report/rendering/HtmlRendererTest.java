package org.jixiao.report.rendering;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import org.jixiao.report.publication.Report;
import org.junit.jupiter.api.Test;

class HtmlRendererTest {

    private final HtmlRenderer renderer = new HtmlRenderer(Templates.engine());

    @Test
    void userTextCannotBecomeMarkup() {
        String page = page(Yanfeng.titled("<script>alert(1)</script>\" onload='x"));

        assertFalse(page.contains("<script"));
        assertTrue(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;&quot; onload=&#39;x"));
    }

    @Test
    void thePageHasOneMainHeading() {
        assertEquals(1, count("<h1", page(Yanfeng.report())));
    }

    @Test
    void everyTableHasACaption() {
        String page = page(Yanfeng.report());

        assertEquals(count("<table", page), count("<caption", page));
    }

    @Test
    void everyHeaderCellHasAScope() {
        String page = page(Yanfeng.report());

        assertEquals(count("<th ", page), count("<th scope=", page));
    }

    @Test
    void nothingIsLoadedFromElsewhere() {
        String page = page(Yanfeng.report());

        assertFalse(Pattern.compile("(src=|url\\(|@import|https?://)").matcher(page).find());
    }

    @Test
    void theFilesOfTheSameVersionAreLinked() {
        String page = page(Yanfeng.report());

        for (String file : List.of("v1.pdf", "v1.docx", "v1.xlsx", "v1.json")) {
            assertTrue(page.contains("<li><a href=\"" + file + "\""), file);
        }
    }

    @Test
    void everyTargetOfTheTableOfContentsExists() {
        String page = page(Yanfeng.report());

        Pattern.compile("href=\"#([^\"]+)\"").matcher(page).results().map(match -> match.group(1))
                .forEach(id -> assertTrue(page.contains("id=\"" + id + "\""), id));
    }

    @Test
    void anExplanationStandsBesideItsFindingWithItsAuthor() {
        String page = page(Yanfeng.report());

        assertTrue(page.contains("不单独编制项目自评表。</p><footer>evaluator，"));
    }

    @Test
    void aLaterVersionShowsWhatChanged() {
        String page = page(Yanfeng.revised(List.of(new Report.Change("/forms/0/form/statedTotalScore", "98", "97"))));

        assertTrue(page.contains("与第1版相比的变更"));
    }

    @Test
    void theFirstVersionHasNoSectionOfChanges() {
        assertFalse(page(Yanfeng.report()).contains("id=\"changes\""));
    }

    @Test
    void theSameReportGivesTheSamePage() {
        assertEquals(page(Yanfeng.report()), page(Yanfeng.report()));
    }

    private String page(Report report) {
        return new String(renderer.write(report), StandardCharsets.UTF_8);
    }

    private static long count(String what, String text) {
        return Pattern.compile(Pattern.quote(what)).matcher(text).results().count();
    }
}
