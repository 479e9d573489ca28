package org.jixiao.chassis.sheet.writing;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Writer;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jixiao.chassis.sheet.Column;
import org.jixiao.chassis.sheet.Columns;

/**
 * An XLSX file with its texts in the cells, so that nothing but the names of its sheets is held; that is why it is our own:
 * fastexcel keeps every text that differs until the end. What no longer fits on a sheet goes to a further one.
 */
final class XlsxSheet implements SheetWriter {

    static final int DATA_ROWS_MAX = 1_048_575;

    private static final String XML = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
    private static final String MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private static final String RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private static final String PACKAGE = "http://schemas.openxmlformats.org/package/2006/";
    private static final String TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml.";
    private static final int BOLD = 1;
    private static final int MONEY = 2;
    private static final int DATE = 3;
    private static final int TEXT = 4;
    private static final int WRAPPED = 5;
    /** More digits than a spreadsheet keeps: such a number is written as text. */
    private static final int DIGITS_MAX = 15;
    private static final LocalDate DAY_ZERO = LocalDate.of(1899, 12, 30);
    private static final LocalDate FIRST_DAY = LocalDate.of(1900, 3, 1);
    private static final int NAME_CHARS_MAX = 31;
    private static final int COMPRESSION = 3;

    private final Left left;
    private final ZipOutputStream zip;
    private final Writer out;
    private final String name;
    private final Columns head;
    private final int dataRowsMax;
    private final List<String> sheets = new ArrayList<>();
    private final Set<String> taken = new HashSet<>();
    private int row;

    XlsxSheet(OutputStream out, String name, Columns head) throws IOException {
        this(out, name, head, DATA_ROWS_MAX);
    }

    XlsxSheet(OutputStream out, String name, Columns head, int dataRowsMax) throws IOException {
        this.left = new Left(out);
        this.zip = new ZipOutputStream(left);
        this.zip.setLevel(COMPRESSION);
        this.out = Written.utf8(zip);
        this.name = name;
        this.head = head;
        this.dataRowsMax = dataRowsMax;
        part("xl/styles.xml", XML + "<styleSheet xmlns=\"" + MAIN + "\"><numFmts count=\"2\">"
            + "<numFmt numFmtId=\"164\" formatCode=\"#,##0.00\"/>"
            + "<numFmt numFmtId=\"165\" formatCode=\"yyyy\\-mm\\-dd\"/></numFmts>"
            + "<fonts count=\"2\"><font><sz val=\"11\"/><name val=\"Calibri\"/></font>"
            + "<font><b/><sz val=\"11\"/><name val=\"Calibri\"/></font></fonts>"
            + "<fills count=\"2\">"
            + "<fill><patternFill patternType=\"none\"/></fill><fill><patternFill patternType=\"gray125\"/></fill></fills>"
            + "<borders count=\"1\"><border><left/><right/><top/><bottom/><diagonal/></border></borders>"
            + "<cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/></cellStyleXfs>"
            + "<cellXfs count=\"6\">" + style(0, 0, "") + style(0, 1, "") + style(164, 0, "") + style(165, 0, "")
            + style(49, 0, "") + style(0, 0, "<alignment vertical=\"top\" wrapText=\"1\"/>") + "</cellXfs>"
            + "<cellStyles count=\"1\"><cellStyle name=\"Normal\" xfId=\"0\" builtinId=\"0\"/></cellStyles></styleSheet>");
        begin();
        flush();
    }

    private static String style(int format, int font, String alignment) {
        return "<xf numFmtId=\"" + format + "\" fontId=\"" + font + "\" fillId=\"0\" borderId=\"0\" xfId=\"0\""
            + " applyNumberFormat=\"1\" applyFont=\"1\" applyAlignment=\"1\">" + alignment + "</xf>";
    }

