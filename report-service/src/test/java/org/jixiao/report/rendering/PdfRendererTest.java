package org.jixiao.report.rendering;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.text.PDFTextStripper;
import org.jixiao.report.publication.Report;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PdfRendererTest {

    private static final PdfRenderer RENDERER = new PdfRenderer(Templates.engine());

    private static byte[] bytes;
    private static PDDocument document;
    private static String text;

    @BeforeAll
    static void render() throws IOException {
        bytes = RENDERER.write(Yanfeng.report());
        document = Loader.loadPDF(bytes);
        text = new PDFTextStripper().getText(document);
    }

    @AfterAll
    static void close() throws IOException {
        document.close();
    }

    @Test
    void chineseTextCanBeSearched() {
        assertTrue(text.contains("部门整体支出绩效自评表"));
    }

    @Test
    void noRadicalTakesThePlaceOfACharacter() {
        assertTrue(text.codePoints().noneMatch(codePoint -> codePoint >= 0x2E80 && codePoint <= 0x2FDF));
    }

    @Test
    void pagesAreNumbered() throws IOException {
        PDFTextStripper inReadingOrder = new PDFTextStripper();
        inReadingOrder.setSortByPosition(true);
        String text = inReadingOrder.getText(document);

        assertTrue(text.replaceAll("\\s+", "").contains("第1页共" + document.getNumberOfPages() + "页"));
    }

    @Test
    void everyPageCarriesTheContentHash() throws IOException {
        for (int page = 1; page <= document.getNumberOfPages(); page++) {
            PDFTextStripper one = new PDFTextStripper();
            one.setStartPage(page);
            one.setEndPage(page);
            assertTrue(one.getText(document).contains(Yanfeng.report().contentHash()), "page " + page);
        }
    }

    @Test
    void formsStandOnLandscapePages() {
        long landscape = 0;
        for (PDPage page : document.getPages()) {
            PDRectangle box = page.getMediaBox();
            landscape += box.getWidth() > box.getHeight() ? 1 : 0;
        }

        assertTrue(landscape >= 3);
    }

    @Test
    void aFormThatGoesOnRepeatsItsTitles() {
        assertTrue(text.contains("部门整体支出绩效自评表（2021年度）（续）"));
        assertTrue(text.split("二级指标").length - 1 > Yanfeng.report().forms().size());
    }

    @Test
    void everyFontIsEmbeddedAsASubset() throws IOException {
        for (PDPage page : document.getPages()) {
            for (COSName name : page.getResources().getFontNames()) {
                PDFont font = page.getResources().getFont(name);
                assertTrue(font.isEmbedded(), font.getName());
                assertTrue(font.getName().matches("[A-Z]{6}\\+.*"), font.getName());
            }
        }
    }

    @Test
    void titleAndLanguageAreDeclared() {
        assertEquals(Yanfeng.report().title(), document.getDocumentInformation().getTitle());
        assertEquals("zh-CN", document.getDocumentCatalog().getLanguage());
    }

    @Test
    void theDocumentIsTaggedForScreenReaders() {
        assertTrue(document.getDocumentCatalog().getMarkInfo().isMarked());
    }

    @Test
    void chaptersAreBookmarked() {
        assertTrue(document.getDocumentCatalog().getDocumentOutline().hasChildren());
    }

    @Test
    void theSameReportGivesTheSameBytes() {
        assertArrayEquals(bytes, RENDERER.write(Yanfeng.report()));
    }

    @Test
    void userTextCannotBecomeMarkup() throws IOException {
        assertTrue(textOf(Yanfeng.titled("<h1>甲</h1> & \u0001乙")).contains("<h1>甲</h1> & 乙"));
    }

    @Test
    void aCharacterThatTheFontLacksIsPrintedAsTheMarkForIt() throws IOException {
        String printed = textOf(Yanfeng.titled("甲\uD840\uDC00乙"));

        assertTrue(printed.contains("甲〓乙"));
        assertFalse(printed.contains("#"));
    }

    private static String textOf(Report report) throws IOException {
        try (PDDocument other = Loader.loadPDF(RENDERER.write(report))) {
            return new PDFTextStripper().getText(other);
        }
    }
}
