package org.jixiao.chassis.sheet;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.Charset;
import java.util.List;
import org.jixiao.chassis.problem.ChassisProblem;
import org.junit.jupiter.api.Test;

class NdjsonReadingTest {

    @Test
    void theFieldsAreTheKeys() {
        Reading reading = Reading.of("\ufeff{\"price\":\"1,234.50\",\"name\":\"石英\",\"count\":3}\r\n\n{\"name\":\"合计\",\"price\":0.10,\"note\":null}");

        assertEquals("石英|1234.50||3|", reading.row(0));
        assertEquals("合计|0.10|||", reading.row(1));
        assertEquals(List.of(1L, 3L), reading.rows().stream().map(SheetRow::number).toList());
        assertEquals(List.of(), reading.faults());
    }

    @Test
    void aNumberIsReadExactly() {
        assertEquals("a|1234567890123456.78|||", Reading.of("{\"name\":\"a\",\"price\":1234567890123456.78}").row(0));
        assertEquals(List.of("1 null CELL_SCALE 0.30000000000000004"),
            Reading.of("{\"name\":\"a\",\"price\":0.30000000000000004}").faults());
    }

    @Test
    void unknownAndRepeatedFieldsAreFaultsOfTheirLine() {
        Reading reading = Reading.of("{\"name\":\"a\",\"price\":1,\"colour\":{\"x\":[1]},\"name\":\"b\"}\n{\"name\":true,\"price\":[1]}\n{}\n");

        assertEquals(List.of("1 null CELL_UNKNOWN_FIELD colour", "1 null CELL_REPEATED name", "2 null CELL_TYPE true",
            "2 null CELL_TYPE [", "3 null CELL_EMPTY ", "3 null CELL_EMPTY "), reading.faults());
        assertEquals("a|1.00|||", reading.row(0));
        assertEquals("name", reading.rows().get(0).faults().get(1).field());
    }

    @Test
    void aLineTellsWhetherItHasAKeyBeItBlank() {
        List<SheetRow> rows = Reading.of("{\"name\":\"a\",\"price\":1,\"note\":null}\n{\"name\":\"a\",\"price\":1,\"note\":\" \"}\n"
            + "{\"name\":\"a\",\"price\":1}\n").rows();

        assertEquals(List.of(true, true, false), rows.stream().map(row -> row.has("note")).toList());
    }

    @Test
    void ofManyFaultsInALineTwentyAreKeptAndTheLastOfThem() {
        String many = java.util.stream.IntStream.range(0, 9_000).mapToObj(i -> "\"x" + i + "\":0").collect(java.util.stream.Collectors.joining(","));

        Reading reading = Reading.of("{" + many.substring(0, 60_000).replaceAll(",[^,]*$", "") + ",\"name\":\"a\",\"price\":1}\n{" + many.substring(0, 60_000) + "\n");

        assertEquals(20, reading.rows().get(0).faults().size());
        assertEquals("x0", reading.rows().get(0).faults().get(0).text());
        assertEquals(20, reading.rows().get(1).faults().size());
        assertEquals(ChassisProblem.ROW_MALFORMED, reading.rows().get(1).faults().get(19).code());
    }

    @Test
    void aLineThatIsNoObjectIsAFaultAndTheNextIsRead() {
        Reading reading = Reading.of("{\"name\":\"a\"\n[1]\n{\"name\":\"b\",\"price\":1} x\n{\"name\":\"c\",\"price\":1}\n");

        assertEquals(List.of("1 null ROW_MALFORMED {\"name\":\"a\"", "2 null ROW_MALFORMED [1]",
            "3 null ROW_MALFORMED {\"name\":\"b\",\"price\":1} x"), reading.faults());
        assertEquals("c|1.00|||", reading.row(3));
    }

    @Test
    void aLineThatIsTooLongIsAFaultAndTheNextIsRead() {
        String start = "{\"name\":\"";
        String fits = start + "x".repeat(65_536 - start.length() - 2) + "\"}";

        Reading reading = Reading.of(fits + "\r\n" + fits + " \n{\"name\":\"c\",\"price\":1}\n");

        assertEquals(List.of("1 null CELL_TOO_LONG " + "x".repeat(100), "1 null CELL_EMPTY ",
            "2 null ROW_TOO_LONG " + fits.substring(0, 100)), reading.faults());
        assertEquals("c|1.00|||", reading.row(2));
    }

    @Test
    void deepNestingAndCharactersThatCannotBeStoredAreFaults() {
        Reading reading = Reading.of("{\"x\":" + "[".repeat(1_000) + "\n{\"name\":\"a\\u0000\",\"price\":1}\n{\"name\":\"\\ud800\",\"price\":1}\n");

        assertEquals(List.of("CELL_UNKNOWN_FIELD", "ROW_TOO_LONG", "CELL_ILLEGAL_CHARACTER", "CELL_ILLEGAL_CHARACTER"),
            reading.rows().stream().flatMap(row -> row.faults().stream()).map(fault -> fault.code().name()).toList());
    }

    @Test
    void anotherEncodingIsRefused() {
        assertEquals(ChassisProblem.SHEET_ENCODING, Reading.refused("{\"name\":\"青金石\"}".getBytes(Charset.forName("GB18030"))).code());
    }
}