    private void begin() throws IOException {
        sheet(sheets.isEmpty() ? name : name + " " + (sheets.size() + 1));
        out.write("<sheetViews><sheetView workbookViewId=\"0\"><pane ySplit=\"1\" topLeftCell=\"A2\" activePane=\"bottomLeft\""
            + " state=\"frozen\"/></sheetView></sheetViews><cols>");
        for (int i = 0; i < head.size(); i++) {
            int style = style(head.get(i).kind());
            out.write("<col min=\"" + (i + 1) + "\" max=\"" + (i + 1) + "\" width=\"" + (style == DATE ? 12 : 20)
                + "\" style=\"" + style + "\" customWidth=\"1\"/>");
        }
        out.write("</cols><sheetData>");
        row = 0;
        startRow();
        for (int i = 0; i < head.size(); i++) {
            text(i, BOLD, head.get(i).heading());
        }
        out.write("</row>");
    }

    /** Begins a sheet under this name, or what of it a spreadsheet allows and no other sheet has. */
    private void sheet(String wanted) throws IOException {
        String plain = wanted.replaceAll("[\\[\\]:*?/\\\\\\p{Cntrl}]", " ").replaceAll("^'+|'+$", "").strip();
        String allowed = plain.isEmpty() ? "Sheet" : plain;
        String unique = shortened(allowed, NAME_CHARS_MAX);
        for (int i = 2; !taken.add(unique.toLowerCase(Locale.ROOT)); i++) {
            unique = shortened(allowed, NAME_CHARS_MAX - 1 - Integer.toString(i).length()) + " " + i;
        }
        sheets.add(unique);
        zip.putNextEntry(new ZipEntry("xl/worksheets/sheet" + sheets.size() + ".xml"));
        out.write(XML + "<worksheet xmlns=\"" + MAIN + "\">");
    }

    private static String shortened(String text, int max) {
        if (text.length() <= max) {
            return text;
        }
        return text.substring(0, Character.isHighSurrogate(text.charAt(max - 1)) ? max - 1 : max);
    }

    private void endSheet() throws IOException {
        out.write("</sheetData></worksheet>");
        out.flush();
        zip.closeEntry();
    }

    private static int style(Column.Kind kind) {
        return switch (kind) {
            case MONEY -> MONEY;
            case DATE -> DATE;
            case TEXT -> TEXT;
            case DECIMAL, INTEGER -> 0;
        };
    }

    private void startRow() throws IOException {
        row++;
        out.write("<row r=\"");
        out.write(Integer.toString(row));
        out.write("\">");
    }

    @Override
    public void row(Object... values) throws IOException {
        Written.check(head, values);
        String[] texts = new String[values.length];
        for (int i = 0; i < values.length; i++) {
            texts[i] = Written.text(head.get(i), values[i]);
        }
        if (row > dataRowsMax) {
            endSheet();
            begin();
        }
        startRow();
        for (int i = 0; i < values.length; i++) {
            Column.Kind kind = head.get(i).kind();
            if (texts[i] == null) {
                out.write("<c/>");
            } else if (kind == Column.Kind.DATE && !((LocalDate) values[i]).isBefore(FIRST_DAY)) {
                number(DATE, Long.toString(ChronoUnit.DAYS.between(DAY_ZERO, (LocalDate) values[i])));
            } else if (kind == Column.Kind.TEXT || kind == Column.Kind.DATE || digits(texts[i]) > DIGITS_MAX) {
                text(i, TEXT, texts[i]);
            } else {
                number(style(kind), texts[i]);
            }
        }
        out.write("</row>");
    }

    private static int digits(String number) {
        int digits = 0;
        for (int i = 0; i < number.length(); i++) {
            char c = number.charAt(i);
            digits += c >= '1' && c <= '9' || c == '0' && digits > 0 ? 1 : 0;
        }
        return digits;
    }

    private void number(int style, String value) throws IOException {
        out.write("<c s=\"");
        out.write('0' + style);
        out.write("\"><v>");
        out.write(value);
        out.write("</v></c>");
    }

    private void text(int column, int style, String text) throws IOException {
        out.write("<c s=\"");
        out.write('0' + style);
        out.write("\" t=\"inlineStr\"><is><t xml:space=\"preserve\">");
        escape(text);
        out.write("</t></is></c>");
    }

