package org.jixiao.chassis.sheet;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.jixiao.chassis.sheet.source.RawRow;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CellValueTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "1|1.00", "1234.5|1234.50", "1,234.56|1234.56", "12,345,678.90|12345678.90", "-0.10|-0.10", "+3|3.00",
        "１，２３４．５６|1234.56", "￥1,234.00|1234.00", "¥ 5|5.00", "−7|-7.00", "－7|-7.00", "0.500|0.50", "000012|12.00",
        "1234567890123456.78|1234567890123456.78", "1,234,567,890,123,456.78|1234567890123456.78",
        "12345678901234567|CELL_TOO_LARGE", "1.005|CELL_SCALE", "0.0000000000000000000000001|CELL_SCALE",
        "1e3|CELL_NUMBER_MALFORMED", "1,23|CELL_NUMBER_MALFORMED", "1,2345|CELL_NUMBER_MALFORMED", "1234,567|CELL_NUMBER_MALFORMED",
        ",123|CELL_NUMBER_MALFORMED", "1.|CELL_NUMBER_MALFORMED", ".5|CELL_NUMBER_MALFORMED", "-|CELL_NUMBER_MALFORMED",
        "1.2.3|CELL_NUMBER_MALFORMED", "1.234,5|CELL_NUMBER_MALFORMED", "--1|CELL_NUMBER_MALFORMED", "一千|CELL_NUMBER_MALFORMED",
        "١٢|CELL_NUMBER_MALFORMED", "1 234|CELL_NUMBER_MALFORMED", "NaN|CELL_NUMBER_MALFORMED"})
    void moneyIsReadAsPeopleWriteIt(String text, String expected) {
        assertEquals(expected, CellValue.read(Column.Kind.MONEY, 0, RawRow.Kind.TEXT, text).toString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "0.1|0.10", "1234.5699999999999|1234.57", "0.30000000000000004|0.30", "4199900|4199900.00", "1E-2|0.01", "1.5E+3|1500.00",
        "9999999999999.9902|9999999999999.99", "1234.565|CELL_SCALE", "1234567890123456|1234567890123456.00",
        "12345678901234.567|CELL_SCALE", "1E+300|CELL_TOO_LARGE", "1E999999999|CELL_NUMBER_MALFORMED", "0E+50|0.00",
        "-1E-999999999|CELL_NUMBER_MALFORMED", "x|CELL_NUMBER_MALFORMED"})
    void aNumberOfASpreadsheetIsTheOneOfFifteenDigitsThatItShows(String stored, String expected) {
        assertEquals(expected, CellValue.read(Column.Kind.MONEY, 0, RawRow.Kind.NUMBER, stored).toString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "0.30000000000000004|CELL_SCALE", "1.5e3|1500.00", "1e999999999|CELL_NUMBER_MALFORMED", "1.10|1.10"})
    void aNumberOfJsonIsMeantAsItStands(String stored, String expected) {
        assertEquals(expected, CellValue.read(Column.Kind.MONEY, 0, RawRow.Kind.EXACT_NUMBER, stored).toString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "2021-04-20|2021-04-20", "2021/4/20|2021-04-20", "2021.4.20|2021-04-20", "2021年4月20日|2021-04-20",
        "2021 年 04 月 20 日|2021-04-20", "20210420|2021-04-20", "２０２１－０４－２０|2021-04-20", "2021-04-20 00:00:00|2021-04-20",
        "2024-02-29|2024-02-29", "2021-02-29|CELL_DATE_MALFORMED", "2021-4/20|CELL_DATE_MALFORMED", "20/04/2021|CELL_DATE_MALFORMED",
        "2021-04|CELL_DATE_MALFORMED", "0021-04-20|CELL_DATE_MALFORMED", "44306|CELL_DATE_MALFORMED", "2021-04-20 10:00:00|CELL_DATE_MALFORMED"})
    void aDateIsReadAsPeopleWriteIt(String text, String expected) {
        assertEquals(expected, CellValue.read(Column.Kind.DATE, 0, RawRow.Kind.TEXT, text).toString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"2021|2021", "-3|-3", "1,000|1000", "2.0|2", "2.5|CELL_SCALE", "x|CELL_NUMBER_MALFORMED"})
    void aWholeNumberHasNoDecimals(String text, String expected) {
        assertEquals(expected, CellValue.read(Column.Kind.INTEGER, 4, RawRow.Kind.TEXT, text).toString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"2080101|2080101", "1.1000000000000001|1.1", "1E+5|100000", "0|0"})
    void aNumberWhereTextIsWantedIsWrittenOut(String stored, String expected) {
        assertEquals(expected, CellValue.read(Column.Kind.TEXT, 0, RawRow.Kind.NUMBER, stored));
    }

    @ParameterizedTest
    @CsvSource({"NUMBER,1.23456789012345E+17,CELL_DIGITS_LOST", "NUMBER,1234567890123456,CELL_DIGITS_LOST", "NUMBER,123456789012345,123456789012345",
        "TEXT,1.23457E+17,CELL_DIGITS_LOST", "TEXT,1e+16,CELL_DIGITS_LOST", "TEXT,123456789012345001,123456789012345001",
        "TEXT,1E5,1E5", "TEXT,A1.2E+17,A1.2E+17", "EXACT_NUMBER,123456789012345001,123456789012345001"})
    void aTextThatASpreadsheetHasTakenForALongNumberIsAFault(RawRow.Kind cell, String stored, String expected) {
        assertEquals(expected, CellValue.read(Column.Kind.TEXT, 0, cell, stored).toString());
    }

    @ParameterizedTest
    @CsvSource({"FORMULA,CELL_FORMULA", "ERROR,CELL_ERROR", "OTHER,CELL_TYPE", "TOO_LONG,CELL_TOO_LONG"})
    void aCellThatHoldsNoValueOfItsOwnIsRefusedForEveryColumn(RawRow.Kind cell, String expected) {
        for (Column.Kind kind : Column.Kind.values()) {
            assertEquals(expected, CellValue.read(kind, 0, cell, "1").toString());
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"0.0000000001|1E-10", "0.00000000001|CELL_SCALE", "1,000.50|1000.50"})
    void aDecimalHasUpToTenDecimals(String text, String expected) {
        assertEquals(expected, CellValue.read(Column.Kind.DECIMAL, 4, RawRow.Kind.TEXT, text).toString());
    }
}
