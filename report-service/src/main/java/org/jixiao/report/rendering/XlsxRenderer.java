package org.jixiao.report.rendering;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.poi.ooxml.POIXMLProperties;
import org.apache.poi.ss.usermodel.BorderStyle;
import org.apache.poi.ss.usermodel.FillPatternType;
import org.apache.poi.ss.usermodel.Font;
import org.apache.poi.ss.usermodel.HorizontalAlignment;
import org.apache.poi.ss.usermodel.PrintSetup;
import org.apache.poi.ss.usermodel.VerticalAlignment;
import org.apache.poi.ss.util.CellRangeAddress;
import org.apache.poi.ss.util.WorkbookUtil;
import org.apache.poi.xssf.usermodel.XSSFCell;
import org.apache.poi.xssf.usermodel.XSSFCellStyle;
import org.apache.poi.xssf.usermodel.XSSFColor;
import org.apache.poi.xssf.usermodel.XSSFRow;
import org.apache.poi.xssf.usermodel.XSSFSheet;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.jixiao.report.publication.DocumentFormat;
import org.jixiao.report.publication.DocumentWriter;
import org.jixiao.report.publication.Report;
import org.openxmlformats.schemas.spreadsheetml.x2006.main.STCellType;

/**
 * The tables of a version as a workbook: a sheet for each form, the execution statement, the findings.
 *
 * <p>Numbers are numbers, everything else is text: a text that begins like a formula is kept as text and marked so
 * ({@code quotePrefix}), and is never evaluated. Widths are set here, because measuring text needs fonts that a server
 * does not have.
 */
@ApplicationScoped
public class XlsxRenderer implements DocumentWriter {

    private static final String FONT = "宋体";
    private static final byte[] HEADER = {(byte) 0xEE, (byte) 0xF2, (byte) 0xF6};
    private static final byte[] MARKED = {(byte) 0xFD, (byte) 0xE4, (byte) 0xE2};
    private static final int CHARACTERS_ACROSS = 150;
    private static final int WIDTH_UNIT = 256;
    private static final int COLUMN_MAX = 255 * WIDTH_UNIT;
    private static final int TEXT_MAX = 32_767;
    private static final int ROW_POINTS = 18;
    private static final int LINE_POINTS = 15;
    private static final int HEIGHT_MAX = 400;

    @Override
    public DocumentFormat format() {
        return DocumentFormat.XLSX;
    }