    /** Leaves out what XML cannot hold; what looks like a spreadsheet's own escape, _x000D_, is escaped. */
    private void escape(String text) throws IOException {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '<' -> out.write("&lt;");
                case '>' -> out.write("&gt;");
                case '&' -> out.write("&amp;");
                case '"' -> out.write("&quot;");
                case '\r' -> out.write("_x000D_");
                case '_' -> out.write(i + 1 < text.length() && text.charAt(i + 1) == 'x' ? "_x005F_" : "_");
                default -> {
                    if (c >= ' ' && c < 0xfffe || c == '\n' || c == '\t') {
                        out.write(c);
                    }
                }
            }
        }
    }

    /** Adds a sheet of plain texts, the first row of which is in bold. */
    void texts(String title, List<List<String>> lines) throws IOException {
        endSheet();
        sheet(title);
        out.write("<cols><col min=\"1\" max=\"8\" width=\"32\" customWidth=\"1\"/></cols><sheetData>");
        row = 0;
        for (List<String> line : lines) {
            startRow();
            for (int i = 0; i < line.size(); i++) {
                text(i, row == 1 ? BOLD : WRAPPED, line.get(i));
            }
            out.write("</row>");
        }
    }

    private void part(String part, String content) throws IOException {
        zip.putNextEntry(new ZipEntry(part));
        out.write(content);
        out.flush();
        zip.closeEntry();
    }

    @Override
    public void flush() throws IOException {
        out.flush();
    }

    @Override
    public void end() throws IOException {
        endSheet();
        StringBuilder book = new StringBuilder(XML + "<workbook xmlns=\"" + MAIN + "\" xmlns:r=\"" + RELATIONS + "\"><sheets>");
        StringBuilder links = new StringBuilder(XML + "<Relationships xmlns=\"" + PACKAGE + "relationships\">"
            + "<Relationship Id=\"s\" Type=\"" + RELATIONS + "/styles\" Target=\"styles.xml\"/>");
        StringBuilder types = new StringBuilder(XML + "<Types xmlns=\"" + PACKAGE + "content-types\">"
            + "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
            + "<Default Extension=\"xml\" ContentType=\"application/xml\"/>"
            + override("workbook.xml", "sheet.main+xml") + override("styles.xml", "styles+xml"));
        for (int i = 1; i <= sheets.size(); i++) {
            String title = sheets.get(i - 1).replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
            book.append("<sheet name=\"").append(title).append("\" sheetId=\"").append(i)
                .append("\" r:id=\"r").append(i).append("\"/>");
            links.append("<Relationship Id=\"r").append(i).append("\" Type=\"").append(RELATIONS)
                .append("/worksheet\" Target=\"worksheets/sheet").append(i).append(".xml\"/>");
            types.append(override("worksheets/sheet" + i + ".xml", "worksheet+xml"));
        }
        part("xl/workbook.xml", book + "</sheets></workbook>");
        part("xl/_rels/workbook.xml.rels", links + "</Relationships>");
        part("_rels/.rels", XML + "<Relationships xmlns=\"" + PACKAGE + "relationships\">"
            + "<Relationship Id=\"r1\" Type=\"" + RELATIONS + "/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>");
        part("[Content_Types].xml", types + "</Types>");
        zip.finish();
        zip.flush();
    }

    /** Gives the compressor's memory back; its end of the file, if the table has none yet, goes nowhere. */
    @Override
    public void close() throws IOException {
        left.cut = true;
        zip.close();
    }

    private static String override(String part, String type) {
        return "<Override PartName=\"/xl/" + part + "\" ContentType=\"" + TYPES + type + "\"/>";
    }

    /** A stream whose end is not the end of the one below. */
    private static final class Left extends FilterOutputStream {

        private boolean cut;

        Left(OutputStream out) {
            super(out);
        }

        @Override
        public void write(int b) throws IOException {
            if (!cut) {
                out.write(b);
            }
        }

        @Override
        public void write(byte[] bytes, int from, int count) throws IOException {
            if (!cut) {
                out.write(bytes, from, count);
            }
        }

        @Override
        public void flush() throws IOException {
            if (!cut) {
                out.flush();
            }
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }
}
