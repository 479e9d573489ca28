package org.jixiao.report.rendering;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import org.apache.fontbox.ttf.CmapLookup;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.io.RandomAccessReadBuffer;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.font.PDType0Font;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;

class SearchableFontTest {

    private static final byte[] ORIGINAL = font();
    private static final byte[] SEARCHABLE = SearchableFont.of(ORIGINAL);

    @Test
    void theOriginalFontTurnsCommonCharactersIntoRadicals() throws IOException {
        assertTrue(setAndExtract(ORIGINAL, "部门").contains("⻔"));
    }

    @Test
    void textSetInTheRewrittenFontIsExtractedAsItWasWritten() throws IOException {
        String text = "部门整体支出绩效一二三示例——用力长风马鱼黑鼠龙";

        assertEquals(text, setAndExtract(SEARCHABLE, text).strip());
    }

    @Test
    void everyOrdinaryCharacterKeepsItsGlyph() throws IOException {
        try (TrueTypeFont before = parse(ORIGINAL); TrueTypeFont after = parse(SEARCHABLE)) {
            CmapLookup original = before.getUnicodeCmapLookup();
            CmapLookup rewritten = after.getUnicodeCmapLookup();
            for (int codePoint = 0x3000; codePoint < 0xF900; codePoint++) {
                assertEquals(original.getGlyphId(codePoint), rewritten.getGlyphId(codePoint));
            }
        }
    }

    @Test
    void radicalsInTheTextBecomeTheCharactersThatTheyLookLike() {
        assertEquals("一力金", SearchableFont.ordinary("⼀⼒\uF90A"));
    }

    @Test
    void otherCompatibilityCharactersOfTheTextAreLeftAlone() {
        assertEquals("（一）１℃", SearchableFont.ordinary("（一）１℃"));
    }

    @Test
    void bytesThatAreNoTrueTypeFontAreRefused() {
        for (byte[] bytes : List.of(new byte[0], new byte[100], Arrays.copyOf("OTTO".getBytes(), 100))) {
            assertThrows(IllegalArgumentException.class, () -> SearchableFont.of(bytes));
        }
    }

    private static String setAndExtract(byte[] font, String text) throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (PDDocument document = new PDDocument(); TrueTypeFont parsed = parse(font)) {
            PDPage page = new PDPage();
            document.addPage(page);
            try (PDPageContentStream content = new PDPageContentStream(document, page)) {
                content.beginText();
                content.setFont(PDType0Font.load(document, parsed, true), 12);
                content.newLineAtOffset(50, 700);
                content.showText(text);
                content.endText();
            }
            document.save(file);
        }
        try (PDDocument document = Loader.loadPDF(file.toByteArray())) {
            return new PDFTextStripper().getText(document);
        }
    }

    private static TrueTypeFont parse(byte[] font) throws IOException {
        return new TTFParser().parse(new RandomAccessReadBuffer(font));
    }

    private static byte[] font() {
        try (InputStream file =
                     SearchableFontTest.class.getResourceAsStream("/fonts/ttf/NotoSansSC/NotoSansSC-Regular.ttf")) {
            return file.readAllBytes();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
