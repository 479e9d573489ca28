package org.jixiao.report.rendering;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.poi.ss.usermodel.Cell;
import org.apache.poi.ss.usermodel.CellType;
import org.apache.poi.ss.usermodel.Row;
import org.apache.poi.xssf.usermodel.XSSFCell;
import org.apache.poi.xssf.usermodel.XSSFSheet;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.jixiao.report.publication.Report;
import org.junit.jupiter.api.Test;

class XlsxRendererTest {

    private final XlsxRenderer renderer = new XlsxRenderer();

    @Test
    void everyFormTheStatementAndTheFindingsHaveASheet() throws IOException {
        List<String> names = new ArrayList<>();
        workbook(Yanfeng.report()).forEach(sheet -> names.add(sheet.getSheetName()));

        assertEquals(List.of("部门整体支出绩效自评表", "一门式全覆盖硬件采购", "政务中心提质改造", "得分复算过程", "预算执行情况", "审核结果",
                "来源与校验"), names);
    }

    @Test
    void statedAmountsAreNumbersWithTheDecimalsThatWereStated() throws IOException {
        XSSFCell amount = rightOf("年度资金总额", workbook(Yanfeng.report()).getSheet("部门整体支出绩效自评表"));

        assertEquals(CellType.NUMERIC, amount.getCellType());
        assertEquals("103.52", amount.getRawValue());
        assertEquals("#,##0.00", amount.getCellStyle().getDataFormatString());
    }

    @Test
    void ledgerAmountsAreNumbersToTheFen() throws IOException {
        XSSFCell amount = rightOf("合计", workbook(Yanfeng.report()).getSheet("预算执行情况"));

        assertEquals("1035200.00", amount.getRawValue());
    }

    @Test
    void aTextThatBeginsLikeAFormulaStaysText() throws IOException {
        XSSFSheet sheet = workbook(Yanfeng.titled("=HYPERLINK(\"http://x\")")).getSheet("来源与校验");
        XSSFCell title = rightOf("报告", sheet);

        assertEquals(CellType.STRING, title.getCellType());
        assertTrue(title.getCellStyle().getQuotePrefixed());
    }

    @Test
    void levelOneAndLevelTwoCellsAreMerged() throws IOException {
        XSSFSheet sheet = workbook(Yanfeng.report()).getSheet("部门整体支出绩效自评表");

        assertTrue(sheet.getMergedRegions().stream().anyMatch(region -> region.getNumberOfCells() == 7
                && text(sheet.getRow(region.getFirstRow()).getCell(region.getFirstColumn())).startsWith("产出指标")));
    }

    @Test
    void theSameReportGivesTheSameBytes() {
        assertArrayEquals(renderer.write(Yanfeng.report()), renderer.write(Yanfeng.report()));
    }

    private XSSFWorkbook workbook(Report report) throws IOException {
        return new XSSFWorkbook(new ByteArrayInputStream(renderer.write(report)));
    }

    private static XSSFCell rightOf(String label, XSSFSheet sheet) {
        XSSFCell found = null;
        for (Row row : sheet) {
            boolean after = false;
            for (Cell cell : row) {
                if (found == null && after && cell.getCellType() != CellType.BLANK) {
                    found = (XSSFCell) cell;
                }
                after |= label.equals(text(cell));
            }
        }
        assertNotNull(found, label);
        return found;
    }

    private static String text(Cell cell) {
        return cell.getCellType() == CellType.STRING ? cell.getStringCellValue() : "";
    }
}
