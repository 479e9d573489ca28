package org.jixiao.report.rendering;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.apache.poi.ooxml.POIXMLProperties;
import org.apache.poi.wp.usermodel.HeaderFooterType;
import org.apache.poi.xwpf.usermodel.ParagraphAlignment;
import org.apache.poi.xwpf.usermodel.XWPFDocument;
import org.apache.poi.xwpf.usermodel.XWPFFooter;
import org.apache.poi.xwpf.usermodel.XWPFParagraph;
import org.apache.poi.xwpf.usermodel.XWPFRun;
import org.apache.poi.xwpf.usermodel.XWPFTable;
import org.apache.poi.xwpf.usermodel.XWPFTableCell;
import org.apache.poi.xwpf.usermodel.XWPFTableRow;
import org.apache.xmlbeans.XmlException;
import org.jixiao.report.publication.DocumentFormat;
import org.jixiao.report.publication.DocumentWriter;
import org.jixiao.report.publication.Report;
import org.openxmlformats.schemas.wordprocessingml.x2006.main.CTPageMar;
import org.openxmlformats.schemas.wordprocessingml.x2006.main.CTPageSz;
import org.openxmlformats.schemas.wordprocessingml.x2006.main.CTSectPr;
import org.openxmlformats.schemas.wordprocessingml.x2006.main.CTTblGrid;
import org.openxmlformats.schemas.wordprocessingml.x2006.main.CTTblPr;
import org.openxmlformats.schemas.wordprocessingml.x2006.main.CTTcPr;
import org.openxmlformats.schemas.wordprocessingml.x2006.main.STMerge;
import org.openxmlformats.schemas.wordprocessingml.x2006.main.STPageOrientation;
import org.openxmlformats.schemas.wordprocessingml.x2006.main.STTblLayoutType;
import org.openxmlformats.schemas.wordprocessingml.x2006.main.STTblWidth;
import org.openxmlformats.schemas.wordprocessingml.x2006.main.StylesDocument;

/**
 * The version as a Word document in the layout of official papers: headings that Word's navigation knows, page numbers,
 * forms on landscape pages with merged cells. Fonts are named, not embedded: 方正小标宋, 黑体, 仿宋 and 楷体 are on the
 * machines of the offices, and their licences forbid more.
 */
@ApplicationScoped
public class DocxRenderer implements DocumentWriter {

    /** In twentieths of a point. A4 with the margins of GB/T 9704. */
    private static final int A4_SHORT = 11_906;
    private static final int A4_LONG = 16_838;
    private static final int MARGIN_TOP = 2_098;
    private static final int MARGIN_LEFT = 1_588;
    private static final int MARGIN_RIGHT = 1_474;
    private static final int MARGIN_BOTTOM = 1_984;
    private static final int MARGIN_LANDSCAPE = 1_021;
    private static final int PORTRAIT = A4_SHORT - MARGIN_LEFT - MARGIN_RIGHT;
    private static final int LANDSCAPE = A4_LONG - 2 * MARGIN_LANDSCAPE;
    private static final String HEADER_FILL = "EEF2F6";
    private static final String MARKED_COLOUR = "9C1B1F";

    @Override
    public DocumentFormat format() {
        return DocumentFormat.DOCX;
    }

