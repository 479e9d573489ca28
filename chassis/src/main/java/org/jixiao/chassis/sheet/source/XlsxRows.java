package org.jixiao.chassis.sheet.source;

import java.io.InputStream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jixiao.chassis.problem.ChassisProblem;
import org.jixiao.chassis.problem.Violation;
import org.jixiao.chassis.sheet.CellFault;
import org.jixiao.chassis.sheet.SheetLimits;

/** Rows of the sheets of an XLSX file, element by element; only the shared texts are in memory. */
final class XlsxRows implements RawRows {

    private static final int FORMAT_CHARS_MAX = 255;
    private static final int STYLES_MAX = 65_536;
    private static final int FORMATS_MAX = 4_096;
    private static final int RELATIONS_MAX = 4_096;
    private static final int SHEETS_MAX = 1_024;
    private static final int NAME_CHARS_MAX = 500;

    private record Sheet(String name, String part) {
    }

    private final ZipParts zip;
    private final List<Sheet> sheets = new ArrayList<>();
    private final List<Sheet> hidden = new ArrayList<>();
    private final SharedTexts texts;
    private final StringBuilder value = new StringBuilder();
    private boolean[] dateStyles = {};
    private boolean from1904;
    private int visible;
    private int sheet = -1;
    private XmlHandler xml;
    private long row;

    XlsxRows(Path file, SheetLimits limits) {
        zip = new ZipParts(file, limits);
        texts = new SharedTexts(limits.textBytesMax());
        try {
            open();
        } catch (RuntimeException e) {
            zip.close();
            throw e;
        }
    }

    private void open() {
        String workbook = relations("_rels/.rels", "").values().stream().filter(one -> one[0].endsWith("/officeDocument"))
            .map(one -> one[1]).findFirst().orElseThrow(() -> Unreadable.because("_rels/.rels"));
        if (workbook.endsWith(".bin")) {
            throw new Violation(ChassisProblem.SHEET_FORMAT_UNSUPPORTED).with("format", "xlsb");
        }
        int slash = workbook.lastIndexOf('/') + 1;
        String folder = workbook.substring(0, slash);
        Map<String, String[]> parts = relations(folder + "_rels/" + workbook.substring(slash) + ".rels", folder);
        try (XmlHandler book = part(workbook)) {
            for (XmlHandler.Event event = book.next(); event != XmlHandler.Event.DONE; event = book.next()) {
                if (event == XmlHandler.Event.START && book.name().equals("workbookPr")) {
                    from1904 = isTrue(book.attribute("date1904"));
                } else if (event == XmlHandler.Event.START && book.name().equals("sheet")) {
                    sheet(book.attribute("name"), book.attribute("state"), parts.get(book.relation("id")));
                }
            }
        }
        visible = sheets.size();
        sheets.addAll(hidden);
        for (String[] part : parts.values()) {
            if (part[0].endsWith("/styles")) {
                styles(part[1]);
            } else if (part[0].endsWith("/sharedStrings")) {
                sharedTexts(part[1]);
            }
        }
    }

    private void sheet(String name, String state, String[] part) {
        if (part == null || name == null) {
            throw Unreadable.because("workbook");
        }
        requireRoom("sheets", sheets.size() + hidden.size(), SHEETS_MAX, name);
        if (part[0].endsWith("/worksheet")) {
            (state == null || state.equals("visible") ? sheets : hidden).add(new Sheet(name, part[1]));
        }
    }

    /** What is read before the rows is held in memory. */
    private static void requireRoom(String what, int size, int max, String... names) {
        boolean fits = size < max;
        for (String name : names) {
            fits &= name.length() <= NAME_CHARS_MAX;
        }
        if (!fits) {
            throw ZipParts.unsafe(what);
        }
    }

    /** Kind and target of each relation of a part. */
    private Map<String, String[]> relations(String part, String folder) {
        Map<String, String[]> relations = new HashMap<>();
        try (XmlHandler rels = part(part)) {
            for (XmlHandler.Event event = rels.next(); event != XmlHandler.Event.DONE; event = rels.next()) {
                if (event == XmlHandler.Event.START && rels.name().equals("Relationship") && rels.attribute("Id") != null
                    && rels.attribute("Type") != null && rels.attribute("Target") != null) {
                    String id = rels.attribute("Id");
                    String type = rels.attribute("Type");
                    String target = rels.attribute("Target");
                    requireRoom("relations", relations.size(), RELATIONS_MAX, id, type);
                    if (target.length() <= NAME_CHARS_MAX) {
                        relations.put(id, new String[] {type, target.startsWith("/") ? target.substring(1) : folder + target});
                    }
                }
            }
        }
        return relations;
    }

    private XmlHandler part(String name) {
        InputStream in = zip.open(name);
        if (in == null) {
            throw Unreadable.because(name);
        }
        return new XmlHandler(name, in);
    }