    @Override
    public byte[] write(Report report) {
        ReportPage page = new ReportPage(report);
        try (XSSFWorkbook workbook = new XSSFWorkbook(); ByteArrayOutputStream file = new ByteArrayOutputStream()) {
            Drawing drawing = new Drawing(workbook);
            for (ReportPage.Annex annex : page.annexes()) {
                drawing.sheet(annex.subject().isEmpty() ? annex.title() : annex.subject(), List.of(annex.form()));
            }
            drawing.sheet("得分复算过程", page.annexes().stream()
                    .map(annex -> annex.steps().captioned(annex.label() + " " + annex.steps().caption())).toList());
            drawing.sheet("预算执行情况", page.statement());
            drawing.sheet("审核结果", List.of(page.findings()));
            drawing.sheet("来源与校验", List.of(page.changes(), page.sources(), seal(page)));
            describe(workbook.getProperties(), page);
            workbook.write(file);
            return StillZip.of(file.toByteArray(), report.publishedAt());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static Table seal(ReportPage page) {
        return Table.of("版本", List.of(120, 580), List.of("项目", "内容"), List.of(
                Table.Row.of(Table.Cell.label("报告"), Table.Cell.text(page.title())),
                Table.Row.of(Table.Cell.label("版本"), Table.Cell.text(page.edition())),
                Table.Row.of(Table.Cell.label("公开时间"), Table.Cell.text(page.published())),
                Table.Row.of(Table.Cell.label("内容摘要"), Table.Cell.text(page.hash()))));
    }

    private static void describe(POIXMLProperties properties, ReportPage page) {
        Optional<Date> published = Optional.of(Date.from(page.report().publishedAt()));
        properties.getCoreProperties().setTitle(Wording.legal(page.title()));
        properties.getCoreProperties().setCreator(Wording.legal(page.report().departmentName()));
        properties.getCoreProperties().setDescription(Wording.legal(page.description()));
        properties.getCoreProperties().setCreated(published);
        properties.getCoreProperties().setModified(published);
    }

    /** One workbook while it is drawn. */
    private static final class Drawing {

        private final XSSFWorkbook workbook;
        private final Map<String, XSSFCellStyle> styles = new HashMap<>();

        private Drawing(XSSFWorkbook workbook) {
            this.workbook = workbook;
        }

        private void sheet(String name, List<Table> tables) {
            XSSFSheet sheet = workbook.createSheet(free(name));
            sheet.setDisplayGridlines(false);
            sheet.setFitToPage(true);
            PrintSetup print = sheet.getPrintSetup();
            print.setPaperSize(PrintSetup.A4_PAPERSIZE);
            print.setLandscape(true);
            print.setFitWidth((short) 1);
            print.setFitHeight((short) 0);
            if (tables.stream().allMatch(Table::empty)) {
                text(sheet.createRow(0).createCell(0), "无");
                return;
            }
            Table widest = tables.stream().filter(table -> !table.empty())
                    .reduce((one, other) -> other.widths().size() > one.widths().size() ? other : one)
                    .orElseThrow();
            for (int column = 0; column < widest.widths().size(); column++) {
                sheet.setColumnWidth(column, Math.min(COLUMN_MAX,
                        widest.widths().get(column) * CHARACTERS_ACROSS * WIDTH_UNIT / widest.totalWidth()));
            }
            int row = 0;
            for (Table table : tables) {
                if (!table.empty()) {
                    row = table(sheet, table, row) + 1;
                }
            }
        }

        /** A name that Excel accepts and that no other sheet has. */
        private String free(String name) {
            String safe = WorkbookUtil.createSafeSheetName(Wording.legal(name), '_');
            String free = safe;
            for (int i = 2; workbook.getSheet(free) != null; i++) {
                String suffix = "_" + i;
                free = safe.substring(0, Math.min(safe.length(), 31 - suffix.length())) + suffix;
            }
            return free;
        }

        /** @return the first row below the table */
        private int table(XSSFSheet sheet, Table table, int top) {
            int columns = table.widths().size();
            XSSFRow title = sheet.createRow(top);
            title.setHeightInPoints(26);
            XSSFCell caption = title.createCell(0);
            caption.setCellStyle(captionStyle());
            text(caption, table.caption() + (table.unit().isEmpty() ? "" : "　单位：" + table.unit()));
            merge(sheet, top, top, 0, columns - 1);
            List<List<Table.Place>> places = table.places();
            for (int i = 0; i < places.size(); i++) {
                XSSFRow row = sheet.createRow(top + 1 + i);
                int lines = 1;
                for (Table.Place place : places.get(i)) {
                    for (int column = place.column(); column <= place.lastColumn(); column++) {
                        XSSFCell cell = row.createCell(column);
                        cell.setCellStyle(style(place.cell()));
                        if (column == place.column() && !place.continued()) {
                            fill(cell, place.cell());
                        }
                    }
                    if (!place.continued()) {
                        merge(sheet, top + 1 + i, top + 1 + place.lastRow(), place.column(), place.lastColumn());
                    }
                    if (place.cell().rowSpan() == 1) {
                        lines = Math.max(lines, lines(place, sheet));
                    }
                }
                row.setHeightInPoints(Math.min(HEIGHT_MAX, Math.max(ROW_POINTS, lines * LINE_POINTS + 4)));
            }
            return top + 1 + places.size();
        }

        /** How many lines the text needs: a Chinese character is two wide. */
        private static int lines(Table.Place place, XSSFSheet sheet) {
            int width = 0;
            for (int column = place.column(); column <= place.lastColumn(); column++) {
                width += sheet.getColumnWidth(column) / WIDTH_UNIT;
            }
            int across = Math.max(2, width - 1);
            return place.cell().lines().stream()
                    .mapToInt(line -> Math.max(1, (line.codePoints().map(c -> c < 0x2000 ? 1 : 2).sum() + across - 1)
                            / across))
                    .sum();
        }

        private static void merge(XSSFSheet sheet, int top, int bottom, int left, int right) {
            if (top < bottom || left < right) {
                sheet.addMergedRegion(new CellRangeAddress(top, bottom, left, right));
            }
        }

        private static void fill(XSSFCell cell, Table.Cell content) {
            if (content.number() != null) {
                number(cell, content.percent() ? content.number().movePointLeft(2) : content.number());
            } else if (!content.text().isEmpty()) {
                text(cell, content.text());
            }
        }

        /** Writes the decimal digits themselves; the file format keeps numbers as text, and no rounding comes between. */
        private static void number(XSSFCell cell, BigDecimal number) {
            cell.getCTCell().setT(STCellType.N);
            cell.getCTCell().setV(number.toPlainString());
        }

        private static void text(XSSFCell cell, String text) {
            String legal = Wording.legal(text);
            cell.setCellValue(legal.length() > TEXT_MAX ? legal.substring(0, TEXT_MAX) : legal);
        }

        private XSSFCellStyle captionStyle() {
            return styles.computeIfAbsent("caption", key -> {
                XSSFCellStyle style = workbook.createCellStyle();
                style.setFont(font(14, true));
                style.setAlignment(HorizontalAlignment.CENTER);
                style.setVerticalAlignment(VerticalAlignment.CENTER);
                return style;
            });
        }

        private XSSFCellStyle style(Table.Cell cell) {
            String format = cell.number() == null ? "@" : format(cell);
            return styles.computeIfAbsent(cell.kind() + format + cell.marked(), key -> {
                XSSFCellStyle style = workbook.createCellStyle();
                style.setFont(font(10, cell.header() || cell.marked()));
                style.setAlignment(switch (cell.kind()) {
                    case TITLE, GROUP, CENTRED -> HorizontalAlignment.CENTER;
                    case LABEL, TEXT -> HorizontalAlignment.LEFT;
                    case NUMBER -> HorizontalAlignment.RIGHT;
                });
                style.setVerticalAlignment(VerticalAlignment.CENTER);
                style.setWrapText(true);
                style.setBorderTop(BorderStyle.THIN);
                style.setBorderBottom(BorderStyle.THIN);
                style.setBorderLeft(BorderStyle.THIN);
                style.setBorderRight(BorderStyle.THIN);
                style.setDataFormat(workbook.createDataFormat().getFormat(format));
                style.setQuotePrefixed(cell.number() == null);
                if (cell.header() || cell.marked()) {
                    style.setFillPattern(FillPatternType.SOLID_FOREGROUND);
                    style.setFillForegroundColor(new XSSFColor(cell.marked() ? MARKED : HEADER, null));
                }
                return style;
            });
        }

        /** As many decimals as the number was stated with. */
        private static String format(Table.Cell cell) {
            int scale = Math.max(0, cell.number().scale());
            String digits = "#,##0" + (scale == 0 ? "" : "." + "0".repeat(scale));
            return cell.percent() ? digits + "%" : digits;
        }

        private Font font(int points, boolean bold) {
            Font font = workbook.createFont();
            font.setFontName(FONT);
            font.setFontHeightInPoints((short) points);
            font.setBold(bold);
            return font;
        }
    }
}