    @Override
    public byte[] write(Report report) {
        ReportPage page = new ReportPage(report);
        try (XWPFDocument document = new XWPFDocument(); ByteArrayOutputStream file = new ByteArrayOutputStream()) {
            style(document);
            describe(document.getProperties(), page);
            opening(document, page);
            chapters(document, page);
            for (ReportPage.Annex annex : page.annexes()) {
                annex(document, annex);
            }
            closing(document, page);
            paper(document.getDocument().getBody().addNewSectPr(), false);
            footer(document, page);
            document.write(file);
            return StillZip.of(file.toByteArray(), report.publishedAt());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static void opening(XWPFDocument document, ReportPage page) {
        paragraph(document, "Title", page.title());
        paragraph(document, "Subtitle", page.report().departmentName());
        paragraph(document, "Subtitle", page.edition() + "　" + page.published() + "公开");
        page.preamble().forEach(text -> paragraph(document, "Normal", text.text()));
    }

    private static void chapters(XWPFDocument document, ReportPage page) {
        for (ReportPage.Text chapter : page.chapters()) {
            paragraph(document, "Heading1", chapter.heading());
            for (ReportPage.Paragraph text : chapter.paragraphs()) {
                paragraph(document, text.subheading() ? "Heading2" : "Normal", text.text());
            }
        }
        paragraph(document, "Normal", page.report().departmentName()).setAlignment(ParagraphAlignment.RIGHT);
        XWPFParagraph day = paragraph(document, "Normal", page.publishedDay());
        day.setAlignment(ParagraphAlignment.RIGHT);
        paper(day.getCTP().getPPr().addNewSectPr(), false);
    }

    private static void annex(XWPFDocument document, ReportPage.Annex annex) {
        paragraph(document, "Heading1", annex.heading());
        table(document, annex.form(), LANDSCAPE);
        if (!annex.signatures().isEmpty()) {
            paragraph(document, "Note", annex.signatures());
        }
        table(document, annex.steps(), LANDSCAPE);
        XWPFParagraph last = paragraph(document, "Note", "");
        paper(last.getCTP().getPPr().addNewSectPr(), true);
    }

    private static void closing(XWPFDocument document, ReportPage page) {
        paragraph(document, "Heading1", "预算执行情况");
        page.statement().forEach(table -> table(document, table, PORTRAIT));
        paragraph(document, "Heading1", "审核结果与说明");
        paragraph(document, "Normal", page.findingsSummary());
        for (ReportPage.Part part : page.parts()) {
            paragraph(document, "Heading2", part.title() + "（" + part.verdicts().size() + " 项）");
            part.verdicts().forEach(verdict -> table(document, facts(verdict), PORTRAIT));
        }
        if (!page.changes().empty()) {
            paragraph(document, "Heading1", "版本变更");
            table(document, page.changes(), PORTRAIT);
        }
        paragraph(document, "Heading1", "数据来源与校验");
        table(document, page.sources(), PORTRAIT);
        paragraph(document, "Note", "内容摘要是同一版本 JSON 文件全部字节的 SHA-256 值，可以用 sha256sum v"
                + page.report().version() + ".json 核对。");
        paragraph(document, "Note", page.hash());
    }

    /** One finding as a table of two columns: eight columns are too many for a portrait page. */
    private static Table facts(ReportPage.Verdict verdict) {
        List<Table.Row> rows = List.of(
                fact("填报", verdict.stated()), fact("核算", verdict.computed()), fact("差额", verdict.difference()),
                fact("核算过程", verdict.basis()), fact("单位说明", verdict.explained()));
        return new Table(verdict.rule() + "（" + verdict.place() + "）", "", List.of(120, 580), List.of(),
                rows.stream().filter(row -> !row.cells().get(1).text().isBlank()).toList());
    }

    private static Table.Row fact(String label, String text) {
        return Table.Row.of(Table.Cell.label(label), Table.Cell.text(text));
    }

    private static XWPFParagraph paragraph(XWPFDocument document, String style, String text) {
        XWPFParagraph paragraph = document.createParagraph();
        paragraph.setStyle(style);
        paragraph.createRun().setText(Wording.legal(text));
        return paragraph;
    }

    private static void table(XWPFDocument document, Table table, int width) {
        if (table.empty()) {
            return;
        }
        paragraph(document, "Caption", table.caption() + (table.unit().isEmpty() ? "" : "　单位：" + table.unit()));
        XWPFTable drawn = document.createTable();
        drawn.removeRow(0);
        CTTblPr properties = drawn.getCTTbl().getTblPr();
        (properties.isSetTblW() ? properties.getTblW() : properties.addNewTblW()).setW(BigInteger.valueOf(width));
        properties.getTblW().setType(STTblWidth.DXA);
        (properties.isSetTblLayout() ? properties.getTblLayout() : properties.addNewTblLayout())
                .setType(STTblLayoutType.FIXED);
        List<Integer> widths = table.widths().stream().map(each -> each * width / table.totalWidth()).toList();
        widths.forEach(each -> grid(drawn).addNewGridCol().setW(BigInteger.valueOf(each)));
        List<List<Table.Place>> places = table.places();
        for (int i = 0; i < places.size(); i++) {
            XWPFTableRow row = drawn.createRow();
            row.setCantSplitRow(true);
            row.setRepeatHeader(i < table.head().size());
            while (!row.getTableCells().isEmpty()) {
                row.removeCell(0);
            }
            for (Table.Place place : places.get(i)) {
                cell(row.createCell(), place, widths);
            }
        }
    }

    private static CTTblGrid grid(XWPFTable table) {
        return table.getCTTbl().getTblGrid() == null ? table.getCTTbl().addNewTblGrid() : table.getCTTbl().getTblGrid();
    }

    private static void cell(XWPFTableCell drawn, Table.Place place, List<Integer> widths) {
        Table.Cell cell = place.cell();
        CTTcPr properties = drawn.getCTTc().isSetTcPr() ? drawn.getCTTc().getTcPr() : drawn.getCTTc().addNewTcPr();
        properties.addNewTcW().setW(BigInteger.valueOf(widths.subList(place.column(), place.lastColumn() + 1).stream()
                .mapToInt(Integer::intValue).sum()));
        properties.getTcW().setType(STTblWidth.DXA);
        if (cell.colSpan() > 1) {
            properties.addNewGridSpan().setVal(BigInteger.valueOf(cell.colSpan()));
        }
        if (cell.rowSpan() > 1) {
            properties.addNewVMerge().setVal(place.continued() ? STMerge.CONTINUE : STMerge.RESTART);
        }
        drawn.setVerticalAlignment(XWPFTableCell.XWPFVertAlign.CENTER);
        if (cell.header()) {
            drawn.setColor(HEADER_FILL);
        }
        XWPFParagraph paragraph = drawn.getParagraphs().get(0);
        paragraph.setStyle("TableText");
        paragraph.setAlignment(switch (cell.kind()) {
            case TITLE, GROUP, CENTRED, LABEL -> ParagraphAlignment.CENTER;
            case TEXT -> ParagraphAlignment.LEFT;
            case NUMBER -> ParagraphAlignment.RIGHT;
        });
        if (!place.continued()) {
            XWPFRun run = paragraph.createRun();
            run.setBold(cell.header() || cell.marked());
            if (cell.marked()) {
                run.setColor(MARKED_COLOUR);
            }
            List<String> lines = cell.lines();
            for (int i = 0; i < lines.size(); i++) {
                if (i > 0) {
                    run.addBreak();
                }
                run.setText(Wording.legal(lines.get(i)));
            }
        }
    }

    private static void paper(CTSectPr section, boolean landscape) {
        CTPageSz size = section.addNewPgSz();
        size.setW(BigInteger.valueOf(landscape ? A4_LONG : A4_SHORT));
        size.setH(BigInteger.valueOf(landscape ? A4_SHORT : A4_LONG));
        if (landscape) {
            size.setOrient(STPageOrientation.LANDSCAPE);
        }
        CTPageMar margins = section.addNewPgMar();
        margins.setTop(BigInteger.valueOf(landscape ? MARGIN_LANDSCAPE : MARGIN_TOP));
        margins.setLeft(BigInteger.valueOf(landscape ? MARGIN_LANDSCAPE : MARGIN_LEFT));
        margins.setRight(BigInteger.valueOf(landscape ? MARGIN_LANDSCAPE : MARGIN_RIGHT));
        margins.setBottom(BigInteger.valueOf(landscape ? MARGIN_LANDSCAPE : MARGIN_BOTTOM));
        margins.setHeader(BigInteger.valueOf(MARGIN_LANDSCAPE / 2));
        margins.setFooter(BigInteger.valueOf(MARGIN_LANDSCAPE / 2));
        margins.setGutter(BigInteger.ZERO);
    }

    /** One footer for all sections: each section but the last names the same one. */
    private static void footer(XWPFDocument document, ReportPage page) {
        XWPFFooter footer = document.createFooter(HeaderFooterType.DEFAULT);
        XWPFParagraph numbers = footer.createParagraph();
        numbers.setStyle("Footer");
        numbers.createRun().setText(Wording.legal(page.report().departmentName()) + "　" + page.edition() + "　第 ");
        numbers.getCTP().addNewFldSimple().setInstr("PAGE");
        numbers.createRun().setText(" 页 共 ");
        numbers.getCTP().addNewFldSimple().setInstr("NUMPAGES");
        numbers.createRun().setText(" 页");
        XWPFParagraph hash = footer.createParagraph();
        hash.setStyle("Footer");
        XWPFRun small = hash.createRun();
        small.setFontSize(7);
        small.setText(page.hash());
        CTSectPr last = document.getDocument().getBody().getSectPr();
        for (XWPFParagraph paragraph : document.getParagraphs()) {
            if (paragraph.getCTP().isSetPPr() && paragraph.getCTP().getPPr().isSetSectPr()) {
                paragraph.getCTP().getPPr().getSectPr().setFooterReferenceArray(last.getFooterReferenceArray());
            }
        }
    }

    private static void style(XWPFDocument document) throws IOException {
        try (InputStream file = DocxRenderer.class.getResourceAsStream("/document/styles.xml")) {
            document.createStyles().setStyles(StylesDocument.Factory.parse(file).getStyles());
        } catch (XmlException failure) {
            throw new IllegalStateException("the style sheet for Word is not well-formed", failure);
        }
    }

    private static void describe(POIXMLProperties properties, ReportPage page) {
        Optional<Date> published = Optional.of(Date.from(page.report().publishedAt()));
        properties.getCoreProperties().setTitle(Wording.legal(page.title()));
        properties.getCoreProperties().setCreator(Wording.legal(page.report().departmentName()));
        properties.getCoreProperties().setDescription(Wording.legal(page.description()));
        properties.getCoreProperties().setCreated(published);
        properties.getCoreProperties().setModified(published);
    }
}
