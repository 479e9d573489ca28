package org.jixiao.report.rendering;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import org.apache.poi.xwpf.usermodel.XWPFDocument;
import org.apache.poi.xwpf.usermodel.XWPFParagraph;
import org.apache.poi.xwpf.usermodel.XWPFTable;
import org.apache.xmlbeans.XmlException;
import org.jixiao.report.publication.Report;
import org.junit.jupiter.api.Test;

class DocxRendererTest {

    private final DocxRenderer renderer = new DocxRenderer();

    @Test
    void theTwelveChaptersAreHeadingsForNavigation() throws IOException {
        List<String> headings = document(Yanfeng.report()).getParagraphs().stream()
                .filter(paragraph -> "Heading1".equals(paragraph.getStyle())).map(XWPFParagraph::getText).toList();

        assertEquals("一、部门（单位）基本情况", headings.get(0));
        assertEquals("十二、其他需要说明的情况", headings.get(11));
    }

    @Test
    void headingStylesAreKnownToWordByTheirNames() throws IOException {
        assertEquals("heading 1", document(Yanfeng.report()).getStyles().getStyle("Heading1").getName());
    }

    @Test
    void theBodyIsSetInTheTypefaceOfOfficialPapers() throws IOException, XmlException {
        assertTrue(document(Yanfeng.report()).getStyle().toString().contains("仿宋_GB2312"));
    }

    @Test
    void everyRowOfEveryTableFillsItsGrid() throws IOException {
        for (XWPFTable table : document(Yanfeng.report()).getTables()) {
            int columns = table.getCTTbl().getTblGrid().sizeOfGridColArray();
            table.getRows().forEach(row -> assertEquals(columns, row.getTableCells().stream()
                    .mapToInt(cell -> cell.getCTTc().getTcPr().isSetGridSpan()
                            ? cell.getCTTc().getTcPr().getGridSpan().getVal().intValue() : 1).sum()));
        }
    }

    @Test
    void pagesAreNumbered() throws IOException {
        assertTrue(document(Yanfeng.report()).getFooterArray(0)._getHdrFtr().toString().contains("NUMPAGES"));
    }

    @Test
    void charactersThatXmlCannotHoldAreLeftOut() throws IOException {
        assertEquals("甲乙", document(Yanfeng.titled("甲\u0001乙")).getParagraphArray(0).getText());
    }

    @Test
    void theSameReportGivesTheSameBytes() {
        assertArrayEquals(renderer.write(Yanfeng.report()), renderer.write(Yanfeng.report()));
    }

    private XWPFDocument document(Report report) throws IOException {
        return new XWPFDocument(new ByteArrayInputStream(renderer.write(report)));
    }
}