    private void styles(String part) {
        Map<Integer, String> formats = new HashMap<>();
        List<Boolean> dates = new ArrayList<>();
        try (XmlHandler styles = part(part)) {
            boolean inCells = false;
            for (XmlHandler.Event event = styles.next(); event != XmlHandler.Event.DONE; event = styles.next()) {
                if (event == XmlHandler.Event.START) {
                    switch (styles.name()) {
                        case "numFmt" -> {
                            String code = styles.attribute("formatCode");
                            int id = format(styles.attribute("numFmtId"));
                            if (code != null && code.length() <= FORMAT_CHARS_MAX && id > 0) {
                                requireRoom("formats", formats.size(), FORMATS_MAX);
                                formats.put(id, code);
                            }
                        }
                        case "cellXfs" -> inCells = true;
                        case "xf" -> {
                            if (inCells) {
                                requireRoom("styles", dates.size(), STYLES_MAX);
                                int id = format(styles.attribute("numFmtId"));
                                dates.add(formats.get(id) == null ? isBuiltInDate(id) : isDate(formats.get(id)));
                            }
                        }
                        default -> { }
                    }
                } else if (event == XmlHandler.Event.END && styles.name().equals("cellXfs")) {
                    inCells = false;
                }
            }
        }
        dateStyles = new boolean[dates.size()];
        for (int i = 0; i < dateStyles.length; i++) {
            dateStyles[i] = dates.get(i);
        }
    }

    private static int format(String id) {
        return id == null ? 0 : integer(id, 0);
    }

    private static boolean isBuiltInDate(int format) {
        return format >= 14 && format <= 17 || format == 22 || format >= 27 && format <= 31 || format == 36
            || format >= 50 && format <= 54 || format == 57 || format == 58;
    }

    /** Whether a number's format has a year, a day, or a month in Chinese, outside of what it only quotes. */
    static boolean isDate(String format) {
        String plain = format.replaceAll("\"[^\"]*\"|\\\\.|\\[[^\\]]*\\]|_.|\\*.", "").toLowerCase(java.util.Locale.ROOT);
        return !plain.equals("general") && (plain.indexOf('y') >= 0 || plain.indexOf('d') >= 0
            || plain.indexOf('m') >= 0 && format.indexOf('月') >= 0);
    }

    private void sharedTexts(String part) {
        try (XmlHandler shared = part(part)) {
            StringBuilder text = new StringBuilder();
            int inText = 0;
            int inPhonetic = 0;
            for (XmlHandler.Event event = shared.next(); event != XmlHandler.Event.DONE; event = shared.next()) {
                if (event == XmlHandler.Event.TEXT) {
                    if (inText > 0 && inPhonetic == 0) {
                        shared.text(text, SheetLimits.CELL_CHARS_MAX + 1);
                    }
                } else if (event != XmlHandler.Event.OTHER) {
                    int step = event == XmlHandler.Event.START ? 1 : -1;
                    switch (shared.name()) {
                        case "t" -> inText += step;
                        case "rPh" -> inPhonetic += step;
                        case "si" -> {
                            if (step < 0) {
                                texts.add(text);
                            }
                            text.setLength(0);
                        }
                        default -> { }
                    }
                }
            }
        }
    }

    @Override
    public boolean isHidden() {
        return sheet >= visible;
    }

    @Override
    public boolean nextSheet() {
        if (xml != null) {
            xml.close();
            xml = null;
        }
        if (sheet + 1 >= sheets.size()) {
            return false;
        }
        sheet++;
        row = 0;
        xml = part(sheets.get(sheet).part());
        return true;
    }

    @Override
    public String sheet() {
        return sheets.get(sheet).name();
    }

    @Override
    public boolean next(RawRow into) {
        for (XmlHandler.Event event = xml.next(); event != XmlHandler.Event.DONE; event = xml.next()) {
            if (event == XmlHandler.Event.START && xml.name().equals("row")) {
                String number = xml.attribute("r");
                row = number == null ? row + 1 : integer(number, -1);
                if (row < 1) {
                    throw Unreadable.because(sheets.get(sheet).part());
                }
                into.begin(row);
                cells(into);
                return true;
            }
        }
        return false;
    }

    private void cells(RawRow into) {
        int column = -1;
        while (true) {
            XmlHandler.Event event = xml.next();
            if (event == XmlHandler.Event.END && xml.name().equals("row") || event == XmlHandler.Event.DONE) {
                return;
            }
            if (event == XmlHandler.Event.START && xml.name().equals("c")) {
                String reference = xml.attribute("r");
                column = reference == null ? column + 1 : column(reference);
                String style = xml.attribute("s");
                cell(into, column, xml.attribute("t"), style == null ? 0 : integer(style, 0));
            }
        }
    }

