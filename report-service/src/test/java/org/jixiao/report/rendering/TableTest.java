package org.jixiao.report.rendering;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.jixiao.report.rendering.Table.Cell;
import org.jixiao.report.rendering.Table.Row;
import org.junit.jupiter.api.Test;

class TableTest {

    private static final Table BLOCK = new Table("表", "", List.of(1, 1), List.of(), List.of(
            Row.of(Cell.group("块").down(4), Cell.title("列")),
            Row.of(Cell.text("一")),
            Row.of(Cell.text("二")),
            Row.of(Cell.text("三"))));

    @Test
    void aCellThatReachesDownIsContinuedInTheRowsBelow() {
        assertEquals(List.of(true, false),
                BLOCK.places().get(1).stream().map(Table.Place::continued).toList());
    }

    @Test
    void aRowThatDoesNotFillTheColumnsIsRefused() {
        Table table = new Table("表", "", List.of(1, 1), List.of(), List.of(Row.of(Cell.text("一"))));

        assertThrows(IllegalStateException.class, table::places);
    }

    @Test
    void aRowThatOverflowsTheColumnsIsRefused() {
        Table table = new Table("表", "", List.of(1), List.of(), List.of(Row.of(Cell.text("一"), Cell.text("二"))));

        assertThrows(IllegalStateException.class, table::places);
    }

    @Test
    void aCutClosesAMergedCellAboveAndOpensItBelow() {
        List<Table> pieces = BLOCK.cut(List.of(2));

        assertEquals(2, pieces.get(0).body().get(0).cells().get(0).rowSpan());
        assertEquals(3, pieces.get(1).body().get(0).cells().get(0).rowSpan());
    }

    @Test
    void titlesOfABlockAreRepeatedBelowACut() {
        assertEquals("列", BLOCK.cut(List.of(2)).get(1).body().get(0).cells().get(1).text());
    }

    @Test
    void everyPieceIsACompleteTable() {
        BLOCK.cut(List.of(1, 2, 3)).forEach(Table::places);
    }

    @Test
    void rowsKeepTheirNumbersWhenTheTableIsCut() {
        assertEquals(List.of(-1, 2, 3), BLOCK.cut(List.of(2)).get(1).body().stream().map(Row::number).toList());
    }

    @Test
    void aTableThatIsNotCutStaysAsItIs() {
        assertEquals(BLOCK.body().stream().map(Row::cells).toList(),
                BLOCK.cut(List.of()).get(0).body().stream().map(Row::cells).toList());
    }
}