    private void cell(RawRow into, int column, String type, int style) {
        value.setLength(0);
        boolean formula = false;
        int inValue = 0;
        int inPhonetic = 0;
        while (true) {
            XmlHandler.Event event = xml.next();
            if (event == XmlHandler.Event.DONE || event == XmlHandler.Event.END && xml.name().equals("c")) {
                break;
            }
            if (event == XmlHandler.Event.TEXT) {
                if (inValue > 0 && inPhonetic == 0) {
                    xml.text(value, SheetLimits.CELL_CHARS_MAX + 1);
                }
            } else if (event != XmlHandler.Event.OTHER) {
                int step = event == XmlHandler.Event.START ? 1 : -1;
                switch (xml.name()) {
                    case "v", "t" -> inValue += step;
                    case "rPh" -> inPhonetic += step;
                    case "f" -> formula = true;
                    default -> { }
                }
            }
        }
        String text = value.toString();
        if (formula) {
            into.put(column, RawRow.Kind.FORMULA, text);
        } else if (!text.isEmpty()) {
            put(into, column, type == null ? "n" : type, style, text);
        }
    }

    private void put(RawRow into, int column, String type, int style, String text) {
        switch (type) {
            case "s" -> {
                String shared = texts.get(integer(text.strip(), -1));
                if (shared == null) {
                    throw Unreadable.because(sheets.get(sheet).part()).with("cell", CellFault.letters(column) + row);
                }
                into.put(column, RawRow.Kind.TEXT, unescaped(shared));
            }
            case "n" -> {
                if (style >= 0 && style < dateStyles.length && dateStyles[style]) {
                    String date = date(text.strip());
                    into.put(column, date == null ? RawRow.Kind.ERROR : RawRow.Kind.DATE, date == null ? text : date);
                } else {
                    into.put(column, RawRow.Kind.NUMBER, text);
                }
            }
            case "d" -> into.put(column, RawRow.Kind.DATE, text);
            case "b" -> into.put(column, RawRow.Kind.OTHER, text.equals("1") ? "TRUE" : "FALSE");
            case "e" -> into.put(column, RawRow.Kind.ERROR, text);
            default -> into.put(column, RawRow.Kind.TEXT, unescaped(text));
        }
    }

    /** The day of a serial number, whose fraction is the time; null for the 29th of February 1900 and beyond the calendar. */
    private String date(String serial) {
        if (serial.length() > 40) {
            return null;
        }
        try {
            BigDecimal exact = new BigDecimal(serial);
            if (Math.abs((long) exact.scale()) > 100 || exact.precision() - exact.scale() > 7 || exact.signum() < 0) {
                return null;
            }
            long day = exact.setScale(0, RoundingMode.FLOOR).longValueExact();
            if (from1904) {
                return LocalDate.of(1904, 1, 1).plusDays(day).toString();
            }
            boolean none = day < 1 || day == 60 || day > 2_958_465;
            return none ? null : LocalDate.of(1899, 12, day < 60 ? 31 : 30).plusDays(day).toString();
        } catch (NumberFormatException notANumber) {
            return null;
        }
    }

    /** Characters that XML cannot hold stand in a spreadsheet as _x000D_. */
    static String unescaped(String text) {
        int at = text.indexOf("_x");
        if (at < 0) {
            return text;
        }
        StringBuilder plain = new StringBuilder(text.length());
        int from = 0;
        while (at >= 0) {
            int code = at + 7 <= text.length() && text.charAt(at + 6) == '_' ? hex(text, at + 2) : -1;
            if (code >= 0) {
                plain.append(text, from, at).append((char) code);
                from = at + 7;
            }
            at = text.indexOf("_x", code >= 0 ? from : at + 1);
        }
        return plain.append(text, from, text.length()).toString();
    }

    private static int hex(String text, int from) {
        int code = 0;
        for (int i = from; i < from + 4; i++) {
            int digit = text.charAt(i) < 0x80 ? Character.digit(text.charAt(i), 16) : -1;
            if (digit < 0) {
                return -1;
            }
            code = code * 16 + digit;
        }
        return code;
    }

    /** A cell beyond the columns that any spreadsheet has is counted as one beyond the limit. */
    private static int column(String reference) {
        int column = 0;
        for (int i = 0; i < reference.length() && column < 100_000; i++) {
            char c = reference.charAt(i);
            if (c < 'A' || c > 'Z') {
                break;
            }
            column = column * 26 + c - 'A' + 1;
        }
        if (column == 0) {
            throw Unreadable.because("cell").with("cell", reference.substring(0, Math.min(reference.length(), 20)));
        }
        return column - 1;
    }

    private static boolean isTrue(String flag) {
        return "1".equals(flag) || "true".equals(flag);
    }

    private static int integer(String text, int otherwise) {
        if (text.isEmpty() || text.length() > 9) {
            return otherwise;
        }
        int value = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return otherwise;
            }
            value = value * 10 + c - '0';
        }
        return value;
    }

    @Override
    public void close() {
        if (xml != null) {
            xml.close();
        }
        zip.close();
    }
}
